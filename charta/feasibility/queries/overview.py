"""Lists for staff: clauses by state and department, verdicts that wait for release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, Subquery, and_, func, or_, select, tuple_
from sqlalchemy.orm import contains_eager, defer, joinedload

from charta.charters.models import Theme
from charta.core.database import db
from charta.drafting.models import Document, Revision
from charta.drafting.queries.documents import TEXTS, with_current
from charta.feasibility.models import Assessment, ReviewRequest
from charta.feasibility.queries.standing import current_numbers, newest_ids
from charta.feasibility.rules import Verdict, is_stale

PAGE = 50
HISTORY_PAGE = 20
ORDER = (Theme.position, Theme.id, Document.number)


class Focus(StrEnum):
    """What an overview may be narrowed to."""

    DUE = "due"
    NOT_REVIEWED = "not_reviewed"
    IN_REVIEW = "in_review"
    FEASIBLE = "feasible"
    CONDITIONAL = "conditional"
    NOT_FEASIBLE = "not_feasible"
    STALE = "stale"
    UNRELEASED = "unreleased"


@dataclass(frozen=True)
class OverviewClause:
    """A clause with its current wording; the long texts stay in the database."""

    document: Document
    revision: Revision


@dataclass(frozen=True)
class Waiting:
    """A verdict that waits for release, and the number of its clause's current revision."""

    assessment: Assessment
    current: int

    @property
    def stale(self) -> bool:
        return is_stale(self.assessment.revision.number, self.current)


Tally = dict[Focus, int]
"""How many pairs of clause and department are in each state."""


def _clauses(charter_id: int) -> Select[int]:
    return select(Document.id).where(
        Document.charter_id == charter_id,
        Document.kind == "clause",
        Document.withdrawn_at.is_(None),
    )


def _pairs(charter_id: int) -> Subquery:
    """One row for each clause and department responsible, and one for a clause without any."""
    clauses = _clauses(charter_id)
    newest, current = newest_ids(clauses), current_numbers(clauses)
    return (
        select(
            Document.id.label("document_id"),
            ReviewRequest.department_id,
            Assessment.verdict,
            Assessment.released_at,
            Revision.number.label("judged"),
            current.c.number.label("current"),
        )
        .join(current, current.c.document_id == Document.id)
        .outerjoin(ReviewRequest, ReviewRequest.document_id == Document.id)
        .outerjoin(
            newest,
            and_(
                newest.c.document_id == Document.id,
                newest.c.department_id == ReviewRequest.department_id,
            ),
        )
        .outerjoin(Assessment, Assessment.id == newest.c.assessment_id)
        .outerjoin(Revision, Revision.id == Assessment.revision_id)
        .where(Document.id.in_(clauses))
        .subquery()
    )


def _condition(pairs: Subquery, focus: Focus) -> ColumnElement[bool]:
    row = pairs.c
    in_review = and_(row.department_id.is_not(None), row.verdict.is_(None))
    stale = row.judged < row.current
    conditions = {
        Focus.DUE: or_(in_review, stale),
        Focus.NOT_REVIEWED: row.department_id.is_(None),
        Focus.IN_REVIEW: in_review,
        Focus.STALE: stale,
        Focus.UNRELEASED: and_(row.verdict.is_not(None), row.released_at.is_(None)),
        Focus.FEASIBLE: row.verdict == Verdict.FEASIBLE,
        Focus.CONDITIONAL: row.verdict == Verdict.CONDITIONAL,
        Focus.NOT_FEASIBLE: row.verdict == Verdict.NOT_FEASIBLE,
    }
    return conditions[focus]


def tally(charter_id: int, department_id: int | None = None) -> Tally:
    """Count the clauses of a charter, or of one department, in each state. One query."""
    pairs = _pairs(charter_id)
    query = select(
        *(func.count().filter(_condition(pairs, focus)).label(focus.name) for focus in Focus)
    ).select_from(pairs)
    if department_id is not None:
        query = query.where(pairs.c.department_id == department_id)
    row = db.session.execute(query).one()
    return dict(zip(Focus, row, strict=True))


def overview(
    charter_id: int,
    *,
    focus: Focus | None = None,
    department_id: int | None = None,
    after: str = "",
    limit: int = PAGE,
) -> list[OverviewClause]:
    """Clauses by theme and number, narrowed to a state and a department, behind the clause with
    the key ``after``; reads one more than ``limit``. One query, two with ``after``."""
    pairs = _pairs(charter_id)
    wanted = select(pairs.c.document_id)
    if focus is not None:
        wanted = wanted.where(_condition(pairs, focus))
    if department_id is not None:
        wanted = wanted.where(pairs.c.department_id == department_id)
    query = (
        with_current(texts=False)
        .join(Theme, Theme.id == Document.theme_id)
        .where(Document.id.in_(wanted))
        .order_by(*ORDER)
        .limit(limit + 1)
    )
    last = _place(charter_id, after) if after else None
    if last is not None:
        query = query.where(tuple_(*ORDER) > last)
    rows = db.session.execute(query).all()
    return [OverviewClause(document, revision) for document, revision in rows]


def _place(charter_id: int, key: str) -> tuple[int, int, int] | None:
    row = db.session.execute(
        select(*ORDER)
        .join_from(Document, Theme, Theme.id == Document.theme_id)
        .where(Document.charter_id == charter_id, Document.key == key)
    ).first()
    return None if row is None else (row[0], row[1], row[2])


def assessments(
    document_id: int, before: int | None = None, limit: int = HISTORY_PAGE
) -> Sequence[Assessment]:
    """All verdicts ever given on a clause, newest first, with everything shown of them; reads
    one more than ``limit``. One query."""
    query = (
        select(Assessment)
        .where(Assessment.document_id == document_id)
        .options(
            joinedload(Assessment.department),
            joinedload(Assessment.revision).options(
                *(defer(column, raiseload=True) for column in TEXTS)
            ),
            joinedload(Assessment.reviewer),
            joinedload(Assessment.released_by),
        )
        .order_by(Assessment.id.desc())
        .limit(limit + 1)
    )
    if before is not None:
        query = query.where(Assessment.id < before)
    return db.session.scalars(query).all()


def unreleased(charter_id: int, after: int | None = None, limit: int = PAGE) -> list[Waiting]:
    """The departments' newest verdicts that wait for release, the longest waiting first; reads
    one more than ``limit``. One query."""
    clauses = _clauses(charter_id)
    newest, current = newest_ids(clauses), current_numbers(clauses)
    query = (
        select(Assessment, current.c.number)
        .join(newest, newest.c.assessment_id == Assessment.id)
        .join(current, current.c.document_id == Assessment.document_id)
        .join(Assessment.document)
        .where(Assessment.released_at.is_(None))
        .options(
            contains_eager(Assessment.document),
            joinedload(Assessment.revision).options(
                *(defer(column, raiseload=True) for column in TEXTS)
            ),
            joinedload(Assessment.department),
            joinedload(Assessment.reviewer),
        )
        .order_by(Assessment.id)
        .limit(limit + 1)
    )
    if after is not None:
        query = query.where(Assessment.id > after)
    return [Waiting(assessment, number) for assessment, number in db.session.execute(query)]


def by_ids(charter_id: int, ids: Sequence[int]) -> Sequence[Assessment]:
    """Verdicts of this charter by their ids, released ones too, clause loaded. One query."""
    return db.session.scalars(
        select(Assessment)
        .join(Assessment.document)
        .where(Document.charter_id == charter_id, Assessment.id.in_(ids))
        .options(contains_eager(Assessment.document))
        .order_by(Assessment.id)
    ).all()
