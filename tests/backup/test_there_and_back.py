"""The populated demonstration, saved and restored, on both engines and from each to the other."""

from __future__ import annotations

import stat
from datetime import timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select, text
from sqlalchemy.exc import DBAPIError

from charta.accounts.models import Person
from charta.accounts.services import create_person
from charta.accounts.sessions import open_session
from charta.backup.rules import BLANKED, LEFT_OUT
from charta.core import migrating
from charta.core.actors import OPERATOR
from charta.core.database import Base, db, transaction
from charta.drafting.models import Document
from tests.backup.conftest import Place, standing_at
from tests.support.demonstration import TODAY, database_url, today  # noqa: F401

COLUMNS = [column.name for column in Document.__table__.columns]

Rows = dict[str, list[dict[str, Any]]]


def rows() -> Rows:
    """All rows of all tables, as the models read them."""
    db.session.rollback()
    found = {
        name: [dict(row) for row in db.session.execute(select(table).order_by("id")).mappings()]
        for name, table in Base.metadata.tables.items()
    }
    db.session.rollback()
    return found


def expected(saved: Rows) -> Rows:
    """What must be there afterwards: no session, no open link."""
    return {
        name: []
        if name in LEFT_OUT
        else [row | dict.fromkeys(BLANKED.get(name, ()), None) for row in found]
        for name, found in saved.items()
    }


def run(app: Flask, *arguments: str, exit_code: int = 0) -> str:
    result = app.test_cli_runner().invoke(args=["backup", *arguments])
    assert result.exit_code == exit_code, result.output
    return result.output


@pytest.fixture
def _odd(app: Flask) -> None:
    """A session, a clause that has moved below a later section, and a number given in vain."""
    with app.app_context(), transaction() as session:
        settings = app.extensions["charta.settings"]
        person = session.scalars(select(Person).limit(1)).one()
        open_session(person, TODAY, settings)
        clause = session.scalars(select(Document).where(Document.kind == "clause").limit(1)).one()
        section = session.get_one(Document, clause.parent_id)
        columns = {name: getattr(section, name) for name in COLUMNS}
        columns |= {"id": 5_000, "key": "SPAETER", "number": 99}
        session.execute(insert(Document).values(**columns))
        clause.parent_id = 5_000


@pytest.mark.usefixtures("_odd")
@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_all_comes_back(app: Flask, tmp_path: Path, place: Place, target: str) -> None:
    file = tmp_path / "sicherung.zip"
    with app.app_context():
        before = rows()
    assert before["sign_ins"]
    said = run(app, "create", str(file))
    assert "CHARTA_SECRET_KEY" in said
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with app.app_context():
        assert rows() == before, "saving changes nothing"
    proved = run(app, "verify", str(file))
    assert "Protokoll: " in proved
    assert proved.splitlines()[-1] == said.splitlines()[-1], "the same last entry"
    with standing_at(app, place(target)):
        restored = run(app, "restore", str(file))
        for since in ("entzogen", "ausgeblendet oder geschwärzt", "Sperren"):
            assert since in restored, "the operator must know what is as it was"
        with app.app_context():
            assert rows() == expected(before)
            assert migrating.current(db.engine) == migrating.head()
            _works_on()
        assert app.test_cli_runner().invoke(args=["journal", "verify"]).exit_code == 0
    with app.app_context():
        assert rows() == before


def _works_on() -> None:
    """New rows get new numbers, old ones are as immutable as they were, references hold."""
    with transaction() as session:
        most = max(session.scalars(select(Person.id)))
        tomorrow = TODAY + timedelta(days=1)
        person = create_person(
            OPERATOR, tomorrow, email="neu@a.example", name="Neu", password_hash="x"
        )
        assert person.id == most + 1
    for statement in (
        "UPDATE journal_entries SET action = 'nothing.happened'",
        "DELETE FROM revisions",
        "INSERT INTO watches (id, person_id, charter_id) VALUES (999, 999999, 1)",
    ):
        with pytest.raises(DBAPIError), transaction() as session:
            session.execute(text(statement))


def test_a_number_once_given_is_not_given_again(
    app: Flask, engine_name: str, tmp_path: Path, place: Place
) -> None:
    """PostgreSQL remembers the numbers of rows that are gone, and so does the backup."""
    file = tmp_path / "sicherung.zip"
    with app.app_context(), transaction() as session:
        session.add(Person(name="Kurz da", created_at=TODAY))
        session.flush()
        gone = max(session.scalars(select(Person.id)))
        session.execute(delete(Person).where(Person.id == gone))
    run(app, "create", str(file))
    with standing_at(app, place(engine_name)):
        run(app, "restore", str(file))
        with app.app_context(), transaction() as session:
            person = Person(name="Danach", created_at=TODAY)
            session.add(person)
            session.flush()
            assert person.id == (gone + 1 if engine_name == "postgresql" else gone)


def test_one_of_an_older_state_is_migrated(
    app: Flask, engine_name: str, tmp_path: Path, place: Place
) -> None:
    file = tmp_path / "sicherung.zip"
    with app.app_context():
        migrating.downgrade(db.engine, "0006")
    run(app, "create", str(file))
    run(app, "verify", str(file))
    with app.app_context():
        migrating.upgrade(db.engine)
        migrated = rows()
    with standing_at(app, place(engine_name)):
        assert "Stand 0006" in run(app, "restore", str(file))
        with app.app_context():
            assert rows() == expected(migrated)
            assert migrating.current(db.engine) == migrating.head()


def test_it_goes_into_a_migrated_place_too(app: Flask, tmp_path: Path, place: Place) -> None:
    """And attempts to sign in that somebody has made there meanwhile do no harm."""
    file = tmp_path / "sicherung.zip"
    run(app, "create", str(file))
    with app.app_context():
        before = rows()
    with standing_at(app, place("sqlite")):
        with app.app_context():
            migrating.upgrade(db.engine)
            with transaction() as session:
                session.execute(
                    text(
                        "INSERT INTO sign_in_attempts (id, kind, account, network, at) "
                        "VALUES (1, 'password', 'a', 'b', '2026-11-20 00:00:00.000000')"
                    )
                )
        run(app, "restore", str(file))
        with app.app_context():
            restored = rows()
    assert len(restored.pop("sign_in_attempts")) == 1
    assert restored == {
        name: found for name, found in expected(before).items() if name != "sign_in_attempts"
    }


def test_sessions_and_links_are_not_in_the_file(app: Flask, tmp_path: Path) -> None:
    assert LEFT_OUT | BLANKED.keys() <= Base.metadata.tables.keys()
    for table, columns in BLANKED.items():
        for name in columns:
            assert Base.metadata.tables[table].c[name].nullable
    file = tmp_path / "sicherung.zip"
    run(app, "create", str(file))
    with ZipFile(file) as archive:
        names = set(archive.namelist())
    assert names == {"manifest.json"} | {
        f"tables/{name}.jsonl" for name in Base.metadata.tables.keys() - LEFT_OUT
    }
