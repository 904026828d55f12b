"""The draft in a real browser: the preview without leaving the page, and pages for everybody."""

from __future__ import annotations

from typing import Literal

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from charta.core.database import transaction
from charta.drafting import services
from tests.support.axe import axe
from tests.support.browser import Browse
from tests.support.cast import START, Cast, sign_in
from tests.support.drafting import a_clause, a_revision, a_section
from tests.support.workshops import an_idea

DESK = "/stralsund/schreibtisch/"

PAGES = (
    "entwurf/",
    "entwurf/MOB-1/",
    "entwurf/MOB-1/bearbeiten/",
    "entwurf/MOB-1/versionen/",
    "entwurf/MOB-1/versionen/1/",
    "entwurf/MOB-1/versionen/1/aufgreifen/",
    "entwurf/MOB-1/vergleich/?alt=1&neu=2&ansicht=spalten",
    "entwurf/MOB-1/verschieben/",
    "entwurf/MOB-2/",
    "ideen/",
    "ideen/1/",
    "ideen/2/",
    "ideen/neue-klausel/?idee=3",
    "ideen/anhaengen/?idee=3",
)


@pytest.fixture
def cookie(app: Flask, city: Cast, base_url: str) -> dict[str, str]:
    """A draft to look at, and the cookie of an editor."""
    with app.app_context(), transaction():
        section = a_section(city)
        clause = a_clause(city, section, source="Wir bauen **Wege**.\n\n- sicher\n- breit")
        a_revision(city, clause, "Wir bauen viele **Wege**.\n\n- breit", title="Sichere Wege")
        gone = a_clause(city, section)
        services.withdraw(city.editor, START, gone, reason="Doppelt")
        taken, shelved, _open = (an_idea(city) for _ in range(3))
        services.attach_to_clause(city.editor, START, [taken], clause=clause, reason="Passt")
        services.shelve(city.editor, START, shelved, reason="Später")
    client = sign_in(app.test_client(), city.editor)
    found = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert found is not None
    return {"name": found.key, "value": found.value, "url": base_url}


def signed_in(page: Page, cookie: dict[str, str]) -> Page:
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    return page


@pytest.mark.one_engine
def test_the_preview_is_swapped_in_and_what_is_typed_stays(
    browse: Browse, cookie: dict[str, str]
) -> None:
    page = signed_in(browse(), cookie)
    page.goto(f"{DESK}entwurf/MOB-1/bearbeiten/")
    page.get_by_label("Text", exact=True).fill("Ganz *neu*.")
    page.get_by_role("button", name="Vorschau").click()
    expect(page.locator("#preview em")).to_have_text("neu")
    expect(page.get_by_label("Text", exact=True)).to_have_value("Ganz *neu*.")
    page.get_by_label("Was haben Sie geändert und warum?").fill("Kürzer")
    page.get_by_role("button", name="Als neue Version speichern").click()
    expect(page.get_by_text("Gespeichert als Version 3.")).to_be_visible()


@pytest.mark.one_engine
def test_several_ideas_are_selected_without_scripts(browse: Browse, cookie: dict[str, str]) -> None:
    page = signed_in(browse(javascript=False), cookie)
    page.goto(f"{DESK}ideen/")
    page.get_by_label("Auswählen: I-3").check()
    page.get_by_label("Auswählen: I-2").check()
    page.get_by_role("button", name="An bestehende Klausel anhängen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("An bestehende Klausel anhängen")
    page.get_by_label("Klausel", exact=True).select_option(label="MOB-1 Sichere Wege")
    page.get_by_label("Begründung").fill("Gehört dazu")
    page.get_by_role("button", name="Anhängen").click()
    expect(page.get_by_text("2 Ideen sind jetzt bei MOB-1 genannt.")).to_be_visible()


@pytest.mark.one_engine
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible_and_fit_a_small_screen(
    browse: Browse, cookie: dict[str, str], scheme: Literal["light", "dark"]
) -> None:
    page = signed_in(browse(colour_scheme=scheme, width=320), cookie)
    for path in PAGES:
        page.goto(f"{DESK}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
        assert axe(page) == [], path
