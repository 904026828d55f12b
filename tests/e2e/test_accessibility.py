"""Every page type for axe in light and dark, at 320 pixels, and without a request elsewhere."""

from __future__ import annotations

from typing import Literal

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.support.axe import axe
from tests.support.browser import Browse
from tests.support.demonstration import database_url, enter, today  # noqa: F401

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
    ),
    "redaktion": (
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
        "/stralsund/schreibtisch/einstellungen/ohne-konto/",
        "/stralsund/schreibtisch/einstellungen/seiten/impressum/",
    ),
}
Scheme = Literal["light", "dark"]
VISITS = [("", PUBLIC), *PERSONAL.items()]


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
@pytest.mark.parametrize("look", [("light", 1280), ("dark", 320)], ids=["wide", "narrow and dark"])
def test_every_page_is_for_everybody(
    app: Flask, browse: Browse, key: str, paths: tuple[str, ...], look: tuple[Scheme, int]
) -> None:
    scheme, width = look
    page = browse(colour_scheme=scheme, width=width)
    lend_session(app, page, key)
    found: list[str] = []
    for path in paths:
        page.goto(path)
        found += [f"{path} {line}" for line in axe(page)]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{path} must be scrolled sideways")
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
