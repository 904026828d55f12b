"""When a mail is due, by Berlin's clocks, also when they change."""

from __future__ import annotations

from datetime import timedelta

import pytest

from charta.notifications import rules
from charta.notifications.rules import Frequency
from tests.support.consultation import berlin

DAILY, WEEKLY = Frequency.DAILY, Frequency.WEEKLY


@pytest.mark.parametrize(
    ("frequency", "happened", "due"),
    [
        (Frequency.AT_ONCE, "2026-03-10 12:00", "2026-03-10 12:00"),
        (DAILY, "2026-03-10 06:59", "2026-03-10 07:00"),
        (DAILY, "2026-03-10 07:00", "2026-03-11 07:00"),
        (DAILY, "2026-03-28 12:00", "2026-03-29 07:00"),
        (DAILY, "2026-03-29 01:30", "2026-03-29 07:00"),
        (DAILY, "2026-10-24 23:00", "2026-10-25 07:00"),
        (DAILY, "2026-12-31 08:00", "2027-01-01 07:00"),
        (WEEKLY, "2026-03-10 12:00", "2026-03-16 07:00"),
        (WEEKLY, "2026-03-16 06:59", "2026-03-16 07:00"),
        (WEEKLY, "2026-03-16 07:00", "2026-03-23 07:00"),
        (WEEKLY, "2026-03-28 12:00", "2026-03-30 07:00"),
        (WEEKLY, "2026-10-24 12:00", "2026-10-26 07:00"),
    ],
)
def test_a_mail_is_due(frequency: Frequency, happened: str, due: str) -> None:
    assert rules.due(frequency, berlin(happened)) == berlin(due)


def test_the_morning_is_seven_by_the_clocks_before_and_after_they_change() -> None:
    winter, summer = (
        rules.due(DAILY, berlin(day)) for day in ("2026-03-27 12:00", "2026-03-28 12:00")
    )
    assert winter is not None
    assert summer is not None
    assert summer - winter == timedelta(hours=23)


def test_never_is_never() -> None:
    assert rules.due(Frequency.NEVER, berlin("2026-03-10 12:00")) is None


def test_a_round_is_called_to_mind_three_days_before_its_end() -> None:
    opens, closes = berlin("2026-03-10 08:00"), berlin("2026-03-31 18:00")
    assert rules.reminder(opens, closes) == closes - timedelta(days=3)


@pytest.mark.parametrize(("days", "reminded"), [(3, False), (3.9, False), (4, True)])
def test_a_short_round_is_not(days: float, reminded: bool) -> None:
    opens = berlin("2026-05-10 08:00")
    assert (rules.reminder(opens, opens + timedelta(days=days)) is not None) is reminded
