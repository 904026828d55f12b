"""Order, withdrawal and return on screen."""

from __future__ import annotations

import pytest
from flask import Flask

from charta.core.database import transaction
from tests.support.cast import Cast
from tests.support.drafting import a_clause, a_section
from tests.support.visitor import Visit, Visitor

DRAFT = "/stralsund/schreibtisch/entwurf/"


@pytest.fixture(autouse=True)
def _a_draft(app: Flask, city: Cast) -> None:
    with app.app_context(), transaction():
        mobility = a_section(city)
        a_section(city, "BIL", title="Bildung")
        for title in ("Radwege", "Busse", "Fähren"):
            a_clause(city, mobility, title=title)


def order(page: Visit) -> list[str]:
    return [key.text for key in page.root.of_class("c-key")]


def test_up_and_down_by_button(editor: Visitor) -> None:
    page = editor.open(DRAFT)
    assert order(page) == ["MOB-1", "MOB-2", "MOB-3"]
    page = page.press("Nach oben: MOB-3")
    assert order(page) == ["MOB-1", "MOB-3", "MOB-2"]
    assert not page.has_button("Nach oben: MOB-1")
    page = page.press("Nach unten: A-1")
    headings = [heading.text for heading in page.root.all("h2")]
    assert headings.index("A-2 Bildung") < headings.index("A-1 Nachhaltige Mobilität")


def test_into_another_section_at_a_place(editor: Visitor) -> None:
    page = editor.open(editor.open(DRAFT).link("Verschieben: MOB-2"))
    assert page.field("place") == "2"
    target = next(option for option in page.root.all("option") if "Bildung" in option.text)
    page = page.press("Verschieben", section=target["value"], place="1")
    assert page.notices == ["MOB-2 ist verschoben."]
    assert order(page) == ["MOB-1", "MOB-3", "MOB-2"]
    page = editor.open(DRAFT + "MOB-2/verschieben/").press("Verschieben")
    assert page.notices == ["MOB-2 steht schon an diesem Platz."]


@pytest.mark.parametrize("place", ["0", "-1", "x", "", "99999"])
def test_a_place_that_means_nothing(editor: Visitor, place: str) -> None:
    page = editor.open(DRAFT + "MOB-1/verschieben/").press("Verschieben", place=place)
    assert (page.status, page.field("place")) == (422, place)


def test_withdrawn_with_a_reason_and_taken_back(editor: Visitor) -> None:
    page = editor.open(editor.open(DRAFT + "MOB-2/").link("Zurückziehen"))
    page = page.press("Zurückziehen", reason="")
    assert page.status == 422
    page = page.press("Zurückziehen", reason="Steht schon in MOB-1")
    assert page.notices == ["MOB-2 ist zurückgezogen."]
    assert "Steht schon in MOB-1" in page.text
    outline = editor.open(DRAFT)
    disclosure = outline.root.all("details")[0]
    assert "MOB-2" in disclosure.text
    page = editor.open(DRAFT + "MOB-2/").press("Wieder aufnehmen: MOB-2")
    assert page.notices == ["MOB-2 gehört wieder zum Entwurf."]
    assert order(editor.open(DRAFT)) == ["MOB-1", "MOB-3", "MOB-2"]


def test_at_the_wrong_time(editor: Visitor) -> None:
    moving = editor.open(DRAFT + "MOB-2/verschieben/")
    page = editor.open(DRAFT + "MOB-2/zurueckziehen/")
    page.press("Zurückziehen", reason="Doppelt")
    again = page.press("Zurückziehen", reason="Noch einmal")
    assert (again.status, again.field("reason")) == (409, "Noch einmal")
    assert moving.press("Verschieben", place="1").status == 409
    for path in ("verschieben", "zurueckziehen"):
        editor.open(f"{DRAFT}MOB-2/{path}/", status=409)
    assert editor.post(DRAFT + "MOB-2/ruecken/", direction="up").status_code == 409
    assert editor.post(DRAFT + "MOB-1/wieder-aufnehmen/").status_code == 409


def test_a_section_with_clauses_is_not_withdrawn(editor: Visitor) -> None:
    page = editor.open(DRAFT + "A-1/zurueckziehen/").press("Zurückziehen", reason="Alles")
    assert page.status == 409
    assert "enthält noch Klauseln" in page.errors[0]
