"""What waits for a moderator, and what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import joinedload

from charta.consultation.models import Comment
from charta.core.database import db
from charta.moderation.models import Case, Measure, Objection, Report
from charta.moderation.queries.cases import loaded
from charta.moderation.rules import Kind

PAGE = 25


@dataclass(frozen=True)
class Line:
    """A case in a list: how many reports, the grounds they give, and what was decided when it was
    decided last."""

    case: Case
    reports: int
    grounds: tuple[str, ...]
    measures: Sequence[Measure] = ()


def of_others(person_id: int | None) -> ColumnElement[bool]:
    """A case about what somebody else has said: that one was reported oneself one reads in no
    list, but from the decision, if it changes anything."""
    return ~exists().where(Comment.id == Case.comment_id, Comment.author_id == person_id)


def open_cases(
    charter_id: int,
    *,
    reader_id: int | None = None,
    ground: str | None = None,
    after: int | None = None,
) -> tuple[list[Line], int | None]:
    """What waits for a decision by somebody, oldest first, and where the list goes on: the number
    of places to leave out. Two queries."""
    query = loaded().where(
        Case.charter_id == charter_id, Case.decided_at.is_(None), of_others(reader_id)
    )
    if ground is not None:
        query = query.where(
            exists().where(
                Report.case_id == Case.id,
                Report.ground == ground,
                Report.created_at >= Case.opened_at,
            )
        )
    return _page(query.order_by(Case.opened_at, Case.id), after)


def decided_cases(
    charter_id: int,
    *,
    reader_id: int | None = None,
    ground: str | None = None,
    after: int | None = None,
) -> tuple[list[Line], int | None]:
    """What was decided about what others have said, the latest first, and where the list goes on.
    Three queries."""
    query = loaded().where(
        Case.charter_id == charter_id, Case.decided_at.is_not(None), of_others(reader_id)
    )
    if ground is not None:
        query = query.where(exists().where(Report.case_id == Case.id, Report.ground == ground))
    lines, following = _page(query.order_by(Case.decided_at.desc(), Case.id.desc()), after)
    measures = db.session.scalars(
        select(Measure)
        .where(Measure.case_id.in_([line.case.id for line in lines]))
        .options(joinedload(Measure.decided_by))
        .order_by(Measure.id)
    ).all()
    return [
        replace(line, measures=[one for one in measures if one.case_id == line.case.id])
        for line in lines
    ], following


def _page(query: Select[Case], after: int | None) -> tuple[list[Line], int | None]:
    start = after or 0
    cases = db.session.scalars(query.offset(start).limit(PAGE + 1)).all()
    grounds = _grounds_of([one.id for one in cases[:PAGE]])
    lines = [
        Line(case, sum(found.values()), tuple(found))
        for case in cases[:PAGE]
        for found in [grounds.get(case.id, {})]
    ]
    return lines, start + PAGE if len(cases) > PAGE else None


def _grounds_of(case_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """For each case how many reports give each ground, the first one first. One query; counted
    there, since a case may have thousands."""
    found: dict[int, dict[str, int]] = {}
    rows = db.session.execute(
        select(Report.case_id, Report.ground, func.count(Report.id))
        .where(Report.case_id.in_(case_ids))
        .group_by(Report.case_id, Report.ground)
        .order_by(func.min(Report.id))
    )
    for case_id, ground, count in rows:
        found.setdefault(case_id, {})[ground] = count
    return found


def open_objections(
    charter_id: int, *, reader_id: int | None = None
) -> Sequence[tuple[Objection, Measure, Case]]:
    """The objections nobody has heard yet, oldest first, but not one by which somebody reports the
    reader again. One query."""
    rows = db.session.execute(
        select(Objection, Measure, Case)
        .join(Measure, Measure.id == Objection.measure_id)
        .join(Case, Case.id == Measure.case_id)
        .where(
            Case.charter_id == charter_id,
            Objection.decided_at.is_(None),
            or_(Measure.kind != Kind.KEPT, of_others(reader_id)),
        )
        .options(joinedload(Case.comment), joinedload(Case.idea), joinedload(Measure.decided_by))
        .order_by(Objection.id)
        .limit(50)
    )
    return [(row[0], row[1], row[2]) for row in rows]
