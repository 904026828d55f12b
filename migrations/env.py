"""How Alembic reaches the database: by a connection it is handed, else by the settings."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.operations import ops
from sqlalchemy import Connection, DateTime, create_engine, pool

import charta.consultation.models
import charta.core.outbox
import charta.feasibility.models
import charta.intake.models
import charta.notifications.models
import charta.papers.models
import charta.receipts.models
import charta.weighing.models  # noqa: F401
from charta.core.database import Base, UtcDateTime
from config import Settings


def render_item(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write our own types as what they are in the database: migrations import no application."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return f"sa.{DateTime.__name__}(timezone=True)"
    return False


def drop_empty(_context: object, _revision: object, directives: list[ops.MigrationScript]) -> None:
    script = directives[0]
    if script.upgrade_ops is not None and script.upgrade_ops.is_empty():
        directives.clear()


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_item=render_item,
        process_revision_directives=drop_empty,
        compare_type=True,
        transaction_per_migration=True,
    )
    if connection.dialect.name == "sqlite":
        _switch_foreign_keys(connection, on=False)
    with context.begin_transaction():
        context.run_migrations()
    if connection.dialect.name == "sqlite":
        _switch_foreign_keys(connection, on=True)


def _switch_foreign_keys(connection: Connection, *, on: bool) -> None:
    """A batch alter copies a table and drops the old one; with foreign keys on, SQLite would
    delete or refuse the rows that refer to it. The switch only works outside a transaction."""
    connection.commit()
    raw: Any = connection.connection.driver_connection
    raw.isolation_level = None
    raw.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")
    if on:
        broken = raw.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"The migration left broken references: {broken[:5]}")


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    engine = create_engine(Settings.from_environment().database_url, poolclass=pool.NullPool)
    with engine.connect() as opened:
        run(opened)
