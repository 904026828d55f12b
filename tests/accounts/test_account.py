"""One's own account: name, password, and where one may go."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from charta.accounts.models import Person
from charta.core.database import db
from tests.accounts.test_signing_in import CITIZEN, enter
from tests.support.accounts import actions
from tests.support.cast import PASSWORD, Cast
from tests.support.visitor import Visitor

ACCOUNT = "/konto/"
FRESH = "acht-blaue-boote"


def name_of(app: Flask, email: str) -> str | None:
    with app.app_context():
        return db.session.scalar(select(Person.name).where(Person.email == email))


def test_a_new_name(app: Flask, visitor: Visitor, city: Cast) -> None:
    enter(visitor)
    page = visitor.open(ACCOUNT).press("Namen speichern", name="  Carla  Clausen ")
    assert page.notices == ["Ihr Name ist geändert."]
    assert name_of(app, CITIZEN) == "Carla  Clausen"
    assert actions(app) == ["person.renamed"]


@pytest.mark.parametrize(
    "name", ["", " ", "x" * 81, "a\x07b", "a\u202eb", "Gelöschtes  Konto", "deleted account"]
)
def test_a_bad_name_is_refused_and_kept(
    app: Flask, visitor: Visitor, city: Cast, name: str
) -> None:
    enter(visitor)
    page = visitor.open(ACCOUNT).press("Namen speichern", name=name)
    assert page.status == 422
    assert page.errors
    assert page.field("name") == name.strip()
    assert name_of(app, CITIZEN) == "Carla Bürgerin"


def test_a_new_password_ends_other_sessions_and_old_cookies(
    app: Flask, visitor: Visitor, second_visitor: Visitor, city: Cast
) -> None:
    enter(visitor)
    enter(second_visitor)
    page = visitor.open(ACCOUNT).press("Passwort ändern", present=PASSWORD, password=FRESH)
    assert page.notices == ["Ihr Passwort ist geändert. Andere Geräte sind abgemeldet."]
    assert page.heading == "Mein Konto"
    assert second_visitor.client.get(ACCOUNT).status_code == 303
    enter(second_visitor, password=FRESH)
    assert actions(app) == ["person.password_changed"]


@pytest.mark.parametrize(
    ("present", "password", "message"),
    [
        ("falsch geraten", FRESH, "nicht Ihr jetziges Passwort"),
        ("", FRESH, "füllen Sie dieses Feld aus"),
        (PASSWORD, "", "füllen Sie dieses Feld aus"),
        (PASSWORD, "zu kurz", "mindestens 10 Zeichen"),
        (PASSWORD, "Carla Bürgerin", "nicht Ihren Namen"),
    ],
)
def test_a_password_that_cannot_be_changed(  # noqa: PLR0917
    app: Flask, visitor: Visitor, city: Cast, present: str, password: str, message: str
) -> None:
    enter(visitor)
    page = visitor.open(ACCOUNT).press("Passwort ändern", present=present, password=password)
    assert page.status == 422
    assert message in page.errors[0]
    enter(Visitor(app.test_client()))


@pytest.mark.parametrize("path", ["/konto/name/", "/konto/passwort/"])
def test_only_for_those_signed_in(visitor: Visitor, city: Cast, path: str) -> None:
    assert visitor.client.get(ACCOUNT).headers["Location"] == "/konto/anmelden/?next=/konto/"
    answer = visitor.post(path, name="Wer auch immer", present=PASSWORD, password=FRESH)
    assert answer.status_code == 403


def test_the_way_to_everything_of_ones_own(visitor: Visitor, city: Cast) -> None:
    enter(visitor)
    page = visitor.open(ACCOUNT)
    assert page.link("Meine Stellungnahmen: Smart City Charta, Hansestadt Stralsund") == (
        "/stralsund/meine-stellungnahmen/"
    )
    assert "Zum Schreibtisch" not in page.text
    assert "Neue Charta anlegen" not in page.text


def test_staff_see_their_roles_and_desk(app: Flask, visitor: Visitor, city: Cast) -> None:
    enter(visitor, "reviewer@stralsund.example")
    page = visitor.open(ACCOUNT)
    assert "Fachprüfung" in page.text
    desk = page.link("Zum Schreibtisch: Smart City Charta, Hansestadt Stralsund")
    assert desk == "/stralsund/schreibtisch/"
