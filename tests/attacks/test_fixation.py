"""A session that somebody else has prepared in one's browser (session fixation, CWE-384), and
being signed in as a stranger without knowing it (CWE-352).

The known case is CVE-2025-65415: who had set the session of a browser beforehand was signed in
together with its owner, because signing in kept it.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from config import Settings
from tests.accounts.conftest import clock, second_visitor, visitor
from tests.accounts.test_second_step import app_code, set_up
from tests.accounts.test_signing_in import ACCOUNT, CITIZEN, SIGN_IN, cookie, enter, sessions
from tests.support.accounts import StoppedClock, mailed_path
from tests.support.cast import PASSWORD, Cast
from tests.support.visitor import Visitor

__all__ = ["clock", "second_visitor", "visitor"]

BY_MAIL = "/konto/anmelden/per-mail/"
Enter = Callable[[Flask, Visitor], None]


def by_password(_app: Flask, visitor: Visitor) -> None:
    enter(visitor)


def by_mail(app: Flask, visitor: Visitor) -> None:
    visitor.post(BY_MAIL, email=CITIZEN)
    visitor.open(mailed_path(app)).press("Jetzt anmelden")


def plant(attacker: Visitor, victim: Visitor) -> str:
    """Put the attacker's cookie into the victim's browser; gives its value."""
    planted = cookie(attacker)
    victim.client.set_cookie("charta", planted, domain="localhost")
    return planted


def is_in(visitor: Visitor) -> bool:
    return visitor.client.get(ACCOUNT).status_code == 200


@pytest.mark.parametrize("way", [by_password, by_mail])
def test_signing_in_leaves_a_planted_session_behind(
    app: Flask, visitor: Visitor, second_visitor: Visitor, city: Cast, way: Enter
) -> None:
    attacker, victim = second_visitor, visitor
    token = attacker.token()
    with attacker.client.session_transaction() as stored:
        stored["planted"] = "by somebody else"
    planted = plant(attacker, victim)
    way(app, victim)
    assert is_in(victim)
    assert not is_in(attacker)
    assert cookie(victim) != planted
    with victim.client.session_transaction() as stored:
        assert "planted" not in stored
    forged = victim.client.post("/konto/name/", data={"csrf_token": token, "name": "Mallory"})
    assert forged.status_code == 400, "a token known before signing in"


def test_the_second_step_signs_in_one_browser_alone(  # noqa: PLR0917
    app: Flask,
    settings: Settings,
    visitor: Visitor,
    second_visitor: Visitor,
    clock: StoppedClock,
    city: Cast,
) -> None:
    """The attacker knows the password and puts the half signed-in session into the browser."""
    attacker, victim = second_visitor, visitor
    enter(victim)
    set_up(victim, app, settings, clock)
    victim.open(ACCOUNT).press("Abmelden")
    clock.forward(minutes=1)
    attacker.post(SIGN_IN, email=CITIZEN, password=PASSWORD)
    plant(attacker, victim)
    page = victim.open("/konto/anmelden/zweiter-schritt/")
    page.press("Anmelden", code=app_code(app, settings, clock))
    assert is_in(victim)
    assert not is_in(attacker)


def test_signing_in_over_somebody_elses_session_ends_it(
    app: Flask, visitor: Visitor, second_visitor: Visitor, city: Cast
) -> None:
    attacker, victim = second_visitor, visitor
    enter(attacker, "second_citizen@stralsund.example")
    plant(attacker, victim)
    answer = victim.post(SIGN_IN, email=CITIZEN, password=PASSWORD)
    assert answer.status_code == 303
    assert "Carla Bürgerin" in victim.open(ACCOUNT).text
    assert not is_in(attacker)
    assert sessions(app) == 1


def test_nobody_is_signed_in_as_a_stranger(
    visitor: Visitor, second_visitor: Visitor, city: Cast
) -> None:
    """What they then wrote would stand under the stranger's name."""
    attacker, victim = second_visitor, visitor
    victim.open(SIGN_IN)
    form = {"email": "second_citizen@stralsund.example", "password": PASSWORD}
    for token in ({}, {"csrf_token": ""}, {"csrf_token": attacker.token()}):
        assert victim.client.post(SIGN_IN, data={**form, **token}).status_code == 400
        assert not is_in(victim)


@pytest.mark.one_engine
def test_no_session_comes_by_an_address(visitor: Visitor, second_visitor: Visitor) -> None:
    second_visitor.open(SIGN_IN)
    planted, token = cookie(second_visitor), second_visitor.token()
    for name in ("charta", "__Host-charta", "session", "_user_id", "csrf_token"):
        visitor.open(SIGN_IN, query={name: planted})
        assert cookie(visitor) != planted
        assert visitor.token() != token
