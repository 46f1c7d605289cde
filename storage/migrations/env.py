"""Alembic's entry: runs migrations on the engine that `storage.database.migrate` hands it."""

from alembic import context

from storage.schema import metadata

with context.config.attributes["engine"].connect() as connection:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
