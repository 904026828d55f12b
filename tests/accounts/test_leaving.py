"""Taking one's data along, and deleting the account: pages and what they do."""

from __future__ import annotations

import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import select

from charta.accounts import erasures, services
from charta.accounts.models import Person, SignIn
from charta.charters.models import Membership
from charta.consultation.models import Comment, Suggestion
from charta.core.database import db, transaction
from charta.core.errors import Conflict, NotAllowed
from charta.journal.verification import verifiers
from tests.accounts.test_signing_in import CITIZEN, enter
from tests.support.accounts import StoppedClock, actions, mails
from tests.support.cast import Cast
from tests.support.consultation import AFTER, DURING, a_comment, a_round
from tests.support.drafting import a_clause
from tests.support.visitor import Visitor, parse

LEAVE, DATA = "/konto/loeschen/", "/konto/meine-daten/"
ADMIN = "admin@stralsund.example"


def person(app: Flask, number: int | None) -> Person:
    with app.app_context():
        return db.session.get_one(Person, number)


@pytest.fixture
def said(app: Flask, clock: StoppedClock, city: Cast) -> int:
    """Carla has said something in a round that is open; the number of her comment."""
    clock.at = DURING
    with app.test_request_context():
        clause = a_clause(city, source="Der Radweg am Hafen wird breiter.")
        comment = a_comment(
            city, a_round(city), clause, source="Carlas Worte", passage="Radweg", wording="Weg"
        )
        return comment.number


def test_the_account_is_deleted_and_what_was_said_stays(
    app: Flask, visitor: Visitor, second_visitor: Visitor, city: Cast, said: int
) -> None:
    enter(second_visitor)
    enter(visitor)
    page = visitor.open("/konto/")
    page = visitor.open(page.link("Konto löschen"))
    assert CITIZEN in page.text
    page = page.press("Konto jetzt löschen", sure="y")
    assert page.notices == ["Ihr Konto ist gelöscht."]
    assert visitor.client.get_cookie("charta-browser", path="/konto/") is None
    assert visitor.client.get("/konto/").status_code == 303
    assert second_visitor.client.get("/konto/").status_code == 303
    gone = person(app, city.citizen.person_id)
    assert (gone.email, gone.name, gone.password_hash) == (None, "gelöschtes Konto", None)
    assert gone.confirmed_at is None
    assert gone.erased_at is not None
    shown = visitor.open(f"/stralsund/stellungnahmen/{said}/")
    assert "gelöschtes Konto" in shown.text
    assert "Carlas Worte" in shown.text
    assert "Carla Bürgerin" not in shown.text
    english = visitor.open(f"/stralsund/stellungnahmen/{said}/?sprache=en")
    assert "deleted account" in english.text
    (farewell,) = mails(app)
    assert farewell["to"] == CITIZEN
    assert "Was Sie gesagt haben, steht weiter da" in farewell["body"]
    assert actions(app)[-1] == "person.erased"
    with app.app_context():
        assert [list(one.find()) for one in verifiers()] == [[]] * len(verifiers())


def test_words_in_open_rounds_go_on_request(
    app: Flask, visitor: Visitor, city: Cast, said: int
) -> None:
    enter(visitor)
    visitor.open(LEAVE).press("Konto jetzt löschen", sure="y", texts="y")
    shown = visitor.open(f"/stralsund/stellungnahmen/{said}/")
    assert "Carlas Worte" not in shown.text
    assert "Dieser Text wurde am 12. März 2026 auf Wunsch der Person gelöscht." in shown.text
    with app.app_context():
        assert db.session.scalars(select(Suggestion)).all() == []


def test_words_in_rounds_that_are_over_stay(app: Flask, city: Cast, said: int) -> None:
    with app.test_request_context(), transaction():
        services.erase(city.citizen, AFTER, db.session.get_one(Person, 7), texts=True)
    with app.app_context():
        assert db.session.scalar(select(Comment.source)) == "Carlas Worte"
        assert city.citizen.person_id == 7


def test_nothing_happens_without_the_tick(app: Flask, visitor: Visitor, city: Cast) -> None:
    enter(visitor)
    page = visitor.open(LEAVE).press("Konto jetzt löschen", texts="y")
    assert page.status == 422
    assert "Bitte bestätigen Sie" in page.errors[0]
    assert page.field("texts") == "y"
    assert person(app, city.citizen.person_id).email == CITIZEN


@pytest.mark.parametrize("path", [LEAVE, DATA])
def test_only_for_oneself_and_only_with_a_fresh_proof(
    app: Flask, visitor: Visitor, clock: StoppedClock, city: Cast, path: str
) -> None:
    assert visitor.post(path, sure="y").status_code == 403
    enter(visitor)
    page = visitor.open(path)
    clock.forward(minutes=31)
    answer = visitor.post(path, sure="y")
    assert answer.status_code == 303
    assert "/konto/noch-einmal/" in answer.headers["Location"]
    assert page.status == 200
    assert person(app, city.citizen.person_id).email == CITIZEN


def test_nobody_erases_another(app: Flask, city: Cast) -> None:
    with app.test_request_context(), transaction():
        other = db.session.get_one(Person, city.citizen.person_id)
        with pytest.raises(NotAllowed):
            services.erase(city.admin, DURING, other)


def test_nobody_is_erased_twice(app: Flask, city: Cast) -> None:
    with app.test_request_context(), transaction():
        carla = db.session.get_one(Person, city.citizen.person_id)
        services.erase(city.citizen, DURING, carla)
        with pytest.raises(Conflict):
            services.erase(city.citizen, DURING, carla)


def test_the_last_administrator_hands_over_first(app: Flask, visitor: Visitor, city: Cast) -> None:
    enter(visitor, ADMIN)
    page = visitor.open(LEAVE)
    assert "letzte Verwaltung von: „Smart City Charta“" in page.text
    assert not page.has_button("Konto jetzt löschen")
    assert visitor.post(LEAVE, sure="y").status_code == 409
    assert person(app, city.admin.person_id).email == ADMIN
    with app.app_context(), transaction() as session:
        session.add(
            Membership(
                person_id=city.editor.person_id,
                charter_id=city.charter_id,
                role="admin",
                created_at=DURING,
            )
        )
    visitor.open(LEAVE).press("Konto jetzt löschen", sure="y")
    assert person(app, city.admin.person_id).email is None
    with app.app_context():
        held = select(Membership).where(Membership.person_id == city.admin.person_id)
        assert db.session.scalars(held).all() == []


def test_the_address_is_free_again(app: Flask, visitor: Visitor, city: Cast) -> None:
    with app.test_request_context(), transaction():
        services.erase(city.citizen, DURING, db.session.get_one(Person, city.citizen.person_id))
        services.sign_up(DURING, email=CITIZEN, name="Carla Neu", password_hash="x")
    with app.app_context():
        assert db.session.scalar(select(Person.id).where(Person.email == CITIZEN)) != (
            city.citizen.person_id
        )


def test_the_list_of_erasures_names_nobody(app: Flask, city: Cast) -> None:
    settings = app.extensions["charta.settings"]
    with app.test_request_context():
        with transaction():
            services.erase(city.citizen, DURING, db.session.get_one(Person, 7), texts=True)
        listed = erasures.read(settings.erasure_list)
        assert listed.erasures == [erasures.Erasure(7, DURING, True)]
        assert erasures.complete(settings) == 0
        settings.erasure_list.write_text("")
        assert erasures.complete(settings) == 1, "the journal knows what a crash has kept out"
    assert "Carla" not in settings.erasure_list.read_text()
    assert settings.erasure_list.stat().st_mode & 0o077 == 0


def test_a_rollback_lists_nobody(app: Flask, city: Cast) -> None:
    settings = app.extensions["charta.settings"]
    with app.test_request_context(), pytest.raises(ZeroDivisionError), transaction():
        services.erase(city.citizen, DURING, db.session.get_one(Person, 7))
        raise ZeroDivisionError
    assert not settings.erasure_list.exists()
    assert person(app, 7).email == CITIZEN


def test_all_that_is_here_in_one_file(app: Flask, visitor: Visitor, city: Cast, said: int) -> None:
    enter(visitor)
    page = visitor.open(visitor.open("/konto/").link("Meine Daten herunterladen"))
    answer = visitor.post(DATA)
    assert page.has_button("Meine Daten herunterladen")
    assert answer.mimetype == "application/zip"
    assert answer.headers["Cache-Control"] == "no-store"
    with ZipFile(BytesIO(answer.data)) as archive:
        names = [name.rpartition("/")[2] for name in archive.namelist()]
        assert names == ["meine-daten.html", "own_data.css", "meine-daten.json"]
        html, _css, found = (archive.read(name).decode() for name in archive.namelist())
    data = json.loads(found)
    assert data["account"][0]["email"] == CITIZEN
    assert data["contributions"][0]["text"] == "Carlas Worte"
    assert data["contributions"][0]["suggestion"] == "Weg"
    assert data["contributions"][0]["receipt"]
    assert data["sign_ins"]
    assert [one["code"] for one in data["journal"]] == ["comment.posted"]
    assert {"roles", "notifications", "answers", "held", "letters", "reports"} <= data.keys()
    root = parse(html)
    assert [one.text for one in root.all("h1")] == ["Meine Daten"]
    assert "Carlas Worte" in html
    with app.app_context():
        hashes = [
            db.session.scalars(select(Person.password_hash).where(Person.id == 7)).one(),
            *db.session.scalars(select(SignIn.token_hash)),
        ]
    assert not any(one and one in found + html for one in hashes)
    assert "http" not in html.replace("http-equiv", "")


def test_the_file_in_english(visitor: Visitor, city: Cast, said: int) -> None:
    enter(visitor)
    visitor.open(DATA)
    answer = visitor.post(f"{DATA}?sprache=en")
    with ZipFile(BytesIO(answer.data)) as archive:
        assert archive.namelist()[0] == "my-data/my-data.html"
        assert 'lang="en"' in archive.read(archive.namelist()[0]).decode()


def test_words_in_the_file_are_only_words(
    app: Flask, visitor: Visitor, city: Cast, said: int
) -> None:
    with app.app_context(), transaction() as session:
        session.scalars(select(Comment)).one().source = "<script>alert(1)</script>"
    enter(visitor)
    visitor.open(DATA)
    with ZipFile(BytesIO(visitor.post(DATA).data)) as archive:
        html = archive.read(archive.namelist()[0]).decode()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_the_operator_erases_guests_and_numbers(app: Flask, city: Cast) -> None:
    runner = app.test_cli_runner()
    for who in (CITIZEN, "8"):
        result = runner.invoke(args=["people", "erase", who, "--yes"])
        assert result.exit_code == 0, result.output
    assert person(app, 7).email is person(app, 8).email is None
    for who in (CITIZEN, "999", "8"):
        result = runner.invoke(args=["people", "erase", who, "--yes"])
        assert result.exit_code == 1, result.output


def test_the_operator_gives_guests_their_data(
    app: Flask, city: Cast, said: int, tmp_path: Path
) -> None:
    runner, file = app.test_cli_runner(), tmp_path / "carla.zip"
    result = runner.invoke(args=["people", "data", CITIZEN, str(file)])
    assert result.exit_code == 0, result.output
    assert file.stat().st_mode & 0o077 == 0
    with ZipFile(file) as archive:
        assert "Carlas Worte" in archive.read("meine-daten/meine-daten.html").decode()
    for who, to in ((CITIZEN, file), ("niemand@a.example", tmp_path / "b.zip")):
        assert runner.invoke(args=["people", "data", who, str(to)]).exit_code == 1


def test_here_today_is_kept_by_the_day(
    app: Flask, visitor: Visitor, clock: StoppedClock, city: Cast
) -> None:
    enter(visitor)
    day = clock.at.replace(hour=0, minute=0)
    assert person(app, 7).last_active_at == day
    clock.forward(hours=1)
    visitor.open("/konto/")
    assert person(app, 7).last_active_at == day
    with app.app_context(), transaction() as session:
        session.get_one(Person, 7).inactive_warned_at = clock.at
        session.get_one(Person, 7).last_active_at = day - timedelta(days=30)
    clock.forward(hours=1)
    visitor.open("/konto/")
    assert person(app, 7).last_active_at == day
    assert person(app, 7).inactive_warned_at is None
