"""How clauses stand: for staff, and what of it the public may know."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from charta.core.database import transaction
from charta.drafting import queries as drafting
from charta.drafting import services as drafting_services
from charta.drafting.models import Document
from charta.feasibility import queries, services
from charta.feasibility.queries import Focus
from charta.feasibility.rules import State
from tests.support.cast import START, Cast, a_city
from tests.support.drafting import a_clause, a_revision, a_section
from tests.support.feasibility import a_request, an_assessment, the_department


@pytest.fixture(autouse=True)
def _context(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


@pytest.fixture
def clause(city: Cast) -> Document:
    return a_clause(city)


def the_standing(clause: Document) -> queries.DepartmentStanding:
    (standing,) = queries.standing([clause.id])[clause.id]
    return standing


class TestStanding:
    def test_nobody_asked_is_nobody(self, clause: Document) -> None:
        assert queries.standing([clause.id]) == {}

    def test_who_was_asked_and_is_silent_reviews(self, city: Cast, clause: Document) -> None:
        a_request(city, clause)
        standing = the_standing(clause)
        assert standing.state is State.IN_REVIEW
        assert standing.is_due
        assert not standing.is_unreleased

    def test_the_newest_verdict_counts(self, city: Cast, clause: Document) -> None:
        an_assessment(city, clause, released=True)
        an_assessment(city, clause, verdict="not_feasible", reason="Doch nicht.")
        standing = the_standing(clause)
        assert standing.state is State.NOT_FEASIBLE
        assert standing.is_unreleased
        assert not standing.is_due

    def test_a_new_wording_makes_it_stale_until_looked_at(
        self, city: Cast, clause: Document
    ) -> None:
        an_assessment(city, clause)
        assert not the_standing(clause).stale
        a_revision(city, clause)
        assert the_standing(clause).stale
        assert the_standing(clause).is_due
        an_assessment(city, clause)
        assert not the_standing(clause).stale

    def test_departments_come_in_their_order(self, city: Cast, clause: Document) -> None:
        a_request(city, clause, "Schulamt")
        a_request(city, clause, "Bauamt")
        names = [one.department.name for one in queries.standing([clause.id])[clause.id]]
        assert names == ["Bauamt", "Schulamt"]

    def test_who_is_no_longer_responsible_is_marked(self, city: Cast, clause: Document) -> None:
        an_assessment(city, clause)
        with transaction():
            services.withdraw_request(city.editor, START, clause, the_department(city))
        a_revision(city, clause)
        assert not the_standing(clause).requested
        assert not the_standing(clause).is_due


class TestReleasedVerdicts:
    def test_only_released_ones_are_public(self, city: Cast, clause: Document) -> None:
        an_assessment(city, clause)
        assert queries.released_verdicts({clause.id: 1}) == {}
        an_assessment(city, clause, reason="Mit Geld vom Land.", released=True)
        (verdict,) = queries.released_verdicts({clause.id: 1})[clause.id]
        assert (verdict.department, verdict.reason) == ("Bauamt", "Mit Geld vom Land.")
        assert not verdict.stale

    def test_never_one_on_a_newer_wording(self, city: Cast, clause: Document) -> None:
        an_assessment(city, clause, released=True)
        a_revision(city, clause)
        an_assessment(city, clause, verdict="not_feasible", reason="Zu teuer.", released=True)
        (shown,) = queries.released_verdicts({clause.id: 1})[clause.id]
        assert shown.verdict == "feasible"
        (shown,) = queries.released_verdicts({clause.id: 2})[clause.id]
        assert shown.verdict == "not_feasible"

    def test_an_older_one_is_marked(self, city: Cast, clause: Document) -> None:
        an_assessment(city, clause, released=True)
        revision = a_revision(city, clause)
        (shown,) = queries.released_verdicts({clause.id: revision})[clause.id]
        assert shown.stale
        assert shown.revision_number == 1

    def test_nothing_shown_asks_nothing(self) -> None:
        assert queries.released_verdicts({}) == {}


class TestOverview:
    def keys(self, city: Cast, **narrowed: object) -> list[str]:
        found = queries.overview(city.charter_id, **narrowed)  # type: ignore[arg-type]
        return [one.document.key for one in found]

    def test_each_state_finds_its_clauses(self, city: Cast) -> None:
        section = a_section(city)
        clauses = [a_clause(city, section, title=f"Klausel {n}") for n in range(1, 6)]
        a_request(city, clauses[1])
        an_assessment(city, clauses[2])
        an_assessment(city, clauses[3], released=True)
        an_assessment(city, clauses[4], verdict="conditional", conditions="Plan", released=True)
        a_revision(city, clauses[4])
        expected = {
            Focus.DUE: ["MOB-2", "MOB-5"],
            Focus.NOT_REVIEWED: ["MOB-1"],
            Focus.IN_REVIEW: ["MOB-2"],
            Focus.FEASIBLE: ["MOB-3", "MOB-4"],
            Focus.CONDITIONAL: ["MOB-5"],
            Focus.NOT_FEASIBLE: [],
            Focus.STALE: ["MOB-5"],
            Focus.UNRELEASED: ["MOB-3"],
        }
        assert {focus: self.keys(city, focus=focus) for focus in Focus} == expected
        tally = queries.tally(city.charter_id)
        assert tally == {focus: len(keys) for focus, keys in expected.items()}
        assert self.keys(city) == ["MOB-1", "MOB-2", "MOB-3", "MOB-4", "MOB-5"]

    def test_a_department_sees_its_own(self, city: Cast) -> None:
        section = a_section(city)
        a_request(city, a_clause(city, section), "Schulamt")
        a_request(city, a_clause(city, section), "Bauamt")
        a_clause(city, section)
        schools = city.departments["Schulamt"]
        assert self.keys(city, department_id=schools) == ["MOB-1"]
        assert queries.tally(city.charter_id, schools)[Focus.IN_REVIEW] == 1
        assert queries.tally(city.charter_id, schools)[Focus.NOT_REVIEWED] == 0

    def test_pages_follow_theme_and_number(self, city: Cast) -> None:
        section, other = a_section(city), a_section(city, "BIL")
        a_clause(city, other)
        for _ in range(11):
            a_clause(city, section)
        first = self.keys(city, limit=10)
        assert first == [f"MOB-{n}" for n in range(1, 12)]
        assert self.keys(city, after="MOB-10") == ["MOB-11", "BIL-1"]
        assert self.keys(city, after="BIL-1") == []

    def test_withdrawn_clauses_and_other_cities_are_left_out(
        self, city: Cast, clause: Document
    ) -> None:
        a_clause(a_city("greifswald", "Greifswald"))
        an_assessment(city, clause)
        with transaction():
            drafting_services.withdraw(city.editor, START, clause, reason="Doppelt")
        assert self.keys(city) == []
        assert queries.unreleased(city.charter_id) == []

    def test_verdicts_wait_in_order_and_only_the_newest(self, city: Cast) -> None:
        section = a_section(city)
        first, second = a_clause(city, section), a_clause(city, section)
        an_assessment(city, first)
        an_assessment(city, second)
        an_assessment(city, first, reason="Genauer besehen.")
        waiting = queries.unreleased(city.charter_id)
        assert [one.assessment.document.key for one in waiting] == ["MOB-2", "MOB-1"]
        a_revision(city, second)
        assert [one.stale for one in queries.unreleased(city.charter_id)] == [True, False]
        last = waiting[-1].assessment.id
        assert queries.unreleased(city.charter_id, after=last) == []


def test_the_history_keeps_every_verdict(city: Cast, clause: Document) -> None:
    for number in range(3):
        an_assessment(city, clause, reason=f"Grund {number}")
    found = queries.assessments(clause.id, limit=2)
    assert [one.reason for one in found] == ["Grund 2", "Grund 1", "Grund 0"]
    assert [one.reason for one in queries.assessments(clause.id, found[1].id)] == ["Grund 0"]
    assert drafting.current_revision(clause.id).number == 1
