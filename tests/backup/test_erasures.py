"""Who was erased after a backup was made is erased again when it is restored."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from charta.accounts import erasures, services
from charta.accounts.erasures import Listed
from charta.accounts.models import Person
from charta.accounts.restored import prepare
from charta.core import migrating
from charta.core.database import Base, db, transaction
from charta.journal.models import JournalEntry
from config import Settings
from tests.backup.conftest import Place, standing_at
from tests.backup.test_there_and_back import run
from tests.support.cast import START, Cast, a_person
from tests.support.consultation import AFTER, DURING, a_comment, a_round
from tests.support.drafting import a_clause

WORDS = ("carla bürgerin", "lastenräder")


def traces(app: Flask) -> list[str]:
    with app.app_context():
        found = [
            f"{name}.{column}"
            for name, table in Base.metadata.tables.items()
            for row in db.session.execute(select(table)).mappings()
            for column, value in row.items()
            if any(word in str(value).lower() for word in WORDS)
        ]
        db.session.rollback()
        return found


@pytest.fixture
def saved_before(app: Flask, city: Cast, tmp_path: Path) -> Path:
    """A backup with Carla in it, who is then erased with what she has said."""
    app.extensions["charta.clock"] = lambda: AFTER
    file = tmp_path / "vorher.zip"
    with app.test_request_context():
        clause = a_clause(city)
        a_comment(city, a_round(city), clause)
    run(app, "create", str(file))
    assert traces(app)
    with app.test_request_context(), transaction() as session:
        carla = session.get_one(Person, city.citizen.person_id)
        services.erase(city.citizen, DURING, carla, texts=True, farewell=False)
    assert traces(app) == []
    return file


def test_the_erased_do_not_come_back(
    app: Flask, engine_name: str, city: Cast, saved_before: Path, place: Place
) -> None:
    with standing_at(app, place(engine_name)):
        said = run(app, "restore", str(saved_before))
        assert "Löschungen: 1 in der Liste, 1 noch einmal ausgeführt" in said
        assert traces(app) == []
        assert app.test_cli_runner().invoke(args=["journal", "verify"]).exit_code == 0
        with app.test_request_context():
            carla = db.session.get_one(Person, city.citizen.person_id)
            assert carla.erased_at == DURING, "when she went, not when the backup came back"
            last = db.session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
            assert last is not None
            assert (last.action, last.details) == ("person.erased", {"again": True, "texts": True})
            assert prepare()().endswith("0 noch einmal ausgeführt")
            assert len(erasures.of_the_journal()) == 0, "again is not once more"


def test_words_of_rounds_that_were_over_come_back(
    app: Flask, engine_name: str, city: Cast, tmp_path: Path, place: Place
) -> None:
    """The scope of the first time: what could not be taken back then is not taken back now."""
    file = tmp_path / "vorher.zip"
    app.extensions["charta.clock"] = lambda: DURING
    with app.test_request_context():
        clause = a_clause(city)
        a_comment(city, a_round(city), clause)
    run(app, "create", str(file))
    with app.test_request_context(), transaction() as session:
        carla = session.get_one(Person, city.citizen.person_id)
        services.erase(city.citizen, AFTER, carla, texts=True, farewell=False)
    with standing_at(app, place(engine_name)):
        run(app, "restore", str(file))
        assert traces(app) == ["comments.source", "comments.html"]


def test_whoever_got_the_number_later_is_left_alone(
    app: Flask, engine_name: str, city: Cast, saved_before: Path, place: Place
) -> None:
    settings: Settings = app.extensions["charta.settings"]
    number = max(city.actors[key].person_id or 0 for key in city.actors) + 1
    erasures.write_down(settings, [erasures.Erasure(number, DURING, texts=False)])
    with standing_at(app, place(engine_name)):
        run(app, "restore", str(saved_before))
        with app.test_request_context():
            with transaction() as session:
                later = a_person("spaeter@a.example", "Später Gekommen")
                later.created_at = AFTER
                session.flush()
                assert later.id == number
            assert prepare()() == "Löschungen: 2 in der Liste, 0 noch einmal ausgeführt"
            assert db.session.get_one(Person, number).email == "spaeter@a.example"


def test_without_a_list_it_is_said(
    app: Flask, engine_name: str, city: Cast, saved_before: Path, place: Place
) -> None:
    settings: Settings = app.extensions["charta.settings"]
    settings.erasure_list.unlink()
    with standing_at(app, place(engine_name)):
        assert "keine Liste" in run(app, "restore", str(saved_before))
        assert traces(app)


def test_a_line_that_was_cut_off_does_no_harm(app: Flask) -> None:
    settings: Settings = app.extensions["charta.settings"]
    one = erasures.Erasure(7, START + timedelta(days=1), texts=False)
    erasures.write_down(settings, [one])
    with settings.erasure_list.open("a") as file:
        file.write('{"person": 8, "at"')
    assert erasures.read(settings.erasure_list) == Listed([one], unreadable=1)
    erasures.write_down(settings, [one])
    assert erasures.read(settings.erasure_list) == Listed([one, one], unreadable=1)


BROKEN = (
    b'{"person": 8, "at"',
    b'{"person": 8, "at": "2024-06-01T10:00:00", "texts": false}',
    b'{"person": true, "at": "2024-06-01T10:00:00+00:00", "texts": false}',
    b'{"person": "eight", "at": "2024-06-01T10:00:00+00:00", "texts": false}',
    b'{"person": 99999999999999999999, "at": "2024-06-01T10:00:00+00:00", "texts": false}',
    b'{"person": 8, "at": 8, "texts": false}',
    b"\xff\xfe",
    b"[8]",
    b"[" * 100_000,
)
"""Cut off, without a zone, a number that is none or no row's, no moment, no letters, no entry."""


def test_lines_that_say_nothing_are_told(
    app: Flask, engine_name: str, city: Cast, saved_before: Path, place: Place
) -> None:
    """Somebody's erasure may have stood there, and nobody else could know."""
    settings: Settings = app.extensions["charta.settings"]
    lines = b"".join(line + b"\n" for line in BROKEN)
    settings.erasure_list.write_bytes(lines + settings.erasure_list.read_bytes())
    with standing_at(app, place(engine_name)):
        said = run(app, "restore", str(saved_before))
        assert "1 in der Liste, 1 noch einmal ausgeführt; in " in said
        assert f"nicht zu lesen: {len(BROKEN)}." in said
        assert traces(app) == []


def test_a_list_that_may_not_be_read_keeps_everything_from_being_restored(
    app: Flask, engine_name: str, city: Cast, saved_before: Path, place: Place
) -> None:
    """Else those who were erased would be there again, in a database that looks finished."""
    settings: Settings = app.extensions["charta.settings"]
    settings.erasure_list.unlink()
    settings.erasure_list.mkdir()
    with standing_at(app, place(engine_name)):
        result = app.test_cli_runner().invoke(args=["backup", "restore", str(saved_before)])
        assert result.exit_code == 1
        assert str(settings.erasure_list) in result.output
        assert migrating.current(db.engine) is None, "nothing was begun"


def test_the_night_goes_on_without_the_list(app: Flask, city: Cast) -> None:
    settings: Settings = app.extensions["charta.settings"]
    settings.erasure_list.mkdir()
    with app.app_context():
        assert erasures.complete(settings) == 0


def test_proving_a_backup_erases_nobody(app: Flask, city: Cast, saved_before: Path) -> None:
    said = run(app, "verify", str(saved_before))
    assert "Löschungen" not in said
