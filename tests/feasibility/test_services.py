"""Asking departments, judging, releasing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select

from charta.charters.models import Membership
from charta.core.actors import Actor, Grant, Role
from charta.core.database import db, transaction
from charta.core.errors import Conflict, Invalid, NotAllowed, NotFound
from charta.drafting import services as drafting
from charta.drafting.models import Document
from charta.feasibility import services
from charta.feasibility.models import Assessment, ReviewRequest
from charta.journal.models import JournalEntry
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


def judge(city: Cast, clause: Document, actor: Actor | None = None, **said: object) -> Assessment:
    with transaction():
        words: dict[str, object] = {
            "department": the_department(city),
            "verdict": "feasible",
            "reason": "Es gibt Geld.",
            "base_number": 1,
            **said,
        }
        return services.assess(actor or city.reviewer, START, clause, **words)  # type: ignore[arg-type]


def entries(action: str) -> list[JournalEntry]:
    query = select(JournalEntry).where(JournalEntry.action == action).order_by(JournalEntry.id)
    return list(db.session.scalars(query))


def both_roles(city: Cast) -> Actor:
    """Rolf, who was made an approver too."""
    with transaction() as session:
        session.add(
            Membership(
                person_id=city.reviewer.person_id,
                charter_id=city.charter_id,
                role="approver",
                created_at=START,
            )
        )
    grants = city.reviewer.grants | {Grant(Role.APPROVER, city.charter_id)}
    return Actor(city.reviewer.person_id, city.reviewer.name, grants)


def withdraw(city: Cast, clause: Document) -> None:
    with transaction():
        drafting.withdraw(city.editor, START, clause, reason="Doppelt")


class TestAsking:
    def test_several_departments_are_asked_once_each(self, city: Cast, clause: Document) -> None:
        departments = [the_department(city, "Bauamt"), the_department(city, "Schulamt")]
        for expected in (2, 0):
            with transaction():
                asked = services.request_review(city.editor, START, clause, departments)
            assert len(asked) == expected
        assert len(entries("review.requested")) == 2

    def test_all_clauses_of_a_section_are_asked_about(self, city: Cast) -> None:
        section = a_section(city)
        clauses = [a_clause(city, section), a_clause(city, section)]
        with transaction():
            asked = services.request_reviews(city.editor, START, clauses, [the_department(city)])
        assert {one.document_id for one in asked} == {clause.id for clause in clauses}

    def test_the_departments_are_set_to_those_named(self, city: Cast, clause: Document) -> None:
        a_request(city, clause, "Bauamt")
        with transaction():
            services.assign(city.editor, START, clause, [the_department(city, "Schulamt")])
        assert db.session.scalars(select(ReviewRequest.department_id)).all() == [
            city.departments["Schulamt"]
        ]
        assert len(entries("review.withdrawn")) == 1

    def test_verdicts_outlive_responsibility(self, city: Cast, clause: Document) -> None:
        an_assessment(city, clause)
        with transaction():
            services.withdraw_request(city.editor, START, clause, the_department(city))
        assert db.session.scalar(select(func.count()).select_from(Assessment)) == 1

    @pytest.mark.parametrize("who", ["reviewer", "approver", "citizen"])
    def test_only_editors_ask(self, city: Cast, clause: Document, who: str) -> None:
        with pytest.raises(NotAllowed), transaction():
            services.request_review(city.actors[who], START, clause, [the_department(city)])
        assert not entries("review.requested")

    def test_a_department_of_another_city_is_not_found(self, city: Cast, clause: Document) -> None:
        greifswald = a_city("greifswald", "Greifswald")
        with pytest.raises(NotFound), transaction():
            services.request_review(city.editor, START, clause, [the_department(greifswald)])

    def test_nobody_is_asked_about_a_withdrawn_clause(self, city: Cast, clause: Document) -> None:
        withdraw(city, clause)
        with pytest.raises(Conflict), transaction():
            services.request_review(city.editor, START, clause, [the_department(city)])

    def test_nobody_is_asked_about_a_section(self, city: Cast) -> None:
        section = a_section(city)
        with pytest.raises(Invalid), transaction():
            services.request_review(city.editor, START, section, [the_department(city)])

    def test_who_was_not_asked_cannot_be_dismissed(self, city: Cast, clause: Document) -> None:
        with pytest.raises(NotFound), transaction():
            services.withdraw_request(city.editor, START, clause, the_department(city))


class TestJudging:
    def test_a_verdict_names_the_wording_it_judged(self, city: Cast, clause: Document) -> None:
        a_request(city, clause)
        a_revision(city, clause)
        given = judge(
            city, clause, verdict="conditional", conditions=" Ein Plan liegt vor. ", base_number=2
        )
        assert (given.verdict, given.conditions) == ("conditional", "Ein Plan liegt vor.")
        (entry,) = entries("assessment.given")
        assert entry.details["revision"] == given.revision_id
        assert entry.details["verdict"] == "conditional"
        assert "Geld" not in str(entry.details)

    def test_the_same_form_sent_twice_is_one_verdict(self, city: Cast, clause: Document) -> None:
        a_request(city, clause)
        assert judge(city, clause).id == judge(city, clause).id
        assert len(entries("assessment.given")) == 1
        assert judge(city, clause, reason="Doch anders.").id
        assert len(entries("assessment.given")) == 2

    def test_a_text_that_moved_on_is_shown_first(self, city: Cast, clause: Document) -> None:
        a_request(city, clause)
        a_revision(city, clause)
        with pytest.raises(services.RevisionMoved) as refused:
            judge(city, clause, base_number=1)
        assert (refused.value.judged.number, refused.value.current.number) == (1, 2)
        assert not entries("assessment.given")

    def test_a_version_that_never_was_is_not_found(self, city: Cast, clause: Document) -> None:
        a_request(city, clause)
        with pytest.raises(NotFound):
            judge(city, clause, base_number=7)

    @pytest.mark.parametrize("who", ["editor", "approver", "admin", "citizen"])
    def test_only_reviewers_judge(self, city: Cast, clause: Document, who: str) -> None:
        a_request(city, clause)
        with pytest.raises(NotAllowed):
            judge(city, clause, city.actors[who])

    def test_nobody_speaks_for_another_department(self, city: Cast, clause: Document) -> None:
        a_request(city, clause, "Schulamt")
        with pytest.raises(NotAllowed):
            judge(city, clause, department=the_department(city, "Schulamt"))

    def test_a_department_that_was_not_asked_is_silent(self, city: Cast, clause: Document) -> None:
        with pytest.raises(NotAllowed):
            judge(city, clause)

    def test_a_reviewer_of_another_city_is_refused(self, city: Cast, clause: Document) -> None:
        a_request(city, clause)
        with pytest.raises(NotAllowed):
            judge(city, clause, a_city("greifswald", "Greifswald").reviewer)

    def test_a_withdrawn_clause_is_not_judged(self, city: Cast, clause: Document) -> None:
        a_request(city, clause)
        withdraw(city, clause)
        with pytest.raises(Conflict):
            judge(city, clause)

    def test_a_verdict_without_reason_is_refused(self, city: Cast, clause: Document) -> None:
        a_request(city, clause)
        with pytest.raises(Invalid):
            judge(city, clause, reason=" ")


class TestReleasing:
    def test_an_approver_releases(self, city: Cast, clause: Document) -> None:
        given = an_assessment(city, clause, released=True)
        assert given.released_at == START
        assert given.released_by_id == city.approver.person_id
        assert len(entries("assessment.released")) == 1

    @pytest.mark.parametrize("who", ["reviewer", "editor", "citizen"])
    def test_nobody_else_releases(self, city: Cast, clause: Document, who: str) -> None:
        given = an_assessment(city, clause)
        with pytest.raises(NotAllowed):
            self.release(city.actors[who], given, clause)

    def test_nobody_releases_their_own_verdict(self, city: Cast, clause: Document) -> None:
        given = an_assessment(city, clause)
        with pytest.raises(NotAllowed):
            self.release(both_roles(city), given, clause)

    def test_a_verdict_is_released_once(self, city: Cast, clause: Document) -> None:
        given = an_assessment(city, clause, released=True)
        with pytest.raises(Conflict):
            self.release(city.approver, given, clause)

    def test_a_verdict_with_a_successor_is_not_released(self, city: Cast, clause: Document) -> None:
        first = an_assessment(city, clause)
        an_assessment(city, clause, verdict="not_feasible", reason="Doch nicht.")
        with pytest.raises(Conflict):
            self.release(city.approver, first, clause)

    def test_verdicts_on_withdrawn_clauses_stay_inside(self, city: Cast, clause: Document) -> None:
        given = an_assessment(city, clause)
        withdraw(city, clause)
        with pytest.raises(Conflict):
            self.release(city.approver, given, clause)

    @staticmethod
    def release(actor: Actor, given: Assessment, clause: Document) -> None:
        with transaction() as session:
            loaded = session.get_one(Assessment, given.id)
            loaded.document = session.get_one(Document, clause.id)
            services.release_verdict(actor, START, loaded)
