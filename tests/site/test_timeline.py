"""What has been, what is now, what comes next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from charta.site.timeline import Event, steps

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("begins", "ends", "state", "moment"),
    [
        (NOON + HOUR, None, "next", NOON + HOUR),
        (NOON, None, "past", NOON),
        (NOON, NOON + HOUR, "now", NOON + HOUR),
        (NOON - HOUR, NOON, "past", NOON - HOUR),
        (NOON + HOUR, NOON + 2 * HOUR, "next", NOON + HOUR),
    ],
)
def test_an_event_stands_where_the_clock_puts_it(
    begins: datetime, ends: datetime | None, state: str, moment: datetime
) -> None:
    (step,) = steps([Event("Titel", "/", begins, ends)], NOON)
    assert (step.state, step.moment, step.until) == (state, moment, state == "now")


def test_events_stand_in_the_order_they_begin() -> None:
    later, earlier = Event("b", "/", NOON), Event("a", "/", NOON - HOUR)
    assert [step.title for step in steps([later, earlier], NOON)] == ["a", "b"]
