"""Reading requests and verdicts: all of it for staff, the released ones for the public."""

from __future__ import annotations

from charta.feasibility.queries.overview import (
    Focus,
    OverviewClause,
    Tally,
    Waiting,
    assessments,
    by_ids,
    overview,
    tally,
    unreleased,
)
from charta.feasibility.queries.standing import DepartmentStanding, standing
from charta.feasibility.queries.verdicts import Verdict, released_verdicts

__all__ = [
    "DepartmentStanding",
    "Focus",
    "OverviewClause",
    "Tally",
    "Verdict",
    "Waiting",
    "assessments",
    "by_ids",
    "overview",
    "released_verdicts",
    "standing",
    "tally",
    "unreleased",
]
