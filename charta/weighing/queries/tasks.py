"""What waits in the tables of a charter for the person at the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, or_, select

from charta.consultation.models import Comment, Round
from charta.consultation.queries.force import has_answer, weighable
from charta.core.database import db
from charta.weighing.models import Handling


@dataclass(frozen=True)
class RoundTasks:
    """How many comments of a round wait for their release: those a person sees to, and those
    whose day is over."""

    number: int
    title: str
    mine: int
    overdue: int


def tasks_in_rounds(charter_id: int, person_id: int | None, today: date) -> list[RoundTasks]:
    """The rounds in which something of that waits, the newest first. One query."""
    mine = Handling.assignee_id == person_id
    late = func.coalesce(Handling.due_on, Round.answer_by) < today
    rows = db.session.execute(
        select(
            Round.number,
            Round.title,
            func.count().filter(mine),
            func.count().filter(late),
        )
        .join(Comment, Comment.round_id == Round.id)
        .outerjoin(Handling, Handling.comment_id == Comment.id)
        .where(
            Round.charter_id == charter_id,
            and_(or_(mine, late), weighable(), ~has_answer()),
        )
        .group_by(Round.id)
        .order_by(Round.number.desc())
    )
    return [RoundTasks(*row) for row in rows]
