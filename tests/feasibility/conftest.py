"""A clause that waits for its verdict."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.support.cast import Cast
from tests.support.drafting import a_clause
from tests.support.feasibility import a_request


@pytest.fixture
def key(app: Flask, city: Cast) -> str:
    """The key of a clause that the Bauamt was asked about."""
    with app.app_context():
        clause = a_clause(city)
        a_request(city, clause)
        return clause.key
