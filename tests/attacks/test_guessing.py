"""Guessing, and trying passwords that were stolen elsewhere (credential stuffing, CWE-307).

The known case is 23andMe in 2023, where passwords of other sites opened thousands of accounts.
Attempts are counted in the database, so that all workers of an installation count together: here
two applications, a program of its own, and threads guess on one database.
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from werkzeug.test import TestResponse

from charta.accounts import throttling
from charta.accounts.models import SignIn, SignInAttempt
from charta.core.database import db, transaction
from charta.core.errors import TooMany
from config import Settings
from tests.support.accounts import stop_clock
from tests.support.applications import own
from tests.support.cast import PASSWORD, Cast
from tests.support.visitor import Visitor

pytestmark = pytest.mark.usefixtures("quick_hashing")

SIGN_IN, ACCOUNT = "/konto/anmelden/", "/konto/"
CITIZEN = "citizen@stralsund.example"
WRONG = "falsch geraten"
FREE = throttling.FREE


@pytest.fixture
def workers(app: Flask, settings: Settings, city: Cast) -> Iterator[list[Flask]]:
    """Two applications that share nothing but the database, both at the same moment."""
    with ExitStack() as stack:
        both = [stack.enter_context(own(settings)) for _number in range(2)]
        for one in (app, *both):
            stop_clock(one)
        yield both


def attempt(
    app: Flask, email: str = CITIZEN, password: str = WRONG, address: str = "127.0.0.1"
) -> TestResponse:
    visitor = Visitor(app.test_client())
    form = {"csrf_token": visitor.token(), "email": email, "password": password}
    return visitor.client.post(SIGN_IN, data=form, environ_base={"REMOTE_ADDR": address})


def amount(app: Flask, model: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_workers_count_together(app: Flask, workers: list[Flask]) -> None:
    told = [attempt(workers[turn % 2]).status_code for turn in range(FREE)]
    assert told == [422] * FREE
    for one in workers:
        refused = attempt(one, password=PASSWORD)
        assert refused.status_code == 429, "also with the right one: else waiting would tell"
        assert refused.headers["Retry-After"] == "2"
    assert amount(app, SignIn) == 0
    assert amount(app, SignInAttempt) == FREE


def test_attempts_at_the_same_moment_are_counted_one_by_one(
    app: Flask, workers: list[Flask]
) -> None:
    many = 2 * FREE
    ready = Barrier(many)

    def guess(turn: int) -> int:
        visitor = Visitor(workers[turn % 2].test_client())
        form = {"csrf_token": visitor.token(), "email": CITIZEN, "password": WRONG}
        ready.wait()
        return visitor.client.post(SIGN_IN, data=form).status_code

    with ThreadPoolExecutor(many) as pool:
        assert Counter(pool.map(guess, range(many))) == {422: FREE, 429: many - FREE}
    assert amount(app, SignInAttempt) == FREE


GUESSES = f"""
from charta import create_app
from config import Settings
from tests.attacks.test_guessing import attempt, stop_clock
app = create_app(Settings.from_environment())
stop_clock(app)
for turn in range({FREE}):
    print(attempt(app).status_code)
"""


@pytest.mark.one_engine
def test_a_program_of_its_own_counts_as_well(
    app: Flask, settings: Settings, city: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHARTA_ENVIRONMENT", "testing")
    monkeypatch.setenv("CHARTA_SECRET_KEY", settings.secret_key)
    monkeypatch.setenv("CHARTA_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("CHARTA_LOG_LEVEL", "ERROR")
    done = subprocess.run(
        [sys.executable, "-c", GUESSES], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout.split() == ["422"] * FREE, done.stderr
    stop_clock(app)
    assert attempt(app).status_code == 429


def test_one_password_for_many_accounts_ends_with_the_network(
    app: Flask, city: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list is long and each account is tried once; another network is not held up."""
    monkeypatch.setattr(throttling, "FREE_OF_NETWORK", 8)
    stop_clock(app)
    told = [
        attempt(app, f"name{turn}@example.org", address=f"198.51.100.{turn}").status_code
        for turn in range(10)
    ]
    assert told == [422] * 8 + [429] * 2, "a network is a neighbourhood, not an address"
    assert attempt(app, password=PASSWORD, address="198.51.100.99").status_code == 429
    assert attempt(app, password=PASSWORD, address="203.0.113.1").status_code == 303


def test_from_many_networks_all_together_count(
    app: Flask, city: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then a strange browser gets less, and one from which somebody has signed in before none."""
    monkeypatch.setattr(throttling, "ALARM", 6)
    stop_clock(app)
    owner = Visitor(app.test_client())
    assert owner.post(SIGN_IN, email=CITIZEN, password=PASSWORD).status_code == 303
    owner.open(ACCOUNT).press("Abmelden")
    for turn in range(6):
        attempt(app, f"name{turn}@example.org", address=f"198.51.{turn}.1")
    few = throttling.FREE_IN_ALARM
    told = [attempt(app, address=f"203.0.{turn}.1").status_code for turn in range(few + 1)]
    assert told == [422] * few + [429]
    assert owner.post(SIGN_IN, email=CITIZEN, password=PASSWORD).status_code == 303


def test_a_hall_behind_one_address_keeps_working(app: Flask, city: Cast) -> None:
    """Everybody mistypes once and then gets in."""
    stop_clock(app)
    people = [f"{name}@stralsund.example" for name in city.actors]
    assert len(people) > FREE
    for email in people:
        visitor = Visitor(app.test_client())
        page = visitor.open(SIGN_IN).press("Anmelden", email=email, password=WRONG)
        assert page.press("Anmelden", email=email, password=PASSWORD).heading == "Mein Konto"
    assert amount(app, SignInAttempt) == 0, "who has proven to be themselves has mistyped"


def test_where_nobody_can_count_nobody_gets_in(
    app: Flask, city: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("ALTER TABLE sign_in_attempts RENAME TO gone"))
    visitor = Visitor(app.test_client())
    answer = visitor.post(SIGN_IN, email=CITIZEN, password=PASSWORD)
    assert answer.status_code >= 500
    assert visitor.client.get(ACCOUNT).status_code == 303
    assert amount(app, SignIn) == 0


def test_codes_and_passwords_have_one_counter(app: Flask, settings: Settings) -> None:
    """Whoever has the password may not try as many codes again."""
    now = stop_clock(app).at
    tried = throttling.origin(settings, email=CITIZEN, address="127.0.0.1")
    kinds: tuple[throttling.Kind, ...] = ("password", "code", "code", "password", "code")
    with app.app_context():
        for kind in kinds:
            with transaction():
                throttling.begin(now, kind, tried)
        for kind in kinds[:2]:
            with pytest.raises(TooMany), transaction():
                throttling.begin(now, kind, tried)
