"""Speaking of a passage in a real browser: by mouse, finger and keyboard."""

from __future__ import annotations

import re
from typing import Literal

import pytest
from flask import Flask
from playwright.sync_api import Browser, Dialog, Page, expect

from charta.core.database import transaction
from tests.consultation.conftest import At
from tests.support.axe import axe
from tests.support.browser import PATIENCE_MILLISECONDS, Browse
from tests.support.cast import Cast, sign_in
from tests.support.consultation import a_comment, a_round, an_answer
from tests.support.drafting import a_clause

pytestmark = [pytest.mark.one_engine, pytest.mark.usefixtures("at")]

TEXT = "/stralsund/beteiligung/1/MOB-1/"
SOURCE = (
    "Die Stadt 😀 baut **sichere  Wege**. Sie pflegt sie gut.\n\n"
    "# Ziele\n\n- Rad\n  - Fuß und Bus\n\n  Noch ein Absatz\n- Fähre\n\n"
    "|Jahr|Was|\n|-|-|\n|2026|eine Brücke|\n\n```\nerste Zeile  \n\n  zweite Zeile\n```\n\n"
    "Der *Schluss* kommt."
)
PAGES = (
    TEXT,
    f"{TEXT}?stelle=21-27",
    f"{TEXT}?stellen=aus",
    f"{TEXT}stelle/",
    f"{TEXT}stelle/?absatz=1",
    f"{TEXT}stelle/?zitat=Stadt+baute+sichere",
    f"{TEXT}stelle/?von=0&bis=9",
    f"{TEXT}vorschlag/",
    "/stralsund/klauseln/MOB-1/?stelle=21-27",
    "/stralsund/stellungnahmen/1/",
)


@pytest.fixture
def cookie(app: Flask, city: Cast, at: At, base_url: str) -> dict[str, str]:
    """A text with comments on overlapping passages, and the cookie of a citizen."""
    with app.app_context(), transaction():
        clause = a_clause(city, source=SOURCE)
        found = a_round(city)
        first = a_comment(city, found, clause, passage="Wege", source="Welche Wege?")
        a_comment(city, found, clause, passage="sichere Wege", wording="breite Wege")
        a_comment(city, found, clause, wording=SOURCE.replace("Ziele", "Pläne"))
        an_answer(city, first)
    client = sign_in(app.test_client(), city.second_citizen)
    found_cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert found_cookie is not None
    return {"name": found_cookie.key, "value": found_cookie.value, "url": base_url}


def enter(page: Page, cookie: dict[str, str], path: str = TEXT) -> Page:
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.goto(path)
    return page


def select(page: Page, first: str, last: str) -> None:
    """Select from the beginning of some words to the end of others, as a mouse would leave it."""
    page.evaluate(
        """([first, last]) => {
          const root = document.querySelector('[data-passages]');
          const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
          const range = document.createRange();
          let begun = false;
          while (walker.nextNode()) {
            const node = walker.currentNode;
            const from = node.data.indexOf(first);
            if (!begun && from >= 0) { range.setStart(node, from); begun = true; }
            const after = node === range.startContainer ? from : 0;
            const to = begun ? node.data.indexOf(last, after) : -1;
            if (to >= 0) { range.setEnd(node, to + last.length); break; }
          }
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }""",
        [first, last],
    )


def quoted(page: Page) -> str:
    return re.sub(r"\s+", " ", page.locator(".c-quote blockquote").inner_text())


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("baut", "gut", "baut sichere Wege. Sie pflegt sie gut"),
        ("ege", "Sie", "Wege. Sie"),
        ("Bus", "ein", "Bus Noch ein"),
        ("eine", "zweite", "eine Brücke erste Zeile zweite"),
        ("Schluss", "kommt", "Schluss kommt"),
        ("Ziele", "Fähre", "Ziele Rad Fuß und Bus Noch ein Absatz Fähre"),
    ],
)
def test_what_is_selected_is_what_is_spoken_of(
    browse: Browse, cookie: dict[str, str], first: str, last: str, words: str
) -> None:
    page = enter(browse(), cookie)
    select(page, first, last)
    page.get_by_role("link", name="Auswahl kommentieren").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Zu einer Stelle Stellung nehmen")
    assert quoted(page) == words


def test_words_are_selected_with_the_mouse(browse: Browse, cookie: dict[str, str]) -> None:
    page = enter(browse(), cookie)
    page.get_by_text("Noch ein Absatz").dblclick(position={"x": 8, "y": 10})
    expect(page.locator("[data-saystatus]")).to_contain_text("Ausgewählt: „Noch“")
    page.get_by_role("link", name="Auswahl kommentieren").click()
    expect(page.locator(".c-quote blockquote")).to_have_text("Noch")
    page.get_by_label("Ihre Stellungnahme oder Begründung").fill("Warum noch?")
    page.get_by_role("button", name="Stellungnahme abgeben").click()
    expect(page.get_by_text("ist jetzt öffentlich.")).to_be_visible()
    page.goto(TEXT)
    expect(page.get_by_role("link", name="1 Stellungnahme zu „Noch“")).to_be_visible()


def test_the_bar_goes_with_the_selection(browse: Browse, cookie: dict[str, str]) -> None:
    page = enter(browse(), cookie)
    bar = page.locator("[data-saybar]")
    expect(bar).to_be_hidden()
    select(page, "pflegt", "gut")
    expect(bar).to_be_visible()
    words, place = page.evaluate(
        "() => [getSelection().getRangeAt(0).getBoundingClientRect().bottom,"
        " document.querySelector('[data-saybar]').getBoundingClientRect().top]"
    )
    assert place >= words
    page.evaluate("getSelection().removeAllRanges()")
    expect(bar).to_be_hidden()


def test_words_are_selected_with_a_finger(
    chromium: Browser, site: str, cookie: dict[str, str]
) -> None:
    context = chromium.new_context(
        base_url=site, has_touch=True, is_mobile=True, viewport={"width": 360, "height": 740}
    )
    with context:
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        page = enter(context.new_page(), cookie)
        select(page, "pflegt", "gut")
        link = page.get_by_role("link", name="Auswahl kommentieren")
        expect(link).to_be_visible()
        box = link.bounding_box()
        assert box is not None
        assert box["y"] > 600, "the bar is at the foot, away from the menu of the selection"
        link.tap()
        expect(page.locator(".c-quote blockquote")).to_have_text("pflegt sie gut")


def test_by_keyboard_alone_without_scripts(browse: Browse, cookie: dict[str, str]) -> None:
    page = enter(browse(javascript=False), cookie)
    page.get_by_role("link", name=re.compile("^Stelle kommentieren: Die Stadt")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Stelle wählen")
    page.get_by_label("Sie pflegt sie gut.").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Weiter mit dieser Auswahl").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".c-quote blockquote")).to_have_text("Sie pflegt sie gut.")
    page.get_by_label("Ihre Stellungnahme oder Begründung").focus()
    page.keyboard.type("Auch im Winter?")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+End")
    page.keyboard.type(" Auch im Winter.")
    page.get_by_role("button", name="Stellungnahme abgeben").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Noch ist nichts abgesendet.")).to_be_visible()
    expect(page.locator("#preview ins")).to_contain_text("Auch im Winter.")
    page.get_by_role("button", name="Stellungnahme abgeben").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("ist jetzt öffentlich.")).to_be_visible()


def test_what_has_come_back_unsent_says_so_first_and_is_not_left_unasked(
    browse: Browse, cookie: dict[str, str]
) -> None:
    page = enter(browse(), cookie, f"{TEXT}stelle/?von=0&bis=9")
    page.get_by_label("Ihre Stellungnahme oder Begründung").fill("Kürzer")
    page.get_by_label("Ich schlage andere Worte für diese Stelle vor").check()
    page.get_by_label("So soll die Stelle lauten").fill("Wir alle")
    page.get_by_role("button", name="Stellungnahme abgeben").click()
    expect(
        page.get_by_role("status").filter(has_text="Noch ist nichts abgesendet.")
    ).to_be_focused()
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.get_by_role("link", name="Andere Stelle wählen").click(no_wait_after=True)
    expect(page.get_by_label("So soll die Stelle lauten")).to_have_value("Wir alle")
    assert asked == ["beforeunload"]


def test_the_difference_is_shown_without_leaving_the_page(
    browse: Browse, cookie: dict[str, str]
) -> None:
    page = enter(browse(), cookie, f"{TEXT}stelle/?von=0&bis=9")
    words = page.get_by_label("So soll die Stelle lauten")
    expect(words).to_be_hidden()
    page.get_by_label("Ihre Stellungnahme oder Begründung").fill("Alle zusammen.")
    page.get_by_label("Ich schlage andere Worte für diese Stelle vor").check()
    words.fill("Die Bürgerschaft")
    page.evaluate("window.stayed = true")
    page.get_by_role("button", name="Vorschau").click()
    expect(page.locator("#preview ins")).to_contain_text("Bürgerschaft")
    expect(page.locator("#preview del")).to_contain_text("Stadt")
    assert page.evaluate("window.stayed") is True
    page.get_by_role("button", name="Stellungnahme abgeben").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Stellungnahme S-")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_mark_is_opened_and_leads_back(
    browse: Browse, cookie: dict[str, str], javascript: bool
) -> None:
    page = browse(javascript=javascript)
    page.goto(TEXT)
    if javascript:
        page.evaluate("window.stayed = true")
    count = page.get_by_role("link", name="1 Stellungnahme zu „Wege“")
    count.focus()
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", name="1 Stellungnahme zu dieser Stelle")
    expect(heading).to_be_focused()
    expect(page.locator(".c-said")).to_contain_text("Welche Wege?")
    expect(page.locator(".c-mark--active")).to_have_text("Wege")
    expect(count).to_have_attribute("aria-current", "true")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Zurück zur Stelle im Text")).to_be_focused()
    page.keyboard.press("Enter")
    expect(count).to_be_focused()
    expect(page.locator(".c-said")).to_have_count(0)
    assert "stelle=" not in page.url
    page.go_back()
    expect(heading).to_be_visible()
    if javascript:
        assert page.evaluate("window.stayed") is True


@pytest.mark.parametrize("width", [1280, 320])
def test_what_was_said_stands_beside_the_text_or_below_it(
    browse: Browse, cookie: dict[str, str], width: int
) -> None:
    page = browse(width=width)
    page.goto(TEXT)
    page.get_by_role("link", name="1 Stellungnahme zu „Wege“").click()
    expect(page.locator(".c-said")).to_be_visible()
    text, said = page.evaluate(  # both in one moment: the page may still be scrolling
        """[".c-marked", ".c-said"].map(
            (one) => document.querySelector(one).getBoundingClientRect().toJSON()
        )"""
    )
    if width > 1000:
        assert said["left"] >= text["right"]
        assert said["top"] < text["bottom"]
    else:
        assert said["top"] >= text["bottom"]


@pytest.mark.parametrize("look", [("light", 1280), ("dark", 320)], ids=["wide", "narrow and dark"])
def test_pages_are_accessible_and_fit(
    browse: Browse, cookie: dict[str, str], look: tuple[Literal["light", "dark"], int]
) -> None:
    scheme, width = look
    page = enter(browse(colour_scheme=scheme, width=width), cookie)
    for path in PAGES:
        page.goto(path)
        assert axe(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_marks_and_controls_are_big_enough(browse: Browse, cookie: dict[str, str]) -> None:
    page = enter(browse(width=360), cookie)
    for link in page.locator(".c-count, .c-say").all():
        box = link.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24
