"""What one may hear of, how often, and when a mail is due: values in, values out."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from charta.core.clock import BERLIN


class Topic(StrEnum):
    """What somebody chooses to hear of."""

    ANSWERS = "answers"
    CLAUSES = "clauses"
    ROUNDS = "rounds"


class Frequency(StrEnum):
    """How often they want to."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


class Kind(StrEnum):
    """What can happen."""

    ANSWERED = "answered"
    CHANGED = "changed"
    OPENED = "opened"
    CLOSING = "closing"


DEFAULT = Frequency.AT_ONCE
"""For who has chosen nothing. Nobody is told anything they have no part in, unless they ask."""

TOPICS = {
    Kind.ANSWERED: Topic.ANSWERS,
    Kind.CHANGED: Topic.CLAUSES,
    Kind.OPENED: Topic.ROUNDS,
    Kind.CLOSING: Topic.ROUNDS,
}

MORNING = time(7)
MONDAY = 0
REMINDER = timedelta(days=3)
"""So long before a round closes it is called to mind."""
FRESH = timedelta(days=14)
"""What is discovered later than this is no news any more: after a long standstill, or when an
installation with years of history begins to tell people."""


def due(frequency: Frequency, at: datetime) -> datetime | None:
    """From when on something that happened ``at`` may be told: at once, on the next morning or
    the next Monday morning by Berlin's clocks, or never (None)."""
    if frequency is Frequency.NEVER:
        return None
    if frequency is Frequency.AT_ONCE:
        return at
    day = at.astimezone(BERLIN).date()
    morning = _morning(day)
    while morning <= at or (frequency is Frequency.WEEKLY and day.weekday() != MONDAY):
        day += timedelta(days=1)
        morning = _morning(day)
    return morning


def _morning(day: date) -> datetime:
    return datetime.combine(day, MORNING, BERLIN).astimezone(UTC)


def reminder(opens_at: datetime, closes_at: datetime) -> datetime | None:
    """When to remind of a round's end; a round so short that its opening says as much has none."""
    at = closes_at - REMINDER
    return at if at - opens_at >= timedelta(days=1) else None
