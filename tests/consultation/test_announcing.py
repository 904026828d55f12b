"""Announcing a round and moving its dates, without screens."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from charta.consultation import services
from charta.consultation.models import Round
from charta.core.database import db, transaction
from charta.core.errors import Conflict, Invalid, NotAllowed
from charta.drafting.models import Document
from charta.releases.models import Opening
from tests.consultation.conftest import amount, entries
from tests.support.cast import START, Cast, a_city
from tests.support.consultation import (
    AFTER,
    CLOSES,
    DURING,
    OPENS,
    a_round,
)
from tests.support.drafting import a_revision
from tests.support.releases import a_release, an_edition, an_open_release

pytestmark = pytest.mark.usefixtures("app_context")

TICK = timedelta(microseconds=1)


class TestAnnouncing:
    def test_a_round_opens_its_release_and_stands_in_the_journal(self, city: Cast) -> None:
        release = a_release(city)
        found = a_round(city, release, introduction="**Bitte** lesen", answer_by=date(2026, 5, 1))
        opening = db.session.scalars(select(Opening)).one()
        assert (opening.release_id, opening.opens_at) == (release.id, START)
        assert (found.number, found.release_id) == (1, release.id)
        assert "<strong>Bitte</strong>" in found.introduction_html
        [entry] = entries("round.announced")
        assert entry.subject_id == found.id
        assert entry.details["release"] == release.id
        assert "Bitte" not in str(entry.details)

    def test_the_text_may_be_readable_later(self, city: Cast) -> None:
        later = START + timedelta(hours=3)
        a_round(city, readable_from=later)
        assert db.session.scalars(select(Opening)).one().opens_at == later

    def test_numbers_count_within_a_charter(self, city: Cast, found: Round) -> None:
        a_revision(
            city, db.session.scalars(select(Document).where(Document.kind == "clause")).one()
        )
        assert a_round(city).number == 2
        other = a_city("rostock", "Rostock")
        assert a_round(other).number == 1

    def test_each_release_has_one_round(self, city: Cast) -> None:
        release = a_release(city)
        a_round(city, release)
        with pytest.raises(Conflict):
            a_round(city, release)

    def test_what_is_open_already_cannot_be_announced(self, city: Cast) -> None:
        with pytest.raises(Conflict):
            a_round(city, an_open_release(city))
        assert amount(Round) == 0

    def test_an_edition_is_not_consulted_on(self, city: Cast) -> None:
        with pytest.raises((Invalid, Conflict)):
            a_round(city, an_edition(city))

    @pytest.mark.parametrize("who", ["citizen", "approver", "reviewer", "facilitator", "admin"])
    def test_only_editors_announce(self, city: Cast, who: str) -> None:
        release = a_release(city)
        with pytest.raises(NotAllowed), transaction():
            services.announce_round(
                city.actors[who],
                START,
                release,
                title="Beteiligung",
                introduction="Text",
                opens_at=OPENS,
                closes_at=CLOSES,
            )
        assert amount(Opening) == 0

    @pytest.mark.parametrize(
        ("words", "field"),
        [
            ({"title": "  "}, "title"),
            ({"title": "x" * 201}, "title"),
            ({"introduction": ""}, "introduction"),
            ({"introduction": "x" * 10_001}, "introduction"),
            ({"introduction": "> " * 50 + "x"}, "introduction"),
        ],
    )
    def test_bad_words_are_refused(self, city: Cast, words: dict[str, Any], field: str) -> None:
        with pytest.raises(Invalid) as refused:
            a_round(city, **words)
        assert refused.value.field == field
        assert amount(Opening) == 0


class TestRescheduling:
    def move(self, city: Cast, found: Round, now: datetime, **dates: datetime | None) -> Round:
        with transaction():
            fresh = db.session.get_one(Round, found.id)
            return services.reschedule_round(
                city.editor,
                now,
                fresh,
                opens_at=dates.get("opens_at"),
                closes_at=dates.get("closes_at") or fresh.closes_at,
                answer_by=fresh.answer_by,
            )

    def test_the_end_is_extended_and_journaled(self, city: Cast, found: Round) -> None:
        self.move(city, found, DURING, closes_at=AFTER)
        [entry] = entries("round.rescheduled")
        assert entry.details["before"]["closes_at"] == CLOSES.isoformat()
        assert entry.details["after"]["closes_at"] == AFTER.isoformat()
        assert db.session.get_one(Round, found.id).closes_at == AFTER

    def test_nothing_changed_is_nothing_written(self, city: Cast, found: Round) -> None:
        self.move(city, found, DURING)
        assert entries("round.rescheduled") == []

    def test_too_late(self, city: Cast, found: Round) -> None:
        self.move(city, found, CLOSES - TICK, closes_at=AFTER)
        with pytest.raises(Conflict):
            self.move(city, found, AFTER, closes_at=AFTER + timedelta(days=1))

    def test_the_beginning_stands_once_it_has_come(self, city: Cast, found: Round) -> None:
        self.move(city, found, OPENS - TICK, opens_at=OPENS + timedelta(hours=1))
        with pytest.raises(Invalid):
            self.move(city, found, DURING, opens_at=DURING + timedelta(hours=1))

    def test_only_editors(self, city: Cast, found: Round) -> None:
        with pytest.raises(NotAllowed), transaction():
            services.reschedule_round(city.approver, DURING, found, closes_at=AFTER, answer_by=None)


def test_times_are_utc(city: Cast, found: Round) -> None:
    assert db.session.get_one(Round, found.id).opens_at.tzinfo is UTC
