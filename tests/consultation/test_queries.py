"""Reads give what a page shows, in order, and in a fixed number of statements."""

from __future__ import annotations

from datetime import timedelta

import pytest

from charta.consultation import queries, services
from charta.consultation.models import Response
from charta.consultation.rules import State
from charta.core.database import db, transaction
from tests.support.cast import START, Cast, a_city
from tests.support.consultation import (
    CLOSES,
    DURING,
    OPENS,
    a_comment,
    a_round,
    an_answer,
)
from tests.support.drafting import a_clause, a_revision
from tests.support.releases import a_release, an_open_release

pytestmark = pytest.mark.usefixtures("app_context")


def test_rounds_carry_state_and_counts(city: Cast) -> None:
    clause = a_clause(city)
    found = a_round(city)
    first = a_comment(city, found, clause)
    a_comment(city, found, clause, parent=first, author=city.second_citizen)
    an_answer(city, first)
    [summary] = queries.rounds(city.charter_id, DURING)
    assert (summary.round.number, summary.state, summary.readable) == (1, State.OPEN, True)
    assert (summary.comments, summary.answered, summary.open_comments) == (2, 1, 1)
    assert [one.round.id for one in queries.open_rounds(city.charter_id, DURING)] == [found.id]
    assert queries.open_rounds(city.charter_id, CLOSES) == []
    assert queries.open_rounds(city.charter_id, OPENS - timedelta(microseconds=1)) == []
    assert queries.totals(city.charter_id, DURING) == queries.Totals(2, 1)


def test_threads(city: Cast) -> None:
    clause = a_clause(city)
    found = a_round(city)
    first = a_comment(city, found, clause)
    for _number in range(7):
        a_comment(city, found, clause, parent=first, author=city.second_citizen)
    second = a_comment(city, found, clause, source="Zweite")
    an_answer(city, [first, second])
    page = queries.comments_on(clause.id, found.id, now=DURING)
    assert [one.comment.id for one in page.items] == [first.id, second.id]
    assert len(page.items[0].replies) == 5
    assert page.items[0].reply_count == 7
    assert page.items[0].answer is not None
    assert page.items[0].comment.author.name == "Carla Bürgerin"


def test_counts_by_document(city: Cast) -> None:
    clause = a_clause(city)
    a_clause(city, title="Busse")
    found = a_round(city)
    first = a_comment(city, found, clause)
    a_comment(city, found, clause, parent=first)
    lines = {line.key: line.comments for line in queries.contents(found)}
    assert lines == {"A-1": 0, "MOB-1": 2, "A-2": 0, "MOB-2": 0}


def test_an_answer_that_led_to_a_version_on_the_way_names_the_one_that_is_public(
    city: Cast,
) -> None:
    clause = a_clause(city)
    comment = a_comment(city, a_round(city), clause)
    an_answer(city, comment, revision=a_revision(city, clause))
    newest = a_revision(city, clause, "Die Stadt baut sichere Radwege, auch zu den Schulen.")
    [before] = queries.answers_to([comment.id], now=DURING)[comment.id]
    assert (before.revision_id, before.revision_number, before.release_number) == (None, None, None)
    release = an_open_release(city, now=DURING)
    [after] = queries.answers_to([comment.id], now=DURING)[comment.id]
    assert (after.revision_id, after.revision_number) == (newest.id, 3)
    assert after.release_number == release.number
    [internal] = queries.answers_to([comment.id], now=None)[comment.id]
    assert (internal.revision_number, internal.release_number) == (2, release.number)


def test_a_correction_stands_before_what_it_corrects(city: Cast) -> None:
    clause = a_clause(city)
    comment = a_comment(city, a_round(city), clause)
    given = an_answer(city, comment, revision=a_revision(city, clause))
    with transaction():
        services.correct_answer(
            city.approver,
            DURING,
            db.session.get_one(Response, given.id),
            disposition="not_adopted",
            source="Doch nicht.",
        )
    [now_stands, before] = queries.answers_to([comment.id], now=None)[comment.id]
    assert (now_stands.response.replaces_id, before.response.id) == (given.id, given.id)
    assert queries.totals(city.charter_id, DURING) == queries.Totals(1, 1)


def test_the_drafts_that_may_be_consulted_on(city: Cast) -> None:
    waiting = a_release(city)
    an_open_release(city)
    a_release(city, kind="edition", title="Beschlussfassung")
    assert [one.id for one in queries.fixed_releases(city.charter_id)] == [waiting.id]


def test_totals_count_only_what_the_public_can_read(city: Cast) -> None:
    clause = a_clause(city)
    found = a_round(city)
    a_comment(city, found, clause)
    assert queries.totals(city.charter_id, START - timedelta(seconds=1)) == queries.Totals(0, 0)
    assert queries.totals(a_city("rostock", "Rostock").charter_id, DURING) == queries.Totals(0, 0)
