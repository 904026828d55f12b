"""No payload runs in a real browser that has no content policy to stop it.

Each payload calls ``fired`` with a number of its own. The control shows what the same browser
makes of the same payloads when stock Python-Markdown renders them and nobody cleans the result.
"""

from __future__ import annotations

from collections.abc import Callable

import markdown
import pytest
from playwright.sync_api import Browser

from charta.text.markdown import Rendered, render, render_comment
from tests.support.firing import shown
from tests.text.payloads import html_payloads, numbered

PAYLOADS = numbered()
TOGETHER = 10
"""Safe pieces of HTML do not get in each other's way; so many share a document."""


@pytest.mark.parametrize("door", [render, render_comment])
def test_no_payload_fires(chromium: Browser, door: Callable[[str], Rendered]) -> None:
    assert len(PAYLOADS) >= 1_500
    rendered = [door(payload).html for payload in PAYLOADS.values()]
    pieces = [
        "".join(rendered[start : start + TOGETHER]) for start in range(0, len(rendered), TOGETHER)
    ]
    fired = shown(chromium, pieces)
    assert {number: PAYLOADS[number] for number in fired} == {}


def test_without_the_cleaning_they_fire(chromium: Browser) -> None:
    """40 % of all did and 57 % of those that are HTML, with Chromium 150."""
    stock = markdown.Markdown(extensions=["tables"])
    fired = shown(chromium, [_uncleaned(stock, payload) for payload in PAYLOADS.values()])
    html = len(html_payloads())
    assert len(fired) >= 0.3 * len(PAYLOADS)
    assert sum(number < html for number in fired) >= 0.5 * html


def _uncleaned(stock: markdown.Markdown, payload: str) -> str:
    return stock.reset().convert(payload.replace("\ud800", ""))
