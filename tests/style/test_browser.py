"""The parts in a real browser: for eyes, fingers, keyboards and screen readers."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Page, Route, expect

from tests.support.axe import axe
from tests.support.browser import Browse

pytestmark = pytest.mark.one_engine

SMALLEST_TARGET = 44


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing(browse: Browse, scheme: Literal["light", "dark"], width: int) -> None:
    page = browse(colour_scheme=scheme, width=width)
    page.goto("/stil")
    for disclosure in page.locator("summary").all():
        disclosure.click()
    assert axe(page) == []


@pytest.mark.parametrize("width", [320, 640, 1024])
def test_nothing_needs_scrolling_sideways(browse: Browse, width: int) -> None:
    page = browse(width=width)
    page.goto("/stil")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_buttons_are_big_enough_for_fingers(browse: Browse) -> None:
    page = browse(width=360)
    page.goto("/stil")
    for button in page.locator("main .kern-btn:not(.kern-btn--x-small)").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= SMALLEST_TARGET, button.inner_text()


def test_the_first_stop_of_the_keyboard_leads_to_the_content(page: Page) -> None:
    page.goto("/stil")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Zum Inhalt springen")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_after_a_refused_form_the_summary_has_the_focus(page: Page) -> None:
    page.goto("/konto/anmelden/")
    page.locator("main").get_by_role("button", name="Anmelden").click()
    expect(page.locator("[data-error-summary]")).to_be_focused()


def test_characters_are_counted(page: Page) -> None:
    page.goto("/stil")
    page.get_by_label("Wortlaut").first.fill("ä" * 4990)
    expect(page.get_by_text("Noch 10 Zeichen.").first).to_be_visible()
    page.get_by_label("Wortlaut").first.fill("ä" * 5003)
    expect(page.get_by_text("3 Zeichen zu viel.").first).to_be_visible()


def test_all_rows_are_selected_at_once(page: Page) -> None:
    page.goto("/stil")
    rows = page.get_by_role("table", name="Offene Ideen").get_by_role("checkbox")
    page.get_by_label("Alle auswählen").check()
    assert all(row.is_checked() for row in rows.all())
    expect(page.get_by_text("3 ausgewählt")).to_be_visible()
    rows.nth(1).uncheck()
    expect(page.get_by_text("2 ausgewählt")).to_be_visible()


def test_without_scripts_there_is_no_select_all(browse: Browse) -> None:
    page = browse(javascript=False)
    page.goto("/stil")
    expect(page.locator("[data-select-all]")).to_be_hidden()


def test_a_form_is_sent_once(page: Page) -> None:
    sent = []

    def hold(route: Route) -> None:
        sent.append(route.request.url)
        route.fulfill(status=204)

    page.route("**/senden", hold)
    page.goto("/stil")
    page.evaluate(
        """() => {
            const form = document.createElement('form');
            form.method = 'post';
            form.action = '/senden';
            form.append(document.createElement('button'));
            document.querySelector('main').append(form);
            for (const _press of [1, 2, 3]) form.querySelector('button').click();
        }"""
    )
    page.wait_for_timeout(300)
    assert len(sent) == 1
    expect(page.locator("form[action='/senden'] button")).to_have_attribute("aria-disabled", "true")
