"""Forgotten passwords: a link, once, for an hour, and every old session ends."""

from __future__ import annotations

import pytest
from flask import Flask

from charta.core.database import transaction
from tests.accounts.test_signing_in import CITIZEN, enter
from tests.support.accounts import StoppedClock, actions, mailed_path, mails
from tests.support.cast import PASSWORD, Cast, a_person
from tests.support.visitor import Visitor

FORGOT, ACCOUNT = "/konto/passwort-vergessen/", "/konto/"
FRESH = "acht-blaue-boote"


def asked(visitor: Visitor, app: Flask, email: str = CITIZEN) -> str:
    page = visitor.open(FORGOT).press("Link schicken", email=email)
    assert page.heading == "Bitte sehen Sie in Ihr Postfach"
    return mailed_path(app)


def test_a_new_password_ends_all_sessions(
    app: Flask, visitor: Visitor, second_visitor: Visitor, city: Cast
) -> None:
    enter(second_visitor)
    link = asked(visitor, app)
    done = visitor.open(link).press("Passwort setzen", password=FRESH)
    assert done.heading == "Anmelden"
    assert second_visitor.client.get(ACCOUNT).status_code == 303
    assert done.press("Anmelden", email=CITIZEN, password=PASSWORD).status == 422
    enter(visitor, password=FRESH)
    assert actions(app) == ["person.password_reset"]


def test_a_link_works_once(app: Flask, visitor: Visitor, city: Cast) -> None:
    link = asked(visitor, app)
    page = visitor.open(link)
    page.press("Passwort setzen", password=FRESH)
    assert visitor.open(link, status=404).heading == "Dieser Link gilt nicht mehr"
    again = visitor.post(link, password="neun-gelbe-bojen")
    assert again.status_code == 404
    enter(visitor, password=FRESH)


def test_a_link_lasts_an_hour(
    app: Flask, visitor: Visitor, clock: StoppedClock, city: Cast
) -> None:
    link = asked(visitor, app)
    clock.forward(minutes=59)
    page = visitor.open(link)
    clock.forward(minutes=1)
    assert page.press("Passwort setzen", password=FRESH).status == 404
    enter(visitor)


def test_only_the_newest_link_works(app: Flask, visitor: Visitor, city: Cast) -> None:
    old = asked(visitor, app)
    new = asked(visitor, app)
    assert visitor.open(old, status=404)
    assert visitor.open(new)


def test_nobody_learns_who_is_there(app: Flask, visitor: Visitor, city: Cast) -> None:
    texts = {
        visitor.open(FORGOT).press("Link schicken", email=email).text
        for email in (CITIZEN, "niemand@example.org")
    }
    assert len(texts) == 1
    assert [mail["to"] for mail in mails(app)] == [CITIZEN, "niemand@example.org"]
    assert "/konto/passwort/" not in mails(app)[1]["body"]


def test_reading_the_mail_confirms_the_address(app: Flask, visitor: Visitor) -> None:
    with app.app_context(), transaction():
        a_person("neele@example.org", confirmed=False)
    visitor.open(asked(visitor, app, "neele@example.org")).press("Passwort setzen", password=FRESH)
    enter(visitor, "neele@example.org", FRESH)


@pytest.mark.parametrize(
    ("password", "message"),
    [
        ("", "füllen Sie dieses Feld aus"),
        ("kurz", "mindestens 10 Zeichen"),
        ("Carla Bürgerin", "nicht Ihren Namen"),
        ("citizen@stralsund.example", "nicht Ihren Namen"),
        ("1234567890", "leicht erraten"),
    ],
)
def test_bad_passwords_leave_the_link_alive(
    app: Flask, visitor: Visitor, city: Cast, password: str, message: str
) -> None:
    page = visitor.open(asked(visitor, app)).press("Passwort setzen", password=password)
    assert page.status == 422
    assert message in page.errors[0]
    page.press("Passwort setzen", password=FRESH)
    enter(visitor, password=FRESH)


@pytest.mark.parametrize("email", ["", "niemand", "a\x00@b.example", "ä@b.example"])
def test_bad_addresses_are_refused_and_kept(app: Flask, visitor: Visitor, email: str) -> None:
    for path, button in ((FORGOT, "Link schicken"), ("/konto/bestaetigung/", "Link schicken")):
        page = visitor.open(path).press(button, email=email)
        assert page.status == 422
        assert page.field("email") == email.replace("\x00", "\ufffd") or "\x00" in email
    assert mails(app) == []
