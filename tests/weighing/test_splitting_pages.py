"""Cutting a long comment into parts, on the screen, and what everybody sees of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from charta.consultation.models import Comment, Part, Round
from charta.core.database import db, transaction
from charta.drafting.models import Document
from charta.receipts.queries import codes
from charta.weighing import services
from charta.weighing.cutting import chosen, laid_out
from tests.consultation.conftest import Visits, amount
from tests.support.cast import Cast
from tests.support.consultation import DURING, a_comment, a_round, an_answer
from tests.support.drafting import a_clause, a_section
from tests.support.statements import statements

DESK = "/stralsund/schreibtisch/stellungnahmen/1/"
SPLIT = f"{DESK}teilen/"
PUBLIC = "/stralsund/stellungnahmen/1/"
LONG = "Der Radweg ist zu schmal. Die Schule braucht Glasfaser.\n\nUnd danke für die Mühe."

pytestmark = pytest.mark.usefixtures("at", "original")


@pytest.fixture
def school(app: Flask, city: Cast, clause: Document) -> Document:
    with app.app_context():
        return a_clause(city, a_section(city, title="Bildung"), theme="BIL", title="Schulen")


@pytest.fixture
def found(app: Flask, city: Cast, clause: Document, school: Document) -> Round:
    with app.app_context():
        return a_round(city)


@pytest.fixture
def original(app: Flask, city: Cast, found: Round, clause: Document) -> int:
    with app.app_context():
        return a_comment(city, found, clause, source=LONG).id


def answer(app: Flask, city: Cast, number: int) -> None:
    with app.app_context():
        an_answer(city, db.session.query(Comment).filter_by(number=number).one())


def test_sentence_by_sentence_until_all_is_answered(app: Flask, city: Cast, visits: Visits) -> None:
    editor, reader = visits(city.editor), visits(None)
    page = editor.open(editor.open(DESK).link("Stellungnahme teilen"))
    assert page.field("document") == "MOB-1"
    assert "Ein Teil lässt sich nicht zurücknehmen." in page.text
    page = page.press("Teil anlegen", sentences=["1"])
    assert page.notices == ["S-2 ist angelegt und wird für sich beantwortet."]
    taken = page.root.of_class("c-cut__taken")
    assert [one.text for one in taken] == ["Der Radweg ist zu schmal. Teil S-2"]
    page = page.press("Teil anlegen", sentences=["2"], document="BIL-1")
    assert page.notices == ["S-3 ist angelegt und wird für sich beantwortet."]

    assert "geteilt" in editor.open(DESK).text
    assert "Teil von S-1" in editor.open("/stralsund/schreibtisch/stellungnahmen/3/").text
    whole = reader.open(PUBLIC)
    assert "Die Schule braucht Glasfaser." in whole.root.of_class("c-comment")[1].text
    assert "Antwort steht aus" in whole.text
    part = reader.open("/stralsund/stellungnahmen/3/")
    assert part.link("Teil von S-1") == PUBLIC
    assert "BIL-1" in part.text
    assert "Teil von S-1" in reader.open("/stralsund/beteiligung/1/BIL-1/").text
    assert "Geteilt; jeder Teil bekommt" in reader.open("/stralsund/beteiligung/1/MOB-1/").text
    mine = visits(city.citizen).open("/stralsund/meine-stellungnahmen/")
    assert "Teil von S-1" in mine.text
    assert "Geteilt; jeder Teil" in mine.text

    answer(app, city, 2)
    assert "in Teilen beantwortet" not in reader.open(PUBLIC).text
    answer(app, city, 3)
    whole = visits(None).open(PUBLIC)
    assert "in Teilen beantwortet" in whole.text
    assert whole.text.count("Lastenräder brauchen breitere Wege") == 2
    assert "Antwort steht aus" not in whole.text


@pytest.mark.parametrize(
    ("sentences", "document"), [([], "BIL-1"), (["99"], "BIL-1"), (["1"], "BIL-9"), (["1"], "")]
)
def test_a_bad_choice_is_refused_and_kept(
    app: Flask, city: Cast, visits: Visits, sentences: list[str], document: str
) -> None:
    refused = (
        visits(city.editor)
        .open(SPLIT)
        .press("Teil anlegen", sentences=sentences, document=document)
    )
    assert refused.status == 422
    assert refused.errors
    if document == "BIL-1":
        assert refused.field("document") == "BIL-1"
    if "1" in sentences:
        assert refused.field("sentences") == "1"
    with app.app_context():
        assert amount(Part) == 0


@pytest.mark.parametrize("who", ["citizen", "reviewer", "approver", "facilitator", "admin"])
def test_only_editors(city: Cast, visits: Visits, who: str) -> None:
    visitor = visits(city.actors[who])
    assert visitor.client.get(SPLIT).status_code == 403
    assert visitor.post(SPLIT, sentences="1", document="MOB-1").status_code == 403


def test_nobody_splits_their_own(
    app: Flask, city: Cast, found: Round, clause: Document, visits: Visits
) -> None:
    with app.app_context():
        a_comment(city, found, clause, source=LONG, author=city.editor)
    editor = visits(city.editor)
    path = "/stralsund/schreibtisch/stellungnahmen/2/teilen/"
    assert not editor.open(path).has_button("Teil anlegen")
    assert editor.post(path, sentences="1", document="MOB-1").status_code == 403


def test_not_once_answered_or_drafted(app: Flask, city: Cast, visits: Visits) -> None:
    editor = visits(city.editor)
    waiting = editor.open(SPLIT)
    with app.app_context(), transaction():
        one = db.session.query(Comment).one()
        db.session.refresh(one, ["revision"])
        draft = services.save_draft(city.editor, DURING, [one], services.Words("noted", "So."))
    refused = waiting.press("Teil anlegen", sentences=["1"])
    assert refused.status == 409
    assert "Antwortentwurf" in refused.text
    assert refused.field("sentences") == "1"
    with app.app_context(), transaction():
        one_draft = db.session.merge(draft, load=True)
        services.discard_draft(city.editor, DURING, one_draft, stamp=one_draft.stamp)
    answer(app, city, 1)
    assert waiting.press("Teil anlegen", sentences=["1"]).status == 409
    assert not editor.open(SPLIT).has_button("Teil anlegen")


def test_two_editors_take_the_same_sentence_once(app: Flask, city: Cast, visits: Visits) -> None:
    editors = [visits(city.editor), visits(city.second_editor)]
    form = {"sentences": "1", "document": "MOB-1"}
    forms = [{"csrf_token": one.token(), **form} for one in editors]
    with ThreadPoolExecutor(2) as pool:
        jobs = [
            pool.submit(one.client.post, SPLIT, data=data)
            for one, data in zip(editors, forms, strict=True)
        ]
        assert sorted(job.result().status_code for job in jobs) == [303, 409]
    with app.app_context():
        assert amount(Part) == 1


def test_the_page_costs_the_same_however_many_parts(app: Flask, city: Cast, visits: Visits) -> None:
    editor, reader = visits(city.editor), visits(city.second_citizen)
    page = editor.open(SPLIT).press("Teil anlegen", sentences=["1"])
    few = statements(app, editor, SPLIT), statements(app, reader, PUBLIC)
    page = page.press("Teil anlegen", sentences=["2"])
    page.press("Teil anlegen", sentences=["3"])
    assert (statements(app, editor, SPLIT), statements(app, reader, PUBLIC)) == few


class TestLaidOut:
    def test_sentences_by_paragraphs_and_what_is_taken(self) -> None:
        first = LONG.index("Die")
        found = laid_out(LONG, [((first, first + 5), 7)])
        assert [[one.number for one in group] for group in found] == [[1, 2], [3]]
        assert [one.part for group in found for one in group] == [None, 7, None]
        assert found[0][0].words == "Der Radweg ist zu schmal."

    def test_choosing_gives_their_stretches(self) -> None:
        spans = chosen(LONG, {1, 3, 99})
        assert [LONG[start:end] for start, end in spans] == [
            "Der Radweg ist zu schmal.",
            "Und danke für die Mühe.",
        ]
        assert laid_out("", ()) == []


def test_its_receipt_tells_of_the_parts_and_leads_to_theirs(
    app: Flask, city: Cast, original: int, visits: Visits
) -> None:
    page = visits(city.editor).open(SPLIT).press("Teil anlegen", sentences=["1"])
    page.press("Teil anlegen", sentences=["2"], document="BIL-1")
    with app.app_context():
        code = codes(Comment.__tablename__, [original])[original]
    holder = visits(None)
    receipt = holder.open(f"/beleg/{code}/")
    assert "Teile dieser Stellungnahme" in receipt.text
    assert "zu BIL-1 Schulen, Antwort steht aus" in receipt.text
    part = holder.open(receipt.link("Beleg für S-3"))
    assert "Die Schule braucht Glasfaser." in part.text
    assert "Teil von S-1" in part.text
    answer(app, city, 2)
    assert "in Teilen beantwortet" not in holder.open(f"/beleg/{code}/").text
    answer(app, city, 3)
    receipt = holder.open(f"/beleg/{code}/")
    assert "in Teilen beantwortet" in receipt.text
    assert "Antwort steht aus" not in receipt.text
