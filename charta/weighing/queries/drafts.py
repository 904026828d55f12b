"""Drafts of answers: those for given comments, and those that wait for their release."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from charta.consultation.models import Comment, Part
from charta.consultation.queries.force import has_answer
from charta.core.database import db
from charta.weighing.models import Draft, Drafted, Grouped

LOADED = (
    joinedload(Draft.updated_by),
    joinedload(Draft.revision),
    joinedload(Draft.department),
)
ANSWERABLE = (
    joinedload(Comment.author),
    joinedload(Comment.document),
    joinedload(Comment.revision),
    joinedload(Comment.round),
    joinedload(Comment.passage),
    joinedload(Comment.suggestion),
)
"""What a comment needs so that it can be answered."""


def drafts_for(comment_ids: Collection[int]) -> dict[int, Draft]:
    """The draft of each of the comments that has one, with who saved it, by the comments' ids.
    One query."""
    rows = db.session.execute(
        select(Drafted.comment_id, Draft)
        .join(Draft, Draft.id == Drafted.draft_id)
        .where(Drafted.comment_id.in_(comment_ids))
        .options(*LOADED)
    )
    return dict(rows.all())


def parts_of(comment_id: int) -> Sequence[Comment]:
    """What a comment was split into, oldest first. One query."""
    ids = select(Part.comment_id).where(Part.original_id == comment_id)
    return db.session.scalars(select(Comment).where(Comment.id.in_(ids)).order_by(Comment.id)).all()


def waiting_together(comment: Comment) -> Sequence[Comment]:
    """The comments of its group that wait for one answer with it, oldest first: those that have
    neither an answer nor a draft. Empty when it is in no group. One query."""
    group = select(Grouped.group_id).where(
        Grouped.comment_id == comment.id, Grouped.left_at.is_(None)
    )
    members = select(Grouped.comment_id).where(
        Grouped.group_id.in_(group), Grouped.left_at.is_(None)
    )
    drafted = exists().where(Drafted.comment_id == Comment.id)
    return db.session.scalars(
        select(Comment)
        .where(Comment.id.in_(members), ~has_answer(), ~drafted)
        .options(*ANSWERABLE)
        .order_by(Comment.id)
    ).all()


def drafted_comments(draft_ids: Collection[int]) -> dict[int, Sequence[Comment]]:
    """The comments that each draft answers, with what answering them needs, oldest first. One
    query."""
    rows = db.session.execute(
        select(Drafted.draft_id, Comment)
        .join(Comment, Comment.id == Drafted.comment_id)
        .where(Drafted.draft_id.in_(draft_ids))
        .options(*ANSWERABLE)
        .order_by(Comment.id)
    )
    found: dict[int, list[Comment]] = {}
    for draft_id, comment in rows:
        found.setdefault(draft_id, []).append(comment)
    return {draft_id: tuple(comments) for draft_id, comments in found.items()}
