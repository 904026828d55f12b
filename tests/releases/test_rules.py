"""The state of a release, computed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from charta.releases.rules import State, decision_day_has_come, state

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "opens_at", "expected"),
    [
        ("consultation", None, State.FIXED),
        ("edition", None, State.FIXED),
        ("consultation", NOW + timedelta(seconds=1), State.ANNOUNCED),
        ("consultation", NOW, State.OPENED),
        ("edition", NOW, State.PUBLISHED),
        ("edition", NOW - timedelta(days=1), State.PUBLISHED),
    ],
)
def test_the_state_follows_from_opening_and_clock(
    kind: str, opens_at: datetime | None, expected: State
) -> None:
    assert state(kind, opens_at, NOW) is expected


def test_the_councils_day_is_berlins() -> None:
    shortly_before_midnight = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    assert decision_day_has_come(date(2026, 3, 2), shortly_before_midnight)
    assert not decision_day_has_come(date(2026, 3, 3), shortly_before_midnight)
