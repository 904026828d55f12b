"""What stands beside a contribution while it is answered, besides words and wording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from charta.consultation.models import Comment, Part, Reopening
from charta.core.database import db
from charta.weighing.queries.advice import Asked, advice_on
from charta.weighing.queries.groups import GroupLine, group_of


@dataclass(frozen=True)
class Aside:
    """The group a comment is in, what departments were asked and have said, what its author has
    said of the last answer ("meine ist anders"), and the comment it is a part of."""

    group: GroupLine | None
    asked: Sequence[Asked]
    reopening: Reopening | None
    original: Comment | None
    today: date


def aside(comment: Comment, today: date) -> Aside:
    """All of it. Five queries at most."""
    return Aside(
        group_of(comment.id),
        advice_on(comment.id),
        last_reopening(comment.id),
        original_of(comment.id),
        today,
    )


def last_reopening(comment_id: int) -> Reopening | None:
    """The last time an author has said that theirs is different. One query."""
    return db.session.scalars(
        select(Reopening)
        .where(Reopening.comment_id == comment_id)
        .order_by(Reopening.response_id.desc())
    ).first()


def original_of(comment_id: int) -> Comment | None:
    """The comment that this one was cut out of. One query."""
    original = select(Part.original_id).where(Part.comment_id == comment_id)
    return db.session.scalars(select(Comment).where(Comment.id.in_(original))).first()
