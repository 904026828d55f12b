"""What stands beside a contribution while it is answered, besides words and wording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from charta.consultation.models import Comment, Part, Reopening
from charta.core.database import db
from charta.weighing.models import AdviceRequest, Group, Grouped
from charta.weighing.queries.advice import Asked, advice_on
from charta.weighing.queries.groups import GroupLine, members_of, waiting_of


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
    """All of it. One query, and two more when a department was asked."""
    original, part, said = aliased(Comment), aliased(Part), aliased(Reopening)
    last = (
        select(said.id)
        .where(said.comment_id == Comment.id)
        .order_by(said.response_id.desc())
        .limit(1)
        .correlate(Comment)
        .scalar_subquery()
    )
    whole = (
        select(part.original_id)
        .where(part.comment_id == Comment.id)
        .limit(1)
        .correlate(Comment)
        .scalar_subquery()
    )
    asked = exists().where(AdviceRequest.comment_id == Comment.id).correlate(Comment)
    reopening, found, group, members, waiting, is_asked = db.session.execute(
        select(Reopening, original, Group, members_of(), waiting_of(), asked)
        .select_from(Comment)
        .outerjoin(Reopening, Reopening.id == last)
        .outerjoin(original, original.id == whole)
        .outerjoin(Grouped, (Grouped.comment_id == Comment.id) & Grouped.left_at.is_(None))
        .outerjoin(Group, Group.id == Grouped.group_id)
        .where(Comment.id == comment.id)
    ).one()
    line = GroupLine(group, members, waiting) if group is not None else None
    return Aside(line, advice_on(comment.id) if is_asked else [], reopening, found, today)
