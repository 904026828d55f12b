"""Every page type for axe in light and dark, at 320 pixels, and without a request elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import pyotp
import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from charta.accounts.models import Authenticator, Person
from charta.accounts.rules import DEMONSTRATION_DOMAIN
from charta.accounts.services import codes
from charta.consultation.models import Comment
from charta.core.database import db, transaction
from charta.intake.models import Intake
from charta.receipts import queries as receipts
from charta.workshops.models import Idea
from config import Settings
from tests.e2e.people import Somebody
from tests.support.accounts import mailed_path
from tests.support.axe import axe
from tests.support.browser import Browse
from tests.support.demonstration import TODAY, database_url, enter, today  # noqa: F401

pytestmark = pytest.mark.one_engine

PUBLIC = (
    "/konto/anmelden/",
    "/konto/anlegen/",
    "/konto/anmelden/per-mail/",
    "/konto/passwort-vergessen/",
    "/stralsund/",
    "/stralsund/charta/",
    "/stralsund/klauseln/MOB-1/",
    "/stralsund/abschnitte/A-5/",
    "/stralsund/fassungen/",
    "/stralsund/fassungen/3/",
    "/stralsund/fassungen/1...3/",
    "/stralsund/fassungen/1...3/?ansicht=spalten",
    "/stralsund/klauseln/MOB-2/versionen/1...3/",
    "/stralsund/beteiligung/",
    "/stralsund/beteiligung/2/",
    "/stralsund/beteiligung/2/MOB-2/",
    "/stralsund/beteiligung/2/MOB-2/stelle/?absatz=1",
    "/stralsund/beteiligung/2/MOB-2/stelle/?von=0&bis=20",
    "/stralsund/beteiligung/2/MOB-2/vorschlag/",
    "/stralsund/beteiligung/2/MOB-2/ohne-konto/",
    "/stralsund/beteiligung/2/MOB-2/ohne-konto/?von=0&bis=20",
    "/stralsund/beteiligung/ohne-konto/nirgends/",
    "/stralsund/stellungnahmen/1/",
    "/stralsund/stellungnahmen/7/",
    "/stralsund/stellungnahmen/7/melden/",
    "/stralsund/stellungnahmen/41/",
    "/stralsund/ideen/4/melden/",
    "/stralsund/transparenz/",
    "/stralsund/antworten/21/",
    "/stralsund/bilanz/",
    "/stralsund/beteiligung/2/bilanz/",
    "/beleg/",
    "/stralsund/veranstaltungen/",
    "/stralsund/veranstaltungen/1/",
    "/stralsund/ideen/4/",
    "/stralsund/seiten/datenschutz/",
    "/demo/mails/",
    "/gibt-es-nicht/",
)
PERSONAL = {
    "carla": (
        "/konto/",
        "/konto/adresse/",
        "/konto/anmeldungen/",
        "/konto/noch-einmal/",
        "/konto/sicherheit/",
        "/konto/benachrichtigungen/",
        "/konto/loeschen/",
        "/konto/meine-daten/",
        "/stralsund/meine-stellungnahmen/",
        "/stralsund/beteiligung/2/MOB-2/",
        "/stralsund/beteiligung/2/MOB-2/stelle/?von=0&bis=20",
        "/stralsund/beteiligung/2/MOB-2/vorschlag/",
        "/stralsund/stellungnahmen/18/",
        "/stralsund/schreibtisch/",
    ),
    "moderation": (
        "/stralsund/schreibtisch/veranstaltungen/",
        "/stralsund/schreibtisch/veranstaltungen/neu/",
        "/stralsund/schreibtisch/veranstaltungen/1/",
        "/stralsund/schreibtisch/veranstaltungen/1/tische/1/",
        "/stralsund/schreibtisch/veranstaltungen/1/import/",
        "/stralsund/schreibtisch/eingaben/",
        "/stralsund/schreibtisch/eingaben/1/",
        "/stralsund/schreibtisch/eingaben/neu/",
        "/stralsund/schreibtisch/eingaben/datei/",
        "/stralsund/schreibtisch/eingaben/import/2/",
        "/stralsund/schreibtisch/eingaben/gaeste/",
        "/stralsund/schreibtisch/meldungen/",
        "/stralsund/schreibtisch/meldungen/3/",
    ),
    "hafenkind": (
        "/stralsund/meine-stellungnahmen/",
        "/stralsund/widerspruch/1/",
    ),
    "redaktion": (
        "/stralsund/schreibtisch/meldungen/1/",
        "/stralsund/schreibtisch/meldungen/widerspruch/1/",
        "/stralsund/schreibtisch/",
        "/stralsund/schreibtisch/ideen/",
        "/stralsund/schreibtisch/ideen/4/",
        "/stralsund/schreibtisch/ideen/neue-klausel/?idee=2",
        "/stralsund/schreibtisch/entwurf/",
        "/stralsund/schreibtisch/entwurf/MOB-1/",
        "/stralsund/schreibtisch/entwurf/MOB-1/bearbeiten/",
        "/stralsund/schreibtisch/entwurf/MOB-1/versionen/",
        "/stralsund/schreibtisch/entwurf/MOB-1/vergleich/?alt=1&neu=3",
        "/stralsund/schreibtisch/umsetzbarkeit/",
        "/stralsund/schreibtisch/umsetzbarkeit/MOB-1/",
        "/stralsund/schreibtisch/fassungen/",
        "/stralsund/schreibtisch/fassungen/neu/",
        "/stralsund/schreibtisch/fassungen/2/",
        "/stralsund/schreibtisch/fassungen/3/stellungnahmen/",
        "/stralsund/schreibtisch/fassungen/3/stellungnahmen/7/",
        "/stralsund/schreibtisch/beteiligung/",
        "/stralsund/schreibtisch/abwaegung/1/",
        "/stralsund/schreibtisch/abwaegung/2/?sortierung=stelle&weg=web",
        "/stralsund/schreibtisch/abwaegung/2/zeile/21/",
        "/stralsund/schreibtisch/abwaegung/2/auswahl/?aktion=antworten&alle=1",
        "/stralsund/schreibtisch/abwaegung/2/gruppen/",
        "/stralsund/schreibtisch/abwaegung/2/gruppen/1/",
        "/stralsund/schreibtisch/abwaegung/2/gruppen/vorschlag/2/",
        "/stralsund/schreibtisch/stellungnahmen/30/fachamt-fragen/",
        "/stralsund/schreibtisch/stellungnahmen/35/teilen/",
        "/stralsund/schreibtisch/vorschlaege/",
        "/stralsund/schreibtisch/entwurf/MOB-2/vorschlaege/",
        "/stralsund/schreibtisch/stellungnahmen/19/",
        "/stralsund/schreibtisch/stellungnahmen/30/?stand=offen",
        "/stralsund/schreibtisch/stellungnahmen/?comments=20&comments=21",
        "/stralsund/schreibtisch/textbausteine/",
        "/stralsund/schreibtisch/textbausteine/1/",
        "/stralsund/schreibtisch/unterlagen/",
        "/stralsund/schreibtisch/unterlagen/antwortschreiben/",
        "/stralsund/schreibtisch/unterlagen/beschlussvorlage/",
        "/stralsund/schreibtisch/protokoll/",
    ),
    "bauamt": (
        "/stralsund/schreibtisch/umsetzbarkeit/MOB-2/",
        "/stralsund/schreibtisch/fachaemter/?stand=erledigt",
        "/stralsund/schreibtisch/fachaemter/1/",
    ),
    "freigabe": (
        "/stralsund/schreibtisch/umsetzbarkeit/freigabe/",
        "/stralsund/schreibtisch/abwaegung/2/freigeben/",
        "/stralsund/schreibtisch/abwaegung/2/freigeben/alle/",
        "/stralsund/schreibtisch/stellungnahmen/30/",
    ),
    "admin": (
        "/konto/versand/",
        "/stralsund/schreibtisch/einstellungen/",
        "/stralsund/schreibtisch/einstellungen/handlungsfelder/",
        "/stralsund/schreibtisch/einstellungen/rollen/",
        "/stralsund/schreibtisch/einstellungen/rollen/2/",
        "/stralsund/schreibtisch/einstellungen/rollen/2/weitere/",
        "/konto/einladung/nirgends/",
        "/stralsund/schreibtisch/einstellungen/ohne-konto/",
        "/stralsund/schreibtisch/einstellungen/seiten/impressum/",
    ),
}
BROKEN_KEYS = """() => {
  const found = [];
  const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    if (node.parentElement.closest(".c-prose, .c-plain, blockquote, .c-hidden")) continue;
    for (const match of node.data.matchAll(/(?<![-\\w])[A-Z]{1,4}-\\d+\\b/g)) {
      const range = document.createRange();
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      const lines = new Set([...range.getClientRects()].map((rect) => Math.round(rect.top)));
      if (lines.size > 1) found.push(node.data.trim());
    }
  }
  return found;
}"""
"""The texts of a page, but for what people have written, in which a key stands on two lines."""

Scheme = Literal["light", "dark"]
VISITS = [("", PUBLIC), *PERSONAL.items()]
LOOKS: list[tuple[Scheme, int]] = [("light", 1280), ("dark", 320)]
CARLA = "carla@example.org"
"""Outside the demonstration nobody signs in to an account of its people."""


def lend_session(app: Flask, page: Page, key: str) -> None:
    """Give the browser the session of one of the story's people."""
    if not key:
        return
    client = enter(app.test_client(), key)
    name = app.config["SESSION_COOKIE_NAME"]
    cookie = client.get_cookie(name)
    assert cookie is not None
    page.goto("/healthz")
    page.context.add_cookies([{"name": name, "value": cookie.value, "url": page.url}])


@pytest.mark.parametrize(("key", "paths"), VISITS, ids=[key or "public" for key, _ in VISITS])
@pytest.mark.parametrize("look", LOOKS, ids=["wide", "narrow and dark"])
def test_every_page_is_for_everybody(
    app: Flask, browse: Browse, key: str, paths: tuple[str, ...], look: tuple[Scheme, int]
) -> None:
    scheme, width = look
    page = browse(colour_scheme=scheme, width=width)
    lend_session(app, page, key)
    assert_for_everybody(page, paths, width)


@pytest.mark.parametrize("look", LOOKS, ids=["wide", "narrow and dark"])
def test_every_receipt_is_for_everybody(
    app: Flask, browse: Browse, look: tuple[Scheme, int]
) -> None:
    """Of a corrected answer, of parts, of one that was reopened, of an idea and of a letter."""
    scheme, width = look
    with app.app_context():
        found = (
            *receipts.codes("comments", ids_of(Comment, (5, 35, 40))).values(),
            *receipts.codes("ideas", ids_of(Idea, (1,))).values(),
            *receipts.codes("intakes", ids_of(Intake, (1,))).values(),
        )
    paths = [f"/beleg/{code}/" for code in found]
    assert len(paths) == 5
    assert_for_everybody(browse(colour_scheme=scheme, width=width), paths, width)


def ids_of(kind: type[Comment | Idea | Intake], numbers: Iterable[int]) -> Sequence[int]:
    return db.session.scalars(select(kind.id).where(kind.number.in_(numbers))).all()


def assert_for_everybody(page: Page, paths: Iterable[str], width: int) -> None:
    found: list[str] = []
    for path in paths:
        page.goto(path)
        found += [f"{path} {line}" for line in axe(page)]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{path} must be scrolled sideways")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("look", LOOKS, ids=["wide", "narrow and dark"])
def test_pages_on_the_way_into_an_account_are_for_everybody(
    app: Flask, settings: Settings, browse: Browse, look: tuple[Scheme, int]
) -> None:
    """What no address alone leads to: setting up an app, its codes, the second step, a mailed
    link."""
    scheme, width = look
    page = browse(colour_scheme=scheme, width=width)
    lend_session(app, page, "carla")
    with app.app_context(), transaction():
        person = db.session.query(Person).filter_by(email=f"carla@{DEMONSTRATION_DOMAIN}").one()
        person.email = CARLA
    carla = Somebody(page)
    found: list[str] = []

    def arrived(heading: str) -> None:
        expect(page.locator("h1")).to_have_text(heading)
        found.extend(f"{heading}: {line}" for line in axe(page))
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{heading} must be scrolled sideways")

    carla.go("/konto/sicherheit/").press("Code-App einrichten")
    arrived("Code-App einrichten")
    carla.fill("Code", "000").press("App bestätigen")
    arrived("Code-App einrichten")
    carla.fill("Code", code_of_app(app, settings)).press("App bestätigen")
    arrived("Ihre Wiederherstellungscodes")
    carla.go("/konto/sicherheit/")
    arrived("Sicherheit Ihres Kontos")
    page.context.clear_cookies()
    carla.go("/konto/anmelden/per-mail/").fill("E-Mail-Adresse", CARLA).press("Link schicken")
    arrived("Bitte sehen Sie in Ihr Postfach")
    carla.go(mailed_path(app))
    arrived("Anmelden")
    carla.press("Jetzt anmelden")
    arrived("Zweiter Schritt")
    carla.fill("Code", "000").press("Anmelden")
    arrived("Zweiter Schritt")
    assert not found, "\n".join(found)


def code_of_app(app: Flask, settings: Settings) -> str:
    with app.app_context():
        secret = codes.secret_of(settings, db.session.query(Authenticator).one())
    assert secret is not None
    return pyotp.TOTP(secret).at(TODAY)


def test_no_key_breaks_at_its_hyphen(browse: Browse) -> None:
    page = browse()
    found: list[str] = []
    for path in PUBLIC:
        page.goto(path)
        for width in range(320, 400, 8):
            page.set_viewport_size({"width": width, "height": 800})
            found += [f"{path} {width} {words}" for words in page.evaluate(BROKEN_KEYS)]
    assert not found, "\n".join(found)


def test_letters_twice_as_large_need_no_scrolling_sideways(browse: Browse) -> None:
    page = browse(width=768)
    found: list[str] = []
    for path in PUBLIC:
        page.goto(path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        if page.evaluate("document.documentElement.scrollWidth") > 768:
            found.append(path)
    assert not found
