"""Who may not write for a while, and what people are told of decisions about what they have
said, if a later stage moderates; consultation does not know which one does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from flask import Flask, current_app
from sqlalchemy import ColumnElement, false

from charta.accounts.queries import person_by_email
from charta.consultation.models import Comment
from charta.core.errors import Conflict

NAME = "charta.moderated"


class Blocked(Conflict):
    """Somebody may read but not write, for a while."""


@dataclass(frozen=True)
class Decided:
    """A decision about something of one's own, as it is listed. ``original`` is how it read
    before, as HTML; None where that was deleted. ``objection`` leads to the form; None where
    there is nothing to object to any more, and ``outcome`` says what came of it. ``until`` is the
    last day of a block, and a ``good`` decision takes an earlier one back."""

    key: str
    number: int
    what: str
    at: datetime
    until: date | None
    ground: str
    facts: str
    original: str | None
    wording: str | None
    objection: str | None
    outcome: str
    good: bool


@dataclass(frozen=True)
class Redaction:
    """When personal data were taken out of a text, and the sentence about it for everybody."""

    at: datetime
    public: str


class Moderator(Protocol):
    """The later stage."""

    def is_blocked(self, charter_id: int, person_id: int, now: datetime) -> ColumnElement[bool]:
        """Whether a person may only read, as a column of whatever is asked anyway."""

    def refuse_blocked(self, charter_id: int, person_id: int, now: datetime) -> None:
        """Raise Blocked, with reason, end and how to object, when a person may only read."""

    def decided(self, charter_id: int, person_id: int, now: datetime) -> Sequence[Decided]:
        """What was decided about somebody's contributions, newest first."""

    def redactions(self, comment: Comment) -> Sequence[Redaction]:
        """Why there are gaps in a comment, oldest first."""


def add_moderator(app: Flask, moderator: Moderator) -> None:
    app.extensions[NAME] = moderator


def is_blocked(charter_id: int, person_id: int, now: datetime) -> ColumnElement[bool]:
    """Whether ``refuse_blocked`` would raise, as a column of a query that is asked anyway."""
    found: Moderator | None = current_app.extensions.get(NAME)
    return found.is_blocked(charter_id, person_id, now) if found is not None else false()


def refuse_blocked(charter_id: int, person_id: int | None, now: datetime) -> None:
    """Raise Blocked when somebody may not write in a charter now. One query, if anybody
    moderates."""
    found: Moderator | None = current_app.extensions.get(NAME)
    if found is not None and person_id is not None:
        found.refuse_blocked(charter_id, person_id, now)


def refuse_blocked_address(charter_id: int, email: str, now: datetime) -> None:
    """The same for whoever has just proven an address; before that nobody is told, since anybody
    may type it. One query more."""
    person = person_by_email(email)
    refuse_blocked(charter_id, person.id if person is not None else None, now)


def decided(charter_id: int, person_id: int, now: datetime) -> Sequence[Decided]:
    found: Moderator | None = current_app.extensions.get(NAME)
    return found.decided(charter_id, person_id, now) if found is not None else ()


def redactions(comment: Comment) -> Sequence[Redaction]:
    """Why there are gaps in a comment, oldest first. One query where there are some."""
    found: Moderator | None = current_app.extensions.get(NAME)
    return found.redactions(comment) if found is not None else ()
