"""Comments and replies, without screens."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from charta.consultation import services
from charta.consultation.models import Comment, Round
from charta.core.actors import ANYBODY
from charta.core.database import db
from charta.core.errors import Conflict, Invalid, NotAllowed, NotFound
from charta.drafting.models import Document
from tests.consultation.conftest import amount, entries
from tests.support.cast import Cast
from tests.support.consultation import (
    AFTER,
    CLOSES,
    OPENS,
    a_comment,
    a_round,
    berlin,
)
from tests.support.drafting import a_clause, a_revision

pytestmark = pytest.mark.usefixtures("app_context")

TICK = timedelta(microseconds=1)


class TestSpeaking:
    def test_a_comment_knows_the_wording_it_speaks_of(
        self, city: Cast, found: Round, clause: Document
    ) -> None:
        a_revision(city, clause)
        comment = a_comment(city, found, clause, source="Auch **Lastenräder**")
        assert (comment.number, comment.key) == (1, "S-1")
        assert "<strong>Lastenräder</strong>" in comment.html
        db.session.refresh(comment, ["revision"])
        assert comment.revision.number == 1
        [entry] = entries("comment.posted")
        assert entry.actor_id == city.citizen.person_id
        assert entry.details == {
            "round": found.id,
            "document": clause.id,
            "revision": comment.revision_id,
            "parent": None,
            "passage": None,
            "suggests": False,
        }

    def test_a_section_can_be_spoken_of_too(
        self, city: Cast, found: Round, clause: Document
    ) -> None:
        assert clause.parent_id
        section = db.session.get_one(Document, clause.parent_id)
        assert a_comment(city, found, section).document_id == section.id

    @pytest.mark.parametrize(
        ("now", "open_then"),
        [(OPENS - TICK, False), (OPENS, True), (CLOSES - TICK, True), (CLOSES, False)],
    )
    def test_the_time_counts_to_the_microsecond(
        self, city: Cast, found: Round, clause: Document, now: datetime, open_then: bool
    ) -> None:
        if open_then:
            assert a_comment(city, found, clause, now=now).created_at == now
        else:
            with pytest.raises(Conflict):
                a_comment(city, found, clause, now=now)
        assert amount(Comment) == int(open_then)

    @pytest.mark.parametrize(
        ("opens", "closes", "hours"),
        [
            ("2026-03-28 12:00", "2026-03-29 12:00", 23),
            ("2026-10-24 12:00", "2026-10-25 12:00", 25),
        ],
    )
    def test_the_night_the_clocks_change(
        self, city: Cast, clause: Document, opens: str, closes: str, hours: int
    ) -> None:
        begins, ends = berlin(opens), berlin(closes)
        found = a_round(city, opens_at=begins, closes_at=ends)
        a_comment(city, found, clause, now=begins + timedelta(hours=hours) - TICK)
        with pytest.raises(Conflict):
            a_comment(city, found, clause, now=begins + timedelta(hours=hours))

    def test_the_same_form_makes_one_comment(
        self, city: Cast, found: Round, clause: Document
    ) -> None:
        first = a_comment(city, found, clause, submission="one")
        assert a_comment(city, found, clause, submission="one").id == first.id
        assert a_comment(city, found, clause, submission="one", now=AFTER).id == first.id
        other = a_comment(city, found, clause, submission="one", author=city.second_citizen)
        assert other.id != first.id
        assert len(entries("comment.posted")) == 2

    def test_another_text_in_a_form_already_sent_is_not_lost_in_silence(
        self, city: Cast, found: Round, clause: Document
    ) -> None:
        first = a_comment(city, found, clause, submission="one")
        with pytest.raises(services.AlreadySent) as refused:
            a_comment(city, found, clause, submission="one", source="Ganz anders")
        assert refused.value.comment.id == first.id

    def test_replies_have_one_level(self, city: Cast, found: Round, clause: Document) -> None:
        first = a_comment(city, found, clause)
        reply = a_comment(city, found, clause, parent=first, author=city.second_citizen)
        assert reply.parent_id == first.id
        with pytest.raises(Invalid):
            a_comment(city, found, clause, parent=reply)

    def test_a_reply_stays_with_its_text(self, city: Cast, clause: Document) -> None:
        other = a_clause(city, title="Busse")
        found = a_round(city)
        first = a_comment(city, found, clause)
        with pytest.raises(NotFound):
            a_comment(city, found, other, parent=first)

    def test_what_the_round_does_not_show_cannot_be_spoken_of(
        self, city: Cast, found: Round
    ) -> None:
        with pytest.raises(NotFound):
            a_comment(city, found, a_clause(city, title="Neuer"))

    def test_somebody_must_be_signed_in(self, city: Cast, found: Round, clause: Document) -> None:
        with pytest.raises(NotAllowed):
            a_comment(city, found, clause, author=ANYBODY)

    @pytest.mark.parametrize("source", ["", "   ", "x" * 5001, "> " * 50 + "x", "---"])
    def test_nothing_to_read_is_no_comment(
        self, city: Cast, found: Round, clause: Document, source: str
    ) -> None:
        with pytest.raises(Invalid) as refused:
            a_comment(city, found, clause, source=source)
        assert refused.value.field == "source"
        assert amount(Comment) == 0

    def test_html_stays_words(self, city: Cast, found: Round, clause: Document) -> None:
        comment = a_comment(city, found, clause, source="<script>alert(1)</script> # Titel")
        assert "<script" not in comment.html
        assert "alert(1)" in comment.html
