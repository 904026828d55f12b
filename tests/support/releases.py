"""Releases with dull defaults, made through the services.

Each builder opens a transaction of its own, unless the test has opened one.
"""

from __future__ import annotations

from datetime import date, datetime

from charta.charters.models import Charter
from charta.consultation.services.carrying import carry_all
from charta.core.database import db
from charta.drafting.queries import outline
from charta.releases import services
from charta.releases.models import Release
from charta.weighing.queries.waivers import debts
from charta.weighing.services.waivers import waive
from tests.support.cast import START, Cast
from tests.support.drafting import a_clause, writing


def a_release(
    city: Cast,
    kind: str = "consultation",
    title: str = "Konsultationsfassung",
    note: str = "",
    now: datetime = START,
) -> Release:
    """The current draft, fixed by Edda and not public, with a clause if there is none yet; all
    comments have been carried to it."""
    with writing():
        if not any(section.clauses for section in outline(city.charter_id)):
            a_clause(city, now=now)
        charter = db.session.get_one(Charter, city.charter_id)
        release = services.prepare(city.editor, now, charter, kind=kind, title=title, note=note)
        carry_all(now, release)
        return release


def an_open_release(city: Cast, opens_at: datetime | None = None, now: datetime = START) -> Release:
    """A consultation draft that is public from ``opens_at``, or from now, on."""
    with writing():
        release = a_release(city, now=now)
        services.open_release(city.editor, now, release, opens_at or now)
        return release


def an_edition(city: Cast, now: datetime = START) -> Release:
    """An edition that Edda has prepared and Anke has published, with her reason where something
    is not answered yet or can still come."""
    with writing():
        release = a_release(city, kind="edition", title="Beschlussfassung", now=now)
        if debts([release], now)[release.id]:
            waive(city.approver, now, release, source="Der Rat entscheidet schon heute.")
        services.publish_edition(
            city.approver,
            now,
            release,
            decided_on=date(2026, 2, 26),
            decision_number="2026-VII-01-0123",
            decision_link="https://ratsinformation.stadt.example/123",
        )
        return release
