"""The database: one declarative base, two engines, one way to write.

Writes are serial on both engines. SQLite has one writer anyway; on PostgreSQL every writing
transaction first takes one advisory lock. The journal is a hash chain and therefore serial by
nature, so nothing is lost, and a rule that has read the state inside :func:`transaction` has
read the truth: numbering by ``max() + 1`` and "has nobody done this yet?" are safe.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, TypeVarTuple

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as AppSession
from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    Row,
    Select,
    Text,
    event,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.types import TypeDecorator

from charta.core import outages

WRITE_LOCK = 0x63686172
"""The number of PostgreSQL's advisory lock that makes writers queue."""

LOCK_TIMEOUT_SECONDS = 20

BATCH = 500
"""Rows fetched at once where all of a table are read."""

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


Columns = TypeVarTuple("Columns")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a time zone cannot be stored.")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """What every table has in common."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={datetime: UtcDateTime(), str: Text()},
    )


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})

_writing: ContextVar[bool] = ContextVar("writing", default=False)


def init_app(app: Flask) -> None:
    settings = app.extensions["charta.settings"]
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(settings.database_url)
    db.init_app(app)
    with app.app_context():
        tune(db.engine)


def engine_options(url: str) -> dict[str, Any]:
    """How the engine at ``url`` is to be made: with which patience and how many connections."""
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": LOCK_TIMEOUT_SECONDS}}
    timeouts = (
        f"-c lock_timeout={LOCK_TIMEOUT_SECONDS}s -c statement_timeout=60s "
        "-c idle_in_transaction_session_timeout=60s -c timezone=UTC"
    )
    return {"pool_pre_ping": True, "pool_size": 5, "connect_args": {"options": timeouts}}


def tune(engine: Engine) -> None:
    """Make SQLite durable and strict, let :func:`transaction` decide how it begins, and let no
    connection wait for a database that is gone."""
    outages.watch(engine)
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA recursive_triggers=ON")  # so that REPLACE cannot delete silently
        cursor.execute("PRAGMA trusted_schema=OFF")
        cursor.execute("PRAGMA secure_delete=ON")  # not every SQLite is built to
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        if _writing.get():
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            return
        reading: sqlite3.Connection = connection.connection.driver_connection  # type: ignore[assignment]
        reading.execute("BEGIN")  # waits for nobody, and by this way takes a tenth of the time


def rows(statement: Select[*Columns], **values: Any) -> Sequence[Row[*Columns]]:
    """What a page only reads: the rows of a select over columns that was put together once, at
    import, with a ``bindparam`` for each of the ``values``. It costs a quarter of what loading
    entities with a select of the moment does."""
    return db.session.connection().execute(statement, values).all()


@contextmanager
def transaction() -> Iterator[Session]:
    """Open the one writing transaction of a request, command or job.

    Ends a reading transaction that may be open, waits for its turn, commits at the end of the
    block and rolls back when the block raises. Functions given to :func:`after_commit` run
    once the commit has succeeded and are forgotten otherwise.
    """
    if _writing.get():
        raise RuntimeError("A transaction is already open; services only flush.")
    session = db.session()
    session.rollback()
    token = _writing.set(True)
    try:
        if session.connection().dialect.name == "postgresql":
            session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITE_LOCK})
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        session.info.pop("after_commit", None)
        raise
    finally:
        _writing.reset(token)
    for function in session.info.pop("after_commit", ()):
        function()


def streamed(query: Select[*Columns]) -> Iterator[Row[*Columns]]:
    """The rows of ``query`` in batches, never all in memory; closed also when the reader stops
    before the end."""
    with db.session.execute(query.execution_options(yield_per=BATCH)) as result:
        yield from result


def after_commit(function: Callable[[], None]) -> None:
    """Run ``function`` after the transaction that is open now has been committed."""
    db.session().info.setdefault("after_commit", []).append(function)


@event.listens_for(AppSession, "before_flush")
def _refuse_writing_while_reading(_session: object, _context: object, _instances: object) -> None:
    if not _writing.get():
        raise RuntimeError("Writing needs `with transaction():`.")
