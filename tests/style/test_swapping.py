"""A list is filtered without leaving the page where scripts run, and just as well where not."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from charta.core.database import transaction
from tests.support.browser import Browse
from tests.support.cast import Cast, sign_in
from tests.support.workshops import an_idea

pytestmark = pytest.mark.one_engine

IDEAS = "/stralsund/schreibtisch/ideen/"


@pytest.fixture
def cookie(app: Flask, city: Cast, base_url: str) -> dict[str, str]:
    """Three ideas, and the cookie of an editor."""
    with app.app_context(), transaction():
        for text in ("Radwege am Sund", "Bänke im Schatten", "Radständer am Bahnhof"):
            an_idea(city, text=text)
    client = sign_in(app.test_client(), city.editor)
    found = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert found is not None
    return {"name": found.key, "value": found.value, "url": base_url}


def search(page: Page, cookie: dict[str, str], words: str) -> None:
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.goto(IDEAS)
    expect(page.get_by_role("status").get_by_text("3 Ideen")).to_be_visible()
    page.get_by_role("search").get_by_label("Suche").fill(words)
    page.get_by_role("button", name="Filter anwenden").click()


def test_only_the_list_is_exchanged(page: Page, cookie: dict[str, str]) -> None:
    search(page, cookie, "Rad")
    expect(page.get_by_role("status").get_by_text("2 Ideen")).to_be_visible()
    page.evaluate("window.stayed = true")
    page.get_by_role("search").get_by_label("Suche").fill("Schatten")
    page.get_by_role("button", name="Filter anwenden").click()
    expect(page.get_by_role("status").get_by_text("1 Idee", exact=True)).to_be_visible()
    assert page.evaluate("window.stayed") is True
    assert "q=Schatten" in page.url


def test_what_was_exchanged_is_alive(page: Page, cookie: dict[str, str]) -> None:
    search(page, cookie, "Rad")
    expect(page.get_by_role("status").get_by_text("2 Ideen")).to_be_visible()
    page.get_by_label("Alle auswählen").check()
    expect(page.get_by_text("2 ausgewählt").first).to_be_visible()


def test_it_works_without_scripts(browse: Browse, cookie: dict[str, str]) -> None:
    page = browse(javascript=False)
    search(page, cookie, "Rad")
    expect(page.get_by_role("status").get_by_text("2 Ideen")).to_be_visible()
