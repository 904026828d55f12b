"""A round in full swing with one clause, for everything that comes by other ways."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask

from charta.consultation.models import Round
from charta.drafting.models import Document
from tests.support.cast import Cast
from tests.support.consultation import DURING, a_round
from tests.support.drafting import a_clause


@dataclass
class Setting:
    """The round that is open, its clause and its section."""

    city: Cast
    round: Round
    clause: Document
    other: Document


@pytest.fixture
def setting(app: Flask, city: Cast) -> Setting:
    app.extensions["charta.clock"] = lambda: DURING
    with app.app_context():
        clause = a_clause(city)
        other = a_clause(city, title="Bänke")
        return Setting(city, a_round(city), clause, other)
