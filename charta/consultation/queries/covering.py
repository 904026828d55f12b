"""For how many and for whom an answer is given, as the public may know it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload

from charta.consultation.models import Answered, Comment, Response, Round
from charta.consultation.queries.force import not_reopened
from charta.core.database import db
from charta.releases.queries import public_release_ids

COVERED_PAGE = 100
"""Comments of a page; only their keys are shown."""


@dataclass(frozen=True)
class Covering:
    """An answer, how many comments it is for, some of them, and the one that has replaced it."""

    response: Response
    total: int
    comments: Sequence[Comment]
    next: int | None
    newer: int | None


def covering(
    charter_id: int, response_id: int, *, now: datetime, after: int | None = None
) -> Covering | None:
    """The comments that an answer is in force for, oldest first, with author and text; None when
    the public can read none of them. Three queries."""
    newer = aliased(Response)
    row = db.session.execute(
        select(Response, newer.id)
        .outerjoin(newer, newer.replaces_id == Response.id)
        .where(Response.id == response_id, Response.charter_id == charter_id)
    ).first()
    if row is None:
        return None
    public = (
        select(Comment)
        .join(Answered, Answered.comment_id == Comment.id)
        .join(Round, Round.id == Comment.round_id)
        .where(
            Answered.response_id == response_id,
            not_reopened(),
            Round.release_id.in_(public_release_ids(now)),
        )
    )
    total = db.session.scalar(public.with_only_columns(func.count())) or 0
    if not total:
        return None
    query = public if after is None else public.where(Comment.id > after)
    comments = db.session.scalars(
        query.options(joinedload(Comment.author), joinedload(Comment.document))
        .order_by(Comment.id)
        .limit(COVERED_PAGE + 1)
    ).all()
    shown = comments[:COVERED_PAGE]
    following = shown[-1].id if len(comments) > COVERED_PAGE else None
    return Covering(row[0], total, shown, following, row[1])
