"""The ideas of a round in its papers: each a row with what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask, current_app

from charta.consultation.models import Comment, Round
from charta.core.database import db, transaction
from charta.drafting.models import Document
from charta.drafting.services import promote_to_new_clause, shelve
from charta.papers.queries.weighed import Weighed, weighed, weighing_rows
from charta.papers.rows import WeighingRow
from charta.papers.rules import Format, Kind
from charta.workshops.models import Idea
from tests.papers.test_background import made, order
from tests.support.cast import START, Cast
from tests.support.consultation import AFTER, CLOSES, a_comment, a_round, an_answer
from tests.support.papers import printed
from tests.support.releases import an_open_release
from tests.support.statements import counted
from tests.support.workshops import a_workshop, an_idea

pytestmark = pytest.mark.usefixtures("app_context")


REASON = "Das wünschen viele."
WHY_NOT = "Dafür ist das Land da."


@pytest.fixture(autouse=True)
def _later(app_context: None) -> None:
    current_app.extensions["charta.clock"] = lambda: AFTER


@dataclass
class Told:
    """A round with a comment on MOB-1 and three ideas: taken up into MOB-2, set aside, open."""

    round: Round
    comment: Comment
    ideas: list[Idea]


@pytest.fixture
def told(city: Cast, clause: Document) -> Told:
    section = db.session.get_one(Document, clause.parent_id)
    with transaction():
        workshop = a_workshop(city, opened=True)
        taken_up = an_idea(city, workshop, "Bänke am Sund")
        set_aside = an_idea(city, workshop, "Eine Autobahn", group=None)
        waiting = an_idea(city, workshop, "=1+1 Fähren", group="Politik")
        promote_to_new_clause(
            city.editor,
            START,
            [taken_up],
            section=section,
            title="Bänke",
            source="Mehr Bänke am Sund.",
            reason=REASON,
        )
        shelve(city.editor, START, set_aside, reason=WHY_NOT)
    found = a_round(city)
    said = a_comment(city, found, clause, source="Zu Fuß")
    an_answer(city, [said], disposition="noted", source="Danke.")
    return Told(found, said, [taken_up, set_aside, waiting])


def read(found: Round, *, named: bool = True) -> list[WeighingRow]:
    wanted = weighed(found, AFTER)
    return list(weighing_rows(found, wanted, now=AFTER, named=named, progress=lambda _done: None))


def test_each_idea_is_a_row_with_its_outcome(told: Told) -> None:
    said, taken_up, set_aside, waiting = read(told.round)
    assert said.key == told.comment.key
    assert [row.key for row in (taken_up, set_aside, waiting)] == [one.key for one in told.ideas]
    assert (taken_up.kind, taken_up.channel) == ("Idee", "auf einer Veranstaltung")
    assert (taken_up.clause, taken_up.disposition) == ("MOB-2 Bänke", "übernommen")
    assert (taken_up.reason, taken_up.text) == (REASON, "Bänke am Sund")
    assert f"{taken_up.received_on} {taken_up.answered_on}" == f"2026-02-10 {START:%Y-%m-%d}"
    assert (set_aside.clause, set_aside.disposition) == ("", "nicht übernommen")
    assert (set_aside.reason, set_aside.author) == (WHY_NOT, "")
    assert (waiting.clause, waiting.disposition, waiting.answered_on) == ("", "", None)
    assert (waiting.theme, waiting.author) == ("Nachhaltige Mobilität", "Politik")


def test_without_names_nobody_learns_whose_idea_it_was(told: Told) -> None:
    assert not [row.author for row in read(told.round, named=False) if row.author]


def test_ideas_stand_with_the_comments_on_their_clause(city: Cast, told: Told) -> None:
    second = db.session.query(Document).filter_by(key="MOB-2").one()
    a_comment(city, told.round, second, source="Noch mehr Bänke")
    clauses = [row.clause for row in read(told.round)]
    assert clauses == ["MOB-1 Sichere Radwege", "MOB-2 Bänke", "MOB-2 Bänke", "", ""]
    assert [row.key for row in read(told.round)][1:3] == ["S-2", "I-1"]


def test_an_idea_in_a_clause_that_nobody_can_read_yet_is_open(city: Cast, told: Told) -> None:
    waiting = told.ideas[-1]
    with transaction():
        promote_to_new_clause(
            city.editor,
            AFTER,
            [db.session.merge(waiting)],
            section=db.session.query(Document).filter_by(key="A-1").one(),
            title="Geheim",
            source="Fähren fahren.",
            reason="Noch nicht öffentlich.",
        )
    row = next(row for row in read(told.round) if row.key == waiting.key)
    assert (row.clause, row.disposition, row.reason) == ("", "", "")
    an_open_release(city, now=AFTER)
    row = next(row for row in read(told.round) if row.key == waiting.key)
    assert (row.clause, row.disposition) == ("MOB-3 Geheim", "übernommen")


def test_ideas_of_another_round_are_not_in_it(city: Cast, told: Told) -> None:
    after = CLOSES + timedelta(days=1)
    later = a_round(city, opens_at=after, closes_at=after + timedelta(days=9), now=CLOSES)
    assert weighed(later, AFTER) == []


def test_an_anonymous_paper_and_a_council_pack_have_them(city: Cast, told: Told) -> None:
    text = printed(made(order(city, Kind.COUNCIL, Format.PDF, told.round, old=None)))
    for words in ("I-1", REASON, WHY_NOT, "Ohne Klausel", "Beiträge, die abgewogen werden 4"):
        assert words in text
    assert "davon beantwortet 3" in text
    assert text.count("ganzer Text") == 1
    assert "– übernommen 1" in text
    assert "Ein Beitrag ist noch nicht beantwortet: I-3" in text
    assert "Noch sind nicht alle Beiträge beantwortet" in text
    assert "Alle Beiträge wurden geprüft" not in text
    table = made(order(city, Kind.WEIGHING, Format.CSV, told.round)).read_text("utf-8-sig")
    assert WHY_NOT in table
    assert "Politik" not in table


def test_the_council_reads_that_all_is_answered_once_it_is(city: Cast, told: Told) -> None:
    with transaction():
        shelve(city.editor, AFTER, db.session.merge(told.ideas[-1]), reason=WHY_NOT)
    text = printed(made(order(city, Kind.COUNCIL, Format.PDF, told.round, old=None)))
    assert "Alle Beiträge wurden geprüft und abgewogen" in text
    assert "Noch sind nicht alle Beiträge" not in text


def test_many_ideas_cost_as_much_as_few(app: Flask, told: Told) -> None:
    few = _counted(app, told.round, weighed(told.round, AFTER))
    assert _counted(app, told.round, weighed(told.round, AFTER) * 50) == few


def _counted(app: Flask, found: Round, wanted: list[Weighed]) -> int:
    with counted(app) as asked:
        list(weighing_rows(found, wanted, now=AFTER, named=True, progress=lambda _done: None))
    return len(asked)
