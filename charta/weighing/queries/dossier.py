"""All that is known of one comment when it is answered, besides what there may be many of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import aliased, joinedload

from charta.consultation.models import Adoption, Answered, Comment, Placement, Reopening
from charta.consultation.queries.force import weighable
from charta.consultation.queries.parts import original_number
from charta.core.database import db
from charta.drafting.models import Revision
from charta.weighing.models import AdviceRequest, Draft, Drafted, Group, Grouped
from charta.weighing.queries.drafts import ANSWERABLE, LOADED
from charta.weighing.queries.groups import GroupLine, members_of, waiting_of


@dataclass(frozen=True)
class Dossier:
    """A comment with all of which there is one at most; of answers, questions to departments and
    parts it says whether there are any."""

    comment: Comment
    draft: Draft | None
    adoption: Adoption | None
    """What was taken over of its suggestion."""
    settled: Placement | None
    """Where a person has said last that its passage stands."""
    reopening: Reopening | None
    """What its author has said of the last answer ("meine ist anders")."""
    part_of: int | None
    """The number of the comment that it was cut out of."""
    group: GroupLine | None
    has_answers: bool
    is_asked: bool
    is_split: bool


def dossier(charter_id: int, number: int) -> Dossier | None:
    """One comment of a charter. One query."""
    row = db.session.execute(
        _known().where(Comment.charter_id == charter_id, Comment.number == number)
    ).first()
    if row is None:
        return None
    known, (group, members, waiting), whether = row[:6], row[6:9], row[9:]
    line = GroupLine(group, members, waiting) if group is not None else None
    values = [*known, line, *whether]
    return Dossier(*values)


def _known() -> Select[*tuple[Any, ...]]:
    answered = exists().where(Answered.comment_id == Comment.id).correlate(Comment)
    asked = exists().where(AdviceRequest.comment_id == Comment.id).correlate(Comment)
    return (
        select(Comment, Draft, Adoption, Placement, Reopening, original_number())
        .add_columns(Group, members_of(), waiting_of(), answered, asked, ~weighable())
        .outerjoin(Drafted, Drafted.comment_id == Comment.id)
        .outerjoin(Draft, Draft.id == Drafted.draft_id)
        .outerjoin(Adoption, Adoption.comment_id == Comment.id)
        .outerjoin(Placement, Placement.id == _last_settled())
        .outerjoin(Reopening, Reopening.id == _last_said())
        .outerjoin(Grouped, (Grouped.comment_id == Comment.id) & Grouped.left_at.is_(None))
        .outerjoin(Group, Group.id == Grouped.group_id)
        .options(
            *ANSWERABLE,
            *LOADED,
            joinedload(Adoption.revision).load_only(Revision.number),
            joinedload(Placement.revision).load_only(Revision.document_id, Revision.plain),
        )
    )


def _last_settled() -> ColumnElement[int | None]:
    settled = aliased(Placement)
    return (
        select(func.max(settled.id))
        .where(settled.comment_id == Comment.id, settled.decided_by_id.is_not(None))
        .correlate(Comment)
        .scalar_subquery()
    )


def _last_said() -> ColumnElement[int | None]:
    said = aliased(Reopening)
    return (
        select(said.id)
        .where(said.comment_id == Comment.id)
        .order_by(said.response_id.desc())
        .limit(1)
        .correlate(Comment)
        .scalar_subquery()
    )
