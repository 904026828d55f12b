"""The table in a real browser: a row worked on in its place, many chosen at once, narrow, axe."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from charta.consultation.models import Round
from charta.core.database import db
from charta.weighing.models import Handling
from tests.consultation.conftest import At
from tests.consultation.test_placements_browser import entered, tab_to
from tests.support.axe import axe
from tests.support.browser import Browse
from tests.support.cast import Cast
from tests.weighing.contributions import the_table

pytestmark = [pytest.mark.one_engine, pytest.mark.usefixtures("at")]

TABLE = "/stralsund/schreibtisch/abwaegung/1/"


@pytest.fixture
def told(app: Flask, city: Cast, at: At) -> Round:
    return the_table(app, city)


def test_a_row_is_worked_on_in_its_place_with_the_keyboard(
    app: Flask, city: Cast, told: Round, page: Page
) -> None:
    entered(app, page, city.editor, f"{TABLE}?stand=offen&q=zebra")
    row = page.locator("#S-5")
    tab_to(page, "Hier bearbeiten: S-5")
    page.keyboard.press("Enter")
    expect(row.get_by_label("Begründung")).to_be_visible()
    assert page.evaluate("document.activeElement.closest('tr').id") == "S-5"
    row.get_by_label("Begründung").fill("Das wissen wir.")
    row.get_by_label("Der Entwurf ist fertig").check()
    row.get_by_role("button", name="Speichern").click()
    expect(row.get_by_text("Bitte wählen Sie, was aus der Stellungnahme wird.")).to_be_visible()
    expect(row.get_by_label("Begründung")).to_have_value("Das wissen wir.")
    row.get_by_label("Was wird daraus?").select_option("noted")
    row.get_by_role("button", name="Speichern").click()
    expect(row).to_have_count(0)
    page.goto(f"{TABLE}?stand=entwurf&q=zebra")
    expect(row).to_contain_text("im Entwurf")


def test_a_row_comes_back_as_it_was(app: Flask, city: Cast, told: Round, page: Page) -> None:
    entered(app, page, city.editor, TABLE)
    row = page.locator("#S-9")
    row.get_by_role("link", name="Hier bearbeiten").click()
    row.get_by_role("link", name="Abbrechen").click()
    link = row.get_by_role("link", name="Hier bearbeiten")
    expect(link).to_be_focused()
    assert page.url.endswith(TABLE)


def test_all_of_a_page_are_ticked_and_given_a_day(
    app: Flask, city: Cast, told: Round, page: Page
) -> None:
    entered(app, page, city.editor, f"{TABLE}?thema=BIL")
    page.get_by_label("Alle auswählen").check()
    expect(page.get_by_text("3 ausgewählt")).to_be_visible()
    page.get_by_label("Gemeinsam", exact=True).select_option("frist")
    page.get_by_role("button", name="Ausgewählte").click()
    page.get_by_label("Antwort fertig bis").fill("2026-04-30")
    page.get_by_role("button", name="Zeigen, was sich ändert").click()
    expect(page.get_by_text("3 Stellungnahmen ändern sich.")).to_be_visible()
    page.get_by_role("button", name="3 Stellungnahmen ändern").click()
    expect(page.get_by_text("3 Stellungnahmen haben eine neue Frist.")).to_be_visible()
    with app.app_context():
        days = [str(one.due_on) for one in db.session.query(Handling).all()]
        assert days.count("2026-04-30") == 3


@pytest.mark.parametrize(
    "path",
    ["", "?sortierung=frist&richtung=ab&weg=brief", "zeile/5/", "auswahl/?s=5&aktion=fragen"],
)
@pytest.mark.parametrize("width", [320, 1400])
@pytest.mark.usefixtures("told")
def test_it_is_for_everybody(app: Flask, city: Cast, browse: Browse, path: str, width: int) -> None:
    page = browse(colour_scheme="dark" if width == 320 else "light", width=width)
    entered(app, page, city.editor, f"{TABLE}{path}")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
