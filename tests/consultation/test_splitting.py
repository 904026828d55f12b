"""Long comments cut into parts, and how they are counted."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select

from charta.consultation import queries, services
from charta.consultation.models import Comment, Part, Round
from charta.consultation.queries.force import (
    answered_by_parts,
    has_answer,
    voice,
    voice_here,
    weighable,
)
from charta.core.database import db, transaction
from charta.core.errors import Conflict, Invalid, NotAllowed, NotFound
from charta.desk.queries import waiting
from charta.drafting.models import Document
from tests.consultation.conftest import amount, entries
from tests.support.cast import Cast
from tests.support.consultation import AFTER, a_comment, a_round, an_answer
from tests.support.drafting import a_clause, a_section

pytestmark = pytest.mark.usefixtures("app_context")

FIRST = "Der Radweg ist zu schmal."
SECOND = "Die Schule braucht Glasfaser."
THIRD = "Und danke für die Mühe."
LONG = f"{FIRST} {SECOND}\n\n{THIRD}"


def spans(*words: str) -> list[tuple[int, int]]:
    return [(LONG.index(one), LONG.index(one) + len(one)) for one in words]


@pytest.fixture
def school(city: Cast, clause: Document) -> Document:
    """BIL-1, in the same draft as MOB-1."""
    return a_clause(city, a_section(city, title="Bildung"), theme="BIL", title="Schulen")


@pytest.fixture
def found(city: Cast, clause: Document, school: Document) -> Round:
    return a_round(city)


@pytest.fixture
def original(city: Cast, found: Round, clause: Document) -> Comment:
    return a_comment(city, found, clause, source=LONG)


def take(city: Cast, original: Comment, document: Document, *words: str) -> Comment:
    with transaction():
        comment = db.session.get_one(Comment, original.id)
        return services.take_part(city.editor, AFTER, comment, document, stretches=spans(*words))


def count(*conditions: object) -> int:
    query = select(func.count(Comment.id)).where(*conditions)  # type: ignore[arg-type]
    return db.session.scalar(query) or 0


def spoken(found: Round) -> dict[int, int]:
    """How often something was said about the texts of a round that somebody spoke of."""
    return {one.document_id: one.comments for one in queries.contents(found) if one.comments}


def test_a_part_is_a_comment_of_its_own_by_the_same_author(
    city: Cast, original: Comment, school: Document
) -> None:
    part = take(city, original, school, SECOND, THIRD)
    assert (part.key, part.author_id) == ("S-2", city.citizen.person_id)
    assert part.source == f"{SECOND}\n\n{THIRD}"
    assert (part.document_id, part.round_id) == (school.id, original.round_id)
    [row] = db.session.scalars(select(Part)).all()
    assert LONG[row.start : row.end] == f"{SECOND}\n\n{THIRD}"
    assert db.session.get_one(Comment, original.id).source == LONG
    [entry] = entries("comment.split")
    assert (entry.subject_id, entry.details["original"]) == (part.id, original.id)
    assert entry.actor_id == city.editor.person_id


def test_stretches_that_lie_apart_are_joined_in_order(
    city: Cast, original: Comment, clause: Document
) -> None:
    part = take(city, original, clause, THIRD, FIRST)
    assert part.source == f"{FIRST}\n\n{THIRD}"
    assert amount(Part) == 2


def test_it_is_one_voice_and_answered_when_all_parts_are(
    city: Cast, found: Round, original: Comment, clause: Document, school: Document
) -> None:
    one = take(city, original, clause, FIRST)
    two = take(city, original, school, SECOND)
    assert count() == 3
    assert count(voice()) == 1
    assert count(weighable()) == 2
    assert count(weighable(), ~has_answer()) == 2
    assert queries.totals(city.charter_id, AFTER) == queries.Totals(1, 0)
    assert waiting(city.charter_id).unanswered_comments == 2
    an_answer(city, one)
    assert queries.totals(city.charter_id, AFTER) == queries.Totals(1, 0)
    assert count(answered_by_parts()) == 0
    an_answer(city, two)
    assert queries.totals(city.charter_id, AFTER) == queries.Totals(1, 1)
    assert count(answered_by_parts()) == 1
    [summary] = queries.rounds(city.charter_id, AFTER)
    assert (summary.comments, summary.answered, summary.open_comments) == (1, 1, 0)
    assert waiting(city.charter_id).unanswered_comments == 0


def test_on_each_text_it_counts_once(
    city: Cast, found: Round, original: Comment, clause: Document, school: Document
) -> None:
    take(city, original, clause, FIRST)
    take(city, original, school, SECOND)
    take(city, original, school, THIRD)
    assert count(voice_here()) == 2
    assert spoken(found) == {clause.id: 1, school.id: 1}
    place = queries.place(city.charter_id, found.number, school.key, AFTER)
    assert place is not None
    assert place.comments == 1
    a_comment(city, found, clause)
    assert spoken(found) == {clause.id: 2, school.id: 1}


def test_a_stretch_is_taken_once(city: Cast, original: Comment, clause: Document) -> None:
    take(city, original, clause, FIRST)
    with pytest.raises(Conflict):
        take(city, original, clause, FIRST)
    with pytest.raises(Conflict):
        take(city, original, clause, FIRST, SECOND)
    assert amount(Part) == 1


@pytest.mark.parametrize("chosen", [[], [(0, 0)], [(-1, 4)], [(0, 5_000)], [(9, 3)]])
def test_only_words_of_it_can_be_chosen(
    city: Cast, original: Comment, clause: Document, chosen: list[tuple[int, int]]
) -> None:
    with pytest.raises(Invalid) as refused, transaction():
        services.take_part(city.editor, AFTER, original, clause, stretches=chosen)
    assert refused.value.field == "stretches"


def test_not_once_there_is_an_answer(
    city: Cast, original: Comment, clause: Document, school: Document
) -> None:
    part = take(city, original, clause, FIRST)
    an_answer(city, part)
    with pytest.raises(Conflict):
        take(city, original, school, SECOND)


def test_after_reopening_it_can_be_split(
    city: Cast, original: Comment, clause: Document, school: Document
) -> None:
    an_answer(city, original)
    with pytest.raises(Conflict):
        take(city, original, school, SECOND)
    with transaction():
        services.reopen(city.citizen, AFTER, original, source="Es sind zwei Anliegen.")
    take(city, original, school, SECOND)
    assert queries.totals(city.charter_id, AFTER) == queries.Totals(1, 0)


def test_the_whole_gets_no_answer_any_more(city: Cast, original: Comment, clause: Document) -> None:
    take(city, original, clause, FIRST)
    with pytest.raises(Conflict):
        an_answer(city, original)


def test_a_part_is_not_split_again(city: Cast, original: Comment, clause: Document) -> None:
    part = take(city, original, clause, FIRST)
    with pytest.raises(Conflict), transaction():
        services.take_part(city.editor, AFTER, part, clause, stretches=[(0, len(FIRST))])


def test_replies_and_suggestions_are_answered_as_a_whole(
    city: Cast, found: Round, original: Comment, clause: Document
) -> None:
    reply = a_comment(city, found, clause, source=LONG, parent=original)
    other = a_comment(city, found, clause, source=LONG, passage=(0, 5), wording="Ganz andere Worte")
    for comment in (reply, other):
        with pytest.raises(Conflict):
            take(city, comment, clause, FIRST)


def test_only_on_a_text_of_the_round(city: Cast, original: Comment) -> None:
    later = a_clause(city, title="Später")
    with pytest.raises(NotFound):
        take(city, original, later, FIRST)


@pytest.mark.parametrize("who", ["citizen", "second_citizen", "reviewer", "approver", "admin"])
def test_only_editors(city: Cast, original: Comment, clause: Document, who: str) -> None:
    with pytest.raises(NotAllowed), transaction():
        services.take_part(city.actors[who], AFTER, original, clause, stretches=spans(FIRST))


def test_nobody_splits_their_own(city: Cast, found: Round, clause: Document) -> None:
    own = a_comment(city, found, clause, source=LONG, author=city.editor)
    with pytest.raises(NotAllowed):
        take(city, own, clause, FIRST)


def test_two_at_once_take_a_stretch_once(
    app: Flask, city: Cast, original: Comment, clause: Document
) -> None:
    start, outcomes = Barrier(2), list[str]()

    def cut() -> None:
        with app.app_context():
            start.wait()
            try:
                take(city, original, clause, FIRST)
            except Conflict:
                outcomes.append("refused")
            else:
                outcomes.append("taken")

    threads = [Thread(target=cut) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused", "taken"]
    db.session.rollback()
    assert amount(Part) == 1
    assert count() == 2
