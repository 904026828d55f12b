"""Passages that were spoken of are marked where one reads, and open beside the text."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from charta.consultation import queries, reading
from charta.consultation.models import Round
from charta.core.database import db, transaction
from charta.drafting.models import Document
from tests.consultation.conftest import At, Visits
from tests.support.cast import Cast
from tests.support.consultation import AFTER, DURING, a_comment, a_round, an_answer
from tests.support.drafting import a_clause, a_revision
from tests.support.releases import an_open_release
from tests.support.visitor import Visit

TEXT = "/stralsund/beteiligung/1/MOB-1/"
CLAUSE = "/stralsund/klauseln/MOB-1/"
WORDS = "sichere Radwege"

pytestmark = pytest.mark.usefixtures("at")


@pytest.fixture
def said(app: Flask, city: Cast, found: Round, clause: Document) -> None:
    """Two comments on the same words and one on overlapping ones."""
    with app.app_context():
        first = a_comment(city, found, clause, passage=WORDS, source="Wie sicher?")
        a_comment(city, found, clause, passage=WORDS, wording="breite Wege", source="Breit!")
        a_comment(city, found, clause, passage="Stadt baut sichere", source="Die ganze Stadt")
        a_comment(city, found, clause, parent=first)
        an_answer(city, first)


def counts(page: Visit) -> list[tuple[str, str]]:
    return [(one.text, one["aria-label"]) for one in page.root.of_class("c-count")]


def beside(page: Visit) -> str:
    return " ".join(one.text for one in page.root.of_class("c-said"))


@pytest.mark.parametrize("path", [TEXT, CLAUSE])
def test_passages_are_marked_with_their_count(said: None, visits: Visits, path: str) -> None:
    page = visits(None).open(path)
    assert counts(page) == [
        ("1", "1 Stellungnahme zu „Stadt baut sichere“"),
        ("2", "2 Stellungnahmen zu „sichere Radwege“"),
    ]
    marks = page.root.of_class("c-mark")
    assert [one.text for one in marks] == ["Stadt baut", "sichere", "Radwege"]
    assert "c-mark--more" in marks[1]["class"]
    [text] = page.root.of_class("c-marked")
    assert text.text.startswith("Die Stadt baut")
    assert beside(page) == ""


@pytest.mark.parametrize("path", [TEXT, CLAUSE])
def test_marks_are_switched_off_by_address(said: None, visits: Visits, path: str) -> None:
    page = visits(None).open(path)
    plain = page.visitor.open(page.link("Stellen ausblenden"))
    assert counts(plain) == []
    assert not plain.root.of_class("c-mark")
    assert not plain.root.of_class("c-say")
    again = plain.visitor.open(plain.link("Stellen anzeigen"))
    assert len(counts(again)) == 2


@pytest.mark.parametrize("path", [TEXT, CLAUSE])
def test_a_count_opens_what_was_said_and_leads_back(said: None, visits: Visits, path: str) -> None:
    page = visits(None).open(path)
    link = next(one for one in page.root.of_class("c-count") if one.text == "2")
    address, place = link["href"].split("#")
    opened = page.visitor.open(address)
    [heading] = [one for one in opened.root.walk() if one["id"] == place]
    assert heading.name == "h2"
    assert heading["tabindex"] == "-1"
    assert heading.text == "2 Stellungnahmen zu dieser Stelle"
    assert "Wie sicher?" in beside(opened)
    assert "Breit!" in beside(opened)
    assert "Die ganze Stadt" not in beside(opened)
    assert "übernommen" in beside(opened)
    assert "1 Erwiderung" in beside(opened)
    current = [one for one in opened.root.of_class("c-count") if one["aria-current"]]
    assert [one["id"] for one in current] == [link["id"]]
    assert opened.link("Zurück zur Stelle im Text") == f"{path}#{link['id']}"


@pytest.mark.parametrize(
    "query", ["stelle=x", "stelle=0-5", "stelle=15-30&ab=x", "stelle=9-", "ab=1"]
)
def test_nonsense_in_the_address(said: None, visits: Visits, query: str) -> None:
    for path in (TEXT, CLAUSE):
        assert len(counts(visits(None).open(f"{path}?{query}"))) == 2


def test_many_comments_on_one_passage_come_in_pages(
    app: Flask, city: Cast, found: Round, clause: Document, visits: Visits
) -> None:
    with app.app_context(), transaction():
        fresh = db.session.get_one(Round, found.id)
        for number in range(25):
            a_comment(city, fresh, clause, passage=WORDS, source=f"Wort{number:02}")
    page = visits(None).open(f"{TEXT}?stelle=15-30")
    shown = 0
    for _ in range(2):
        shown += len(page.root.of_class("c-said__one"))
        page = page.visitor.open(page.link("Weitere Stellungnahmen zu dieser Stelle"))
    assert shown == 20
    assert len(page.root.of_class("c-said__one")) == 5
    assert "Weitere" not in beside(page)


def test_where_nobody_has_spoken_there_is_nothing_to_switch(
    found: Round, at: At, visits: Visits
) -> None:
    at(AFTER)
    page = visits(None).open(TEXT)
    assert "Stellen ausblenden" not in page.text
    assert not page.root.of_class("c-say")


def test_a_newer_wording_shows_what_was_carried_to_it(
    *, app: Flask, city: Cast, said: None, clause: Document, at: At, visits: Visits
) -> None:
    with app.app_context():
        a_revision(city, clause, "Bald gilt: Die Stadt baut sichere Radwege.")
        an_open_release(city, now=DURING + timedelta(days=1))
    at(AFTER)
    page = visits(None).open(f"{CLAUSE}?fassung=2")
    assert [text for text, _ in counts(page)] == ["1", "2"]
    assert all("fassung=2" in one["href"] for one in page.root.of_class("c-count"))


def test_what_was_said_on_earlier_words_is_shown_with_them(
    *, app: Flask, city: Cast, at: At, visits: Visits
) -> None:
    sentence = "Vor jeder Schule werden Querungen gezählt und geprüft."
    reworded = sentence.replace("gezählt", "jedes Jahr gezählt")
    text = f"Die Stadt plant Wege für Kinder.\n\n{sentence}\n\nAlle sollen sicher ankommen."
    with app.app_context():
        clause = a_clause(city, source=text)
        a_comment(city, a_round(city), clause, passage=sentence, source="Wie oft?")
    visitor = visits(None)
    now = beside(visitor.open(visitor.open(CLAUSE).root.of_class("c-count")[0]["href"]))
    assert "Wie oft?" in now
    assert "Zum früheren Wortlaut" not in now
    with app.app_context():
        a_revision(city, clause, text.replace(sentence, reworded))
        an_open_release(city, now=DURING + timedelta(days=1))
    at(AFTER)
    newer = visitor.open(f"{CLAUSE}?fassung=2").root.of_class("c-count")[0]["href"]
    then = " ".join(beside(visitor.open(newer)).split())
    assert reworded in then
    assert f"Zum früheren Wortlaut {sentence}" in then


def test_signing_in_from_the_header_leads_back_to_what_was_open(said: None, visits: Visits) -> None:
    page = visits(None).open(f"{TEXT}?stelle=15-30")
    entry = page.visitor.open(page.link("Anmelden"))
    back = entry.press(
        "Anmelden", email="citizen@stralsund.example", password="sieben-rote-backsteine"
    )
    assert "Wie sicher?" in beside(back)


def test_pages_stay_free_of_cookies(said: None, visits: Visits) -> None:
    for path in (f"{TEXT}?stelle=15-30", f"{CLAUSE}?stelle=15-30", f"{TEXT}?stellen=aus"):
        answer = visits(None).client.get(path)
        assert "public" in answer.headers["Cache-Control"]
        assert answer.headers["ETag"]
        assert "Set-Cookie" not in answer.headers


def test_a_comment_changes_the_marks_at_once(
    *, app: Flask, city: Cast, said: None, found: Round, clause: Document, visits: Visits
) -> None:
    visitor = visits(None)
    assert [text for text, _ in counts(visitor.open(CLAUSE))] == ["1", "2"]
    with app.app_context():
        a_comment(city, found, clause, passage=WORDS)
    assert [text for text, _ in counts(visitor.open(CLAUSE))] == ["1", "3"]


def test_marks_in_another_language(said: None, visits: Visits) -> None:
    visits(None).open(TEXT)
    page = visits(None).open(f"{TEXT}?sprache=en")
    assert all("sprache=en" in one["href"] for one in page.root.of_class("c-count"))


def test_shortened_words() -> None:
    assert reading.shortened("Ein\nSatz") == "Ein Satz"
    assert reading.shortened("Wort " * 30, 12) == "Wort Wort …"
    assert reading.shortened("x" * 30, 12) == f"{'x' * 12} …"


def test_what_is_marked_is_what_is_beside(
    app: Flask, city: Cast, said: None, clause: Document
) -> None:
    with app.app_context():
        item = queries.place(city.charter_id, 1, "MOB-1", DURING)
        assert item is not None
        revision = item.item.revision
        for one in queries.spoken_of(clause.id, revision.id, now=DURING):
            page = queries.comments_at(clause.id, revision.id, one.span, now=DURING)
            assert len(page.items) == one.comments
