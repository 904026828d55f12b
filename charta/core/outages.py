"""A database that is gone, does not answer, is full or takes nothing but reading.

Two things are held here. A request does not wait for a server that has stopped answering: the
server's own time limits do not help then, so the connection counts itself. And every such failure
is told apart from a mistake of ours by :func:`trouble`, so that it becomes 503 and not 500.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

import psycopg
from flask import has_request_context
from psycopg.abc import PQGen
from sqlalchemy import Engine, event
from sqlalchemy.exc import (
    DatabaseError,
    DBAPIError,
    DisconnectionError,
    InterfaceError,
    OperationalError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as NoConnectionFree

CONNECT_SECONDS = 3
"""How long a new connection may take, and the question whether an old one still stands."""

REQUEST_SECONDS = 25
"""How long a page waits for one statement; longer than it may wait for its turn to write."""

WORK_SECONDS = 70
"""The same for the worker and for commands; longer than the server lets a statement run."""

PAUSE_SECONDS = 2
"""How long nobody tries again after a server has kept us waiting."""

LOOKS = 0.1
"""How often a waiting connection looks up, in seconds."""

READ_ONLY = frozenset({"25006", "SQLITE_READONLY"})
FULL = frozenset({"53100", "SQLITE_FULL"})

Value = TypeVar("Value")


class Trouble(Enum):
    """What is the matter with the database."""

    GONE = "gone"
    READ_ONLY = "read-only"
    FULL = "full"


def trouble(error: BaseException) -> Trouble | None:
    """What is the matter with the database, or None when the mistake is ours."""
    if isinstance(error, NoConnectionFree):
        return Trouble.GONE
    if not isinstance(error, DBAPIError):
        return None
    said = state(error)
    if said in READ_ONLY or said.startswith("SQLITE_READONLY"):
        return Trouble.READ_ONLY
    if said in FULL:
        return Trouble.FULL
    lost = isinstance(error, OperationalError | InterfaceError) or error.connection_invalidated
    damaged = type(error) is DatabaseError  # "not a database", "malformed"
    return Trouble.GONE if lost or damaged else None


def state(error: SQLAlchemyError) -> str:
    """The database's own short name for a failure, which holds no value of a row."""
    cause = getattr(error, "orig", None)
    name = getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None)
    return str(name or type(cause or error).__name__)


class Patient(psycopg.Connection[Any]):
    """A connection that gives up on a server which no longer answers, and is closed then."""

    patience: float = CONNECT_SECONDS

    def wait(
        self, gen: PQGen[Value], interval: float = LOOKS, timeout: float | None = None
    ) -> Value:
        try:
            return super().wait(gen, interval, self.patience if timeout is None else timeout)
        except psycopg.OperationalError as error:
            if error.sqlstate is None and timeout is None:  # it is not the server that says so
                self.close()
            raise


class Door:
    """Lets connections through to a server, and after one has waited in vain only one at a time,
    every now and then. So a frozen server holds one thread and not all of them."""

    def __init__(self) -> None:
        self._until = 0.0
        self._shut = False
        self._trying = threading.Lock()

    def connect(self, *arguments: Any, **values: Any) -> Patient:
        if not self._shut:
            return self._try(*arguments, **values)
        if time.monotonic() < self._until or not self._trying.acquire(blocking=False):
            raise psycopg.OperationalError("The database did not answer a moment ago.")
        try:
            return self._try(*arguments, **values)
        finally:
            self._trying.release()

    def _try(self, *arguments: Any, **values: Any) -> Patient:
        try:
            connection = Patient.connect(*arguments, connect_timeout=CONNECT_SECONDS, **values)
        except psycopg.errors.ConnectionTimeout:
            self._shut, self._until = True, time.monotonic() + PAUSE_SECONDS
            raise
        self._shut = False
        return connection


def watch(engine: Engine) -> None:
    """Let the engine's connections notice that their database is no longer there."""
    if engine.dialect.name == "postgresql":
        _watch_server(engine)
    elif engine.url.database:
        _watch_file(engine, Path(engine.url.database))


def _watch_server(engine: Engine) -> None:
    door = Door()

    @event.listens_for(engine, "do_connect")
    def _on_connect(_dialect: Any, _record: Any, arguments: Any, values: Any) -> Patient:
        return door.connect(*arguments, **values)

    @event.listens_for(engine, "checkout")
    def _on_checkout(connection: Patient, _record: Any, _proxy: Any) -> None:
        connection.patience = REQUEST_SECONDS if has_request_context() else WORK_SECONDS

    @event.listens_for(engine, "checkin")
    def _on_checkin(connection: Patient | None, _record: Any) -> None:
        if connection is not None:
            connection.patience = CONNECT_SECONDS  # the question whether it still stands comes next


def _watch_file(engine: Engine, path: Path) -> None:
    """A connection goes on with a file that has been moved away, and what it writes there is
    lost. And SQLite makes an empty database where there is none."""

    @event.listens_for(engine, "do_connect")
    def _on_connect(_dialect: Any, record: Any, _arguments: Any, _values: Any) -> None:
        record.info["file"] = _identity(path)
        if record.info["file"] is None:
            raise sqlite3.OperationalError("The file of the database is not there.")

    @event.listens_for(engine, "checkout")
    def _on_checkout(_connection: Any, record: Any, _proxy: Any) -> None:
        if record.info.get("file") != _identity(path):
            raise DisconnectionError("The file of the database is another one now.")


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
