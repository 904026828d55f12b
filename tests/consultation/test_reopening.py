"""Authors who say that an answer misses what they meant."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from charta.consultation import queries, services
from charta.consultation.models import Reopening, Response, Round
from charta.core.actors import ANYBODY
from charta.core.database import db, transaction
from charta.core.errors import Conflict, Invalid, NotAllowed
from charta.drafting.models import Document
from tests.consultation.conftest import amount, entries
from tests.support.cast import Cast
from tests.support.consultation import AFTER, DURING, a_comment, an_answer
from tests.support.drafting import writing

pytestmark = pytest.mark.usefixtures("app_context")

WORDS = "Mir geht es um die Abstellplätze, nicht um die Wege."


def test_an_answer_is_no_longer_in_force_for_the_author_alone(
    city: Cast, found: Round, clause: Document
) -> None:
    mine, other = a_comment(city, found, clause), a_comment(city, found, clause)
    response = an_answer(city, [mine, other])
    with transaction():
        services.reopen(city.citizen, AFTER, mine, source=f"  {WORDS} ")
    answers = queries.answers_to([mine.id, other.id], now=AFTER)
    assert queries.in_force(answers[mine.id]) is None
    assert answers[mine.id][0].response.id == response.id
    still = queries.in_force(answers[other.id])
    assert still is not None
    assert still.covers == 1
    assert queries.totals(city.charter_id, AFTER) == queries.Totals(2, 1)
    [row] = db.session.scalars(select(Reopening)).all()
    assert (row.source, row.person_id) == (WORDS, city.citizen.person_id)
    [entry] = entries("answer.reopened")
    assert entry.details == {"responses": [response.id]}
    assert WORDS not in str(entry.details)


def test_all_answers_so_far_are_reopened_once_for_each(
    city: Cast, found: Round, clause: Document
) -> None:
    comment = a_comment(city, found, clause)
    first = an_answer(city, comment)
    with writing():
        services.correct_answer(
            city.approver, AFTER, first, disposition="noted", source="Anders gesagt."
        )
    with transaction():
        services.reopen(city.citizen, AFTER, comment, source=WORDS)
    assert amount(Reopening) == 2
    with pytest.raises(Conflict), transaction():
        services.reopen(city.citizen, AFTER, comment, source=WORDS)
    an_answer(city, comment, now=AFTER + timedelta(days=1))
    answers = queries.answers_to([comment.id], now=AFTER + timedelta(days=2))[comment.id]
    assert queries.in_force(answers) is answers[0]
    assert queries.totals(city.charter_id, AFTER) == queries.Totals(1, 1)
    with transaction():
        services.reopen(city.citizen, AFTER, comment, source="Immer noch nicht.")
    assert amount(Reopening) == 3


def test_a_correction_leaves_out_whoever_has_reopened(
    city: Cast, found: Round, clause: Document
) -> None:
    mine, other = a_comment(city, found, clause), a_comment(city, found, clause)
    response = an_answer(city, [mine, other])
    with transaction():
        services.reopen(city.citizen, AFTER, mine, source=WORDS)
    with transaction():
        services.correct_answer(
            city.approver, AFTER, response, disposition="noted", source="Anders gesagt."
        )
    newest = db.session.scalars(select(Response).order_by(Response.id.desc())).first()
    assert newest is not None
    assert [comment.id for comment in queries.covered(newest.id)] == [other.id]


def test_whoever_holds_the_receipt_may_without_an_account(
    city: Cast, found: Round, clause: Document
) -> None:
    comment = a_comment(city, found, clause)
    an_answer(city, comment)
    with transaction():
        services.reopen(ANYBODY, AFTER, comment, source=WORDS, holds_receipt=True)
    assert db.session.scalars(select(Reopening.person_id)).all() == [None]


@pytest.mark.parametrize("who", ["second_citizen", "editor", "approver", "admin"])
def test_nobody_else_may(city: Cast, found: Round, clause: Document, who: str) -> None:
    comment = a_comment(city, found, clause)
    an_answer(city, comment)
    with pytest.raises(NotAllowed), transaction():
        services.reopen(city.actors[who], AFTER, comment, source=WORDS)
    assert amount(Reopening) == 0


def test_not_before_there_is_an_answer(city: Cast, found: Round, clause: Document) -> None:
    comment = a_comment(city, found, clause)
    with pytest.raises(Conflict), transaction():
        services.reopen(city.citizen, DURING, comment, source=WORDS)


@pytest.mark.parametrize("source", ["", " \n ", "x" * 1_001])
def test_what_is_different_must_be_said_in_short(
    city: Cast, found: Round, clause: Document, source: str
) -> None:
    comment = a_comment(city, found, clause)
    an_answer(city, comment)
    with pytest.raises(Invalid) as refused, transaction():
        services.reopen(city.citizen, AFTER, comment, source=source)
    assert refused.value.field == "source"
