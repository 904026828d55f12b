"""Drafts of answers: those for given comments, and those that wait for their release."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from charta.consultation.models import Comment
from charta.core.database import db
from charta.weighing.models import Draft, Drafted

LOADED = (
    joinedload(Draft.updated_by),
    joinedload(Draft.revision),
    joinedload(Draft.department),
)


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


def drafted_comments(draft_ids: Collection[int]) -> dict[int, Sequence[Comment]]:
    """The comments that each draft answers, with what answering them needs, oldest first. One
    query."""
    rows = db.session.execute(
        select(Drafted.draft_id, Comment)
        .join(Comment, Comment.id == Drafted.comment_id)
        .where(Drafted.draft_id.in_(draft_ids))
        .options(
            joinedload(Comment.author),
            joinedload(Comment.document),
            joinedload(Comment.revision),
            joinedload(Comment.round),
            joinedload(Comment.passage),
            joinedload(Comment.suggestion),
        )
        .order_by(Comment.id)
    )
    found: dict[int, list[Comment]] = {}
    for draft_id, comment in rows:
        found.setdefault(draft_id, []).append(comment)
    return {draft_id: tuple(comments) for draft_id, comments in found.items()}
