"""Whoever spoke of a text is told when an opened release shows it in other words."""

from __future__ import annotations

from datetime import timedelta

from charta.consultation.models import Round
from charta.core.database import transaction
from charta.drafting import services as drafting
from charta.drafting.models import Document
from tests.notifications.conftest import CARLA, CURT, Post, to, wants
from tests.support.cast import Cast
from tests.support.consultation import AFTER, DURING, OPENS, a_comment, a_round
from tests.support.drafting import a_clause, a_revision
from tests.support.releases import a_release, an_open_release

NEW = "Die Stadt baut bald viele sichere Radwege."


def test_only_an_opened_release_tells(
    post: Post, city: Cast, clause: Document, found: Round
) -> None:
    comment = a_comment(city, found, clause, now=OPENS)
    a_comment(city, found, clause, now=OPENS)
    a_revision(city, clause, NEW, now=DURING)
    assert post.come() == []
    a_release(city, now=DURING)
    assert post.come() == [], "it is fixed, and not public"
    an_open_release(city, opens_at=AFTER, now=DURING)
    assert post.come(AFTER - timedelta(seconds=1)) == []
    (told,) = post.come(AFTER)
    assert told["to"] == CARLA
    assert told["subject"] == "Ein Text, zu dem Sie Stellung genommen haben, ist geändert"
    assert "MOB-1 Sichere Radwege: geändert" in told["body"]
    assert f"/stralsund/stellungnahmen/{comment.number + 1}/" in told["body"]
    assert "http://localhost/stralsund/fassungen/1...3/" in told["body"]
    assert NEW not in told["body"]
    assert post.come(AFTER + timedelta(days=1)) == []


def test_nobody_is_told_of_texts_they_did_not_speak_of(
    post: Post, city: Cast, clause: Document
) -> None:
    other = a_clause(city, title="Bessere Busse")
    found = a_round(city)
    post.come(OPENS)
    post.clock.at = DURING
    a_comment(city, found, clause, now=OPENS)
    a_comment(city, found, other, author=city.second_citizen, now=OPENS)
    a_revision(city, other, "Die Stadt kauft Busse.", title="Neue Busse", now=DURING)
    an_open_release(city, now=DURING)
    (told,) = post.come()
    assert told["to"] == CURT
    assert f"{other.key} Neue Busse: geändert" in told["body"]


def test_a_text_that_is_gone_is_told_by_its_old_name(
    post: Post, city: Cast, clause: Document, found: Round
) -> None:
    a_comment(city, found, clause, now=OPENS)
    a_clause(city, title="Bessere Busse", now=DURING)
    with transaction():
        drafting.withdraw(city.editor, DURING, clause, reason="Überholt.")
    an_open_release(city, now=DURING)
    (told,) = post.come()
    assert "MOB-1 Sichere Radwege: steht nicht mehr darin" in told["body"]
    assert "Überholt" not in told["body"], "why is for staff"


def test_a_release_that_changes_nothing_tells_nothing(
    post: Post, city: Cast, clause: Document, found: Round
) -> None:
    a_comment(city, found, clause, now=OPENS)
    an_open_release(city, now=DURING)
    assert post.come() == []


def test_a_digest_tells_of_each_release_that_opened_meanwhile(
    post: Post, city: Cast, clause: Document, found: Round
) -> None:
    wants(city.citizen, clauses="weekly")
    a_comment(city, found, clause, now=OPENS)
    a_revision(city, clause, NEW, now=DURING)
    an_open_release(city, now=DURING)
    assert post.come() == []
    a_clause(city, title="Bessere Busse", now=DURING)
    an_open_release(city, now=DURING + timedelta(hours=1))
    assert post.come(DURING + timedelta(hours=1)) == []
    (told,) = post.come(DURING + timedelta(days=7))
    assert "Fassung 2 ist öffentlich" in told["body"]
    assert "Fassung 3" not in told["body"]


def test_who_speaks_only_of_the_new_words_is_not_told_of_them(
    post: Post, city: Cast, clause: Document, found: Round
) -> None:
    a_comment(city, found, clause, now=OPENS)
    a_revision(city, clause, NEW, now=DURING)
    an_open_release(city, now=DURING)
    a_comment(city, found, clause, author=city.second_citizen, now=DURING + timedelta(minutes=1))
    assert to(post.come(DURING + timedelta(minutes=2))) == [CARLA]


def test_an_older_release_that_opens_late_is_no_news(
    post: Post, city: Cast, clause: Document, found: Round
) -> None:
    a_comment(city, found, clause, now=OPENS)
    a_revision(city, clause, NEW, now=DURING)
    an_open_release(city, opens_at=AFTER, now=DURING)
    an_open_release(city, now=DURING)
    assert to(post.come()) == [CARLA]
    assert post.come(AFTER) == []
