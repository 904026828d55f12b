"""How clauses stand with the departments, for staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, Subquery, func, select
from sqlalchemy.orm import joinedload

from charta.charters.models import Department
from charta.core.database import db
from charta.drafting.models import Revision
from charta.feasibility import rules
from charta.feasibility.models import Assessment, ReviewRequest
from charta.feasibility.rules import State


@dataclass(frozen=True)
class DepartmentStanding:
    """How one clause stands with one department. ``assessment`` is its newest verdict, with
    revision and reviewer loaded; ``requested`` is false when the department judged once but is
    no longer responsible."""

    department: Department
    state: State
    stale: bool
    assessment: Assessment | None
    requested: bool

    @property
    def is_unreleased(self) -> bool:
        """A verdict that still waits for the second pair of eyes."""
        return self.assessment is not None and self.assessment.released_at is None

    @property
    def is_due(self) -> bool:
        """The department has to look at the clause, for the first time or again."""
        return self.requested and (self.stale or self.state is State.IN_REVIEW)


Among = Sequence[int] | Select[int]
"""Ids of documents, or a select of them."""


def newest_ids(documents: Among) -> Subquery:
    """The newest assessment of each document and department, as a subselect."""
    return (
        select(
            Assessment.document_id,
            Assessment.department_id,
            func.max(Assessment.id).label("assessment_id"),
        )
        .where(Assessment.document_id.in_(documents))
        .group_by(Assessment.document_id, Assessment.department_id)
        .subquery()
    )


def current_numbers(documents: Among) -> Subquery:
    """The number of each document's newest revision, as a subselect."""
    return (
        select(Revision.document_id, func.max(Revision.number).label("number"))
        .where(Revision.document_id.in_(documents))
        .group_by(Revision.document_id)
        .subquery()
    )


def standing(document_ids: Sequence[int]) -> dict[int, list[DepartmentStanding]]:
    """For staff: each clause's departments in their order; a clause nobody was asked about has
    none. Two queries."""
    requests = db.session.scalars(
        select(ReviewRequest)
        .where(ReviewRequest.document_id.in_(document_ids))
        .options(joinedload(ReviewRequest.department))
    ).all()
    judged = {
        (assessment.document_id, assessment.department_id): (assessment, current)
        for assessment, current in _newest_assessments(document_ids)
    }
    requested = {(one.document_id, one.department_id): one.department for one in requests}
    departments = requested | {
        pair: assessment.department for pair, (assessment, _current) in judged.items()
    }
    found: dict[int, list[DepartmentStanding]] = {}
    for pair, department in departments.items():
        assessment, current = judged.get(pair, (None, 0))
        one = _standing(department, assessment, current, pair in requested)
        found.setdefault(pair[0], []).append(one)
    for standings in found.values():
        standings.sort(key=lambda one: (one.department.position, one.department.id))
    return found


def _newest_assessments(document_ids: Sequence[int]) -> Sequence[tuple[Assessment, int]]:
    """The newest verdict per document and department, with the document's revision number."""
    newest, current = newest_ids(document_ids), current_numbers(document_ids)
    rows = db.session.execute(
        select(Assessment, current.c.number)
        .join(newest, newest.c.assessment_id == Assessment.id)
        .join(current, current.c.document_id == Assessment.document_id)
        .options(
            joinedload(Assessment.revision),
            joinedload(Assessment.department),
            joinedload(Assessment.reviewer),
        )
    ).all()
    return [(assessment, number) for assessment, number in rows]


def _standing(
    department: Department, assessment: Assessment | None, current: int, requested: bool
) -> DepartmentStanding:
    if assessment is None:
        return DepartmentStanding(department, State.IN_REVIEW, False, None, requested)
    stale = rules.is_stale(assessment.revision.number, current)
    return DepartmentStanding(department, State(assessment.verdict), stale, assessment, requested)
