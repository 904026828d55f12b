"""What a case is about: a comment with all that was cut out of it, or an idea."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from charta.consultation.models import Comment, Part
from charta.core.database import db
from charta.moderation.models import Case, Measure
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
