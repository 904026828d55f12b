"""Walks through the whole site with a browser: a page of each kind, every form as somebody would
send it who means harm."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Flask
from playwright.sync_api import Page
from playwright.sync_api import Response as Answer
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from charta.core.actors import Actor
from charta.core.i18n import PARAMETER as LANGUAGE
from tests.support.cast import sign_in
from tests.support.firing import PROVOKING, Alarm

TYPING = "textarea, input[type=text], input[type=email], input[type=search], input:not([type])"
LOOK = """async (typing) => {
  window.provoke(document);
  await new Promise((done) => setTimeout(done, 10));
  const links = [...document.querySelectorAll("a[href]:not([download])")];
  const forms = [...document.forms];
  const numbers = document.documentElement.outerHTML.matchAll(/fired\\((\\d+)\\)/g);
  return {
    numbers: [...new Set([...numbers].map((match) => Number(match[1])))],
    links: links.filter((link) => link.origin === location.origin).map((link) => link.href),
    names: forms.filter((form) => form.method === "get")
      .flatMap((form) => [...form.elements].map((one) => one.name)),
    forms: forms.filter((form) => form.method === "post").map((form) => ({
      action: new URL(form.getAttribute("action") || "", location.href).href,
      typed: [...form.elements].filter((one) => one.matches(typing)).length,
      preview: Boolean(form.querySelector("button[name=preview]")),
      based: Boolean(form.elements.base),
    })),
  };
}"""

SEND = """([typing, place, text, button, tooLong]) => {
  const form = [...document.forms].filter((form) => form.method === "post")[place];
  for (const one of form.elements) {
    if (one.matches(typing)) one.value = tooLong ? text + " z".repeat(11_000) : text;
    if (one.name === "base" && !tooLong) one.value = "1";
    if (one.tagName === "SELECT" && !one.value) one.selectedIndex = one.options.length - 1;
    if (one.type === "radio") one.checked = true;
  }
  if (button) form.append(Object.assign(document.createElement("input"),
    { type: "hidden", name: button, value: "1" }));
  HTMLFormElement.prototype.submit.call(form);
}"""


@dataclass
class Form:
    """A form that can be sent back full of payloads: the page it stands on and its place there."""

    page: str
    place: int
    preview: bool
    based: bool
    """Whether it says which version its text was written on."""


@dataclass
class Walk:
    """One visitor's way; ``seen`` are the numbers of payloads that stood on a page."""

    app: Flask
    alarm: Alarm
    endpoints: dict[str, str] = field(default_factory=dict)
    """The first address of each endpoint that was opened."""
    seen: set[int] = field(default_factory=set)
    names: set[str] = field(default_factory=lambda: {"next", "nach", "ab", "satz"})
    """Parameters of addresses that links and forms of the site use."""
    known: frozenset[str] = frozenset()
    """Endpoints that others have walked through; they are not opened with parameters again."""
    forms: dict[str, Form] = field(default_factory=dict)
    answers: Counter[int] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.alarm.context.add_init_script(PROVOKING)
        self.page: Page = self.alarm.context.new_page()
        self.kinds: set[tuple[str, frozenset[str]]] = set()

    def enter(self, actor: Actor) -> None:
        """Sign in."""
        name = self.app.config["SESSION_COOKIE_NAME"]
        cookie = sign_in(self.app.test_client(), actor).get_cookie(name)
        assert cookie is not None
        self.page.goto("/healthz")
        self.alarm.context.add_cookies(
            [{"name": name, "value": cookie.value, "url": self.page.url}]
        )

    def follow_all(self, starts: Iterable[str]) -> None:
        """Open these pages, and one of each kind that links lead to."""
        waiting: deque[str] = deque()
        for start in starts:
            self._is_new(start)
            waiting.extend(self.open(start))
        while waiting:
            path = waiting.popleft()
            if self._is_new(path):
                waiting.extend(self.open(path))

    def open(self, path: str) -> list[str]:
        """Open and touch a page; returns where its links lead."""
        found = self._read(self.page.goto(path))
        self._remember(path, found)
        return [_within(link) for link in found["links"]]

    def ask_with(self, text: str) -> None:
        """Open a page of each endpoint with ``text`` for every parameter anybody reads."""
        query = urlencode(dict.fromkeys(sorted(self.names), text))
        for endpoint, path in self.endpoints.items():
            if endpoint not in self.known:
                self.open(f"{path.partition('?')[0]}?{query}")

    def send_all(self, text: str) -> None:
        """Send each form too long, so that it is shown again; ask for its preview; send it as
        written on the first version, so that both texts are shown."""
        for form in list(self.forms.values()):
            self.page.goto(form.page)
            self._send(form, text, "", too_long=True)
            if form.preview:
                self._send(form, text, "preview", too_long=False)
            if form.based:
                self._send(form, text, "", too_long=False)

    def _send(self, form: Form, text: str, button: str, *, too_long: bool) -> None:
        """Send the form where it stands; the answer shows it again, at the same place."""
        with self.page.expect_navigation() as coming:
            self.page.evaluate(SEND, [TYPING, form.place, text, button, too_long])
        self._read(coming.value)

    def _read(self, answer: Answer | None) -> dict[str, Any]:
        """Touch the page that has come and take down what stands on it."""
        assert answer is not None
        assert answer.status < 500, answer.url
        self.answers[answer.status] += 1
        found: dict[str, Any] = self.page.evaluate(LOOK, TYPING)
        self.seen.update(found["numbers"])
        return found

    def _remember(self, path: str, found: dict[str, Any]) -> None:
        self.names |= {name for name in found["names"] if name}
        for place, form in enumerate(found["forms"]):
            if form["typed"]:
                action = re.sub(r"\d+", "1", urlsplit(form["action"]).path)
                made = Form(path, place, form["preview"], form["based"])
                self.forms.setdefault(action, made)

    def _is_new(self, path: str) -> bool:
        """Whether no page of this endpoint with these parameters has been opened."""
        parts = urlsplit(path)
        names = frozenset(one.partition("=")[0] for one in parts.query.split("&") if one)
        self.names |= names
        try:
            endpoint, _values = self.app.url_map.bind("localhost").match(parts.path)
        except RequestRedirect:
            return False
        except HTTPException:
            endpoint = ""
        self.endpoints.setdefault(endpoint, path)
        known = (endpoint, names) in self.kinds or (names and endpoint in self.known)
        self.kinds.add((endpoint, names))
        return not known and LANGUAGE not in names


def _within(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")
