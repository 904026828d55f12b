"""The journal: one chain, never altered, and a command that notices when it was."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from charta.core.database import db, transaction
from charta.core.hashing import GENESIS
from charta.journal.models import JournalEntry
from charta.journal.services import record
from charta.journal.verification import journal_breaks
from tests.support.cast import START, Cast, a_person


def write(city: Cast, times: int = 3) -> None:
    with transaction():
        subject = a_person("p@example.org")
        for number in range(times):
            record(city.editor, START, "person.probed", subject, city.charter_id, number=number)


def thaw() -> None:
    """Take the triggers away, as somebody with the database's password could."""
    if db.engine.dialect.name == "sqlite":
        for kind in ("update", "delete"):
            db.session.execute(text(f"DROP TRIGGER journal_entries_no_{kind}"))
    else:
        db.session.execute(text("ALTER TABLE journal_entries DISABLE TRIGGER USER"))


def test_each_entry_holds_on_to_the_one_before(app: Flask, city: Cast) -> None:
    with app.app_context():
        write(city)
        entries = db.session.query(JournalEntry).order_by(JournalEntry.id).all()
        assert [entry.id for entry in entries] == [1, 2, 3]
        assert entries[0].previous_hash == GENESIS
        assert entries[1].previous_hash == entries[0].hash
        assert list(journal_breaks()) == []


def test_the_database_refuses_to_alter_it(app: Flask, city: Cast) -> None:
    with app.app_context():
        write(city, 1)
        for statement in (
            "UPDATE journal_entries SET action = 'other'",
            "DELETE FROM journal_entries",
        ):
            with transaction() as session, pytest.raises(DBAPIError, match="immutable"):
                session.execute(text(statement))
            db.session.rollback()


@pytest.mark.parametrize(
    ("statement", "row"),
    [
        ("UPDATE journal_entries SET action = 'other' WHERE id = 2", 2),
        ("UPDATE journal_entries SET actor_id = NULL WHERE id = 3", 3),
        ("UPDATE journal_entries SET hash = 'x' WHERE id = 1", 1),
        ("DELETE FROM journal_entries WHERE id = 2", 2),
        ("DELETE FROM journal_entries WHERE id = 1", 1),
    ],
)
def test_the_first_broken_row_is_named(app: Flask, city: Cast, statement: str, row: int) -> None:
    with app.app_context():
        write(city)
        with transaction() as session:
            thaw()
            session.execute(text(statement))
        db.session.expire_all()
        assert next(journal_breaks()).row == row
    result = app.test_cli_runner().invoke(args=["journal", "verify"])
    assert result.exit_code == 1
    assert f"journal_entries {row} " in result.output
