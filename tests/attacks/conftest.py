"""A town with one of everything, and a neighbour whose staff try to reach into it."""

from __future__ import annotations

import pytest
from flask import Flask

from charta.core.database import transaction
from tests.house.test_bad_input import town
from tests.support.cast import Cast, a_city
from tests.support.consultation import a_round
from tests.support.drafting import a_clause
from tests.support.hashing import quick_hashing
from tests.support.workshops import a_workshop

__all__ = ["quick_hashing", "town"]


@pytest.fixture
def neighbour(app: Flask, town: Cast) -> Cast:
    """Greifswald, with a clause, a workshop and a round of its own."""
    with app.app_context():
        city = a_city("greifswald", "Greifswald")
        with transaction():
            a_workshop(city, opened=True)
        a_clause(city)
        a_round(city)
        return city
