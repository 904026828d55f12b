"""Arithmetic of the ledger, and what a kept promise is."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from charta.consultation.models import Round
from charta.weighing.balance import Balance, median, midnight_after, promised_until
from tests.support.consultation import berlin

PROMISED = date(2026, 3, 28)
EVE = berlin("2026-03-28 23:59")
AFTER = berlin("2026-03-29 00:00")


@pytest.mark.parametrize(
    ("counts", "middle"),
    [
        ({}, None),
        ({3: 1}, 3),
        ({1: 1, 2: 1}, 1.5),
        ({1: 1, 2: 1, 9: 1}, 2),
        ({0: 5, 100: 5}, 50),
        ({0: 5, 100: 6}, 100),
        ({7: 1_000_000, 8: 1}, 7),
    ],
)
def test_the_median_of_counted_days(counts: dict[int, int], middle: float | None) -> None:
    assert median(counts) == middle


def a_balance(answer_by: date | None, contributions: int = 0, answered: int = 0) -> Balance:
    return Balance(Round(answer_by=answer_by), contributions, answered)


@pytest.mark.parametrize(
    ("answer_by", "answered", "now", "kept", "overdue"),
    [
        (None, 0, AFTER, None, 0),
        (PROMISED, 2, EVE, None, 0),
        (PROMISED, 5, EVE, None, 0),
        (PROMISED, 5, AFTER, True, 0),
        (PROMISED, 4, AFTER, False, 1),
    ],
)
def test_a_promise_is_kept_when_all_are_answered(
    answer_by: date | None, answered: int, now: datetime, kept: bool | None, overdue: int
) -> None:
    balance = a_balance(answer_by, 5, answered)
    assert balance.kept(now) is kept
    assert balance.overdue(now) == overdue
    assert balance.open == 5 - answered


@pytest.mark.parametrize("now", [EVE, AFTER])
def test_an_answer_that_came_late_breaks_it(now: datetime) -> None:
    balance = a_balance(PROMISED, 5, 5)
    balance.late = 1
    assert balance.kept(now) is False


def test_the_day_ends_at_midnight_in_berlin() -> None:
    """Also in the night in which summer begins."""
    assert promised_until(Round(answer_by=PROMISED), EVE) == AFTER
    assert midnight_after(date(2026, 3, 29)) - AFTER == timedelta(hours=23)


def test_a_hundred_per_cent_means_every_one() -> None:
    assert a_balance(None, 1000, 999).share == 99
    assert a_balance(None, 1000, 1000).share == 100
    assert a_balance(None).share is None
