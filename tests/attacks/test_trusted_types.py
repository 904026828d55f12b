"""Words that become markup, code or a script's address in the browser (DOM XSS, CWE-79).

Browsers that know Trusted Types let that happen through one door only, charta/static/js/trusted.js.
The known case is CVE-2020-11022: jQuery wrote into pages what it had been given as cleaned.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.support.cast import Cast
from tests.support.firing import shown
from tests.text.payloads import numbered

pytestmark = pytest.mark.one_engine

SINKS = (
    "document.body.innerHTML = '<b>x</b>'",
    "document.body.outerHTML = '<b>x</b>'",
    "document.body.insertAdjacentHTML('beforeend', '<b>x</b>')",
    "document.body.setHTMLUnsafe('<b>x</b>')",
    "document.write('<b>x</b>')",
    "document.createRange().createContextualFragment('<b>x</b>')",
    "new DOMParser().parseFromString('<b>x</b>', 'text/html')",
    "Document.parseHTMLUnsafe('<b>x</b>')",
    "document.createElement('iframe').srcdoc = '<b>x</b>'",
    "document.createElement('script').src = '/static/js/charta.js'",
    "document.createElement('script').text = '1'",
    "document.createElement('script').textContent = '1'",
    "document.body.setAttribute('onclick', '1')",
    "setTimeout('1', 0)",
    "new Worker('/static/js/charta.js')",
    "trustedTypes.createPolicy('another', {})",
    "trustedTypes.createPolicy('default', {})",
    "trustedTypes.createPolicy('charta', {})",
)
DOOR = """async pieces => {
  const { policy } = await import("/static/js/trusted.js");
  return pieces.filter((piece) => {
    try { policy.createHTML(piece); return true; } catch { return false; }
  });
}"""
HARMLESS = (
    "<p>Guten Tag</p>",
    '<p><a href="/stralsund/">Start</a> <a href="https://stadt.example/">Stadt</a></p>',
    '<form method="post" action="/x"><input name="on" value="onclick=1"></form>',
    '<head><title>A</title><script type="module" src="/static/js/charta.js?v=1"></script></head>',
    '<img src="data:image/png;base64,AA==" alt="">',
    '<p data-hx-get="/stralsund/" data-hx-target="#x">javascript:alert(1)</p>',
)
HARMFUL = (
    "<script>1</script>",
    '<script src="/static/../konto/"></script>',
    '<script src="https://elsewhere.example/static/x.js"></script>',
    '<svg><script href="/static/js/charta.js"></script></svg>',
    '<a href="java\nscript:alert(1)">x</a>',
    '<form action=" javascript:alert(1)"></form>',
    "<template><img src=x onerror=1></template>",
    '<p data-hx-on:click="1">x</p>',
    '<meta http-equiv="refresh" content="0;url=https://elsewhere.example/">',
    "<base href=//elsewhere.example/>",
    "<iframe></iframe>",
    "<noscript><p title='</noscript><img src=x onerror=1>'></noscript>",
    '<a href="data:text/html,<script>1</script>">x</a>',
    "<svg><a><animate attributeName=href values=javascript:1></a></svg>",
)


@pytest.fixture
def opened(chromium: Browser, site: str, city: Cast) -> Iterator[Page]:
    """A page of ours; what the browser says about refused pieces is no fault here."""
    with chromium.new_context(base_url=site) as context:
        page = context.new_page()
        page.goto("/konto/anmelden/")
        yield page


def closed(page: Page) -> list[str]:
    """The sinks that this page refuses to use."""
    return [sink for sink in SINKS if _refuses(page, sink)]


def _refuses(page: Page, sink: str) -> bool:
    refused: bool = page.evaluate(
        f"() => {{ try {{ {sink}; return false }} catch {{ return true }} }}"
    )
    return refused


@pytest.fixture
def without_policy(chromium: Browser, site: str, city: Cast) -> Iterator[Page]:
    with chromium.new_context(base_url=site, bypass_csp=True) as context:
        page = context.new_page()
        page.goto("/konto/anmelden/")
        yield page


def test_no_other_way_is_open(opened: Page) -> None:
    assert closed(opened) == list(SINKS)


def test_without_the_policy_they_are(without_policy: Page) -> None:
    """Else the test above would find them closed wherever it looked."""
    assert set(closed(without_policy)) <= {"trustedTypes.createPolicy('charta', {})"}


def test_the_door_lets_through_what_does_nothing(opened: Page) -> None:
    assert opened.evaluate(DOOR, list(HARMLESS)) == list(HARMLESS)
    assert opened.evaluate(DOOR, list(HARMFUL)) == []


def test_nothing_that_the_door_lets_through_fires(opened: Page, chromium: Browser) -> None:
    payloads = [one for one in numbered().values() if one.isprintable()]
    let_through = opened.evaluate(DOOR, payloads)
    assert 0 < len(let_through) < len(payloads)
    assert shown(chromium, let_through) == set()
