"""Drafts of answers, without screens: saving, conflicts, finishing, discarding, releasing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from charta.consultation import services as consultation
from charta.consultation.models import Answered, Comment, Reopening, Response, Round
from charta.consultation.services import AnswerConflict
from charta.core.actors import Actor
from charta.core.database import db, transaction
from charta.core.errors import Conflict, Invalid, NotAllowed, NotFound
from charta.drafting.models import Document, Revision
from charta.weighing import services
from charta.weighing.models import AnswerRelease, Draft, Drafted
from charta.weighing.services import DraftConflict, Words
from tests.consultation.conftest import amount, entries
from tests.support.cast import Cast, a_city
from tests.support.consultation import AFTER, DURING, a_comment, an_answer
from tests.support.drafting import a_clause, a_revision

pytestmark = pytest.mark.usefixtures("app_context")

GOOD = Words("adopted", "Das nehmen wir auf.")
LATER = DURING + timedelta(hours=1)


def said(city: Cast, found: Round, clause: Document, number: int = 1) -> list[Comment]:
    return [a_comment(city, found, clause) for _ in range(number)]


def save(
    city: Cast,
    comments: list[Comment],
    words: Words = GOOD,
    *,
    by: Actor | None = None,
    **options: Any,
) -> Draft:
    with transaction():
        for comment in comments:
            db.session.add(comment)
            db.session.refresh(comment, ["revision"])
        return services.save_draft(by or city.editor, DURING, comments, words, **options)


def release(city: Cast, *drafts: Draft, by: Actor | None = None) -> list[Response]:
    with transaction():
        found = [db.session.merge(draft) for draft in drafts]
        stamps = [draft.stamp for draft in found]
        for draft in found:
            db.session.refresh(draft, ["revision"])
        return services.release_drafts(by or city.approver, LATER, found, stamps=stamps)


class TestSaving:
    def test_a_draft_grows_and_is_nobody_elses_business(
        self, city: Cast, found: Round, clause: Document
    ) -> None:
        comments = said(city, found, clause)
        first = save(city, comments, Words(None, "Da"))
        second = save(city, comments, Words("noted", "Danke"), stamp=first.stamp)
        assert (second.id, second.version, second.source) == (first.id, 2, "Danke")
        assert amount(Draft) == amount(Drafted) == 1
        assert amount(Response) == 0

    def test_the_journal_notes_beginning_finishing_taking_up_again_and_discarding(
        self, city: Cast, found: Round, clause: Document
    ) -> None:
        comments = said(city, found, clause)
        draft = save(city, comments, Words(None, "D"))
        for source in ("Da", "Dan"):
            draft = save(city, comments, Words(None, source), stamp=draft.stamp)
        assert len(entries("answer.drafted")) == 1
        draft = save(city, comments, stamp=draft.stamp, finish=True)
        [entry] = entries("answer.finished")
        assert entry.details["comments"] == [comments[0].id]
        assert "nehmen" not in str(entry.details)
        draft = save(city, comments, Words(None, "Doch"), stamp=draft.stamp)
        assert draft.finished_at is None
        assert len(entries("answer.drafted")) == 2
        with transaction():
            draft = db.session.merge(draft)
            services.discard_draft(city.editor, LATER, draft, stamp=draft.stamp)
        assert len(entries("answer.draft_discarded")) == 1
        assert amount(Draft) == amount(Drafted) == 0

    def test_saving_the_same_again_changes_nothing(
        self, city: Cast, found: Round, clause: Document
    ) -> None:
        comments = said(city, found, clause)
        first = save(city, comments, finish=True)
        again = save(city, comments, finish=True, stamp=first.stamp)
        lost = save(city, comments, finish=True, stamp="")
        assert again.stamp == lost.stamp == first.stamp
        assert len(entries("answer.finished")) == 1

    def test_who_saves_on_an_older_one_is_told(
        self, city: Cast, found: Round, clause: Document
    ) -> None:
        comments = said(city, found, clause)
        first = save(city, comments, Words(None, "Eins")).stamp
        save(city, comments, Words(None, "Zwei"), stamp=first)
        with pytest.raises(DraftConflict) as refused:
            save(city, comments, Words(None, "Drei"), stamp=first, by=city.second_editor)
        assert refused.value.current.source == "Zwei"
        assert db.session.scalars(select(Draft.source)).all() == ["Zwei"]

    def test_two_who_begin_at_once(self, city: Cast, found: Round, clause: Document) -> None:
        comments = said(city, found, clause, 2)
        save(city, comments[:1], Words(None, "Eins"))
        with pytest.raises(DraftConflict) as refused:
            save(city, comments, Words(None, "Beide"), by=city.second_editor)
        assert [one.id for one in refused.value.comments] == [comments[0].id]

    def test_a_draft_begun_anew_is_another_one(
        self, city: Cast, found: Round, clause: Document
    ) -> None:
        comments = said(city, found, clause)
        old = save(city, comments, Words(None, "Eins"))
        stamp = old.stamp
        with transaction():
            services.discard_draft(city.editor, LATER, db.session.merge(old), stamp=stamp)
            db.session.refresh(comments[0], ["revision"])
            services.save_draft(city.second_editor, LATER, comments, Words(None, "Neu"))
        with pytest.raises(DraftConflict):
            save(city, comments, Words(None, "Alt"), stamp=stamp)

    def test_what_was_ticked_may_change_while_it_is_written(
        self, city: Cast, found: Round, clause: Document
    ) -> None:
        comments = said(city, found, clause, 3)
        draft = save(city, comments[:2])
        draft = save(city, comments[1:], stamp=draft.stamp)
        covered = set(db.session.scalars(select(Drafted.comment_id)))
        assert covered == {comments[1].id, comments[2].id}
        assert draft.version == 2

    def test_nothing_is_demanded_before_it_is_finished(
        self, city: Cast, found: Round, clause: Document
    ) -> None:
        assert save(city, said(city, found, clause), Words(None, "---")).finished_at is None

    @pytest.mark.parametrize(
        ("words", "field"),
        [
            (Words(None, "Weil"), "disposition"),
            (Words("maybe", "Weil"), "disposition"),
            (Words("noted", ""), "source"),
            (Words("noted", "---"), "source"),
            (Words("noted", "x" * 5001), "source"),
            (Words("noted", "Zu {klausel}: nein."), "source"),
        ],
    )
    def test_finished_it_has_a_decision_and_a_reason(
        self, city: Cast, found: Round, clause: Document, words: Words, field: str
    ) -> None:
        with pytest.raises(Invalid) as refused:
            save(city, said(city, found, clause), words, finish=True)
        assert refused.value.field == field
        assert amount(Draft) == 0

    def test_the_version_must_be_a_newer_one_of_the_same_text(
        self, city: Cast, found: Round, clause: Document
    ) -> None:
        newer = a_revision(city, clause, "Neue Worte für die Klausel.")
        other = a_revision(city, a_clause(city, title="Busse"), "Mehr Busse.")
        first = db.session.scalars(
            select(Revision).where(Revision.document_id == clause.id, Revision.number == 1)
        ).one()
        comments = said(city, found, clause)
        for revision in (other, first):
            with pytest.raises(Invalid):
                save(city, comments, Words("adopted", "Ja.", revision), finish=True)
        with pytest.raises(Invalid):
            save(city, comments, Words("noted", "Ja.", newer), finish=True)
        assert save(city, comments, Words("adopted", "Ja.", newer), finish=True).revision_id

    def test_the_department_is_one_of_the_charter(
        self, city: Cast, found: Round, clause: Document
    ) -> None:
        other = a_city("rostock", "Rostock")
        comments = said(city, found, clause)
        with pytest.raises(NotFound):
            save(city, comments, Words(department_id=other.departments["Bauamt"]))
        mine = city.departments["Bauamt"]
        assert save(city, comments, Words(department_id=mine)).department_id == mine

    def test_nobody_drafts_for_themselves_or_without_the_right(
        self, city: Cast, found: Round, clause: Document
    ) -> None:
        own = a_comment(city, found, clause, author=city.editor)
        with pytest.raises(NotAllowed):
            save(city, [*said(city, found, clause), own])
        for who in ("citizen", "approver", "reviewer", "facilitator", "admin"):
            with pytest.raises(NotAllowed):
                save(city, said(city, found, clause), by=city.actors[who])
        assert save(city, [own], by=city.second_editor).id

    def test_what_has_an_answer_needs_a_correction(
        self, city: Cast, found: Round, clause: Document
    ) -> None:
        comments = said(city, found, clause, 2)
        given = an_answer(city, comments)
        with pytest.raises(AnswerConflict):
            save(city, comments[:1])
        draft = save(city, comments[:1], replaces=given)
        assert amount(Drafted) == 2
        assert draft.replaces_id == given.id
        with transaction():
            consultation.correct_answer(
                city.approver, LATER, given, disposition="noted", source="Anders."
            )
        with pytest.raises(AnswerConflict):
            save(city, comments[:1], Words("noted", "Nein"), replaces=given, stamp=draft.stamp)

    def test_the_same_words_are_no_correction(
        self, city: Cast, found: Round, clause: Document
    ) -> None:
        comments = said(city, found, clause)
        given = an_answer(city, comments)
        with pytest.raises(Invalid):
            save(city, comments, Words(given.disposition, given.source), replaces=given)

    def test_a_draft_of_others_is_not_discarded_unseen(
        self, city: Cast, found: Round, clause: Document
    ) -> None:
        comments = said(city, found, clause)
        first = save(city, comments, Words(None, "Eins"))
        stamp = first.stamp
        save(city, comments, Words(None, "Zwei"), stamp=stamp)
        with pytest.raises(DraftConflict), transaction():
            draft = db.session.get_one(Draft, first.id)
            services.discard_draft(city.second_editor, LATER, draft, stamp=stamp)
        assert amount(Draft) == 1


class TestReleasing:
    def test_several_go_out_together_and_name_who_wrote_them(
        self, city: Cast, found: Round, clause: Document
    ) -> None:
        comments = said(city, found, clause, 3)
        bauamt = city.departments["Bauamt"]
        one = save(city, comments[:2], finish=True)
        words = Words("noted", "Danke.", department_id=bauamt)
        two = save(city, comments[2:], words, by=city.second_editor, finish=True)
        first, second = release(city, one, two)
        assert first.answered_by_id == city.editor.person_id
        assert second.answered_by_id == city.second_editor.person_id
        assert first.answered_at == LATER
        kept = {
            row.response_id: (row.released_by_id, row.department_id)
            for row in db.session.scalars(select(AnswerRelease))
        }
        who = city.approver.person_id
        assert kept == {first.id: (who, None), second.id: (who, bauamt)}
        assert amount(Draft) == amount(Drafted) == 0
        assert amount(Answered) == 3
        assert len(entries("comment.answered")) == 2

    def test_a_correction_goes_out_for_those_who_let_the_answer_stand(
        self, city: Cast, found: Round, clause: Document
    ) -> None:
        comments = said(city, found, clause, 2)
        given = an_answer(city, comments)
        with transaction() as session:
            session.add(
                Reopening(
                    response_id=given.id,
                    comment_id=comments[1].id,
                    person_id=city.citizen.person_id,
                    source="Meine ist anders.",
                    reopened_at=DURING,
                )
            )
        draft = save(city, comments[:1], Words("noted", "Anders."), replaces=given, finish=True)
        [corrected] = release(city, draft)
        assert corrected.replaces_id == given.id
        covered = select(Answered.comment_id).where(Answered.response_id == corrected.id)
        assert list(db.session.scalars(covered)) == [comments[0].id]
        again = save(city, comments[1:], Words("adopted", "Ihre also auch."), finish=True)
        [fresh] = release(city, again)
        assert fresh.replaces_id is None

    def test_all_or_none(self, city: Cast, found: Round, clause: Document) -> None:
        comments = said(city, found, clause, 2)
        one = save(city, comments[:1], finish=True)
        two = save(city, comments[1:], Words(None, "Noch nicht"))
        with pytest.raises(Conflict):
            release(city, one, two)
        assert amount(Response) == 0

    def test_what_was_written_since_does_not_go_out(
        self, city: Cast, found: Round, clause: Document
    ) -> None:
        comments = said(city, found, clause)
        draft = save(city, comments, finish=True)
        seen = draft.stamp
        save(city, comments, Words("noted", "Anders."), stamp=seen, finish=True)
        with pytest.raises(Conflict), transaction():
            current = db.session.get_one(Draft, draft.id)
            services.release_drafts(city.approver, LATER, [current], stamps=[seen])
        assert amount(Response) == 0

    def test_only_an_approver_and_nobody_for_themselves(
        self, city: Cast, found: Round, clause: Document
    ) -> None:
        own = a_comment(city, found, clause, author=city.approver)
        mine = save(city, [own], finish=True)
        draft = save(city, said(city, found, clause), finish=True)
        for who in ("citizen", "editor", "reviewer", "facilitator", "admin"):
            with pytest.raises(NotAllowed):
                release(city, draft, by=city.actors[who])
        with pytest.raises(NotAllowed):
            release(city, draft, by=a_city("rostock", "Rostock").approver)
        with pytest.raises(NotAllowed):
            release(city, mine)
        assert amount(Response) == 0

    def test_there_must_be_something_to_release(self, city: Cast) -> None:
        with pytest.raises(NotFound):
            release(city)

    def test_it_can_be_given_back(self, city: Cast, found: Round, clause: Document) -> None:
        draft = save(city, said(city, found, clause), finish=True)
        seen = draft.stamp
        with transaction():
            draft = db.session.get_one(Draft, draft.id)
            services.return_draft(city.approver, AFTER, draft, stamp=seen)
        assert draft.finished_at is None
        assert len(entries("answer.returned")) == 1
        with pytest.raises(DraftConflict), transaction():
            services.return_draft(city.approver, AFTER, draft, stamp=seen)
        with pytest.raises(NotAllowed), transaction():
            services.return_draft(city.editor, AFTER, draft, stamp=draft.stamp)
