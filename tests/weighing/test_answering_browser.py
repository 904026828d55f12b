"""Answering in a real browser: twenty contributions with the keyboard alone, drafts that save
themselves, and what everybody must be able to use."""

from __future__ import annotations

import re
from typing import Literal

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from charta.consultation.models import Round
from charta.core.actors import Actor
from charta.core.database import db, transaction
from charta.drafting.models import Document
from charta.weighing.models import Draft, TextModule
from tests.consultation.conftest import At
from tests.support.axe import axe
from tests.support.browser import Browse
from tests.support.cast import Cast, sign_in
from tests.support.consultation import DURING, a_comment

MANY = 20
FIRST = "/stralsund/schreibtisch/stellungnahmen/1/"
TABLE = "/stralsund/schreibtisch/abwaegung/1/"
RELEASE = f"{TABLE}freigeben/"
PAGES = (
    FIRST,
    "/stralsund/schreibtisch/stellungnahmen/2/",
    "/stralsund/schreibtisch/stellungnahmen/?comments=1&comments=2",
    "/stralsund/schreibtisch/textbausteine/",
    "/stralsund/schreibtisch/textbausteine/1/",
)

pytestmark = [pytest.mark.one_engine, pytest.mark.usefixtures("said")]


@pytest.fixture
def said(app: Flask, city: Cast, found: Round, clause: Document, at: At) -> None:
    """Twenty comments by Carla, and a text module."""
    with app.app_context(), transaction() as session:
        for number in range(1, MANY + 1):
            passage = "sichere Radwege" if number == 1 else None
            a_comment(city, found, clause, source=f"Wunsch {number}", passage=passage)
        session.add(
            TextModule(
                charter_id=city.charter_id,
                title="Dank",
                source="Danke für {schluessel}.",
                updated_by_id=city.editor.person_id,
                updated_at=DURING,
            )
        )


def entered(app: Flask, page: Page, actor: Actor, path: str) -> Page:
    client = sign_in(app.test_client(), actor)
    cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    page.goto("/healthz")
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": page.url}])
    page.goto(path)
    return page


def sources(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(Draft.source).order_by(Draft.id)))


def test_twenty_are_answered_with_the_keyboard_alone_released_and_read(
    app: Flask, city: Cast, browse: Browse
) -> None:
    page = entered(app, browse(), city.editor, f"{FIRST}?stand=offen")
    for number in range(1, MANY + 1):
        expect(page.get_by_role("heading", level=1)).to_have_text(f"S-{number} beantworten")
        expect(page.get_by_role("button", name="Tastenkürzel")).to_be_visible()
        page.keyboard.press(str(number % 4 + 1))
        page.keyboard.press("b")
        page.keyboard.type(f"So ist es, {number}.")
        page.keyboard.press("Control+Enter")
    expect(page).to_have_url(re.compile(f"{TABLE}.stand=offen$"))
    assert sources(app) == [f"So ist es, {number}." for number in range(1, MANY + 1)]

    approver = entered(app, browse(), city.approver, RELEASE)
    approver.get_by_role("link", name="Alle 20 Antworten dieser Ansicht freigeben").press("Enter")
    approver.get_by_role("button", name="20 Antworten freigeben").press("Enter")
    expect(approver.get_by_text("20 Antworten sind jetzt öffentlich.")).to_be_visible()
    assert sources(app) == []

    author = entered(app, browse(), city.citizen, "/stralsund/meine-stellungnahmen/")
    expect(author.locator("main")).to_contain_text("So ist es, 20.")


def test_words_save_themselves_and_are_there_again(app: Flask, city: Cast, browse: Browse) -> None:
    page = entered(app, browse(), city.editor, FIRST)
    reason = page.get_by_label("Begründung")
    reason.fill("Ein Anfang")
    expect(page.locator("[data-saved]")).to_contain_text("Entwurf gespeichert")
    assert sources(app) == ["Ein Anfang"]
    reason.fill("Ein Anfang, und mehr")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page.get_by_role("heading", level=1)).to_have_text("S-2 beantworten")
    expect(page.get_by_role("button", name="Tastenkürzel")).to_be_visible()
    page.keyboard.press("k")
    expect(page.get_by_label("Begründung")).to_have_value("Ein Anfang, und mehr")
    expect(page.get_by_role("button", name="Tastenkürzel")).to_be_visible()
    page.keyboard.press("2")
    page.keyboard.press("s")
    expect(page.get_by_text("Die Antwort wartet jetzt auf die Freigabe.")).to_be_visible()


def test_two_who_write_at_once_are_told_and_lose_nothing(
    app: Flask, city: Cast, browse: Browse
) -> None:
    first = entered(app, browse(), city.editor, FIRST)
    second = entered(app, browse(), city.second_editor, FIRST)
    first.get_by_label("Begründung").fill("Von Edda")
    expect(first.locator("[data-saved]")).to_contain_text("Entwurf gespeichert")
    second.get_by_label("Begründung").fill("Von Emil")
    expect(second.locator("[data-saved]")).to_contain_text("Inzwischen hat schon jemand")
    second.get_by_role("button", name="Beide Texte ansehen").click()
    expect(second.locator("main")).to_contain_text("Von Edda")
    expect(second.get_by_label("Begründung")).to_have_value("Von Emil")
    second.get_by_label("Begründung").fill("Von beiden")
    second.wait_for_timeout(2000)
    assert sources(app) == ["Von Edda"], "nothing is written over before somebody says so"
    second.get_by_role("button", name="Entwurf speichern").click()
    expect(second.get_by_text("Der Entwurf ist gespeichert.")).to_be_visible()
    assert sources(app) == ["Von beiden"]


def test_a_text_module_goes_where_the_cursor_is(app: Flask, city: Cast, browse: Browse) -> None:
    page = entered(app, browse(), city.editor, FIRST)
    reason = page.get_by_label("Begründung")
    reason.fill("Vorher. Nachher.")
    reason.evaluate("area => area.setSelectionRange(8, 8)")
    page.get_by_label("Textbaustein einfügen").select_option(label="Dank")
    page.get_by_role("button", name="Einfügen").click()
    expect(reason).to_have_value("Vorher. Danke für S-1.Nachher.")
    expect(reason).to_be_focused()


def test_keys_are_listed_can_be_switched_off_and_leave_typing_alone(
    app: Flask, city: Cast, browse: Browse
) -> None:
    page = entered(app, browse(), city.editor, FIRST)
    page.get_by_label("Begründung").press_sequentially("snp?/1")
    expect(page.get_by_label("Begründung")).to_have_value("snp?/1")
    expect(page.get_by_label("übernommen", exact=True)).not_to_be_checked()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Tastenkürzel")
    expect(dialog).to_be_visible()
    assert not axe(page)
    dialog.get_by_label("Kürzel aus einzelnen Zeichen ausschalten").check()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.keyboard.press("1")
    expect(page.get_by_label("übernommen", exact=True)).not_to_be_checked()
    page.reload()
    page.keyboard.press("n")
    expect(page.get_by_role("heading", level=1)).to_have_text("S-1 beantworten")


def test_what_decides_stays_in_sight_beside_the_words(
    app: Flask, city: Cast, browse: Browse
) -> None:
    page = entered(app, browse(), city.editor, FIRST)
    page.locator("#antwort").evaluate("section => section.scrollIntoView()")
    for name in ("Zur Freigabe geben", "Entwurf speichern", "Vorschau"):
        expect(page.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)


def test_the_list_is_searched_with_one_key(app: Flask, city: Cast, browse: Browse) -> None:
    page = entered(app, browse(), city.editor, FIRST)
    page.keyboard.press("/")
    expect(page).to_have_url(re.compile(TABLE))


@pytest.mark.parametrize("look", [("light", 1280), ("dark", 320)], ids=["wide", "narrow and dark"])
def test_the_pages_are_for_everybody(
    app: Flask, city: Cast, browse: Browse, look: tuple[Literal["light", "dark"], int]
) -> None:
    scheme, width = look
    editor = entered(app, browse(colour_scheme=scheme, width=width), city.editor, FIRST)
    editor.get_by_label("übernommen", exact=True).check()
    editor.get_by_label("Begründung").fill("Ja, **gern**.")
    editor.get_by_role("button", name="Zur Freigabe geben").click()
    approver = entered(app, browse(colour_scheme=scheme, width=width), city.approver, RELEASE)
    found = []
    visits = [(editor, path) for path in PAGES]
    visits += [(approver, path) for path in (RELEASE, f"{RELEASE}alle/", FIRST)]
    for page, path in visits:
        page.goto(path)
        found += [f"{path} {line}" for line in axe(page)]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{path} must be scrolled sideways")
    assert not found, "\n".join(found)
