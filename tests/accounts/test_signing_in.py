"""Signing in and out: one answer for all who may not, and nothing left behind."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import func, select

from charta.accounts import passwords
from charta.accounts.models import Person, SignIn
from charta.core.database import db, transaction
from tests.support.accounts import StoppedClock
from tests.support.cast import PASSWORD, Cast, a_person, password_hash
from tests.support.visitor import Visitor

SIGN_IN, SIGN_OUT, ACCOUNT = "/konto/anmelden/", "/konto/abmelden/", "/konto/"
CITIZEN = "citizen@stralsund.example"


def enter(visitor: Visitor, email: str = CITIZEN, password: str = PASSWORD) -> None:
    page = visitor.open(SIGN_IN).press("Anmelden", email=email, password=password)
    assert page.heading == "Mein Konto", page.errors


def sessions(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(SignIn)) or 0


def cookie(visitor: Visitor) -> str:
    stored = visitor.client.get_cookie("charta", domain="localhost")
    assert stored is not None
    return stored.value


def test_in_and_out(app: Flask, visitor: Visitor, city: Cast) -> None:
    enter(visitor, "Citizen@Stralsund.example")
    page = visitor.open(ACCOUNT)
    assert "Carla Bürgerin" in page.text
    out = page.press("Abmelden")
    assert out.notices == ["Sie sind abgemeldet."]
    assert sessions(app) == 0
    assert visitor.client.get(ACCOUNT).status_code == 303


def test_a_session_ends_by_itself(
    visitor: Visitor, clock: StoppedClock, app: Flask, city: Cast
) -> None:
    enter(visitor)
    for _hour in range(11):
        clock.forward(hours=1)
        assert visitor.client.get(ACCOUNT).status_code == 200
    clock.forward(minutes=59)
    assert visitor.client.get(ACCOUNT).status_code == 200
    clock.forward(minutes=1)
    assert visitor.client.get(ACCOUNT).status_code == 303


def test_a_session_left_idle_ends_earlier(
    visitor: Visitor, clock: StoppedClock, city: Cast
) -> None:
    enter(visitor)
    clock.forward(hours=1, minutes=59)
    assert visitor.client.get(ACCOUNT).status_code == 200
    clock.forward(hours=2)
    assert visitor.client.get(ACCOUNT).status_code == 303


def test_signing_in_again_leaves_one_session(app: Flask, visitor: Visitor, city: Cast) -> None:
    enter(visitor)
    answer = visitor.post(SIGN_IN, email="editor@stralsund.example", password=PASSWORD)
    assert answer.status_code == 303
    assert sessions(app) == 1
    assert "Edda Redaktion" in visitor.open(ACCOUNT).text


def test_unknown_address_and_wrong_password_read_the_same(visitor: Visitor, city: Cast) -> None:
    texts = set()
    for email, password in ((CITIZEN, "falsch geraten"), ("niemand@example.org", PASSWORD)):
        page = visitor.open(SIGN_IN).press("Anmelden", email=email, password=password)
        assert page.status == 422
        assert page.field("email") == email
        assert page.field("password") == ""
        texts.add(page.text)
    assert len(texts) == 1


def test_who_has_not_confirmed_is_told_so_only_with_the_right_password(
    app: Flask, visitor: Visitor
) -> None:
    with app.app_context(), transaction():
        a_person("neele@example.org", confirmed=False)
    page = visitor.open(SIGN_IN)
    wrong = page.press("Anmelden", email="neele@example.org", password="falsch geraten")
    assert "bestätigen" not in " ".join(wrong.errors)
    right = page.press("Anmelden", email="neele@example.org", password=PASSWORD)
    assert right.status == 422
    assert "Bitte bestätigen Sie erst Ihre E-Mail-Adresse." in right.errors[0]
    assert right.link("Bestätigung noch einmal schicken") == "/konto/bestaetigung/"
    assert sessions(app) == 0


def test_an_old_hash_is_replaced(
    app: Flask, visitor: Visitor, city: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    monkeypatch.setattr(passwords, "hasher", newer)
    enter(visitor)
    with app.app_context():
        stored = db.session.scalar(select(Person.password_hash).where(Person.email == CITIZEN))
    assert stored is not None
    assert stored != password_hash()
    assert not newer.check_needs_rehash(stored)
    enter(Visitor(app.test_client()))


def test_the_way_back(visitor: Visitor, city: Cast) -> None:
    page = visitor.open(f"{SIGN_IN}?next=/stralsund/seiten/impressum/%3Fx=1")
    assert "next=" in page.link("Konto anlegen")
    answer = visitor.post(f"{SIGN_IN}?next=/konto/%3Fvon=hier", email=CITIZEN, password=PASSWORD)
    assert answer.headers["Location"] == "/konto/?von=hier"
    assert visitor.client.get(f"{SIGN_IN}?next=/konto/").headers["Location"] == "/konto/"


@pytest.mark.parametrize(
    "target", ["https://boese.example/", "//boese.example/", "/%5Cboese.example", "/%09/x.example"]
)
def test_no_way_to_another_site(visitor: Visitor, city: Cast, target: str) -> None:
    address = f"{SIGN_IN}?next={target}"
    answer = visitor.post(address, email=CITIZEN, password=PASSWORD)
    assert answer.headers["Location"] == ACCOUNT


def test_signing_out_needs_the_button(app: Flask, visitor: Visitor, city: Cast) -> None:
    enter(visitor)
    assert visitor.client.get(SIGN_OUT).status_code == 405
    assert visitor.client.post(SIGN_OUT).status_code == 400
    assert sessions(app) == 1


def test_signing_out_twice_is_no_error(visitor: Visitor) -> None:
    assert visitor.post(SIGN_OUT).status_code == 303


@pytest.mark.parametrize(
    ("field", "value"),
    [("email", ""), ("email", "x"), ("email", "a\x00@b.example"), ("password", "x" * 257)],
)
def test_bad_entries_are_refused(visitor: Visitor, city: Cast, field: str, value: str) -> None:
    values = {"email": CITIZEN, "password": PASSWORD} | {field: value}
    refused = visitor.open(SIGN_IN).press("Anmelden", **values)
    assert refused.status == 422
    assert refused.errors


def test_a_forged_cookie_is_nobody(visitor: Visitor, city: Cast) -> None:
    for token in (str(city.citizen.person_id), "", "x" * 5000):
        with visitor.client.session_transaction() as stored:
            stored["_user_id"] = token
        assert visitor.client.get(ACCOUNT).status_code == 303
