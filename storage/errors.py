"""Why the database cannot be opened, in a line an administrator can act on; and why a transaction came to nothing."""

#: PostgreSQL's codes for a serialization failure, a deadlock, and a key that another process has just used.
_PASSING = {"40001", "40P01", "23505"}


class StorageError(RuntimeError):
    """The database refuses to start; the message says what to do."""


class DatabaseInUse(StorageError):
    """Another process holds the same SQLite database."""


class SchemaOutOfDate(StorageError):
    """The tables are not those this version of the program needs."""


class Overtaken(Exception):
    """Another process has changed what this transaction builds on: it is to be run again from the start."""


class TransactionLost(Exception):
    """The server has undone the transaction, or gone away before it was committed: nothing of it is kept."""


class Unreachable(Exception):
    """There is no connection to be had: nobody's transaction can be run now."""


class OutcomeUnknown(Exception):
    """The server went away while it was committing: the transaction may be kept or not, and is not run again."""


def may_be_run_again(problem: BaseException) -> bool:
    """Whether nothing of the transaction was kept, and it may well succeed when it is run once more."""
    return isinstance(problem, Overtaken | TransactionLost) or getattr(problem, "sqlstate", None) in _PASSING
