"""Visitors who are already signed in as members of the cast."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.support.accounts import StoppedClock, stop_clock
from tests.support.cast import Cast, sign_in
from tests.support.hashing import quick_hashing
from tests.support.visitor import Visitor

__all__ = ["quick_hashing"]

Becoming = Callable[[str], Visitor]


@pytest.fixture
def clock(app: Flask) -> StoppedClock:
    return stop_clock(app)


@pytest.fixture
def as_(app: Flask, city: Cast, clock: StoppedClock) -> Becoming:
    """Visit as somebody of the cast: ``as_("admin")``; ``as_("")`` has not signed in."""

    def become(key: str) -> Visitor:
        client = app.test_client()
        return Visitor(sign_in(client, city.actors[key]) if key else client)

    return become


@pytest.fixture
def admin(as_: Becoming) -> Visitor:
    return as_("admin")
