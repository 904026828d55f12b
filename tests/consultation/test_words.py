"""A round's dates in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from charta.consultation import words
from charta.consultation.models import Round

CLOSES = datetime(2026, 3, 24, 9, 0, tzinfo=UTC)
ROUND = Round(opens_at=datetime(2026, 3, 3, 9, 0, tzinfo=UTC), closes_at=CLOSES)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 3, 2, tzinfo=UTC), "geöffnet ab 3. März 2026, 10:00 Uhr"),
        (CLOSES - timedelta(days=12, hours=5), "noch 12 Tage"),
        (CLOSES - timedelta(days=1), "noch 1 Tag"),
        (CLOSES - timedelta(hours=23, minutes=59), "noch 23 Stunden"),
        (CLOSES - timedelta(hours=1), "noch 1 Stunde"),
        (CLOSES - timedelta(minutes=20, seconds=30), "noch 20 Minuten"),
        (CLOSES - timedelta(microseconds=1), "noch 1 Minute"),
        (CLOSES, "beendet am 24. März 2026, 10:00 Uhr"),
    ],
)
def test_dates_in_words(app: Flask, now: datetime, expected: str) -> None:
    with app.test_request_context("/"):
        assert words.when(ROUND, now) == expected


def test_every_state_and_disposition_has_its_word(app: Flask) -> None:
    with app.test_request_context("/"):
        assert [words.state(one) for one in words.STATES] == ["angekündigt", "geöffnet", "beendet"]
        assert words.disposition("partly_adopted") == "teilweise übernommen"
