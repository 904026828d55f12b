"""The editors' desk: announcing rounds, moving their dates, finding what waits for an answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from charta.consultation.models import Round
from charta.core.database import db
from charta.drafting.models import Document
from charta.releases.models import Opening
from tests.consultation.conftest import At, Visits, amount, entries
from tests.support.cast import START, Cast, a_city
from tests.support.consultation import CLOSES, OPENS, a_comment, an_answer, berlin
from tests.support.releases import a_release
from tests.support.visitor import Values

DESK = "/stralsund/schreibtisch/beteiligung/"
NEW = f"{DESK}neu/"
DATES = f"{DESK}1/termine/"
ANNOUNCE = "Beteiligung ankündigen"
TICK = timedelta(microseconds=1)
GOOD: Values = {
    "release": "1",
    "title": "Beteiligung zum Entwurf",
    "introduction": "Was **fehlt**?",
    "opens_at": "2026-03-27T18:00",
    "closes_at": "2026-03-30T18:00",
    "readable_from": "",
    "answer_by": "2026-05-01",
}
WRONG = ("citizen", "approver", "reviewer", "facilitator", "admin")

pytestmark = pytest.mark.usefixtures("at")


@pytest.fixture
def release(app: Flask, city: Cast, at: At) -> None:
    """A consultation draft that waits, at the time of its making."""
    with app.app_context():
        a_release(city)
    at(START)


class TestAnnouncing:
    def test_it_works_across_the_change_of_the_clocks(
        self, app: Flask, city: Cast, release: None, visits: Visits
    ) -> None:
        page = visits(city.editor).open(NEW)
        after = page.press(ANNOUNCE, **GOOD)
        assert after.path == "/stralsund/schreibtisch/abwaegung/1/"
        assert after.notices == ["Die Beteiligung „Beteiligung zum Entwurf“ ist angekündigt."]
        with app.app_context():
            found = db.session.scalars(select(Round)).one()
            assert found.opens_at == berlin("2026-03-27 18:00")
            assert found.closes_at == berlin("2026-03-30 18:00")
            assert found.closes_at - found.opens_at == timedelta(hours=71)
            assert db.session.scalars(select(Opening)).one().opens_at == START
        public = visits(None).open("/stralsund/beteiligung/1/")
        assert "30. März 2026, 18:00 Uhr" in public.text
        assert "1. Mai 2026" in public.text

    def test_a_preview_stores_nothing(
        self, app: Flask, city: Cast, release: None, visits: Visits
    ) -> None:
        shown = visits(city.editor).open(NEW).press("Vorschau der Einleitung", **GOOD)
        assert shown.status == 200
        [place] = [one for one in shown.root.walk() if "data-preview" in one.attributes]
        assert [strong.text for strong in place.all("strong")] == ["fehlt"]
        assert shown.field("title") == GOOD["title"]
        with app.app_context():
            assert amount(Round) == 0

    def test_bad_input_is_refused_and_kept(
        self, app: Flask, city: Cast, release: None, visits: Visits
    ) -> None:
        page = visits(city.editor).open(NEW)
        bad: list[Values] = [
            {"title": ""},
            {"title": "x" * 201},
            {"title": "a\x00b"},
            {"title": "\u202egnul"},
            {"introduction": "  "},
            {"introduction": "x" * 10_001},
            {"introduction": "> " * 40 + "x"},
            {"opens_at": ""},
            {"opens_at": "morgen"},
            {"opens_at": "2026-02-30T10:00"},
            {"opens_at": "2026-03-29T02:30"},
            {"opens_at": "2026-01-01T10:00"},
            {"closes_at": "2026-03-27T18:00"},
            {"closes_at": "2026-03-27T17:00"},
            {"closes_at": "2026-13-01T17:00"},
            {"readable_from": "2026-03-28T10:00"},
            {"readable_from": "2026-01-01T10:00"},
            {"answer_by": "2026-03-29"},
            {"answer_by": "2026-02-30"},
            {"release": "7"},
            {"release": "x"},
            {"release": ""},
        ]
        for change in bad:
            refused = page.press(ANNOUNCE, **{**GOOD, **change})
            assert refused.status == 422, change
            assert refused.errors, change
            [(name, _value)] = change.items()
            kept = "opens_at" if name == "closes_at" else "closes_at"
            assert refused.field(kept) == GOOD[kept]
        with app.app_context():
            assert amount(Round) == 0
            assert amount(Opening) == 0

    def test_a_form_that_no_page_offers(
        self, app: Flask, city: Cast, release: None, visits: Visits
    ) -> None:
        visitor = visits(city.editor)
        assert visitor.post(NEW, **GOOD, number="7").status_code == 422
        assert visitor.post(NEW, **{**GOOD, "title": ["A", "B"]}).status_code == 422
        assert visitor.post(NEW).status_code == 422
        with app.app_context():
            assert amount(Round) == 0

    def test_somebody_else_was_faster(
        self, app: Flask, city: Cast, release: None, visits: Visits
    ) -> None:
        first, second = visits(city.editor).open(NEW), visits(city.second_editor).open(NEW)
        first.press(ANNOUNCE, **GOOD)
        late = second.press(ANNOUNCE, **GOOD)
        assert late.status == 422
        assert late.field("title") == GOOD["title"]
        with app.app_context():
            assert amount(Round) == 1

    def test_the_wrong_person(self, app: Flask, city: Cast, release: None, visits: Visits) -> None:
        for who in WRONG:
            visitor = visits(city.actors[who])
            visitor.open(NEW, status=403)
            assert visitor.post(NEW, **GOOD).status_code == 403
        assert visits(None).client.get(NEW).status_code == 303
        assert visits(None).post(NEW, **GOOD).status_code == 403
        with app.app_context():
            assert amount(Round) == 0

    def test_the_draft_of_another_charter(
        self, app: Flask, city: Cast, release: None, visits: Visits
    ) -> None:
        with app.app_context():
            other = a_city("rostock", "Rostock")
        page = visits(other.editor).open("/rostock/schreibtisch/beteiligung/neu/")
        assert not page.has_button(ANNOUNCE)
        answer = page.visitor.post("/rostock/schreibtisch/beteiligung/neu/", **GOOD)
        assert answer.status_code == 422

    def test_without_a_draft_one_is_told_what_to_do(self, city: Cast, visits: Visits) -> None:
        page = visits(city.editor).open(NEW)
        assert page.link("Konsultationsfassung vorbereiten")


class TestRescheduling:
    def test_the_end_is_extended_while_the_round_is_open(
        self, app: Flask, city: Cast, found: Round, visits: Visits
    ) -> None:
        page = visits(city.editor).open(DATES)
        after = page.press("Termine speichern", closes_at="2026-03-31T18:00", answer_by="")
        assert after.notices == ["Die neuen Termine stehen."]
        assert "31. März 2026, 18:00 Uhr" in visits(None).open("/stralsund/beteiligung/1/").text
        with app.app_context():
            assert len(entries("round.rescheduled")) == 1

    def test_the_beginning_moves_before_the_round_opens(
        self, app: Flask, city: Cast, found: Round, at: At, visits: Visits
    ) -> None:
        at(OPENS - TICK)
        page = visits(city.editor).open(DATES)
        page.press("Termine speichern", opens_at="2026-03-05T08:00")
        with app.app_context():
            assert db.session.get_one(Round, found.id).opens_at == berlin("2026-03-05 08:00")

    def test_the_beginning_stands_once_it_has_come(
        self, app: Flask, city: Cast, found: Round, at: At, visits: Visits
    ) -> None:
        at(OPENS - TICK)
        page = visits(city.editor).open(DATES)
        at(OPENS)
        late = page.press("Termine speichern", opens_at="2026-03-05T08:00")
        assert late.status == 422
        with app.app_context():
            assert db.session.get_one(Round, found.id).opens_at == OPENS

    def test_bad_input_is_refused_and_kept(
        self, app: Flask, city: Cast, found: Round, visits: Visits
    ) -> None:
        page = visits(city.editor).open(DATES)
        for closes_at in ("", "nie", "2026-03-11T18:00", "2026-03-29T02:30", "2026-02-30T10:00"):
            refused = page.press("Termine speichern", closes_at=closes_at)
            assert refused.status == 422
            assert refused.field("closes_at") == closes_at
        assert page.press("Termine speichern", answer_by="2026-03-01").status == 422
        assert page.visitor.post(DATES, closes_at="2026-03-31T18:00", x="1").status_code == 422
        with app.app_context():
            assert db.session.get_one(Round, found.id).closes_at == CLOSES

    def test_too_late(self, app: Flask, city: Cast, found: Round, at: At, visits: Visits) -> None:
        page = visits(city.editor).open(DATES)
        at(CLOSES)
        late = page.press("Termine speichern", closes_at="2026-04-30T18:00")
        assert late.status == 409
        assert "Ihre Termine stehen fest." in late.text
        with app.app_context():
            assert db.session.get_one(Round, found.id).closes_at == CLOSES

    def test_the_wrong_person(self, city: Cast, found: Round, visits: Visits) -> None:
        for who in WRONG:
            visitor = visits(city.actors[who])
            visitor.open(DATES, status=403)
            assert visitor.post(DATES, closes_at="2026-04-30T18:00").status_code == 403

    def test_what_does_not_exist_here(
        self, app: Flask, city: Cast, found: Round, visits: Visits
    ) -> None:
        with app.app_context():
            other = a_city("rostock", "Rostock")
        visits(city.editor).open(f"{DESK}2/termine/", status=404)
        stranger = visits(other.editor)
        stranger.open("/rostock/schreibtisch/beteiligung/1/termine/", status=404)
        stranger.open(DATES, status=403)


class TestTheListOfRounds:
    @pytest.fixture
    def said(self, app: Flask, city: Cast, found: Round, clause: Document) -> None:
        with app.app_context():
            first = a_comment(city, found, clause)
            a_comment(city, found, clause, author=city.second_citizen)
            a_comment(city, found, clause)
            an_answer(city, first)

    def test_it_says_what_waits(self, city: Cast, said: None, visits: Visits) -> None:
        page = visits(city.editor).open(DESK)
        [row] = [row for row in page.root.all("tr") if row.all("td")]
        assert [cell.text for cell in row.all("td")][-2:] == ["3", "2"]
        assert page.link("Beteiligung zum Entwurf") == "/stralsund/schreibtisch/abwaegung/1/"

    def test_only_editors_see_it(self, city: Cast, said: None, visits: Visits) -> None:
        for who in WRONG:
            visits(city.actors[who]).open(DESK, status=403)
