"""Reading a synopsis in a real browser: by keyboard, in columns, on a phone, on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import Browse
from tests.support.demonstration import database_url, today  # noqa: F401

pytestmark = pytest.mark.one_engine

PAGE = "/stralsund/fassungen/1...3/"


def focused(page: Page) -> str:
    """The name of the change that has the focus."""
    return str(
        page.evaluate(
            "() => document.activeElement.matches('[data-change]')"
            " ? document.activeElement.querySelector('.c-step__number').textContent : ''"
        )
    )


@pytest.mark.parametrize("javascript", [True, False])
def test_the_keyboard_goes_from_change_to_change(browse: Browse, javascript: bool) -> None:
    page = browse(javascript=javascript)
    page.goto(PAGE)
    page.locator("[data-change] a[rel=next]").first.focus()
    page.keyboard.press("Enter")
    second = page.locator("[data-change]").nth(1)
    expect(second).to_be_focused()
    page.keyboard.press("Tab")
    expect(second.locator("a[rel=next]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-change]").nth(2)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(second).to_be_focused()


def test_the_bar_leads_on_from_where_one_is(page: Page) -> None:
    page.goto(PAGE)
    bar = page.get_by_role("navigation", name="Von Änderung zu Änderung")
    expect(bar.get_by_role("link", name="Vorherige")).to_be_hidden()
    total = page.locator("[data-change]").count()
    for number in range(1, total + 1):
        bar.get_by_role("link", name="Nächste").click()
        expect(bar.locator("[data-walk-place]")).to_have_text(f"Änderung {number} von {total}")
        assert focused(page) == f"Änderung {number} von {total}"
    expect(bar.get_by_role("link", name="Nächste")).to_be_hidden()
    bar.get_by_role("link", name="Vorherige").click()
    expect(bar.locator("[data-walk-place]")).to_have_text(f"Änderung {total - 1} von {total}")


def test_without_scripts_there_is_no_bar(browse: Browse) -> None:
    page = browse(javascript=False)
    page.goto(PAGE)
    expect(page.locator("[data-walk]")).to_be_hidden()


def test_the_focus_is_never_below_the_bar(browse: Browse) -> None:
    page = browse(width=320)
    page.emulate_media(reduced_motion="reduce")
    page.goto(PAGE)
    hidden = page.evaluate(
        """() => {
            const bar = document.querySelector("[data-walk]");
            return [...document.querySelectorAll("[data-change] a")].filter((link) => {
                link.focus();
                const mine = link.getBoundingClientRect();
                return mine.bottom > bar.getBoundingClientRect().top;
            }).map((link) => link.textContent);
        }"""
    )
    assert hidden == []


def test_two_columns_stay_chosen(page: Page) -> None:
    page.goto(PAGE)
    page.get_by_role("link", name="In zwei Spalten").click()
    expect(page.locator(".c-diff--columns").first).to_be_visible()
    old, new = (page.locator(f".c-diff__cell--{side}").first for side in ("old", "new"))
    left, right = old.bounding_box(), new.bounding_box()
    assert left is not None
    assert right is not None
    assert left["x"] + left["width"] <= right["x"]
    page.get_by_label("Ältere Fassung").select_option("2")
    page.get_by_role("button", name="Vergleichen").click()
    page.wait_for_url("**/fassungen/2...3/?ansicht=spalten")
    expect(page.get_by_role("link", name="In zwei Spalten")).to_have_attribute(
        "aria-current", "page"
    )


def test_on_a_phone_there_is_one_column(browse: Browse) -> None:
    page = browse(width=320)
    page.goto(f"{PAGE}?ansicht=spalten")
    line = page.locator(".c-diff__line--changed").first
    old, new = (line.locator(f".c-diff__cell--{side}") for side in ("old", "new"))
    above, below = old.bounding_box(), new.bounding_box()
    assert above is not None
    assert below is not None
    assert above["x"] == below["x"]
    assert above["y"] + above["height"] <= below["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_permalink_opens_at_its_change(page: Page) -> None:
    page.goto(f"{PAGE}#MOB-2-aenderung-1")
    expect(page.locator("#MOB-2-aenderung-1")).to_be_focused()
    expect(page.locator("#MOB-2-aenderung-1")).to_be_in_viewport()


def test_on_paper_there_are_columns_and_no_ways(page: Page) -> None:
    page.goto(f"{PAGE}?ansicht=spalten")
    page.emulate_media(media="print")
    for gone in (".c-walk", ".c-step__link", ".c-tabs", ".c-filters", ".c-header__menu"):
        expect(page.locator(gone).first).to_be_hidden()
    for there in (".c-step__number", ".c-diff__head", ".c-why", ".c-changes__line"):
        expect(page.locator(there).first).to_be_visible()
    summary = page.locator("details:not([open]) > summary").first
    expect(summary).to_contain_text("unveränderte")
    assert page.pdf(format="A4")[:5] == b"%PDF-"
