"""Somebody writes and does not come to an end: readers go on, writers get their text back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from charta.core import database
from tests.support.cast import Cast
from tests.support.consultation import a_round
from tests.support.drafting import a_clause
from tests.support.outages import locked
from tests.support.visitor import Visitor

TEXT = "/stralsund/beteiligung/1/MOB-1/"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The application waits for its turn for a second only."""
    monkeypatch.setattr(database, "LOCK_TIMEOUT_SECONDS", 1)


@pytest.mark.usefixtures("impatient")
def test_who_has_waited_in_vain_gets_it_back(
    app: Flask, city: Cast, citizen: Visitor, database_url: str
) -> None:
    at = datetime.now(UTC)
    with app.app_context():
        a_clause(city)
        a_round(city, opens_at=at - timedelta(days=1), closes_at=at + timedelta(days=9))
    page = citizen.open(TEXT)
    with locked(database_url):
        returned = page.press("Stellungnahme abgeben", source="Bitte auch Bänke.")
        assert returned.status == 503
        assert returned.field("source") == "Bitte auch Bänke."
        citizen.open(TEXT)
    assert returned.press("Noch einmal absenden").status == 200
