"""Settling where a comment stands in a real browser: by keyboard, and while others are carried."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from charta.charters.models import Charter
from charta.consultation.models import Placement
from charta.core import outbox
from charta.core.actors import Actor
from charta.core.clock import now
from charta.core.database import db, transaction
from charta.releases import services as releases
from tests.consultation.conftest import At
from tests.support.axe import axe
from tests.support.browser import Browse
from tests.support.cast import Cast, sign_in
from tests.support.consultation import DURING, a_comment, a_round
from tests.support.drafting import a_clause, a_revision, a_section
from tests.support.releases import a_release

pytestmark = pytest.mark.one_engine

LIST = "/stralsund/schreibtisch/fassungen/2/stellungnahmen/"
ANNOUNCE = "/stralsund/schreibtisch/beteiligung/neu/"
LATER = DURING + timedelta(hours=1)
WORDS = "Vor jeder Schule werden Querungen gezählt und geprüft."


@pytest.fixture
def uncertain(app: Flask, city: Cast, at: At) -> None:
    """S-1 is uncertain in release 2: its words went from MOB-1 to MOB-2."""
    with app.app_context():
        section = a_section(city)
        clause = a_clause(city, section, source=f"Wege für alle.\n\n{WORDS}")
        a_comment(city, a_round(city), clause, passage=WORDS, source="Wann wird gezählt?")
        a_clause(city, section, title="Schulwege", source=f"Vorweg.\n\n{WORDS}", now=LATER)
        a_revision(city, clause, "Wege für alle.", now=LATER)
        a_release(city, now=LATER)
    at(LATER)


def entered(app: Flask, page: Page, actor: Actor, path: str = LIST) -> Page:
    client = sign_in(app.test_client(), actor)
    cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    page.goto("/healthz")
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": page.url}])
    page.goto(path)
    return page


def tab_to(page: Page, words: str, most: int = 60) -> None:
    """Press the tabulator until the element with these words has the focus."""
    focused = (
        "() => { const it = document.activeElement;"
        " return (it.labels?.[0] ?? it).textContent.trim(); }"
    )
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(focused).startswith(words):
            return
    pytest.fail(f"“{words}” cannot be reached by keyboard")


@pytest.mark.usefixtures("uncertain")
def test_an_uncertain_one_is_settled_by_keyboard(app: Flask, city: Cast, page: Page) -> None:
    entered(app, page, city.editor)
    tab_to(page, "S-1")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("S-1 in Fassung 2")
    tab_to(page, "unverändert")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("verschoben")).to_be_checked()
    tab_to(page, "Die Worte, die unten zitiert sind")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label(WORDS)).to_be_checked()
    tab_to(page, "Begründung")
    page.keyboard.type("Der Satz ist umgezogen.")
    tab_to(page, "Entscheidung festhalten")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Der Platz von S-1 ist entschieden.")).to_be_visible()
    expect(page.get_by_text("Alles ist geklärt.")).to_be_visible()
    with app.app_context():
        newest = db.session.query(Placement).order_by(Placement.id.desc()).first()
        assert newest is not None
        assert (newest.verdict, newest.reason) == ("moved", "Der Satz ist umgezogen.")


@pytest.mark.usefixtures("uncertain")
def test_several_are_confirmed_without_scripts(app: Flask, city: Cast, browse: Browse) -> None:
    page = entered(app, browse(javascript=False, width=320), city.editor)
    page.get_by_label("Auswählen: S-1").check()
    page.get_by_label("Begründung").fill("Gelesen: kein Nachfolger.")
    page.get_by_role("button", name="Ausgewählte als entfallen bestätigen").click()
    expect(page.get_by_text("1 bestätigt.")).to_be_visible()


def test_progress_is_seen_without_losing_the_focus(
    app: Flask, city: Cast, at: At, page: Page
) -> None:
    with app.app_context():
        clause = a_clause(city, source=WORDS)
        a_comment(city, a_round(city), clause, passage=WORDS)
        with transaction() as session:
            charter = session.get_one(Charter, city.charter_id)
            releases.prepare(
                city.editor, LATER, charter, kind="consultation", title="Neuer Entwurf"
            )
    at(LATER)
    entered(app, page, city.editor)
    expect(page.get_by_text("0 von 1 Stellungnahmen")).to_be_visible()
    page.get_by_role("link", name="Seite neu laden").focus()
    with app.app_context():
        outbox.deliver_due(now())
    expect(page.get_by_text("1 von 1 Stellungnahmen")).to_be_visible()
    expect(page.get_by_role("link", name="Seite neu laden")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="S-1")).to_be_visible()
    expect(page.get_by_text("Seite neu laden")).to_have_count(0)


@pytest.mark.usefixtures("uncertain")
@pytest.mark.parametrize("width", [1280, 320])
def test_the_editors_pages_are_for_everybody(
    app: Flask, city: Cast, browse: Browse, width: int
) -> None:
    page = browse(width=width, colour_scheme="dark")
    entered(app, page, city.editor)
    found = []
    for path in (LIST, f"{LIST}1/", "/stralsund/schreibtisch/fassungen/2/", ANNOUNCE):
        page.goto(path)
        found += [f"{path} {line}" for line in axe(page)]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{path} must be scrolled sideways")
    assert not found, "\n".join(found)
