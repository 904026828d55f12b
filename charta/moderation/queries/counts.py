"""Moderation in numbers, by the year (DSA Art. 15 and 24)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median

from sqlalchemy import select

from charta.core.clock import BERLIN
from charta.core.database import db
from charta.moderation.models import Case, Measure, Objection, Report
from charta.moderation.rules import CHOICES


@dataclass
class Year:
    """What happened in one year: reports by ground, decisions by kind and by kind and basis, days
    from a report to the decision about it, and objections by outcome (``None``: not heard yet)."""

    number: int
    reports: Counter[str] = field(default_factory=Counter)
    decisions: Counter[str] = field(default_factory=Counter)
    bases: Counter[tuple[str, str]] = field(default_factory=Counter)
    days: list[float] = field(default_factory=list)
    objections: Counter[bool | None] = field(default_factory=Counter)

    @property
    def median_days(self) -> float | None:
        return round(median(self.days), 1) if self.days else None


def years(charter_id: int) -> Sequence[Year]:
    """The years in which there was anything, newest first. Three queries."""
    found: dict[int, Year] = {}

    def year(moment: datetime) -> Year:
        number = moment.astimezone(BERLIN).year
        return found.setdefault(number, Year(number))

    measures = db.session.execute(
        select(Measure.case_id, Measure.kind, Measure.basis, Measure.decided_at)
        .join(Case, Case.id == Measure.case_id)
        .where(Case.charter_id == charter_id)
        .order_by(Measure.id)
    ).all()
    decided: dict[int, list[datetime]] = {}
    for case_id, kind, basis, moment in measures:
        if kind in CHOICES:  # what comes of a hearing is no decision about a report
            decided.setdefault(case_id, []).append(moment)
        year(moment).decisions[kind] += 1
        year(moment).bases[kind, basis] += 1
    _count_reports(charter_id, year, decided)
    objections = db.session.execute(
        select(Objection.created_at, Objection.upheld)
        .join(Measure, Measure.id == Objection.measure_id)
        .join(Case, Case.id == Measure.case_id)
        .where(Case.charter_id == charter_id)
    )
    for moment, upheld in objections:
        year(moment).objections[upheld] += 1
    return sorted(found.values(), key=lambda one: -one.number)


def _count_reports(
    charter_id: int, year: Callable[[datetime], Year], decided: Mapping[int, Sequence[datetime]]
) -> None:
    reports = db.session.execute(
        select(Report.case_id, Report.ground, Report.created_at)
        .join(Case, Case.id == Report.case_id)
        .where(Case.charter_id == charter_id)
    )
    for case_id, ground, moment in reports:
        year(moment).reports[ground] += 1
        then = next((one for one in decided.get(case_id, ()) if one >= moment), None)
        if then is not None:
            year(moment).days.append((then - moment).total_seconds() / 86_400)
