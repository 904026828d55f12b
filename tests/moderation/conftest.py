"""A round in full swing, in which Carla has said something that is reported."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask

from charta.consultation.models import Comment, Round
from charta.drafting.models import Document
from tests.support.accounts import StoppedClock, stop_clock
from tests.support.cast import Cast
from tests.support.consultation import DURING, a_comment, a_round
from tests.support.drafting import a_clause

INSULT = "Die Nachbarin Kanariengelb ist unfähig und wohnt im Hafenweg 7."


@dataclass
class Scene:
    """The round that is open, its clause, and the comment that is reported."""

    city: Cast
    round: Round
    clause: Document
    comment: Comment
    clock: StoppedClock


@pytest.fixture
def scene(app: Flask, city: Cast) -> Scene:
    clock = stop_clock(app, DURING)
    with app.app_context():
        clause = a_clause(city)
        found = a_round(city)
        comment = a_comment(city, found, clause, source=INSULT, author=city.citizen)
        return Scene(city, found, clause, comment, clock)
