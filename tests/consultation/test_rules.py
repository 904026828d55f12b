"""A round is open to the microsecond, and its dates make sense; by the clocks of Stralsund."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from charta.consultation import rules
from charta.consultation.rules import Dates, Disposition, State
from charta.core.errors import Invalid
from tests.support.consultation import berlin

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TICK = timedelta(microseconds=1)
DAY = timedelta(days=1)
OPENS, CLOSES = NOW + DAY, NOW + 21 * DAY
OLD = Dates(NOW, OPENS, CLOSES, None)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (OPENS - TICK, State.BEFORE),
        (OPENS, State.OPEN),
        (CLOSES - TICK, State.OPEN),
        (CLOSES, State.CLOSED),
        (CLOSES + TICK, State.CLOSED),
    ],
)
def test_a_round_is_open_from_its_beginning_until_just_before_its_end(
    now: datetime, expected: State
) -> None:
    assert rules.state(OPENS, CLOSES, now) is expected


@pytest.mark.parametrize(
    ("opens", "closes", "hours"),
    [
        # From Saturday noon until Sunday noon: a day is an hour shorter in March …
        ("2026-03-28 12:00", "2026-03-29 12:00", 23),
        # … and an hour longer in October.
        ("2026-10-24 12:00", "2026-10-25 12:00", 25),
    ],
)
def test_the_change_of_the_clocks_is_part_of_a_round(opens: str, closes: str, hours: int) -> None:
    begins, ends = berlin(opens), berlin(closes)
    assert ends - begins == timedelta(hours=hours)
    assert rules.state(begins, ends, begins - TICK) is State.BEFORE
    assert rules.state(begins, ends, begins) is State.OPEN
    assert rules.state(begins, ends, ends - TICK) is State.OPEN
    assert rules.state(begins, ends, ends) is State.CLOSED


def test_a_round_may_begin_when_the_clocks_have_just_gone_forward() -> None:
    begins = berlin("2026-03-29 03:00")
    assert begins == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    with pytest.raises(ValueError, match="Sommerzeit"):
        berlin("2026-03-29 02:30")


def test_without_a_word_the_text_is_readable_at_once() -> None:
    dates = rules.announced(NOW, OPENS, CLOSES, None, None)
    assert dates == Dates(NOW, OPENS, CLOSES, None)


def test_the_running_minute_means_now() -> None:
    now = NOW + timedelta(seconds=42)
    dates = rules.announced(now, NOW, CLOSES, None, NOW)
    assert (dates.readable_from, dates.opens_at) == (now, now)


@pytest.mark.parametrize(
    ("opens", "closes", "answer_by", "readable", "field"),
    [
        (NOW - timedelta(minutes=1), CLOSES, None, None, "opens_at"),
        (OPENS, CLOSES, None, NOW - timedelta(minutes=1), "readable_from"),
        (OPENS, CLOSES, None, OPENS + TICK, "readable_from"),
        (OPENS, OPENS, None, None, "closes_at"),
        (OPENS, OPENS - TICK, None, None, "closes_at"),
        (OPENS, CLOSES, date(2026, 3, 22), None, "answer_by"),
    ],
)
def test_impossible_dates_are_refused_at_their_field(
    opens: datetime,
    closes: datetime,
    answer_by: date | None,
    readable: datetime | None,
    field: str,
) -> None:
    with pytest.raises(Invalid) as refused:
        rules.announced(NOW, opens, closes, answer_by, readable)
    assert refused.value.field == field


def test_answers_may_be_promised_for_the_last_day() -> None:
    """The day is Berlin's: 23:30 there is still the day before in UTC's next hour."""
    closes = berlin("2026-03-23 23:30")
    assert rules.announced(NOW, OPENS, closes, date(2026, 3, 23), None).answer_by


def test_the_end_may_move_until_it_has_come() -> None:
    later = CLOSES + DAY
    assert rules.rescheduled(CLOSES - TICK, OLD, None, later, None).closes_at == later
    with pytest.raises(Invalid):
        rules.rescheduled(CLOSES, OLD, None, later, None)


def test_the_end_never_moves_into_the_past() -> None:
    now = OPENS + DAY
    assert rules.rescheduled(now, OLD, None, now, None).closes_at == now
    with pytest.raises(Invalid) as refused:
        rules.rescheduled(now, OLD, None, now - TICK, None)
    assert refused.value.field == "closes_at"


def test_the_beginning_moves_only_before_it_has_come() -> None:
    later = OPENS + DAY
    assert rules.rescheduled(OPENS - TICK, OLD, later, CLOSES, None).opens_at == later
    with pytest.raises(Invalid) as refused:
        rules.rescheduled(OPENS, OLD, later, CLOSES, None)
    assert refused.value.field == "opens_at"
    assert rules.rescheduled(OPENS, OLD, OPENS, CLOSES, None) == OLD


def test_nobody_may_speak_before_the_text_can_be_read() -> None:
    old = Dates(OPENS, OPENS, CLOSES, None)
    with pytest.raises(Invalid) as refused:
        rules.rescheduled(NOW, old, OPENS - TICK, CLOSES, None)
    assert refused.value.field == "opens_at"


@pytest.mark.parametrize("disposition", [Disposition.ADOPTED, Disposition.PARTLY_ADOPTED])
def test_what_is_adopted_may_have_led_to_a_newer_wording(disposition: Disposition) -> None:
    rules.check_leads(disposition, (7, 3), [(7, 1), (7, 2)])


@pytest.mark.parametrize(
    ("disposition", "revision", "commented"),
    [
        (Disposition.NOT_ADOPTED, (7, 3), [(7, 1)]),
        (Disposition.NOTED, (7, 3), [(7, 1)]),
        (Disposition.ADOPTED, (7, 3), [(7, 3)]),
        (Disposition.ADOPTED, (7, 2), [(7, 1), (7, 2)]),
        (Disposition.ADOPTED, (7, 3), [(8, 1)]),
    ],
)
def test_what_cannot_have_led_there_is_refused(
    disposition: Disposition, revision: tuple[int, int], commented: list[tuple[int, int]]
) -> None:
    with pytest.raises(Invalid) as refused:
        rules.check_leads(disposition, revision, commented)
    assert refused.value.field == "revision"


def test_an_answer_need_not_lead_anywhere() -> None:
    rules.check_leads(Disposition.NOTED, None, [(7, 1)])
