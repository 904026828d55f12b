"""Guessing: slowed down, then refused; a hall, a known browser and the innocent keep working."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from charta.accounts import sweeping, throttling
from charta.accounts.models import SignInAttempt
from charta.core.database import db, transaction
from charta.core.errors import TooMany
from config import Settings
from tests.accounts.test_signing_in import CITIZEN, SIGN_IN, enter
from tests.support.accounts import NOON, StoppedClock, mails
from tests.support.cast import PASSWORD, Cast
from tests.support.visitor import Visit, Visitor

WRONG = "falsch geraten"


def guess(visitor: Visitor, email: str = CITIZEN, password: str = WRONG) -> Visit:
    return visitor.open(SIGN_IN).press("Anmelden", email=email, password=password)


def kept(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(SignInAttempt)) or 0


def origin(settings: Settings, email: str = CITIZEN, **more: str) -> throttling.Origin:
    return throttling.origin(settings, email=email, address="192.0.2.7", **more)


@pytest.mark.parametrize("email", [CITIZEN, "niemand@example.org"])
def test_after_five_failures_one_waits_whether_there_is_an_account_or_not(
    app: Flask, visitor: Visitor, clock: StoppedClock, city: Cast, email: str
) -> None:
    assert [guess(visitor, email).status for _time in range(5)] == [422] * 5
    refused = guess(visitor, email, PASSWORD)
    assert refused.status == 429
    assert refused.field("email") == email
    assert "warten Sie 2 Sekunden" in refused.errors[0]
    answer = visitor.post(SIGN_IN, email=email, password=PASSWORD)
    assert answer.headers["Retry-After"] == "2"
    assert kept(app) == 5
    clock.forward(seconds=2)
    assert guess(visitor, email).status == 422
    assert "warten Sie 4 Sekunden" in guess(visitor, email).errors[0]


def test_the_owner_gets_in_after_the_pause(
    app: Flask, visitor: Visitor, clock: StoppedClock, city: Cast
) -> None:
    for _time in range(5):
        guess(visitor)
    clock.forward(seconds=2)
    enter(visitor)
    assert kept(app) == 0, "who has proven to be themselves has mistyped, not guessed"


def test_a_known_browser_is_not_locked_out_by_others(
    app: Flask, visitor: Visitor, second_visitor: Visitor, city: Cast
) -> None:
    enter(visitor)
    visitor.open("/konto/").press("Abmelden")
    for _time in range(6):
        guess(second_visitor)
    assert guess(second_visitor, password=PASSWORD).status == 429
    enter(visitor)


def test_a_known_browser_cannot_guess_for_ever_either(visitor: Visitor, city: Cast) -> None:
    enter(visitor)
    visitor.open("/konto/").press("Abmelden")
    assert [guess(visitor).status for _time in range(6)] == [422] * 5 + [429]


def test_a_browser_known_to_one_account_is_strange_to_another(
    app: Flask, visitor: Visitor, second_visitor: Visitor, city: Cast
) -> None:
    enter(visitor)
    visitor.open("/konto/").press("Abmelden")
    for _time in range(5):
        guess(second_visitor, "editor@stralsund.example")
    assert guess(visitor, "editor@stralsund.example", PASSWORD).status == 429


def test_a_hall_behind_one_address_keeps_working(
    app: Flask, settings: Settings, visitor: Visitor, clock: StoppedClock, city: Cast
) -> None:
    with app.app_context(), transaction():
        for number in range(throttling.FREE_OF_NETWORK - 1):
            throttling.begin(NOON, "password", hall(settings, f"gast{number}@example.org"))
    enter(visitor)
    with app.app_context(), transaction():
        throttling.begin(NOON, "password", hall(settings, "noch-einer@example.org"))
    assert guess(Visitor(app.test_client()), "editor@stralsund.example").status == 429


def hall(settings: Settings, email: str) -> throttling.Origin:
    return throttling.origin(settings, email=email, address="127.0.0.99")


def test_attempts_at_the_same_moment_all_count(
    app: Flask, settings: Settings, clock: StoppedClock
) -> None:
    with app.app_context():
        for _time in range(5):
            with transaction():
                throttling.begin(NOON, "password", origin(settings))
        with pytest.raises(TooMany) as refused, transaction():
            throttling.begin(NOON, "password", origin(settings))
    assert refused.value.seconds == 2


def test_under_attack_strangers_get_less(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttling, "ALARM", 3)
    with app.app_context():
        for number in range(3):
            other = throttling.origin(
                settings, email=f"{number}@example.org", address=f"198.51.{number}.1"
            )
            with transaction():
                throttling.begin(NOON, "password", other)
        for _time in range(2):
            with transaction():
                throttling.begin(NOON, "password", origin(settings))
        with pytest.raises(TooMany), transaction():
            throttling.begin(NOON, "password", origin(settings))
        with transaction():
            throttling.begin(NOON, "password", origin(settings, browser="known"))


def test_nothing_kept_names_anybody(app: Flask, visitor: Visitor, city: Cast) -> None:
    guess(visitor)
    with app.app_context():
        attempt = db.session.scalars(select(SignInAttempt)).one()
        for value in (attempt.account, attempt.network):
            assert len(value) == 64
            assert CITIZEN not in value


def test_it_is_forgotten_after_a_fortnight(app: Flask, settings: Settings) -> None:
    with app.app_context():
        with transaction():
            throttling.begin(NOON, "password", origin(settings))
        sweeping.sweep(NOON + timedelta(days=14) - timedelta(seconds=1))
        assert db.session.scalar(select(func.count()).select_from(SignInAttempt)) == 1
        sweeping.sweep(NOON + timedelta(days=14))
        assert db.session.scalar(select(func.count()).select_from(SignInAttempt)) == 0


def test_mails_to_one_address_come_to_an_end_and_nobody_is_told(
    app: Flask, visitor: Visitor, city: Cast
) -> None:
    answers = {
        visitor.post("/konto/anmelden/per-mail/", email=CITIZEN).headers["Location"]
        for _time in range(throttling.MAILS + 2)
    }
    assert answers == {"/konto/post/"}
    assert len(mails(app)) == throttling.MAILS


@pytest.mark.parametrize(
    ("address", "neighbourhood"),
    [
        ("192.0.2.7", "192.0.2.0/24"),
        ("::ffff:192.0.2.7", "192.0.2.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("kein Netz", "unknown"),
        (None, "unknown"),
    ],
)
def test_a_network_is_a_neighbourhood(address: str | None, neighbourhood: str) -> None:
    assert throttling.network(address) == neighbourhood


def test_a_pause_doubles_up_to_a_quarter_of_an_hour() -> None:
    pauses = [throttling.pause(failures, 5).total_seconds() for failures in (4, 5, 6, 13, 14, 900)]
    assert pauses == [0, 2, 4, 512, 900, 900]
