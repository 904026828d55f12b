"""One way to write, the same on both engines."""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, event, func, select, text
from sqlalchemy.exc import StatementError

from charta.accounts.models import Person
from charta.core.database import after_commit, db, transaction, tune
from tests.support.cast import START, a_person


def test_a_block_that_raises_leaves_nothing(app: Flask) -> None:
    done: list[str] = []
    with app.app_context():
        with suppress(ZeroDivisionError), transaction():
            a_person("a@example.org")
            after_commit(lambda: done.append("never"))
            raise ZeroDivisionError
        assert db.session.scalar(select(func.count()).select_from(Person)) == 0
    assert done == []


def test_what_waits_for_the_commit_happens_after_it(app: Flask) -> None:
    seen: list[int | None] = []
    with app.app_context():
        with transaction():
            a_person("a@example.org")
            after_commit(
                lambda: seen.append(db.session.scalar(select(func.count()).select_from(Person)))
            )
            assert seen == []
        assert seen == [1]


def test_writing_outside_a_transaction_is_refused(app: Flask) -> None:
    with app.app_context(), pytest.raises(RuntimeError, match="transaction"):
        a_person("a@example.org")


def test_a_transaction_inside_another_is_refused(app: Flask) -> None:
    second = transaction()
    with app.app_context(), transaction(), pytest.raises(RuntimeError, match="already open"):
        second.__enter__()


def test_twenty_writers_number_without_gaps(app: Flask) -> None:
    """Each reads the highest number and writes the next: only safe when writers queue."""

    def write() -> None:
        with app.app_context(), transaction():
            highest = db.session.scalar(select(func.count()).select_from(Person)) or 0
            a_person(f"{highest + 1}@example.org")

    writers = [threading.Thread(target=write) for _ in range(20)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with app.app_context():
        addresses = set(db.session.scalars(select(Person.email)))
    assert addresses == {f"{number}@example.org" for number in range(1, 21)}


def test_moments_come_back_aware_and_in_utc(app: Flask) -> None:
    berlin = timezone(timedelta(hours=2))
    moment = datetime(2026, 7, 1, 12, 30, 15, 123456, tzinfo=berlin)
    with app.app_context():
        with transaction():
            a_person("a@example.org").confirmed_at = moment
        db.session.expire_all()
        stored = db.session.scalars(select(Person.confirmed_at)).one()
    assert stored == moment
    assert stored is not None
    assert stored.utcoffset() == timedelta(0)


def test_a_moment_without_a_zone_is_refused(app: Flask) -> None:
    with app.app_context(), transaction():
        a_person("a@example.org").confirmed_at = datetime(2026, 7, 1)  # noqa: DTZ001
        with pytest.raises(StatementError, match="time zone"):
            db.session.flush()
        db.session.rollback()


def test_sqlite_is_durable_and_strict(app: Flask) -> None:
    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            assert START.tzinfo is UTC
            return
        with db.engine.connect() as connection:
            pragmas = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers")
            }
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
    }


def test_what_is_deleted_is_gone_from_the_file(tmp_path: Path) -> None:
    """Some builds of SQLite leave deleted rows where they were until something else needs the
    room: erased names and hidden words must not be read from a copied file."""
    file = tmp_path / "erased.sqlite3"
    file.touch()
    engine = create_engine(f"sqlite:///{file}")

    @event.listens_for(engine, "connect")
    def _as_other_builds_do(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA secure_delete=OFF")

    tune(engine)
    with engine.connect() as connection:
        connection.execute(text("CREATE TABLE words (id INTEGER PRIMARY KEY, said TEXT)"))
        connection.execute(text("INSERT INTO words (said) VALUES ('Kanariengelb'), ('Grün')"))
        connection.commit()
        connection.execute(text("DELETE FROM words WHERE id = 1"))
        connection.commit()
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").all()
        connection.commit()
    engine.dispose()
    content = b"".join(one.read_bytes() for one in tmp_path.iterdir())
    assert "Grün".encode() in content
    assert b"Kanariengelb" not in content
