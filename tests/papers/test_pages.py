"""Ordering papers and fetching them on screen."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from charta.consultation.models import Comment, Round
from charta.core import clock, outbox
from charta.core.actors import Actor
from charta.core.database import db
from charta.drafting.models import Document
from charta.journal.models import JournalEntry
from charta.moderation.rules import Kind
from charta.papers.models import Paper
from charta.papers.rules import KEPT, MOST_WAITING
from tests.consultation.conftest import At, Visits, at, visits
from tests.papers.test_letters import a_template
from tests.support.cast import Cast, a_city, sign_in
from tests.support.consultation import DURING, a_comment, an_answer
from tests.support.moderation import a_decision, a_report
from tests.support.releases import a_release
from tests.support.statements import counted
from tests.support.uploads import send
from tests.support.visitor import Visit, Visitor

__all__ = ["at", "visits"]

HOME = "/stralsund/schreibtisch/unterlagen/"
ORDER = "Papier erstellen"


@pytest.fixture(autouse=True)
def said(app: Flask, city: Cast, found: Round, clause: Document, at: At) -> None:
    with app.app_context():
        an_answer(city, a_comment(city, found, clause))
        a_release(city, now=DURING)


@pytest.fixture
def editor(visits: Visits, city: Cast) -> Visitor:
    return visits(city.editor)


def papers(app: Flask) -> list[Paper]:
    with app.app_context():
        return list(db.session.scalars(select(Paper).order_by(Paper.id)))


def work(app: Flask) -> None:
    with app.app_context():
        outbox.deliver_due(clock.now())


def upload(visitor: Visitor, content: bytes, **values: str) -> Any:
    """Send a template."""
    fields = {"round": "1", "format": "docx", **values}
    return send(visitor, f"{HOME}antwortschreiben/", content, "brief.docx", "template", **fields)


def test_an_ordered_paper_can_be_fetched(app: Flask, editor: Visitor) -> None:
    page = editor.open(f"{HOME}abwaegungstabelle/").press(ORDER, format="csv", names="ja")
    assert page.notices == ["Das Papier wird jetzt im Hintergrund erstellt."]
    assert "wartet" in page.root.text
    work(app)
    listed = editor.open(HOME)
    (link,) = [one for one in listed.root.all("a") if "Herunterladen: " in one.text]
    assert re.search(r"\(\d+ kB\)", listed.root.text)
    answer = editor.client.get(link["href"])
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "Carla Bürgerin" in answer.text
    answer.close()
    headers = answer.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Disposition"].startswith("attachment; filename=Abwagungstabelle")
    assert "Smart-City-Charta-Beteiligung-1" in headers["Content-Disposition"]
    assert headers["Cache-Control"] == "no-store"


def test_each_order_is_in_the_journal(app: Flask, editor: Visitor) -> None:
    editor.open(f"{HOME}abwaegungstabelle/").press(ORDER, format="xlsx", names="ja")
    with app.app_context():
        query = select(JournalEntry).where(JournalEntry.action == "paper.ordered")
        (entry,) = db.session.scalars(query)
    assert entry.details["named"] is True
    assert entry.details["kind"] == "weighing"
    assert entry.details["round"] is not None


@pytest.mark.parametrize("kind", ["abwaegungstabelle", "synopse", "beschlussvorlage"])
def test_the_usual_is_chosen(app: Flask, editor: Visitor, kind: str) -> None:
    editor.open(f"{HOME}{kind}/").press(ORDER)
    (paper,) = papers(app)
    assert not paper.named
    if kind != "abwaegungstabelle":
        assert (paper.old_release_id or 0) < (paper.new_release_id or 0)
    work(app)
    assert papers(app)[0].finished_at is not None


def test_a_council_pack_without_comparison(app: Flask, editor: Visitor) -> None:
    editor.open(f"{HOME}beschlussvorlage/").press(ORDER, old="")
    (paper,) = papers(app)
    assert paper.old_release_id is None


def test_what_does_not_fit_is_refused_and_kept(app: Flask, editor: Visitor) -> None:
    page = editor.open(f"{HOME}synopse/").press(ORDER, old="2", new="1", format="pdf")
    assert page.status == 422
    assert any("ältere Fassung" in error for error in page.errors)
    assert page.field("old") == "2"
    assert papers(app) == []
    values = {"new": "2", "csrf_token": editor.token()}
    page = editor.send(f"{HOME}synopse/", {**values, "old": "1", "format": "xlsx"}, 422)
    assert page.errors
    page = editor.send(f"{HOME}synopse/", {**values, "old": "", "format": "pdf"}, 422)
    assert any("wählen Sie eine Fassung" in error for error in page.errors)
    assert papers(app) == []


def test_too_many_at_once_are_refused(app: Flask, editor: Visitor) -> None:
    for _number in range(MOST_WAITING):
        editor.open(f"{HOME}synopse/").press(ORDER)
    page = editor.open(f"{HOME}synopse/").press(ORDER)
    assert page.status == 409
    assert any("schon viele Papiere" in error for error in page.errors)
    work(app)
    assert editor.open(f"{HOME}synopse/").press(ORDER).status == 200


def test_a_template_is_looked_at_at_once(app: Flask, editor: Visitor) -> None:
    editor.open(f"{HOME}antwortschreiben/")
    answer = upload(editor, a_template("{{vorname}}"))
    assert answer.status_code == 422
    page = Visit(editor, answer, HOME)
    assert any("{{vorname}}" in error for error in page.errors)
    answer = upload(editor, a_template("x", header="{{name}}"))
    assert answer.status_code == 422
    assert papers(app) == []
    assert upload(editor, a_template("x", header="{{name}}"), format="zip").status_code == 303
    assert upload(editor, a_template("{{name}}")).status_code == 303
    assert [paper.named for paper in papers(app)] == [True, True]


def test_the_example_can_be_taken_as_it_is(app: Flask, editor: Visitor) -> None:
    example = editor.client.get(f"{HOME}antwortschreiben/muster/")
    assert example.headers["Content-Disposition"].startswith("attachment")
    assert upload(editor, example.data).status_code == 303
    example.close()


@pytest.mark.parametrize("who", ["citizen", "facilitator", "reviewer", "admin"])
def test_others_may_not(app: Flask, visits: Visits, city: Cast, editor: Visitor, who: str) -> None:
    editor.open(f"{HOME}synopse/").press(ORDER)
    work(app)
    actor: Actor = getattr(city, who)
    visitor = visits(actor)
    for path in ("", "synopse/", "1/datei/", "antwortschreiben/muster/"):
        assert visitor.client.get(HOME + path).status_code == 403
    token = {"csrf_token": visitor.token()}
    values = {"old": "1", "new": "2", "format": "pdf", **token}
    assert visitor.client.post(f"{HOME}synopse/", data=values).status_code == 403
    assert len(papers(app)) == 1


def test_an_approver_may(visits: Visits, city: Cast, app: Flask) -> None:
    page = visits(city.approver).open(f"{HOME}abwaegungstabelle/").press(ORDER, names="ja")
    assert page.status == 200
    assert papers(app)[0].named


def test_another_charter_knows_nothing_of_it(app: Flask, editor: Visitor) -> None:
    editor.open(f"{HOME}synopse/").press(ORDER)
    work(app)
    with app.app_context():
        other = a_city("rostock", "Rostock")
    client = sign_in(app.test_client(), other.editor)
    number = papers(app)[0].id
    assert client.get(f"/rostock/schreibtisch/unterlagen/{number}/datei/").status_code == 404
    assert client.get(f"{HOME}{number}/datei/").status_code == 403
    page = Visitor(client).open("/rostock/schreibtisch/unterlagen/")
    assert "Noch wurde kein Papier erstellt." in page.root.text
    page = Visitor(client).open("/rostock/schreibtisch/unterlagen/synopse/")
    assert not page.has_button(ORDER)


def test_what_is_not_there_cannot_be_fetched(app: Flask, editor: Visitor, at: At) -> None:
    editor.open(f"{HOME}synopse/").press(ORDER)
    number = papers(app)[0].id
    address = f"{HOME}{number}/datei/"
    assert editor.client.get(address).status_code == 404
    work(app)
    answer = editor.client.get(address)
    assert answer.status_code == 200
    answer.close()
    at(DURING + KEPT)
    assert editor.client.get(address).status_code == 404
    assert "gelöscht" in editor.open(HOME).root.text


def test_a_paper_with_words_that_were_hidden_since_is_not_offered(
    app: Flask, city: Cast, editor: Visitor, at: At
) -> None:
    at(DURING)
    editor.open(f"{HOME}abwaegungstabelle/").press(ORDER, format="csv")
    work(app)
    (link,) = [one for one in editor.open(HOME).root.all("a") if "Herunterladen: " in one.text]
    with app.app_context():
        a_report(db.session.scalars(select(Comment)).one())
        a_decision(city, Kind.HIDDEN, now=DURING + timedelta(minutes=1))
    listed = editor.open(HOME)
    assert "veraltet" in listed.root.text
    assert not [one for one in listed.root.all("a") if "Herunterladen: " in one.text]
    assert editor.client.get(link["href"]).status_code == 409
    at(DURING + timedelta(minutes=2))
    editor.open(f"{HOME}abwaegungstabelle/").press(ORDER, format="csv")
    work(app)
    (fresh,) = [one for one in editor.open(HOME).root.all("a") if "Herunterladen: " in one.text]
    assert fresh["href"] != link["href"]


def test_the_list_costs_as_much_for_many_as_for_one(app: Flask, editor: Visitor) -> None:
    editor.open(f"{HOME}synopse/").press(ORDER)
    with counted(app) as few:
        editor.open(HOME)
    for _number in range(5):
        editor.open(f"{HOME}abwaegungstabelle/").press(ORDER)
    with counted(app) as many:
        editor.open(HOME)
    assert len(many) == len(few)
