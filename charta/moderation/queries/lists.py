"""What waits for a moderator, and what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import joinedload

from charta.core.database import db
from charta.moderation.models import Case, Measure, Objection, Report
from charta.moderation.queries.cases import loaded, reports_of

PAGE = 25


@dataclass(frozen=True)
class Line:
    """A case in a list: how many reports, the grounds they give, and what was decided when it was
    decided last."""

    case: Case
    reports: int
    grounds: tuple[str, ...]
    measures: Sequence[Measure] = ()


def open_cases(
    charter_id: int, *, ground: str | None = None, after: int | None = None
) -> tuple[list[Line], int | None]:
    """What waits for a decision, oldest first, and where the list goes on: the number of places to
    leave out. Two queries."""
    query = loaded().where(Case.charter_id == charter_id, Case.decided_at.is_(None))
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
    charter_id: int, *, ground: str | None = None, after: int | None = None
) -> tuple[list[Line], int | None]:
    """What was decided, the latest first, and where the list goes on. Three queries."""
    query = loaded().where(Case.charter_id == charter_id, Case.decided_at.is_not(None))
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
    reports = reports_of([one.id for one in cases[:PAGE]])
    lines = []
    for case in cases[:PAGE]:
        mine = [one for one in reports if one.case_id == case.id]
        grounds = tuple(dict.fromkeys(one.ground for one in mine))
        lines.append(Line(case, len(mine), grounds))
    return lines, start + PAGE if len(cases) > PAGE else None


def open_objections(charter_id: int) -> Sequence[tuple[Objection, Measure, Case]]:
    """The objections nobody has heard yet, oldest first. One query."""
    rows = db.session.execute(
        select(Objection, Measure, Case)
        .join(Measure, Measure.id == Objection.measure_id)
        .join(Case, Case.id == Measure.case_id)
        .where(Case.charter_id == charter_id, Objection.decided_at.is_(None))
        .options(joinedload(Case.comment), joinedload(Case.idea), joinedload(Measure.decided_by))
        .order_by(Objection.id)
        .limit(50)
    )
    return [(row[0], row[1], row[2]) for row in rows]
