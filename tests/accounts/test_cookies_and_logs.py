"""Readers get no cookie; who signs in gets one for the session and one for the account pages; and
whatever they do, the log says neither who nor what."""

from __future__ import annotations

import logging

import pytest
from flask import Flask

from charta.accounts import retention, services
from charta.accounts.models import Person
from charta.core.database import db, transaction
from tests.accounts.test_signing_in import CITIZEN, enter
from tests.support.accounts import StoppedClock
from tests.support.cast import PASSWORD, Cast
from tests.support.consultation import DURING, a_comment, a_round, an_answer
from tests.support.drafting import a_clause
from tests.support.visitor import Visitor

WORDS = "Unverwechselbare Worte einer Stellungnahme"


@pytest.fixture
def said(app: Flask, clock: StoppedClock, city: Cast) -> None:
    clock.at = DURING
    with app.test_request_context():
        clause = a_clause(city)
        comment = a_comment(city, a_round(city), clause, source=WORDS)
        an_answer(city, comment)


@pytest.mark.usefixtures("said")
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/stralsund/",
        "/stralsund/beteiligung/1/",
        "/stralsund/beteiligung/1/MOB-1/",
        "/stralsund/stellungnahmen/1/",
        "/stralsund/?sprache=en",
        "/gibt-es-nicht/",
    ],
)
def test_who_only_reads_gets_no_cookie(app: Flask, path: str) -> None:
    answer = app.test_client().get(path)
    assert answer.status_code in {200, 303, 404}
    assert "Set-Cookie" not in answer.headers


def test_who_signs_in_gets_one_and_one_for_the_account_pages(visitor: Visitor, city: Cast) -> None:
    enter(visitor)
    visitor.open("/konto/")
    cookies = {(one.key, one.path) for one in (visitor.client._cookies or {}).values()}
    assert cookies == {("charta", "/"), ("charta-browser", "/konto/")}


@pytest.mark.usefixtures("said")
def test_the_log_says_neither_who_nor_what(
    app: Flask,
    visitor: Visitor,
    city: Cast,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    visitor.open("/konto/anmelden/").press(
        "Anmelden", email=CITIZEN, password="falsch geraten und lang"
    )
    enter(visitor)
    visitor.open("/konto/").press("Namen speichern", name="Carla Umbenannt")
    visitor.open("/stralsund/stellungnahmen/1/")
    visitor.open("/konto/meine-daten/")
    visitor.post("/konto/meine-daten/")
    visitor.open("/konto/loeschen/").press("Konto jetzt löschen", sure="y", texts="y")
    with app.test_request_context():
        with transaction() as session:
            other = session.get_one(Person, city.second_citizen.person_id)
            services.erase(city.second_citizen, DURING, other)
        retention.carry_out(DURING)
        db.session.rollback()
    written = "".join(capfd.readouterr()) + caplog.text
    assert "accounts.leave" in written, "there is something to look at"
    for secret in (CITIZEN, "Carla", "Umbenannt", "Curt", WORDS, PASSWORD, "falsch geraten"):
        assert secret not in written, secret
    assert "127.0.0.1" not in written
