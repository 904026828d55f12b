"""No page does what the content policy forbids: walked through in a browser that obeys it.

A page of each endpoint is opened, as nobody, as a citizen and by somebody with every role; whatever
the browser has refused it tells, and there must be nothing. The fields of the city hold payloads,
so what they might smuggle in would be told as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Route

from tests.e2e.poison import Poison
from tests.e2e.poisoned_city import a_poisoned_city
from tests.e2e.test_nothing_fires import DESK, GUEST, NOWHERE, PERSONAL, PUBLIC
from tests.e2e.walking import Walk
from tests.support.cast import Cast
from tests.support.firing import Alarm

pytestmark = pytest.mark.one_engine

LISTEN = """addEventListener("securitypolicyviolation", (event) => window.violated(
  `${event.effectiveDirective} refused ${event.blockedURI} ${event.sample} on ${location.pathname}`
))"""


class Violations(Alarm):
    """Listens in all pages of a context; ``told`` is what the browser has refused there."""

    def __init__(self, chromium: Browser, site: str) -> None:
        super().__init__(chromium.new_context(base_url=site, locale="de-DE"))
        self.told: list[str] = []
        self.context.expose_binding("violated", lambda _source, what: self.told.append(what))
        self.context.add_init_script(LISTEN)
        self.context.on("page", self._watch)

    def _watch(self, page: Page) -> None:
        page.on("console", self._hear)
        page.on("pageerror", self._fail)

    def _hear(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "Trusted" in message.text:
            self.told.append(f"console: {message.text}")

    def _fail(self, error: Error) -> None:
        self.told.append(f"script: {error.message}")


@contextmanager
def listening(chromium: Browser, site: str) -> Iterator[Violations]:
    violations = Violations(chromium, site)
    with violations.context:
        yield violations


@pytest.fixture
def poisoned(app: Flask) -> Cast:
    return a_poisoned_city(app, Poison())


WALKS = {
    "nobody": (None, (*PUBLIC, *NOWHERE, *GUEST, "/stil"), 30),
    "citizen": ("citizen", PERSONAL, 20),
    "staff": ("admin", DESK, 60),
}
"""Who walks from where, and the fewest endpoints to be met; that no page is left out of these walks
is held by the test that nothing fires."""


@pytest.mark.parametrize("walker", WALKS)
def test_no_page_violates_the_policy(
    app: Flask, site: str, chromium: Browser, poisoned: Cast, walker: str
) -> None:
    name, starts, fewest = WALKS[walker]
    with listening(chromium, site) as violations:
        walk = Walk(app, violations)
        if name is not None:
            walk.enter(poisoned.actors[name])
        walk.follow_all(starts)
    assert violations.told == []
    assert len(walk.endpoints) >= fewest


TRAPS = {
    "inline style": '<p style="color: red">rot</p>',
    "inline script": "<script>1</script>",
    "inline handler": '<img src="data:," alt="" onerror="1">',
    "foreign picture": '<img alt="" src="http://elsewhere.invalid/x.png">',
    "foreign script": '<script src="http://elsewhere.invalid/x.js"></script>',
    "frame": '<iframe src="/stil"></iframe>',
    "a string made markup": '<script src="/static/js/trap.js"></script>',
}


@pytest.mark.parametrize("trap", TRAPS)
def test_a_page_that_does_would_be_noticed(
    app: Flask, site: str, chromium: Browser, city: Cast, trap: str
) -> None:
    def spoil(route: Route) -> None:
        if route.request.url.endswith("/trap.js"):
            route.fulfill(
                body="document.body.innerHTML = '<b>x</b>'", content_type="text/javascript"
            )
        elif route.request.resource_type == "document":
            answer = route.fetch()
            route.fulfill(response=answer, body=answer.text().replace("</main>", TRAPS[trap]))
        else:
            route.continue_()

    with listening(chromium, site) as violations:
        violations.context.route("**/*", spoil)
        page = violations.context.new_page()
        page.goto("/konto/anmelden/")
        page.wait_for_load_state()
        page.evaluate("new Promise(requestAnimationFrame)")
    assert violations.told
