"""Why the database cannot be opened, in one line an administrator can act on."""


class StorageError(RuntimeError):
    """The database refuses to start; the message says what to do."""


class DatabaseInUse(StorageError):
    """Another process holds the same SQLite database."""


class SchemaOutOfDate(StorageError):
    """The tables are not those this version of the program needs."""
