"""A page kept in memory is never older than one made anew, and never anybody's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from charta.consultation.models import Round
from charta.core.database import db
from charta.drafting.models import Document
from charta.site.unchanged import Page, Shelf
from tests.support.accounts import StoppedClock, stop_clock
from tests.support.cast import START, Cast, sign_in
from tests.support.consultation import CLOSES, DURING, OPENS, a_comment, a_round
from tests.support.drafting import a_clause
from tests.support.statements import counted


@pytest.fixture
def clock(app: Flask) -> StoppedClock:
    return stop_clock(app, START)


@pytest.fixture
def key(app: Flask, city: Cast) -> str:
    """A clause in an announced round, and the key of its page."""
    with app.app_context():
        clause = a_clause(city)
        a_round(city)
        return clause.key


@pytest.fixture
def read(app: Flask, city: Cast, key: str) -> Callable[[], str]:
    return lambda: app.test_client().get(f"/{city.slug}/klauseln/{key}/").text


def test_the_second_reader_costs_one_question(app: Flask, read: Callable[[], str]) -> None:
    first = read()
    with counted(app) as statements:
        assert read() == first
    assert len(statements) == 2, "the charter and the stamp"


def test_what_was_said_is_there_at_once(
    app: Flask, city: Cast, clock: StoppedClock, key: str, read: Callable[[], str]
) -> None:
    clock.at = DURING
    assert "Lastenräder" not in read()
    with app.app_context():
        found = db.session.query(Document).filter_by(key=key).one()
        a_comment(city, _the_round(), found)
    assert "Lastenräder" in read()


def test_a_round_opens_and_closes_to_the_moment(
    clock: StoppedClock, read: Callable[[], str]
) -> None:
    instant = timedelta(microseconds=1)
    seen = []
    for clock.at in (OPENS - instant, OPENS, CLOSES - instant, CLOSES):
        seen.append("Stellung nehmen</span>" in read())
    assert seen == [False, True, True, False]


def test_who_is_signed_in_gets_a_page_of_their_own(
    client: FlaskClient, city: Cast, key: str, read: Callable[[], str]
) -> None:
    anonymous = read()
    own = sign_in(client, city.citizen).get(f"/{city.slug}/klauseln/{key}/")
    assert city.citizen.name in own.text
    assert read() == anonymous
    assert city.citizen.name not in anonymous


def test_the_shelf_is_bounded_and_keeps_what_is_used() -> None:
    shelf = Shelf[Page](250)
    for name in "ab":
        shelf.put(name, Page((1,), b"x" * 100, ""))
    assert shelf.find("a")
    shelf.put("c", Page((1,), b"x" * 100, ""))
    assert list(shelf.things) == ["a", "c"]
    shelf.put("huge", Page((1,), b"x" * 251, ""))
    assert shelf.size == 200
    assert shelf.find("huge") is None


def _the_round() -> Round:
    return db.session.query(Round).one()
