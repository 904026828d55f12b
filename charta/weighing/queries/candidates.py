"""The comments that somebody has chosen in the table, to be worked on together."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import joinedload, load_only

from charta.consultation.models import Comment
from charta.consultation.queries.force import weighable
from charta.core.database import db
from charta.drafting.models import Revision
from charta.weighing.choosing import Candidate
from charta.weighing.models import Draft, Drafted, Group, Grouped, Handling
from charta.weighing.queries import filtering, standing
from charta.weighing.queries.filtering import Asking
from charta.weighing.standing import State
from charta.weighing.viewing import View


def ticked(asking: Asking, numbers: Collection[int]) -> list[Candidate]:
    """The comments of the round with these numbers; others are left out. One query."""
    here = and_(Comment.round_id == asking.round.id, weighable(), Comment.number.in_(numbers))
    return _candidates(here, len(numbers))


def viewed(asking: Asking, view: View, limit: int) -> list[Candidate]:
    """All comments that fit a view, at most ``limit`` and one more. One query."""
    return _candidates(filtering.comments(asking, view), limit + 1)


def _candidates(chosen: ColumnElement[bool], limit: int) -> list[Candidate]:
    rows = db.session.execute(
        select(
            Comment.id,
            Comment.number,
            Comment.author_id,
            standing.state(),
            Handling.assignee_id,
            Handling.due_on,
            Draft.id,
            Draft.version,
            Group.number,
        )
        .outerjoin(Handling, Handling.comment_id == Comment.id)
        .outerjoin(Drafted, Drafted.comment_id == Comment.id)
        .outerjoin(Draft, Draft.id == Drafted.draft_id)
        .outerjoin(Grouped, (Grouped.comment_id == Comment.id) & Grouped.left_at.is_(None))
        .outerjoin(Group, Group.id == Grouped.group_id)
        .where(chosen)
        .order_by(Comment.id)
        .limit(limit)
    )
    return [
        Candidate(
            id_,
            number,
            author_id,
            State(state),
            assignee_id,
            due_on,
            f"{draft_id}-{version}" if draft_id else None,
            group,
        )
        for id_, number, author_id, state, assignee_id, due_on, draft_id, version, group in rows
    ]


def loaded(ids: Collection[int]) -> Sequence[Comment]:
    """Comments with their wordings, oldest first, without their words. One query."""
    return db.session.scalars(
        select(Comment)
        .where(Comment.id.in_(ids))
        .options(
            load_only(
                Comment.charter_id,
                Comment.number,
                Comment.round_id,
                Comment.document_id,
                Comment.revision_id,
                Comment.parent_id,
                Comment.author_id,
            ),
            joinedload(Comment.revision).load_only(Revision.document_id, Revision.number),
        )
        .order_by(Comment.id)
    ).all()
