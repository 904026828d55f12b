"""What kinds of releases there are, in which state one is, and what stands against one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from charta.core.clock import BERLIN

TITLE_LENGTH = 200
NOTE_LENGTH = 2000
DECISION_LENGTH = 100


class Kind(StrEnum):
    """A draft to be consulted on, or the text the council has decided."""

    CONSULTATION = "consultation"
    EDITION = "edition"


class State(StrEnum):
    """Where a release stands, computed from its opening and the clock."""

    FIXED = "fixed"
    ANNOUNCED = "announced"
    OPENED = "opened"
    PUBLISHED = "published"


def state(kind: str, opens_at: datetime | None, now: datetime) -> State:
    """Fixed until somebody opens it, announced until its time has come, public after that."""
    if opens_at is None:
        return State.FIXED
    if opens_at > now:
        return State.ANNOUNCED
    return State.PUBLISHED if kind == Kind.EDITION else State.OPENED


class Lack(StrEnum):
    """What may be missing from a release; each names its clauses."""

    NO_DEPARTMENT = "no_department"
    IN_REVIEW = "in_review"
    NOT_FEASIBLE = "not_feasible"
    STALE = "stale"
    UNRELEASED = "unreleased"
    EMPTY_SECTION = "empty_section"
    WITHDRAWN = "withdrawn"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Finding:
    """One thing an editor should know before fixing a release; ``departments`` are names."""

    lack: Lack
    document_id: int | None = None
    key: str = ""
    title: str = ""
    departments: tuple[str, ...] = ()


def decision_day_has_come(decided_on: date, now: datetime) -> bool:
    """A council cannot have decided tomorrow; the day is Berlin's."""
    return decided_on <= now.astimezone(BERLIN).date()
