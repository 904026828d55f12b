"""An address of one's own making (use of a less trusted source, CWE-348): what counts attempts by
network is led astray by headers that a client can send itself.

The known case is CVE-2020-35590: a plugin of WordPress that limits sign-ins believed
``X-Forwarded-For``, and whoever changed it with each attempt could guess for ever.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from charta.accounts import throttling
from charta.accounts.models import SignInAttempt
from charta.core.database import db
from charta.receipts.guessing import MOST_WRONG
from config import Settings
from tests.support.applications import Applications
from tests.support.cast import Cast
from tests.support.visitor import Visitor

pytestmark = [pytest.mark.one_engine, pytest.mark.usefixtures("quick_hashing")]

SIGN_IN, WRONG = "/konto/anmelden/", "/beleg/mita-bode-kuha-rino-sewa/"
NEARBY = "127.0.0.1"
"""From where the client of the tests connects."""

HEADERS = (
    *("X-Forwarded-For", "Forwarded", "X-Real-IP", "X-Client-IP", "Client-IP", "True-Client-IP"),
    *("CF-Connecting-IP", "X-Cluster-Client-IP", "X-Originating-IP", "Via"),
)
CHAINS = [
    (0, "203.0.113.7", NEARBY),
    (0, "203.0.113.7, 198.51.100.8", NEARBY),
    (1, None, NEARBY),
    (1, "203.0.113.7", "203.0.113.7"),
    (1, "192.0.2.1, 192.0.2.2, 203.0.113.7", "203.0.113.7"),
    (1, "192.0.2.1,,203.0.113.7", "203.0.113.7"),
    (2, "192.0.2.1, 203.0.113.7, 198.51.100.8", "203.0.113.7"),
    (2, "203.0.113.7, 198.51.100.8", "203.0.113.7"),
    (2, "198.51.100.8", NEARBY),
    (3, "192.0.2.1, 203.0.113.7, 198.51.100.8, 198.51.100.9", "203.0.113.7"),
]
"""How many proxies there are, what arrives, and which address is the client's."""


@contextmanager
def behind(settings: Settings, applications: Applications, proxies: int) -> Iterator[Flask]:
    with applications.lend(replace(settings, proxies=proxies)) as app:
        yield app


def counted_for(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(SignInAttempt.network).order_by(SignInAttempt.id)))


def network_of(settings: Settings, address: str) -> str:
    return throttling.origin(settings, email="x@example.org", address=address).network


def guess(app: Flask, headers: dict[str, str]) -> int:
    visitor = Visitor(app.test_client())
    form = {"email": "x@example.org", "password": "geraten", "csrf_token": visitor.token()}
    return visitor.client.post(SIGN_IN, data=form, headers=headers).status_code


@pytest.mark.parametrize(("proxies", "arrives", "client"), CHAINS)
def test_the_client_is_who_the_outermost_proxy_has_seen(
    settings: Settings, applications: Applications, proxies: int, arrives: str | None, client: str
) -> None:
    with behind(settings, applications, proxies) as app:
        guess(app, {"X-Forwarded-For": arrives} if arrives is not None else {})
        assert counted_for(app) == [network_of(settings, client)]


@pytest.mark.parametrize("proxies", [0, 1])
def test_no_other_header_is_believed(
    settings: Settings, applications: Applications, proxies: int
) -> None:
    with behind(settings, applications, proxies) as app:
        headers = dict.fromkeys(HEADERS[bool(proxies) :], "203.0.113.7")
        headers["Forwarded"] = "for=203.0.113.7;host=evil.example"
        guess(app, headers)
        assert counted_for(app) == [network_of(settings, NEARBY)]


def test_nonsense_is_one_network(settings: Settings, applications: Applications) -> None:
    """So that nobody gets a fresh one with each attempt."""
    with behind(settings, applications, 1) as app:
        for made_up in ("unknown", "' OR 1=1 --", "999.1.1.1", "a" * 3000, "203.0.113.7:443"):
            guess(app, {"X-Forwarded-For": made_up})
        assert set(counted_for(app)) == {network_of(settings, "unknown")}


def test_who_guesses_passwords_waits_whatever_they_claim(
    app: Flask, city: Cast, settings: Settings
) -> None:
    told = [guess(app, {"X-Forwarded-For": f"203.0.{number}.7"}) for number in range(6)]
    assert told == [422] * throttling.FREE + [429]
    assert set(counted_for(app)) == {network_of(settings, NEARBY)}


def codes(app: Flask, header: str) -> list[int]:
    """One wrong code of a receipt more than are allowed, each as if from another address."""
    client = app.test_client()
    return [
        client.get(WRONG, headers={"X-Forwarded-For": header.format(number)}).status_code
        for number in range(MOST_WRONG + 1)
    ]


def test_who_guesses_receipts_waits_whatever_they_claim(app: Flask, city: Cast) -> None:
    assert codes(app, "203.0.113.{}")[-1] == 429


@pytest.mark.parametrize(
    ("header", "last"), [("203.0.113.{}, 198.51.100.7", 429), ("203.0.113.{}", 404)]
)
def test_behind_a_proxy_only_what_it_adds_counts(
    settings: Settings, applications: Applications, header: str, last: int
) -> None:
    """Different people behind it stay different."""
    with behind(settings, applications, 1) as app:
        assert codes(app, header)[-1] == last
