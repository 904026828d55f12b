"""The way to a real identity provider and back in a real browser, with scripts and without: the
content policy lets no form lead to another site, and cookies must survive coming from one."""

from __future__ import annotations

import socket
from dataclasses import replace
from typing import Literal

import pytest
from flask import Flask
from playwright.sync_api import Page, Route, expect

from config import Settings
from tests.e2e.people import Somebody
from tests.support.accounts import actions
from tests.support.axe import axe
from tests.support.browser import Browse
from tests.support.cast import Cast
from tests.support.hashing import quick_hashing
from tests.support.provider import NAME, OpenIdProvider, openid

__all__ = ["openid", "quick_hashing"]

pytestmark = [pytest.mark.one_engine, pytest.mark.usefixtures("quick_hashing")]

CITIZEN = "citizen@stralsund.example"
LOOKS: list[tuple[Literal["light", "dark"], int]] = [("light", 1280), ("dark", 320)]


@pytest.fixture
def settings(settings: Settings, openid: OpenIdProvider) -> Settings:
    return replace(settings, **openid.settings())


@pytest.fixture
def base_url() -> str:
    """Give the site a name, so that for a browser the provider, which has none, is another site:
    cookies and forms are held to that."""
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        return f"http://localhost:{asking.getsockname()[1]}"


@pytest.fixture
def neighbours(openid: OpenIdProvider) -> tuple[str, ...]:
    return (openid.issuer,)


def at_the_provider(page: Page, key: str) -> None:
    expect(page.locator("h1")).to_have_text("Anmelden beim Testdienst")
    page.get_by_label("Wer sind Sie?").fill(key)
    page.get_by_role("button", name="Weiter").click()
    agree(page)


def agree(page: Page) -> None:
    expect(page.locator("h1")).to_have_text("Dürfen wir von Ihnen erzählen?")
    page.get_by_role("button", name="Weiter").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_there_and_back(
    app: Flask, browse: Browse, openid: OpenIdProvider, city: Cast, scripts: bool
) -> None:
    openid.knows("bea", email="bea@example.org")
    page = browse(javascript=scripts)

    def come_back() -> None:
        if not scripts:
            expect(page.locator("h1")).to_have_text(f"Zurück von {NAME}")
            page.get_by_role("button", name="Weiter").click()

    bea = Somebody(page).go("/konto/anmelden/?next=/stralsund/").press(f"Mit {NAME} anmelden")
    at_the_provider(page, "bea")
    come_back()
    expect(page.locator("h1")).to_have_text("Willkommen")
    bea.fill("Name", "Hafenkind").press("Konto anlegen")
    expect(page).to_have_url(f"{page.url.split('/stralsund')[0]}/stralsund/")
    bea.go("/konto/")
    page.get_by_role("button", name="Abmelden").first.click()
    bea.go("/konto/anmelden/").press(f"Mit {NAME} anmelden")
    agree(page)
    come_back()
    expect(page.locator("h1")).to_have_text("Mein Konto")
    kept = {one.get("name") for one in page.context.cookies(page.url)}
    assert kept.isdisjoint({"charta-journey", "charta-arrival"})
    assert actions(app) == ["person.joined_by_provider"]


@pytest.mark.parametrize("look", LOOKS, ids=["wide", "narrow and dark"])
def test_every_page_on_the_way_is_for_everybody(
    app: Flask,
    browse: Browse,
    openid: OpenIdProvider,
    city: Cast,
    look: tuple[Literal["light", "dark"], int],
) -> None:
    openid.knows("carla", email=CITIZEN)
    openid.knows("bea", email="bea@example.org")
    scheme, width = look
    page = browse(colour_scheme=scheme, width=width)
    found: list[str] = []

    def arrived(heading: str) -> None:
        expect(page.locator("h1")).to_have_text(heading)
        found.extend(f"{heading}: {line}" for line in axe(page))
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{heading} must be scrolled sideways")

    def stay(route: Route) -> None:
        answer = route.fetch(max_redirects=0)
        route.fulfill(
            response=answer,
            headers={name: words for name, words in answer.headers.items() if name != "refresh"},
        )

    def set_out() -> None:
        somebody.go("/konto/anmelden/").press(f"Mit {NAME} anmelden")
        expect(page.locator("h1")).to_have_text("Anmelden beim Testdienst")
        somebody.go("/konto/anmelden/anbieter/weiter/")
        arrived(f"Weiter zu {NAME}")

    page.route("**/konto/anmelden/anbieter/weiter/", stay)
    page.route("**/onward.js*", lambda route: route.fulfill(body=""))

    def go_through(key: str) -> None:
        somebody.follow(f"Weiter zu {NAME}")
        at_the_provider(page, key)
        arrived(f"Zurück von {NAME}")
        somebody.press("Weiter")

    somebody = Somebody(page).go("/konto/anmelden/")
    arrived("Anmelden")
    set_out()
    go_through("bea")
    arrived("Willkommen")
    somebody.fill("Name", "").press("Konto anlegen")
    arrived("Willkommen")
    page.context.clear_cookies()
    set_out()
    go_through("carla")
    arrived("Sie haben hier schon ein Konto")
    somebody.follow("Anmelden und verknüpfen")
    somebody.fill("E-Mail-Adresse", CITIZEN).fill("Passwort", "sieben-rote-backsteine")
    somebody.press("Anmelden")
    arrived(f"Mit {NAME} verknüpfen")
    somebody.press("Verknüpfen")
    arrived("Sicherheit Ihres Kontos")
    somebody.go("/konto/noch-einmal/")
    arrived("Bitte bestätigen Sie, dass Sie es sind")
    somebody.go("/konto/anmelden/anbieter/zurueck/?code=x&state=y")
    arrived(f"Mit {NAME} hat es nicht geklappt")
    assert not found, "\n".join(found)
