"""How Alembic reaches the database: by a connection it is handed, else by the settings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from alembic import context
from alembic.operations import ops
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, DateTime, create_engine, pool

import charta.consultation.models
import charta.core.outbox
import charta.feasibility.models
import charta.intake.models
import charta.moderation.models
import charta.notifications.models
import charta.papers.models
import charta.receipts.models
import charta.weighing.models  # noqa: F401
from charta.core.database import Base, UtcDateTime, tune
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
    """Each migration is one transaction on both engines: it is done or it has never been."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_item=render_item,
        process_revision_directives=drop_empty,
        compare_type=True,
        transaction_per_migration=True,
        on_version_apply=refuse_broken_references,  # type: ignore[arg-type]  # called by name
    )
    with _foreign_keys_off(connection), context.begin_transaction():
        context.run_migrations()


def refuse_broken_references(ctx: MigrationContext, **_step: object) -> None:
    """Undo a migration on SQLite that leaves rows which refer to nothing."""
    if ctx.dialect.name == "sqlite" and ctx.connection is not None:
        broken = ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"The migration would leave broken references: {broken[:5]}")


@contextmanager
def _foreign_keys_off(connection: Connection) -> Iterator[None]:
    """A batch alter copies a table and drops the old one; with foreign keys on, SQLite would
    delete or refuse the rows that refer to it. The switch only works outside a transaction, and
    the connection goes back to others, however the migration ends."""
    if connection.dialect.name != "sqlite":
        yield
        return
    connection.commit()
    raw: Any = connection.connection.driver_connection
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
        connection.commit()
    finally:
        connection.rollback()
        raw.execute("PRAGMA foreign_keys=ON")


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    engine = create_engine(Settings.from_environment().database_url, poolclass=pool.NullPool)
    tune(engine)
    with engine.connect() as opened:
        run(opened)
