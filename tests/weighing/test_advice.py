"""What departments are asked and say, without screens."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from charta.charters.models import Department
from charta.consultation.models import Comment, Round
from charta.core.actors import Actor, Grant, Role
from charta.core.clock import BERLIN
from charta.core.database import db, transaction
from charta.core.errors import Conflict, Invalid, NotAllowed, NotFound
from charta.drafting.models import Document
from charta.weighing import queries, services
from charta.weighing.models import Advice, AdviceRequest
from charta.weighing.queries import Focus
from tests.consultation.conftest import amount, entries
from tests.support.cast import Cast, a_city
from tests.support.consultation import AFTER, a_comment, an_answer

pytestmark = pytest.mark.usefixtures("app_context")

TODAY = AFTER.astimezone(BERLIN).date()
QUESTION = "Reicht die Breite für Lastenräder?"


@pytest.fixture
def comment(city: Cast, found: Round, clause: Document) -> Comment:
    return a_comment(city, found, clause)


def offices(city: Cast, *names: str) -> list[Department]:
    return [db.session.get_one(Department, city.departments[name]) for name in names]


def ask(
    city: Cast, *comments: Comment, offices_: tuple[str, ...] = ("Bauamt",), due: int | None = None
) -> list[AdviceRequest]:
    with transaction():
        return services.ask(
            city.editor,
            AFTER,
            comments,
            offices(city, *offices_),
            question=QUESTION,
            due_on=None if due is None else TODAY + timedelta(days=due),
        )


def give(
    city: Cast,
    request: AdviceRequest,
    source: str = "Ja, mit **3 m**.",
    *,
    based_on: int | None = None,
    by: Actor | None = None,
) -> Advice:
    with transaction():
        return services.give_advice(
            by or city.reviewer, AFTER, request, source=source, based_on=based_on
        )


def school_reviewer(city: Cast) -> Actor:
    """Somebody who speaks for the Schulamt."""
    grant = Grant(Role.REVIEWER, city.charter_id, city.departments["Schulamt"])
    return Actor(city.citizen.person_id, "Susanne Schulamt", frozenset({grant}))


def tally(city: Cast, *names: str) -> dict[Focus, int]:
    return queries.advice_tally([city.departments[name] for name in names], TODAY)


def test_several_departments_are_asked_at_once(city: Cast, comment: Comment) -> None:
    made = ask(city, comment, offices_=("Bauamt", "Schulamt"))
    assert [one.department_id for one in made] == list(city.departments.values())
    [entry] = entries("advice.requested")
    assert entry.details == {
        "comments": [comment.id],
        "departments": sorted(city.departments.values()),
    }


def test_who_still_has_to_answer_is_not_asked_again(
    city: Cast, found: Round, clause: Document, comment: Comment
) -> None:
    ask(city, comment)
    with pytest.raises(Conflict):
        ask(city, comment)
    other = a_comment(city, found, clause)
    [made] = ask(city, comment, other)
    assert made.comment_id == other.id
    [first] = [one.request for one in queries.advice_on(comment.id)]
    give(city, first)
    assert len(ask(city, comment)) == 1


def test_advice_is_for_staff_and_all_of_it_stays(city: Cast, comment: Comment) -> None:
    [request] = ask(city, comment)
    first = give(city, request)
    assert "<strong>3 m</strong>" in first.html
    give(city, request, "Doch nicht.", based_on=first.id)
    [asked] = queries.advice_on(comment.id)
    assert [one.source for one in asked.given] == ["Doch nicht.", "Ja, mit **3 m**."]
    assert asked.newest is asked.given[0]
    assert len(entries("advice.given")) == 2
    assert "Doch" not in str([entry.details for entry in entries("advice.given")])


def test_two_colleagues_do_not_write_over_each_other(city: Cast, comment: Comment) -> None:
    [request] = ask(city, comment)
    give(city, request)
    with pytest.raises(Conflict):
        give(city, request, "Etwas anderes.")
    assert amount(Advice) == 1


def test_only_the_department_that_was_asked(city: Cast, comment: Comment) -> None:
    [request] = ask(city, comment)
    for actor in (school_reviewer(city), city.editor, city.approver, city.admin, city.citizen):
        with pytest.raises(NotAllowed):
            give(city, request, by=actor)


@pytest.mark.parametrize("source", ["", " ", "x" * 5_001])
def test_it_must_say_something(city: Cast, comment: Comment, source: str) -> None:
    [request] = ask(city, comment)
    with pytest.raises(Invalid):
        give(city, request, source)


def test_not_when_withdrawn_or_answered(
    city: Cast, found: Round, clause: Document, comment: Comment
) -> None:
    [request] = ask(city, comment)
    with transaction():
        services.withdraw_request(city.editor, AFTER, request)
    with pytest.raises(Conflict):
        give(city, request)
    other = a_comment(city, found, clause)
    [late] = ask(city, other)
    an_answer(city, other)
    with pytest.raises(Conflict):
        give(city, late)
    assert queries.advice_on(comment.id) == []
    assert len(entries("advice.request_withdrawn")) == 1


def test_what_was_said_cannot_be_withdrawn(city: Cast, comment: Comment) -> None:
    [request] = ask(city, comment)
    give(city, request)
    with pytest.raises(Conflict), transaction():
        services.withdraw_request(city.editor, AFTER, request)
    with pytest.raises(NotAllowed), transaction():
        services.withdraw_request(city.reviewer, AFTER, request)


@pytest.mark.parametrize(
    ("question", "days", "field"),
    [(" ", 1, "question"), ("x" * 1_001, 1, "question"), ("Wie breit?", -1, "due_on")],
)
def test_a_question_and_a_day_to_come(
    city: Cast, comment: Comment, question: str, days: int, field: str
) -> None:
    with pytest.raises(Invalid) as refused, transaction():
        services.ask(
            city.editor,
            AFTER,
            [comment],
            offices(city, "Bauamt"),
            question=question,
            due_on=TODAY + timedelta(days=days),
        )
    assert refused.value.field == field


def test_nobody_is_asked_without_a_department(city: Cast, comment: Comment) -> None:
    with pytest.raises(Invalid) as refused:
        ask(city, comment, offices_=())
    assert refused.value.field == "departments"


def test_only_departments_of_the_same_charter(city: Cast, comment: Comment) -> None:
    elsewhere = a_city("greifswald", "Greifswald")
    with pytest.raises(NotFound), transaction():
        services.ask(city.editor, AFTER, [comment], offices(elsewhere, "Bauamt"), question=QUESTION)


@pytest.mark.parametrize("who", ["citizen", "reviewer", "approver", "facilitator", "admin"])
def test_only_editors_ask(city: Cast, comment: Comment, who: str) -> None:
    with pytest.raises(NotAllowed), transaction():
        services.ask(city.actors[who], AFTER, [comment], offices(city, "Bauamt"), question=QUESTION)


def test_what_waits_for_a_department(
    city: Cast, found: Round, clause: Document, comment: Comment
) -> None:
    late, done, answered = (a_comment(city, found, clause) for _ in range(3))
    ask(city, comment, due=0)
    ask(city, late, due=0)
    db.session.execute(
        AdviceRequest.__table__.update()  # type: ignore[attr-defined]
        .where(AdviceRequest.comment_id == late.id)
        .values(due_on=TODAY - timedelta(days=1))
    )
    db.session.commit()
    [said] = ask(city, done)
    give(city, said)
    ask(city, answered)
    an_answer(city, answered)
    ask(city, comment, offices_=("Schulamt",))
    assert tally(city, "Bauamt") == {Focus.OPEN: 2, Focus.OVERDUE: 1, Focus.DONE: 2}
    assert tally(city, "Schulamt") == {Focus.OPEN: 1, Focus.OVERDUE: 0, Focus.DONE: 0}
    assert tally(city) == {Focus.OPEN: 0, Focus.OVERDUE: 0, Focus.DONE: 0}
    own = [city.departments["Bauamt"]]
    keys = [one.comment.key for one in queries.asked_of(own, Focus.OPEN, TODAY)]
    assert keys == [comment.key, late.key]
    [overdue] = queries.asked_of(own, Focus.OVERDUE, TODAY)
    assert overdue.comment.key == late.key
    first = queries.asked_of(own, Focus.OPEN, TODAY, limit=1)
    assert len(first) == 2
    [rest] = queries.asked_of(own, Focus.OPEN, TODAY, after=first[0].id)
    assert rest.comment.key == late.key


def test_a_draft_can_rest_on_it_and_stays_otherwise(city: Cast, comment: Comment) -> None:
    [request] = ask(city, comment)
    with pytest.raises(Conflict), transaction():
        services.rest_on(city.editor, AFTER, request)
    give(city, request)
    with pytest.raises(Conflict, match="Antwortentwurf"), transaction():
        services.rest_on(city.editor, AFTER, request)
    with transaction():
        db.session.refresh(comment, ["revision"])
        draft = services.save_draft(
            city.editor, AFTER, [comment], services.Words("noted", "Danke.")
        )
    with transaction():
        services.rest_on(city.second_editor, AFTER, request)
        services.rest_on(city.second_editor, AFTER, request)
    db.session.refresh(draft)
    assert (draft.department_id, draft.source) == (city.departments["Bauamt"], "Danke.")
    assert draft.version == 2
    assert len(entries("advice.taken_as_ground")) == 1
    with pytest.raises(NotAllowed), transaction():
        services.rest_on(city.reviewer, AFTER, request)


def test_all_that_stands_beside_a_contribution(city: Cast, comment: Comment) -> None:
    ask(city, comment, due=0)
    known = queries.dossier(city.charter_id, comment.number)
    assert known is not None
    assert (known.group, known.reopening, known.part_of) == (None, None, None)
    assert known.is_asked
    [asked] = queries.advice_on(comment.id)
    assert asked.overdue(TODAY + timedelta(days=1))
    assert not asked.overdue(TODAY)
    assert db.session.scalars(select(Advice)).all() == []
