"""What a long comment was cut into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased, joinedload

from charta.consultation.models import Comment, Part
from charta.core.database import db
from charta.text.spans import Span


@dataclass(frozen=True)
class Cut:
    """A part of a comment, and which stretches of the original's source it joins."""

    comment: Comment
    stretches: tuple[Span, ...]


def cuts_of(original_id: int) -> Sequence[Cut]:
    """The parts of a comment with author, document and wording, in the order they were made. One
    query."""
    rows = db.session.execute(
        select(Comment, Part.start, Part.end)
        .join(Part, Part.comment_id == Comment.id)
        .where(Part.original_id == original_id)
        .options(
            joinedload(Comment.author),
            joinedload(Comment.document),
            joinedload(Comment.revision),
            joinedload(Comment.passage),
            joinedload(Comment.suggestion),
        )
        .order_by(Comment.id, Part.start)
    )
    found: dict[Comment, list[Span]] = {}
    for comment, start, end in rows:
        found.setdefault(comment, []).append((start, end))
    return [Cut(comment, tuple(stretches)) for comment, stretches in found.items()]


def original_number() -> ColumnElement[int | None]:
    """Of a comment: the number of the one it was cut out of."""
    original = aliased(Comment)
    return (
        select(original.number)
        .join(Part, Part.original_id == original.id)
        .where(Part.comment_id == Comment.id)
        .limit(1)
        .correlate(Comment)
        .scalar_subquery()
    )


def part_count() -> ColumnElement[int]:
    """Of a comment: how many parts it was cut into."""
    return (
        select(func.count(Part.comment_id.distinct()))
        .where(Part.original_id == Comment.id)
        .correlate(Comment)
        .scalar_subquery()
    )
