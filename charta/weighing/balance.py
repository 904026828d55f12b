"""The ledger's arithmetic: from counted rows to what a round has kept of its promise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from charta.consultation.models import Round
from charta.core.clock import BERLIN

OPEN = "open"
"""Among the dispositions: no public answer yet."""


@dataclass
class Balance:
    """What came in in a round and what was answered, as the public may know it.

    ``contributions`` are comments, ideas and letters that are not divided yet; ``answered`` those
    with a public answer. ``days`` counts answers by the days from receipt to the first answer,
    ``late`` those after the promised day; both know comments only. ``themes`` counts by theme (None
    without one) and disposition: there a comment that was split counts with each of its parts.
    """

    round: Round
    contributions: int = 0
    answered: int = 0
    late: int = 0
    days: Counter[int] = field(default_factory=Counter)
    themes: dict[int | None, Counter[str]] = field(default_factory=dict)

    @property
    def open(self) -> int:
        return self.contributions - self.answered

    @property
    def share(self) -> int | None:
        """Per cent that are answered, rounded down: 100 means every one."""
        return self.answered * 100 // self.contributions if self.contributions else None

    @property
    def median_days(self) -> float | None:
        """The middle one of all times to an answer, in days."""
        return median(self.days)

    def overdue(self, now: datetime) -> int:
        """How many wait although their day has passed."""
        return self.open if now >= promised_until(self.round, now) else 0

    def kept(self, now: datetime) -> bool | None:
        """Whether every answer came by the promised day; None while that is open, or when
        nothing was promised."""
        if self.round.answer_by is None:
            return None
        if self.late or self.overdue(now):
            return False
        return True if now >= promised_until(self.round, now) else None

    def count(self, theme_id: int | None, disposition: str, number: int) -> None:
        self.themes.setdefault(theme_id, Counter())[disposition] += number


def promised_until(found: Round, now: datetime) -> datetime:
    """The end of the day by which a round has promised its answers, in Berlin; a round that
    promised none is never late."""
    if found.answer_by is None:
        return now + timedelta(days=1)
    return midnight_after(found.answer_by)


def midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), BERLIN)


def median(counts: Mapping[int, int]) -> float | None:
    """The median of values that are given with how often each occurs; None without any."""
    total = sum(counts.values())
    if not total:
        return None
    middle = ((total - 1) // 2, total // 2)
    return sum(_at(counts, place) for place in middle) / 2


def _at(counts: Mapping[int, int], place: int) -> int:
    """The value at ``place`` when all are put in order."""
    seen = 0
    for value in sorted(counts):
        seen += counts[value]
        if place < seen:
            return value
    raise IndexError(place)
