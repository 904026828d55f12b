"""Suggestions in a real browser: weighed side by side, taken over by keyboard, thanked for."""

from __future__ import annotations

import re
from typing import Literal

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from charta.core.actors import Actor
from charta.core.database import transaction
from charta.drafting.queries import document_by_key
from tests.consultation.conftest import At
from tests.support.axe import axe
from tests.support.browser import Browse
from tests.support.cast import Cast, sign_in
from tests.support.consultation import DURING, a_round
from tests.support.drafting import a_clause, a_revision
from tests.support.releases import an_open_release
from tests.support.suggestions import a_suggestion

pytestmark = [pytest.mark.one_engine, pytest.mark.usefixtures("suggested")]

LIST = "/stralsund/schreibtisch/entwurf/MOB-1/vorschlaege/"
RELEASE = "/stralsund/schreibtisch/abwaegung/1/freigeben/"
SOURCE = (
    "Die Stadt baut bis 2030 **sichere Radwege** zu allen Schulen.\n\n"
    "Sie berichtet der Bürgerschaft jedes Jahr im Herbst über den Stand."
)
PAGES = (
    LIST,
    f"{LIST}?stand=erledigt",
    "/stralsund/schreibtisch/vorschlaege/",
    "/stralsund/schreibtisch/stellungnahmen/1/",
    "/stralsund/schreibtisch/stellungnahmen/3/",
    "/stralsund/schreibtisch/stellungnahmen/2/bearbeitet-uebernehmen/",
    "/stralsund/schreibtisch/stellungnahmen/3/bearbeitet-uebernehmen/",
)


@pytest.fixture
def suggested(app: Flask, city: Cast, at: At) -> None:
    """Three suggestions on MOB-1: two touch each other, one is for the whole text."""
    with app.app_context(), transaction():
        clause = a_clause(city, source=SOURCE)
        found = a_round(city)
        words = "sichere Radwege zu allen Schulen"
        a_suggestion(city, found, clause, words, "breite Radwege zu allen Schulen")
        a_suggestion(
            city, found, clause, words, "sichere Wege zu allen Orten", author=city.second_citizen
        )
        whole = SOURCE.replace("jedes Jahr", "zweimal im Jahr")
        a_suggestion(city, found, clause, None, whole, author=city.second_citizen)


def entered(app: Flask, page: Page, actor: Actor, path: str = LIST) -> Page:
    client = sign_in(app.test_client(), actor)
    cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    page.goto("/healthz")
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": page.url}])
    page.goto(path)
    return page


def tab_to(page: Page, words: str) -> None:
    """Go from where the focus is to what bears these words, with the Tab key alone."""
    for _ in range(80):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "() => (document.activeElement.innerText || document.activeElement.id || '')"
            ".replace(/\\s+/g, ' ').replace(' :', ':').trim()"
        )
        if found == words:
            return
    raise AssertionError(f"The Tab key never comes to “{words}”.")


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_suggestions_become_versions_and_answers(
    app: Flask, city: Cast, browse: Browse, javascript: bool
) -> None:
    page = entered(app, browse(javascript=javascript), city.editor)
    expect(page.locator("#S-1")).to_contain_text("Berührt sich mit S-2")
    tab_to(page, "Übernehmen: S-1")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("S-1 beantworten")
    expect(page.get_by_text("Übernommen als Version 2. Die Antwort")).to_be_visible()
    expect(page.get_by_label("übernommen", exact=True)).to_be_checked()
    expect(page.get_by_label("Führte zu dieser Version")).to_contain_text("Anregung von S-1")
    page.get_by_role("button", name="Zur Freigabe geben").click()
    expect(page.get_by_text("Die Antwort wartet jetzt auf die Freigabe.")).to_be_visible()

    page.goto(LIST)
    third = page.locator("#S-3")
    expect(third).to_contain_text("Der Text ist seitdem an anderen Stellen geändert worden.")
    tab_to(page, "Bearbeiten und übernehmen: S-3")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Text", exact=True)).to_have_value(
        re.compile(r"breite Radwege.*zweimal im Jahr", re.DOTALL)
    )
    text = page.get_by_label("Text", exact=True).input_value()
    page.get_by_label("Text", exact=True).fill(text.replace(" im Herbst", ""))
    page.get_by_label("Was haben Sie geändert und warum?").fill("Ohne Herbst")
    page.get_by_role("button", name="Als neue Version übernehmen").click()
    expect(page.get_by_label("teilweise übernommen")).to_be_checked()
    page.get_by_role("button", name="Zur Freigabe geben").click()
    expect(page.get_by_text("Die Antwort wartet jetzt auf die Freigabe.")).to_be_visible()

    page.goto("/stralsund/schreibtisch/entwurf/MOB-1/versionen/")
    expect(page.get_by_role("row").nth(1)).to_contain_text("Anregung von Curt Bürger (S-3)")
    expect(page.get_by_role("row").nth(1)).to_contain_text("Ohne Herbst")
    expect(page.get_by_role("row").nth(2)).to_contain_text("Anregung von Carla Bürgerin (S-1)")

    approver = entered(app, browse(javascript=javascript), city.approver, RELEASE)
    approver.get_by_label("Auswählen: S-1").check()
    approver.get_by_label("Auswählen: S-3").check()
    approver.get_by_role("button", name="Ausgewählte freigeben").click()
    expect(approver.get_by_text("2 Antworten sind jetzt öffentlich.")).to_be_visible()
    with app.app_context(), transaction():
        an_open_release(city, now=DURING)
    citizen = entered(
        app, browse(javascript=javascript), city.citizen, "/stralsund/meine-stellungnahmen/"
    )
    expect(citizen.locator("main")).to_contain_text("so übernommen, wie Sie ihn gemacht haben")
    citizen.goto("/stralsund/klauseln/MOB-1/")
    expect(citizen.locator("main")).to_contain_text("Anregung von Carla Bürgerin (S-1)")
    citizen.get_by_role("link", name="S-1", exact=True).first.click()
    expect(citizen.locator("main")).to_contain_text("Der Wortlaut wurde geändert: Version 3")


def test_who_is_too_late_loses_nothing(app: Flask, city: Cast, browse: Browse) -> None:
    page = entered(app, browse(), city.editor)
    with app.app_context(), transaction():
        clause = document_by_key(city.charter_id, "MOB-1")
        a_revision(city, clause, SOURCE.replace("Herbst", "Winter"), note="Winter")
    page.get_by_role("button", name=re.compile("^Übernehmen ?: S-1")).click()
    expect(page.get_by_text("Inzwischen hat jemand anderes gespeichert")).to_be_visible()
    expect(page.get_by_label("Text", exact=True)).to_have_value(
        re.compile(r"breite Radwege.*Winter", re.DOTALL)
    )
    page.get_by_role("button", name="Auf Grundlage von Version 2 übernehmen").click()
    expect(page.get_by_text("Übernommen als Version 3.")).to_be_visible()


def test_the_preview_is_swapped_in(app: Flask, city: Cast, browse: Browse) -> None:
    page = entered(app, browse(), city.editor, PAGES[5])
    page.get_by_label("Text", exact=True).fill("Ganz *neu*.")
    page.get_by_role("button", name="Vorschau").click()
    expect(page.locator("#preview em")).to_have_text("neu")
    expect(page.get_by_label("Text", exact=True)).to_have_value("Ganz *neu*.")


@pytest.mark.parametrize("look", [("light", 1280), ("dark", 320)], ids=["wide", "narrow and dark"])
def test_the_pages_are_for_everybody(
    app: Flask, city: Cast, browse: Browse, look: tuple[Literal["light", "dark"], int]
) -> None:
    scheme, width = look
    page = entered(app, browse(colour_scheme=scheme, width=width), city.editor)
    page.get_by_role("button", name=re.compile("^Übernehmen ?: S-1")).click()
    found = []
    for path in PAGES:
        page.goto(path)
        found += [f"{path} {line}" for line in axe(page)]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{path} must be scrolled sideways")
    assert not found, "\n".join(found)
