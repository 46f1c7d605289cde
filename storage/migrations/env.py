"""Alembic's entry: runs migrations on the engine that `storage.database.migrate` hands it."""

from alembic import context

from storage.schema import MIGRATING, metadata

with context.config.attributes["engine"].connect() as connection:
    if connection.dialect.name == "sqlite":
        # SQLite changes a column by making the table anew, which a row that refers to it would forbid.
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        # Two processes that migrate at once would else both make the tables; the second finds nothing to do.
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATING})")
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise RuntimeError("a migration left rows that refer to nothing")
    connection.commit()
