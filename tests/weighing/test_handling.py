"""Who sees to comments and until when, without screens."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from charta.consultation.models import Comment, Round
from charta.core.actors import Actor
from charta.core.database import db, transaction
from charta.core.errors import Invalid, NotAllowed, NotFound
from charta.drafting.models import Document
from charta.weighing.models import Handling
from charta.weighing.services.handling import assign, set_due
from tests.consultation.conftest import amount, entries
from tests.support.cast import Cast, a_city
from tests.support.consultation import DURING, a_comment, a_round

pytestmark = pytest.mark.usefixtures("app_context")


@pytest.fixture
def said(city: Cast, found: Round, clause: Document) -> list[Comment]:
    return [a_comment(city, found, clause) for _ in range(3)]


def standing() -> list[tuple[int | None, date | None]]:
    return [
        (one.assignee_id, one.due_on)
        for one in db.session.scalars(select(Handling).order_by(Handling.comment_id))
    ]


def test_one_row_a_comment_and_one_entry_a_change(
    city: Cast, found: Round, said: list[Comment]
) -> None:
    first, second = city.editor.person_id, city.second_editor.person_id
    with transaction():
        assign(city.editor, DURING, found, said[:2], first)
        set_due(city.editor, DURING, found, said, date(2026, 4, 1))
        assign(city.editor, DURING, found, said[1:], second)
    day = date(2026, 4, 1)
    assert standing() == [(first, day), (second, day), (second, day)]
    with transaction():
        assign(city.second_editor, DURING, found, said[:1], None)
        set_due(city.second_editor, DURING, found, said[:1], None)
    assert standing()[0] == (None, None)
    assert [entry.details["assignee"] for entry in entries("comments.assigned")] == [
        first,
        second,
        None,
    ]
    assert [entry.details["due_on"] for entry in entries("comments.due_set")] == [
        "2026-04-01",
        None,
    ]
    assert entries("comments.due_set")[0].details["comments"] == [one.id for one in said]


def test_the_wrong_person(city: Cast, found: Round, said: list[Comment]) -> None:
    for who in (city.citizen, city.approver, city.reviewer, city.admin, Actor()):
        with pytest.raises(NotAllowed), transaction():
            assign(who, DURING, found, said, city.editor.person_id)
        with pytest.raises(NotAllowed), transaction():
            set_due(who, DURING, found, said, date(2026, 4, 1))
    assert amount(Handling) == 0


def test_only_editors_of_the_charter_see_to_comments(
    city: Cast, found: Round, said: list[Comment]
) -> None:
    other = a_city("rostock", "Rostock")
    for who in (city.citizen, city.approver, other.editor):
        with pytest.raises(Invalid), transaction():
            assign(city.editor, DURING, found, said, who.person_id)
    assert amount(Handling) == 0


def test_nobody_sees_to_what_they_have_said(
    city: Cast, found: Round, said: list[Comment], clause: Document
) -> None:
    own = a_comment(city, found, clause, author=city.second_editor)
    with pytest.raises(Invalid), transaction():
        assign(city.editor, DURING, found, [*said, own], city.second_editor.person_id)
    assert amount(Handling) == 0


def test_a_day_that_is_over(city: Cast, found: Round, said: list[Comment]) -> None:
    with pytest.raises(Invalid), transaction():
        set_due(city.editor, DURING, found, said, date(2026, 3, 11))
    with transaction():
        set_due(city.editor, DURING, found, said, date(2026, 3, 12))
    assert {day for _who, day in standing()} == {date(2026, 3, 12)}


def test_comments_of_another_round_or_none(city: Cast, found: Round, said: list[Comment]) -> None:
    other = a_city("rostock", "Rostock")
    strange = a_comment(other, a_round(other), a_clause_of(other))
    for comments in ([], [*said, strange]):
        with pytest.raises(NotFound), transaction():
            assign(city.editor, DURING, found, comments, city.editor.person_id)
        with pytest.raises(NotFound), transaction():
            set_due(city.editor, DURING, found, comments, None)


def a_clause_of(city: Cast) -> Document:
    """The clause that the city's release was fixed with."""
    return db.session.scalars(
        select(Document).where(Document.charter_id == city.charter_id, Document.kind == "clause")
    ).one()
