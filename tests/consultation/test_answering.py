"""Answers and corrections, without screens."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from charta.consultation import services
from charta.consultation.models import Answered, Response, Round
from charta.core.database import db, transaction
from charta.core.errors import Invalid, NotAllowed, NotFound
from charta.drafting.models import Document
from tests.consultation.conftest import amount, entries
from tests.support.cast import Cast, a_city
from tests.support.consultation import (
    AFTER,
    a_comment,
    an_answer,
)
from tests.support.drafting import a_revision

pytestmark = pytest.mark.usefixtures("app_context")

TICK = timedelta(microseconds=1)


class TestAnswering:
    def test_one_answer_for_several(self, city: Cast, found: Round, clause: Document) -> None:
        comments = [a_comment(city, found, clause) for _ in range(3)]
        response = an_answer(city, comments)
        assert amount(Answered) == 3
        [entry] = entries("comment.answered")
        assert entry.subject_id == response.id
        assert entry.details["comments"] == [comment.id for comment in comments]

    def test_answers_may_come_after_the_round(
        self, city: Cast, found: Round, clause: Document
    ) -> None:
        assert an_answer(city, a_comment(city, found, clause), now=AFTER).answered_at == AFTER

    def test_a_correction_leaves_the_first_answer(
        self, city: Cast, found: Round, clause: Document
    ) -> None:
        comments = [a_comment(city, found, clause) for _ in range(2)]
        first = an_answer(city, comments)
        with transaction():
            second = services.correct_answer(
                city.approver,
                AFTER,
                db.session.get_one(Response, first.id),
                disposition="noted",
                source="Doch nicht.",
            )
        assert second.replaces_id == first.id
        assert db.session.get_one(Response, first.id).source == first.source
        covered = select(Answered.comment_id).where(Answered.response_id == second.id)
        assert set(db.session.scalars(covered)) == {comment.id for comment in comments}
        assert [entry.subject_id for entry in entries("answer.corrected")] == [second.id]

    def test_the_second_of_two_answers_is_told(
        self, city: Cast, found: Round, clause: Document
    ) -> None:
        first, second = a_comment(city, found, clause), a_comment(city, found, clause)
        given = an_answer(city, first)
        with pytest.raises(services.AnswerConflict) as refused:
            an_answer(city, [first, second])
        assert refused.value.current.id == given.id
        assert [comment.id for comment in refused.value.comments] == [first.id]
        assert amount(Response) == 1

    def test_the_second_of_two_corrections_is_told(
        self, city: Cast, found: Round, clause: Document
    ) -> None:
        first = an_answer(city, a_comment(city, found, clause))
        words: dict[str, Any] = {"disposition": "noted", "source": "Doch nicht."}
        with transaction():
            given = services.correct_answer(
                city.approver, AFTER, db.session.get_one(Response, first.id), **words
            )
        with pytest.raises(services.AnswerConflict) as refused, transaction():
            services.correct_answer(
                city.approver, AFTER, db.session.get_one(Response, first.id), **words
            )
        assert refused.value.current.id == given.id

    def test_an_answer_names_the_wording_it_led_to(
        self, city: Cast, found: Round, clause: Document
    ) -> None:
        comment = a_comment(city, found, clause)
        revision = a_revision(city, clause)
        assert an_answer(city, comment, revision=revision).revision_id == revision.id

    def test_not_the_wording_it_was_made_on(
        self, city: Cast, found: Round, clause: Document
    ) -> None:
        comment = a_comment(city, found, clause)
        db.session.refresh(comment, ["revision"])
        with pytest.raises(Invalid) as refused:
            an_answer(city, comment, revision=comment.revision)
        assert refused.value.field == "revision"

    def test_nobody_answers_themselves(self, city: Cast, found: Round, clause: Document) -> None:
        own = a_comment(city, found, clause, author=city.approver)
        other = a_comment(city, found, clause)
        with pytest.raises(NotAllowed):
            an_answer(city, [other, own])
        assert an_answer(city, other).answered_by_id == city.approver.person_id

    @pytest.mark.parametrize("who", ["citizen", "editor", "reviewer", "facilitator", "admin"])
    def test_only_approvers(self, city: Cast, found: Round, clause: Document, who: str) -> None:
        with pytest.raises(NotAllowed):
            an_answer(city, a_comment(city, found, clause), by=city.actors[who])

    def test_approvers_of_another_charter_do_not(
        self, city: Cast, found: Round, clause: Document
    ) -> None:
        other = a_city("rostock", "Rostock")
        with pytest.raises(NotAllowed):
            an_answer(city, a_comment(city, found, clause), by=other.approver)

    @pytest.mark.parametrize(
        ("words", "field"),
        [
            ({"disposition": "maybe"}, "disposition"),
            ({"source": " "}, "source"),
            ({"source": "x" * 5001}, "source"),
        ],
    )
    def test_an_answer_has_a_decision_and_a_reason(
        self, city: Cast, found: Round, clause: Document, words: dict[str, Any], field: str
    ) -> None:
        with pytest.raises(Invalid) as refused:
            an_answer(city, a_comment(city, found, clause), **words)
        assert refused.value.field == field
        assert amount(Response) == 0

    def test_there_must_be_something_to_answer(self, city: Cast) -> None:
        with pytest.raises(NotFound):
            an_answer(city, [])
