"""Migrations that are stopped half-way, on the populated demonstration.

Each is one transaction on both engines: after a failure or a SIGKILL at any statement, rows,
columns, constraints, indexes and triggers are what they were, and the next ``database upgrade``
ends where it would have ended.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import event

from charta.backup import shapes
from charta.core import migrating
from charta.core.database import db
from config import HOME, Settings
from tests.support.demonstration import database_url, today  # noqa: F401

PATIENCE_SECONDS = 60

REVISIONS = [
    script.revision
    for script in reversed(
        list(ScriptDirectory.from_config(migrating.configuration()).walk_revisions())
    )
]

IN_SQLITE = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"
IN_POSTGRESQL = """
SELECT 'column', table_name::text, column_name::text,
       concat_ws(' ', data_type, is_nullable, column_default)
FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL
SELECT 'constraint', conrelid::regclass::text, conname::text,
       concat_ws(' ', pg_get_constraintdef(oid), convalidated)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL
SELECT 'index', tablename::text, indexname::text, indexdef
FROM pg_indexes WHERE schemaname = 'public'
UNION ALL
SELECT 'trigger', tgrelid::regclass::text, tgname::text,
       concat_ws(' ', tgenabled, pg_get_triggerdef(oid))
FROM pg_trigger WHERE NOT tgisinternal
UNION ALL
SELECT 'function', '', proname::text, prosrc
FROM pg_proc WHERE pronamespace = 'public'::regnamespace
ORDER BY 1, 2, 3
"""
STRUCTURE = {"sqlite": IN_SQLITE, "postgresql": IN_POSTGRESQL}

Structure = list[tuple[Any, ...]]
Rows = dict[str, list[dict[str, Any]]]


class Stopped(Exception):
    """The moment at which a migration is interrupted."""


def structure() -> Structure:
    """All that the database says of itself besides its rows."""
    with db.engine.connect() as connection:
        statement = STRUCTURE[connection.dialect.name]
        return [tuple(row) for row in connection.exec_driver_sql(statement)]


def rows() -> Rows:
    """All rows of all tables, by column, as the database itself describes them."""
    with db.engine.connect() as connection:
        return {
            shape.name: [shape.unpack(line) for line in shapes.lines(connection, shape)]
            for shape in shapes.describe(connection)
        }


def shared(one: Rows, other: Rows) -> Rows:
    """The rows of ``one`` in tables that ``other`` has too, in the columns that both have."""
    return {
        name: [{key: row[key] for key in row.keys() & columns(other[name], row)} for row in found]
        for name, found in one.items()
        if name in other
    }


def columns(found: list[dict[str, Any]], otherwise: dict[str, Any]) -> set[str]:
    return set(found[0] if found else otherwise)


def state() -> tuple[str | None, Structure, Rows]:
    return migrating.current(db.engine), structure(), rows()


def changes_something(statement: str) -> bool:
    return not statement.lstrip().upper().startswith(("SELECT", "PRAGMA", "BEGIN"))


@contextmanager
def stopped_at(number: int) -> Iterator[None]:
    """Fail just after the statement of this number, of those that change something."""
    done: list[str] = []

    def look(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if changes_something(statement):
            done.append(statement)
            if len(done) == number:
                raise Stopped

    event.listen(db.engine, "after_cursor_execute", look)
    try:
        yield
    finally:
        event.remove(db.engine, "after_cursor_execute", look)


def step(revision: str, *, back: bool) -> Callable[[], None]:
    """One migration: up to ``revision``, or down from it."""
    place = REVISIONS.index(revision)
    if back:
        return lambda: migrating.downgrade(db.engine, REVISIONS[place - 1] if place else "base")
    return lambda: migrating.upgrade(db.engine, revision)


def stopped_again_and_again(work: Callable[[], None]) -> int:
    """Do ``work`` with a failure after its first statement, its second, fourth …, until there is
    none so late and it is done. Returns how often it failed, each time without a trace."""
    before = state()
    number, times = 1, 0
    while True:
        try:
            with stopped_at(number):
                work()
        except Stopped:
            assert state() == before, f"stopped after {number} statements"
            assert foreign_keys_hold()
        else:
            return times
        number, times = number * 2, times + 1


def foreign_keys_hold() -> bool:
    """On SQLite they belong to a connection, and this one is used again by others."""
    if db.engine.dialect.name == "postgresql":
        return True
    with db.engine.connect() as connection:
        return bool(connection.exec_driver_sql("PRAGMA foreign_keys").scalar())


def test_each_step_down_and_up_is_all_or_nothing(app: Flask) -> None:
    with app.app_context():
        newest = structure()
        for back in (True, False):
            for revision in reversed(REVISIONS) if back else REVISIONS:
                before = rows()
                times = stopped_again_and_again(step(revision, back=back))
                assert times >= 2, f"{revision} has more statements than that"
                after = rows()
                assert shared(after, before) == shared(before, after), revision
        assert structure() == newest
        assert not any(found for found in after.values())


def test_there_and_back_again_keeps_what_both_states_know(app: Flask) -> None:
    """Each migration alone, on the populated demonstration: down, and up again."""
    with app.app_context():
        newest, before = structure(), rows()
        for revision in reversed(REVISIONS[1:]):
            migrating.downgrade(db.engine, REVISIONS[REVISIONS.index(revision) - 1])
            older = rows()
            assert any(found for found in older.values())
            migrating.upgrade(db.engine)
            assert structure() == newest
            assert shared(rows(), older) == shared(before, older)
            assert migrating.current(db.engine) == REVISIONS[-1]


DYING = """
import os, signal
from sqlalchemy import event
from charta.core import migrating
from charta.core.database import db
from tests.house.test_half_way_migrations import changes_something
from wsgi import app

done = []

def dying(_connection, _cursor, statement, *_rest):
    if changes_something(statement):
        done.append(statement)
        if len(done) == {number}:
            os.kill(os.getpid(), signal.SIGKILL)

with app.app_context():
    event.listen(db.engine, "after_cursor_execute", dying)
    migrating.{way}(db.engine, "{revision}")
"""


@pytest.fixture
def environment(settings: Settings) -> dict[str, str]:
    """What a process on this test's database is started with."""
    return {
        **os.environ,
        "CHARTA_ENVIRONMENT": "demonstration",
        "CHARTA_SECRET_KEY": settings.secret_key,
        "CHARTA_DATABASE_URL": settings.database_url,
        "CHARTA_LOG_LEVEL": "ERROR",
    }


def die(environment: dict[str, str], number: int, way: str, revision: str) -> None:
    """Let a process of its own be killed after so many statements of its migrations."""
    program = DYING.format(number=number, way=way, revision=revision)
    killed = subprocess.run(
        [sys.executable, "-c", program],
        cwd=HOME,
        env=environment,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL


@pytest.mark.parametrize("number", [3, 60])
def test_a_killed_upgrade_is_finished_by_the_next(
    app: Flask, environment: dict[str, str], number: int
) -> None:
    with app.app_context():
        newest = structure()
        whole = {}
        for revision in reversed(REVISIONS[1:]):
            migrating.downgrade(db.engine, REVISIONS[REVISIONS.index(revision) - 1])
            whole[migrating.current(db.engine)] = structure()
        before = rows()
        db.engine.dispose()
        die(environment, number, "upgrade", "head")
        assert structure() == whole[migrating.current(db.engine)], "it stands between two steps"
        assert shared(rows(), before) == before
        result = app.test_cli_runner().invoke(args=["database", "upgrade"])
        assert result.exit_code == 0, result.output
        assert migrating.current(db.engine) == migrating.head()
        assert structure() == newest
        assert shared(rows(), before) == before


def test_a_killed_downgrade_leaves_a_whole_state(app: Flask, environment: dict[str, str]) -> None:
    with app.app_context():
        newest, before = structure(), rows()
        db.engine.dispose()
        die(environment, 20, "downgrade", "0002")
        stopped = rows()
        assert shared(before, stopped) == stopped
        migrating.upgrade(db.engine)
        assert structure() == newest
        assert shared(rows(), stopped) == stopped
