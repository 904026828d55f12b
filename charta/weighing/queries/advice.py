"""What departments are asked and what they have said."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.interfaces import ORMOption

from charta.consultation.models import Answered, Comment
from charta.consultation.queries.force import has_answer, not_reopened
from charta.core.database import db
from charta.weighing.models import Advice, AdviceRequest

PAGE = 25


class Focus(StrEnum):
    """Which questions of a department one wants to see."""

    OPEN = "offen"
    OVERDUE = "ueberfaellig"
    DONE = "erledigt"


@dataclass
class Asked:
    """A request with all that the department has said, the newest first."""

    request: AdviceRequest
    given: list[Advice] = field(default_factory=list)

    @property
    def newest(self) -> Advice | None:
        return self.given[0] if self.given else None

    def overdue(self, today: date) -> bool:
        due = self.request.due_on
        return not self.given and due is not None and due < today


WITH_COMMENT = (
    joinedload(AdviceRequest.comment).options(
        joinedload(Comment.document),
        joinedload(Comment.revision),
        joinedload(Comment.round),
        joinedload(Comment.passage),
        joinedload(Comment.suggestion),
        joinedload(Comment.author),
    ),
    joinedload(AdviceRequest.department),
    joinedload(AdviceRequest.asked_by),
)


def _condition(focus: Focus, today: date) -> ColumnElement[bool]:
    """Open: nobody has said anything and the city has not answered yet."""
    given = exists().where(Advice.request_id == AdviceRequest.id).correlate(AdviceRequest)
    waits = and_(~given, ~has_answer())
    if focus is Focus.OPEN:
        return waits
    if focus is Focus.OVERDUE:
        return and_(waits, AdviceRequest.due_on < today)
    return ~waits


def _of(department_ids: Collection[int]) -> Select[AdviceRequest]:
    return (
        select(AdviceRequest)
        .join(Comment, Comment.id == AdviceRequest.comment_id)
        .where(
            AdviceRequest.department_id.in_(department_ids), AdviceRequest.withdrawn_at.is_(None)
        )
    )


def advice_tally(department_ids: Collection[int], today: date) -> dict[Focus, int]:
    """How many questions to some departments are in each state. One query."""
    counts = (func.count().filter(_condition(focus, today)) for focus in Focus)
    row = db.session.execute(_of(department_ids).with_only_columns(*counts)).one()
    return dict(zip(Focus, row, strict=True))


def asked_of(
    department_ids: Collection[int],
    focus: Focus,
    today: date,
    *,
    after: int | None = None,
    limit: int = PAGE,
) -> Sequence[AdviceRequest]:
    """The questions to some departments in one state, the oldest first; reads one more than
    ``limit``. One query."""
    query = _of(department_ids).where(_condition(focus, today)).options(*WITH_COMMENT)
    if after is not None:
        query = query.where(AdviceRequest.id > after)
    return db.session.scalars(query.order_by(AdviceRequest.id).limit(limit + 1)).all()


def advice_request(charter_id: int, request_id: int) -> Asked | None:
    """One request with its comment and all that was said. One query."""
    here = and_(AdviceRequest.charter_id == charter_id, AdviceRequest.id == request_id)
    return next(iter(_with_advice(here, *WITH_COMMENT)), None)


def advice_on(comment_id: int) -> list[Asked]:
    """What departments were asked about a comment and have said, for who answers it; withdrawn
    questions are left out. One query."""
    here = and_(AdviceRequest.comment_id == comment_id, AdviceRequest.withdrawn_at.is_(None))
    return _with_advice(
        here, joinedload(AdviceRequest.department), joinedload(AdviceRequest.asked_by)
    )


def _with_advice(condition: ColumnElement[bool], *loaded: ORMOption) -> list[Asked]:
    rows = db.session.execute(
        select(AdviceRequest, Advice)
        .outerjoin(Advice, Advice.request_id == AdviceRequest.id)
        .where(condition)
        .options(*loaded, joinedload(Advice.given_by))
        .order_by(AdviceRequest.id, Advice.id.desc())
    )
    found: dict[int, Asked] = {}
    for request, advice in rows:
        asked = found.setdefault(request.id, Asked(request))
        if advice is not None:
            asked.given.append(advice)
    return list(found.values())


def is_answered(comment_id: int) -> bool:
    """Whether the city has answered, so that no advice can change it. One query."""
    answered = select(Answered.id).where(Answered.comment_id == comment_id, not_reopened())
    return db.session.scalars(answered).first() is not None
