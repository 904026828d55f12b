"""The visitor of these tests, and a clock that stands still."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.support.accounts import StoppedClock, stop_clock
from tests.support.hashing import quick_hashing
from tests.support.visitor import Visitor

__all__ = ["quick_hashing"]


@pytest.fixture
def clock(app: Flask) -> StoppedClock:
    return stop_clock(app)


@pytest.fixture
def visitor(app: Flask, clock: StoppedClock, quick_hashing: None) -> Visitor:
    return Visitor(app.test_client())


@pytest.fixture
def second_visitor(app: Flask, clock: StoppedClock) -> Visitor:
    """The same or another person at another browser."""
    return Visitor(app.test_client())
