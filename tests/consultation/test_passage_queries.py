"""Which passages are marked on which wording, and what stands beside them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from charta.consultation.models import Comment, Round
from charta.consultation.queries import comments_at, spoken_of
from charta.core.database import db
from charta.drafting.models import Document, Revision
from charta.releases.models import Release
from tests.support.cast import Cast
from tests.support.consultation import (
    AFTER,
    DURING,
    a_comment,
    a_round,
    a_settlement,
    an_answer,
    shown,
    the_place,
)
from tests.support.drafting import a_clause, a_revision
from tests.support.releases import a_release, an_open_release

pytestmark = pytest.mark.usefixtures("app_context")

WORDS = "sichere Radwege"
LATER = DURING + timedelta(days=1)


def marked(revision: Revision, now: datetime = AFTER) -> dict[str, int]:
    return {
        revision.plain[one.start : one.end]: one.comments
        for one in spoken_of(revision.document_id, revision.id, now=now)
    }


def test_comments_on_the_same_words_count_together(
    city: Cast, found: Round, clause: Document
) -> None:
    first = a_comment(city, found, clause, passage=WORDS)
    a_comment(city, found, clause, passage=WORDS, author=city.second_citizen)
    a_comment(city, found, clause, passage="Stadt baut sichere")
    a_comment(city, found, clause)
    a_comment(city, found, clause, parent=first)
    revision = shown(found, clause)
    assert marked(revision) == {"Stadt baut sichere": 1, WORDS: 2}
    starts = [one.start for one in spoken_of(clause.id, revision.id, now=AFTER)]
    assert starts == sorted(starts)


def test_what_became_public_later_is_not_there_before(
    city: Cast, found: Round, clause: Document
) -> None:
    a_comment(city, found, clause, passage=WORDS)
    assert marked(shown(found, clause), now=found.opens_at - timedelta(days=9)) == {}


def test_a_comment_stands_where_it_was_carried_to(
    city: Cast, found: Round, clause: Document
) -> None:
    a_comment(city, found, clause, passage=WORDS)
    newer = a_revision(city, clause, "Bald gilt: Die Stadt baut sichere Radwege.")
    an_open_release(city, now=LATER)
    assert marked(newer) == {WORDS: 1}
    [one] = spoken_of(clause.id, newer.id, now=AFTER)
    assert one.span == the_place(newer, WORDS)
    assert marked(shown(found, clause)) == {WORDS: 1}


def test_not_before_the_release_is_public(city: Cast, found: Round, clause: Document) -> None:
    a_comment(city, found, clause, passage=WORDS)
    newer = a_revision(city, clause, "Bald gilt: Die Stadt baut sichere Radwege.")
    a_release(city, now=LATER)
    assert marked(newer) == {}


def test_the_same_wording_in_two_releases_counts_a_comment_once(
    city: Cast, found: Round, clause: Document
) -> None:
    a_comment(city, found, clause, passage=WORDS)
    an_open_release(city, now=LATER)
    an_open_release(city, now=LATER + timedelta(days=1))
    assert marked(shown(found, clause)) == {WORDS: 1}
    newer = a_revision(city, clause, "Bald gilt: Die Stadt baut sichere Radwege.")
    for days in (2, 3):
        an_open_release(city, now=LATER + timedelta(days=days))
    assert marked(newer) == {WORDS: 1}


@pytest.mark.parametrize("verdict", ["removed", "uncertain"])
def test_a_comment_whose_words_are_gone_is_not_marked(
    city: Cast, found: Round, clause: Document, verdict: str
) -> None:
    said = a_comment(city, found, clause, passage=WORDS)
    newer = a_revision(city, clause, "Ganz anderes steht hier.")
    release = a_release(city, now=LATER)
    if verdict == "removed":
        a_settlement(city, release, said, "removed", now=LATER)
    an_open(city, release)
    assert marked(newer) == {}


def an_open(city: Cast, release: Release) -> Round:
    return a_round(city, release, opens_at=LATER, closes_at=AFTER, now=LATER)


def test_a_persons_decision_is_in_force(city: Cast, found: Round, clause: Document) -> None:
    said = a_comment(city, found, clause, passage=WORDS)
    newer = a_revision(city, clause, "Die Stadt baut sichere Radwege. Wege sind für alle da.")
    release = a_release(city, now=LATER)
    a_settlement(
        city, release, said, "reworded", revision=newer, words="Wege sind für alle da", now=LATER
    )
    an_open(city, release)
    assert marked(newer) == {"Wege sind für alle da": 1}


def test_what_a_person_has_put_into_another_text_is_no_longer_marked(
    city: Cast, found: Round, clause: Document
) -> None:
    said = a_comment(city, found, clause, passage=WORDS)
    other = a_clause(city, title="Wege", source="Radwege für alle.")
    newer = a_revision(city, clause, "Die Stadt baut bald sichere Radwege.")
    release = a_release(city, now=LATER)
    there = db.session.query(Revision).filter_by(document_id=other.id).one()
    a_settlement(
        city, release, said, "reworded", revision=there, words="Radwege für alle", now=LATER
    )
    an_open(city, release)
    assert marked(newer) == {}


def test_beside_a_text_stand_the_comments_on_exactly_these_words(
    city: Cast, found: Round, clause: Document
) -> None:
    first = a_comment(city, found, clause, passage=WORDS, wording="breite Wege")
    a_comment(city, found, clause, passage="Stadt baut")
    a_comment(city, found, clause, parent=first)
    an_answer(city, first)
    revision = shown(found, clause)
    place = the_place(revision, WORDS)
    page = comments_at(clause.id, revision.id, place, now=AFTER)
    [said] = page.items
    assert said.comment.id == first.id
    assert said.comment.passage is not None
    assert said.comment.suggestion is not None
    assert said.comment.suggestion.wording == "breite Wege"
    assert said.answer is not None
    assert said.reply_count == 1
    assert page.next is None
    assert comments_at(clause.id, revision.id, (0, 1), now=AFTER).items == ()


def test_they_come_in_pages(city: Cast, found: Round, clause: Document) -> None:
    made = [a_comment(city, found, clause, passage=WORDS).id for _ in range(5)]
    revision = shown(found, clause)
    place = the_place(revision, WORDS)
    read: list[int] = []
    after: int | None = None
    for _ in range(3):
        page = comments_at(clause.id, revision.id, place, now=AFTER, after=after, limit=2)
        read += [one.comment.id for one in page.items]
        after = page.next
    assert read == made
    assert after is None


def test_a_reply_has_no_passage_of_its_own(city: Cast, found: Round, clause: Document) -> None:
    first = a_comment(city, found, clause, passage=WORDS)
    reply = a_comment(city, found, clause, parent=first)
    assert db.session.get_one(Comment, reply.id).parent_id == first.id
    assert marked(shown(found, clause)) == {WORDS: 1}
