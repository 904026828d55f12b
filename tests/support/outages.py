"""A database that goes away under the application, stops answering, or takes no writing; and
that comes back at the end of the block."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask
from sqlalchemy import event, make_url

from charta.core.database import WRITE_LOCK, db

FULL = """
CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
$$BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END$$;
CREATE TRIGGER no_room BEFORE INSERT ON comments EXECUTE FUNCTION no_room();
"""


@contextmanager
def gone(url: str) -> Iterator[None]:
    """SQLite's file is somewhere else; PostgreSQL has ended all connections and takes no new."""
    place = _file(url) if url.startswith("sqlite") else _home(url) / ".s.PGSQL.5432"
    aside = place.with_name(f"{place.name}-aside")
    if not url.startswith("sqlite"):
        with operator(url) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
    place.rename(aside)
    try:
        yield
    finally:
        aside.rename(place)


@contextmanager
def frozen(url: str) -> Iterator[None]:
    """The PostgreSQL server takes connections and questions, and answers none."""
    postmaster = int((_home(url) / "data" / "postmaster.pid").read_text().split("\n")[0])
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    processes = [postmaster, *(int(child) for child in children)]
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            os.kill(process, signal.SIGCONT)


@contextmanager
def read_only(app: Flask, url: str) -> Iterator[None]:
    """Nothing can be written."""
    if url.startswith("sqlite"):
        with _with_pragma(app, lambda _connection: "query_only = ON", "query_only = OFF"):
            yield
        return
    name = make_url(url).database
    with operator(url) as connection:
        connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        _begin_anew(app)
        yield
        connection.execute("SET default_transaction_read_only = off")
        connection.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only")
        _begin_anew(app)


@contextmanager
def full(app: Flask, url: str) -> Iterator[None]:
    """There is no room for another comment."""
    if url.startswith("sqlite"):

        def no_more_pages(connection: Any) -> str:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            return f"max_page_count = {pages}"

        with _with_pragma(app, no_more_pages, "max_page_count = 1073741823"):
            yield
        return
    with operator(url) as connection:
        connection.execute(FULL)
        yield
        connection.execute("DROP FUNCTION no_room CASCADE")


@contextmanager
def operator(url: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection of somebody who administers the server."""
    plain = make_url(url).set(drivername="postgresql").render_as_string()
    with psycopg.connect(plain, autocommit=True) as connection:
        yield connection


@contextmanager
def _with_pragma(app: Flask, pragma: Callable[[Any], str], undone: str) -> Iterator[None]:
    with app.app_context():
        engine = db.engine

    def set_it(connection: Any, _record: Any, _proxy: Any) -> None:
        connection.execute(f"PRAGMA {pragma(connection)}")

    event.listen(engine, "checkout", set_it)
    try:
        yield
    finally:
        event.remove(engine, "checkout", set_it)
        event.listen(engine, "checkout", lambda one, *_rest: one.execute(f"PRAGMA {undone}"))


def _begin_anew(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()


def _file(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def _home(url: str) -> Path:
    return Path(str(make_url(url).query["host"]))


@contextmanager
def locked(url: str) -> Iterator[None]:
    """Somebody else writes and does not come to an end."""
    if url.startswith("sqlite"):
        other = sqlite3.connect(_file(url), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")
        other.close()
        return
    with operator(url) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (WRITE_LOCK,))
        yield
