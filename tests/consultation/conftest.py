"""Visitors of consultations, and the time they come at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from charta.consultation.models import Round
from charta.core.actors import Actor
from charta.core.database import db
from charta.drafting.models import Document
from charta.journal.models import JournalEntry
from tests.support.cast import Cast, sign_in
from tests.support.consultation import DURING, a_round
from tests.support.drafting import a_clause
from tests.support.visitor import Visitor

At = Callable[[datetime], None]
Visits = Callable[[Actor | None], Visitor]


@pytest.fixture
def at(app: Flask) -> At:
    """Set the clock of the application; it stands still at :data:`DURING` at first."""

    def set_clock(moment: datetime) -> None:
        app.extensions["charta.clock"] = lambda: moment

    set_clock(DURING)
    return set_clock


@pytest.fixture
def visits(app: Flask) -> Visits:
    """A visitor with a browser of their own, signed in or not."""

    def visitor(actor: Actor | None = None) -> Visitor:
        client = app.test_client()
        return Visitor(sign_in(client, actor) if actor else client)

    return visitor


@pytest.fixture
def app_context(app: Flask) -> Iterator[None]:
    """Let the whole test speak to the database."""
    with app.app_context():
        yield


@pytest.fixture
def clause(app: Flask, city: Cast) -> Document:
    """MOB-1, in section A-1."""
    with app.app_context():
        return a_clause(city)


@pytest.fixture
def found(app: Flask, city: Cast, clause: Document) -> Round:
    """A round that shows MOB-1."""
    with app.app_context():
        return a_round(city)


def entries(action: str) -> list[JournalEntry]:
    """What the journal says of an action, oldest first."""
    query = select(JournalEntry).where(JournalEntry.action == action).order_by(JournalEntry.id)
    return list(db.session.scalars(query))


def amount(table: type) -> int:
    """How many rows a table has."""
    return db.session.scalar(select(func.count()).select_from(table)) or 0
