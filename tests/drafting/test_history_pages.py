"""The versions of a text on screen: list, one of them, any two, an older one again."""

from __future__ import annotations

import pytest
from flask import Flask

from charta.core.database import transaction
from charta.drafting import queries
from tests.support.cast import Cast
from tests.support.drafting import a_clause, a_revision
from tests.support.visitor import Visitor

CLAUSE = "/stralsund/schreibtisch/entwurf/MOB-1/"


@pytest.fixture(autouse=True)
def _a_clause_with_two_versions(app: Flask, city: Cast) -> None:
    with app.app_context():
        a_revision(city, a_clause(city), note="Zuerst zu den Schulen")


def test_the_list_leads_everywhere(editor: Visitor) -> None:
    page = editor.open(CLAUSE + "versionen/")
    assert "Zuerst zu den Schulen" in page.text
    shown = editor.open(page.link("Version 1"))
    assert "ältere Version" in shown.text
    assert "Die Stadt baut sichere Radwege." in shown.text
    compared = editor.open(page.link("Mit Version 1 vergleichen"))
    assert any("zuerst zu den Schulen" in words.text for words in compared.root.all("ins"))
    beside = editor.open(compared.link("In zwei Spalten"))
    assert beside.root.of_class("c-diff--columns")


def test_a_long_list_has_pages(app: Flask, city: Cast, editor: Visitor) -> None:
    with app.app_context(), transaction():
        clause = queries.document_by_key(city.charter_id, "MOB-1")
        for number in range(3, 61):
            a_revision(city, clause, f"Fassung {number}")
    first = editor.open(CLAUSE + "versionen/")
    second = editor.open(first.link("Nächste"))
    third = editor.open(second.link("Nächste"))
    assert [("Version 1" in page.text) for page in (first, second)] == [False, True]
    heads = [page.root.all("th")[4].text for page in (first, second, third)]
    assert heads == ["Version 60", "Version 35", "Version 10"]
    assert editor.open(third.link("Vorherige")).root.all("th")[4].text == "Version 35"
    assert editor.open(second.link("Vorherige")).root.all("th")[4].text == "Version 60"


def test_any_two_are_compared_the_older_first(editor: Visitor) -> None:
    page = editor.open(CLAUSE + "versionen/").press("Vergleichen", alt="2", neu="1")
    assert "Version 1 und Version 2, Wort für Wort." in page.text
    same = editor.open(CLAUSE + "vergleich/?alt=1&neu=1")
    assert "Kein Wort geändert" in same.text
    assert not same.root.of_class("c-diff-legend")
    wrong = editor.open(CLAUSE + "vergleich/?alt=x&neu=", status=422)
    assert len(wrong.errors) == 2


def test_a_new_title_alone_is_shown(app: Flask, city: Cast, editor: Visitor) -> None:
    with app.app_context():
        clause = queries.document_by_key(city.charter_id, "MOB-1")
        source = queries.current_revision(clause.id).source
        a_revision(city, clause, source, title="Sichere Wege")
    page = editor.open(CLAUSE + "vergleich/?alt=2&neu=3")
    assert any("Wege" in words.text for words in page.root.all("ins"))
    assert "Kein Wort geändert" not in page.text


def test_an_older_wording_is_taken_up_again(editor: Visitor) -> None:
    page = editor.open(CLAUSE + "versionen/1/aufgreifen/")
    assert page.field("note") == "Wortlaut von Version 1 wieder aufgenommen"
    page = page.press("Wortlaut wieder aufnehmen")
    assert page.notices == ["Der Wortlaut von Version 1 gilt wieder, als Version 3."]
    again = editor.open(CLAUSE + "versionen/1/aufgreifen/").press("Wortlaut wieder aufnehmen")
    assert again.status == 422
    assert "schon der heutige" in again.errors[0]


def test_taking_up_needs_a_note_and_the_newest_base(
    app: Flask, city: Cast, editor: Visitor
) -> None:
    page = editor.open(CLAUSE + "versionen/1/aufgreifen/")
    assert page.press("Wortlaut wieder aufnehmen", note="").status == 422
    with app.app_context():
        clause = queries.document_by_key(city.charter_id, "MOB-1")
        a_revision(city, clause, "Noch einmal anders.")
    late = page.press("Wortlaut wieder aufnehmen", note="Doch besser")
    assert late.status == 409
    assert (late.field("base"), late.field("note")) == ("3", "Doch besser")
    assert "Noch einmal anders." in late.text
    assert late.press("Wortlaut wieder aufnehmen").notices
