"""What of the departments' verdicts is public."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Select, Subquery, bindparam, func, select, tuple_
from sqlalchemy.orm import aliased

from charta.charters.models import Department
from charta.core.database import db
from charta.drafting.models import Revision
from charta.feasibility import rules
from charta.feasibility.models import Assessment


@dataclass(frozen=True)
class Verdict:
    """A released verdict as the public reads it; ``stale`` when made on an older wording than
    the one shown."""

    department: str
    verdict: rules.Verdict
    reason: str
    conditions: str
    revision_number: int
    stale: bool
    judged_at: datetime
    released_at: datetime


def released_verdicts(shown: Mapping[int, Revision | int]) -> dict[int, list[Verdict]]:
    """For each document and the revision (or the number of the revision) it is shown in, the
    newest released verdict of each department on that revision or an older one – never on a
    newer one, which would speak of words nobody may read yet. One query."""
    if not shown:
        return {}
    numbers = {
        document_id: revision if isinstance(revision, int) else revision.number
        for document_id, revision in shown.items()
    }
    rows = db.session.execute(_newest_released(), {"shown": list(numbers.items())}).all()
    found: dict[int, list[Verdict]] = {}
    for assessment, department, number, shown_number in rows:
        verdict = _verdict(assessment, department, number, shown_number)
        found.setdefault(assessment.document_id, []).append(verdict)
    return found


@cache
def _newest_released() -> Select[Assessment, str, int, int]:
    """The query of :func:`released_verdicts`, put together once."""
    ranked = _released()
    return (
        select(Assessment, Department.name, ranked.c.number, ranked.c.shown)
        .join(ranked, ranked.c.id == Assessment.id)
        .join(Department, Department.id == Assessment.department_id)
        .where(ranked.c.place == 1)
        .order_by(Department.position, Department.id)
    )


def _released() -> Subquery:
    """The released verdicts that fit what is shown; ``place`` 1 is a department's newest."""
    judged, read = aliased(Revision), aliased(Revision)
    place = func.row_number().over(
        partition_by=(Assessment.document_id, Assessment.department_id),
        order_by=Assessment.id.desc(),
    )
    return (
        select(
            Assessment.id,
            judged.number,
            read.number.label("shown"),
            place.label("place"),
        )
        .join(judged, judged.id == Assessment.revision_id)
        .join(read, read.document_id == Assessment.document_id)
        .where(
            tuple_(read.document_id, read.number).in_(bindparam("shown", expanding=True)),
            judged.number <= read.number,
            Assessment.released_at.is_not(None),
        )
        .subquery()
    )


def _verdict(assessment: Assessment, department: str, number: int, shown_number: int) -> Verdict:
    assert assessment.released_at is not None  # noqa: S101 - the query asks for it
    return Verdict(
        department,
        rules.Verdict(assessment.verdict),
        assessment.reason,
        assessment.conditions,
        number,
        rules.is_stale(number, shown_number),
        assessment.created_at,
        assessment.released_at,
    )
