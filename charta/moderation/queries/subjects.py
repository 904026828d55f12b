"""What a case is about: a comment with all that was cut out of it, or an idea."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select

from charta.consultation.models import Comment, Part
from charta.core.database import db
from charta.journal.models import JournalEntry
from charta.moderation.models import Case, Measure, Objection
from charta.moderation.queries.cases import is_hidden
from charta.workshops.models import Idea


def now_hidden(case: Case | None) -> bool:
    """Whether everybody reads the stub of what a case is about. One query, or none."""
    return case is not None and is_hidden(kinds_of(case.id))


def ids_of(subject: Comment | Idea) -> tuple[int | None, int | None]:
    """What identifies the case of a contribution, for :func:`case_about`. One query, or none."""
    if isinstance(subject, Comment):
        return original_of(subject.id), None
    return None, subject.id


def original_of(comment_id: int) -> int:
    """A part of a comment is no contribution of its own: what it was cut out of. One query."""
    found = db.session.scalars(
        select(Part.original_id).where(Part.comment_id == comment_id).limit(1)
    ).first()
    return found or comment_id


def kinds_of(case_id: int) -> Sequence[str]:
    """What was done in a case, oldest first. One query."""
    return db.session.scalars(
        select(Measure.kind).where(Measure.case_id == case_id).order_by(Measure.id)
    ).all()


UNDONE = "undone"
"""In the journal's entry of a decision that undoes another one, the number of that."""


def undone(case_ids: Collection[int]) -> frozenset[int]:
    """The measures of cases that do not hold any more, by their numbers: an objection was right,
    or a moderator has undone a mistake, as the journal has it. Two queries."""
    objections = db.session.scalars(
        select(Objection.measure_id)
        .join(Measure, Measure.id == Objection.measure_id)
        .where(Measure.case_id.in_(case_ids), Objection.upheld.is_(True))
    ).all()
    mistakes = db.session.scalars(
        select(JournalEntry.details).where(
            JournalEntry.subject_type == Case.__tablename__,
            JournalEntry.subject_id.in_(case_ids),
            JournalEntry.action == "measure.restored",
        )
    )
    return frozenset({*objections, *(one[UNDONE] for one in mistakes)})
