"""A round is announced and called to mind to those who took part or asked, and to nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from charta.consultation import services as consultation
from charta.consultation.models import Round
from charta.core.database import db, transaction
from charta.drafting.models import Document
from charta.notifications import rules
from charta.notifications.models import Cursor
from charta.notifications.rules import Frequency
from tests.notifications.conftest import CARLA, CURT, Post, to, wants
from tests.support.cast import Cast, a_city
from tests.support.consultation import (
    AFTER,
    CLOSES,
    DURING,
    OPENS,
    a_comment,
    a_round,
)
from tests.support.releases import a_release

REMINDS = CLOSES - rules.REMINDER
NEXT_OPENS, NEXT_CLOSES = AFTER + timedelta(days=1), AFTER + timedelta(days=21)


def the_next_round(city: Cast) -> Round:
    return a_round(
        city,
        a_release(city, now=AFTER),
        title="Zweite Beteiligung",
        opens_at=NEXT_OPENS,
        closes_at=NEXT_CLOSES,
        now=AFTER,
    )


def test_nobody_is_told_who_neither_took_part_nor_asked(
    post: Post, city: Cast, found: Round
) -> None:
    assert post.come(OPENS) == []
    assert post.come(REMINDS) == []


def test_who_asked_is_told_when_it_opens_and_before_it_closes(post: Post, city: Cast) -> None:
    wants(city.second_citizen, watched=(city.charter_id,))
    a_round(city)
    assert post.come(OPENS - timedelta(seconds=1)) == []
    (opened,) = post.come(OPENS)
    assert opened["to"] == CURT
    assert opened["subject"] == "Beteiligung eröffnet: Beteiligung zum Entwurf"
    assert "http://localhost/stralsund/beteiligung/1/" in opened["body"]
    assert "Sie haben sich schon beteiligt, oder Sie wollten" in opened["body"]
    assert post.come(REMINDS - timedelta(seconds=1)) == []
    (reminded,) = post.come(REMINDS)
    assert reminded["subject"].startswith("Nur noch bis 24. März:")
    assert post.come(CLOSES) == []


def test_in_english_the_day_is_written_as_in_english(post: Post, city: Cast) -> None:
    wants(city.second_citizen, language="en", watched=(city.charter_id,))
    a_round(city)
    post.come(OPENS)
    (reminded,) = post.come(REMINDS)
    assert reminded["subject"].startswith("Only until 24 March:")


def test_who_took_part_is_told_of_the_next_round(
    post: Post, city: Cast, clause: Document, found: Round
) -> None:
    a_comment(city, found, clause)
    assert to(post.come(REMINDS)) == [CARLA]
    the_next_round(city)
    (told,) = post.come(NEXT_OPENS)
    assert told["to"] == CARLA
    assert told["subject"] == "Beteiligung eröffnet: Zweite Beteiligung"


def test_another_city_is_another_matter(post: Post, city: Cast, found: Round) -> None:
    other = a_city("greifswald", "Greifswald")
    wants(city.second_citizen, watched=(other.charter_id,))
    assert post.come(REMINDS) == []
    a_round(other)
    assert len(post.come(OPENS)) == 1


def test_new_dates_move_what_has_not_been_told(
    post: Post, city: Cast, clause: Document, found: Round
) -> None:
    a_comment(city, found, clause)
    later = CLOSES + timedelta(days=7)
    post.come()
    with transaction() as session:
        consultation.reschedule_round(
            city.editor, DURING, session.get_one(Round, found.id), closes_at=later, answer_by=None
        )
    assert post.come(REMINDS) == []
    (told,) = post.come(later - rules.REMINDER)
    assert told["to"] == CARLA
    assert post.come(later) == []


def test_a_worker_that_slept_does_not_remind_of_a_round_that_is_over(
    post: Post, city: Cast, clause: Document, found: Round
) -> None:
    a_comment(city, found, clause)
    assert post.come(CLOSES) == []


def test_a_digest_leaves_out_a_round_that_is_over_by_then(
    post: Post, city: Cast, clause: Document
) -> None:
    wants(city.citizen, rounds="weekly", watched=(city.charter_id,))
    short = OPENS + timedelta(days=2)
    a_round(city, closes_at=short)
    assert post.come(OPENS) == []
    due = rules.due(Frequency.WEEKLY, OPENS)
    assert due is not None
    assert due > short
    assert post.come(due) == []


@pytest.mark.parametrize("times", [1, 3])
def test_reading_the_journal_again_tells_nothing_twice(
    post: Post, city: Cast, clause: Document, found: Round, times: int
) -> None:
    a_comment(city, found, clause)
    assert to(post.come(REMINDS)) == [CARLA]
    for _ in range(times):
        with transaction():
            db.session.execute(update(Cursor).values(entry_id=0))
        assert post.come() == []
