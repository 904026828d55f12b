"""What a verdict must say."""

from __future__ import annotations

import pytest
from flask import Flask

from charta.core.errors import Invalid
from charta.feasibility import rules
from charta.feasibility.rules import REASON_LENGTH, check_words

LONG = "x" * (REASON_LENGTH + 1)


@pytest.fixture(autouse=True)
def _words(app: Flask) -> object:
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    ("verdict", "reason", "conditions"),
    [
        ("feasible", "Es gibt Geld.", ""),
        ("feasible", "x" * REASON_LENGTH, " "),
        ("conditional", "Erst planen.", "Ein Plan liegt vor."),
        ("not_feasible", "Das Land ist zuständig.", ""),
    ],
)
def test_complete_verdicts_are_taken(verdict: str, reason: str, conditions: str) -> None:
    check_words(verdict, reason, conditions)


@pytest.mark.parametrize(
    ("verdict", "reason", "conditions", "field"),
    [
        ("maybe", "Es gibt Geld.", "", "verdict"),
        ("", "Es gibt Geld.", "", "verdict"),
        ("feasible", " \n", "", "reason"),
        ("feasible", LONG, "", "reason"),
        ("feasible", "Es gibt Geld.", "Ein Plan liegt vor.", "conditions"),
        ("conditional", "Erst planen.", "", "conditions"),
        ("conditional", "Erst planen.", " ", "conditions"),
        ("conditional", "Erst planen.", LONG, "conditions"),
        ("not_feasible", "Geht nicht.", "Doch.", "conditions"),
    ],
)
def test_what_is_missing_is_named_at_its_field(
    verdict: str, reason: str, conditions: str, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        check_words(verdict, reason, conditions)
    assert refused.value.field == field


def test_a_verdict_is_stale_from_the_next_revision_on() -> None:
    assert not rules.is_stale(2, 2)
    assert rules.is_stale(2, 3)
