"""A visitor with a real browser: Debian's Chromium against the application under test."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Literal, Protocol
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Error,
    Page,
    Request,
    sync_playwright,
)
from playwright.sync_api import Response as Answer
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler, make_server

from tests.support.complete import cannot_run

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_MILLISECONDS = 10_000
INLINE_SCHEMES = {"data", "blob", "about"}


class Browse(Protocol):
    """Opens a page of a new visitor, who shares no cookie with the others."""

    def __call__(
        self,
        *,
        javascript: bool = True,
        colour_scheme: Literal["light", "dark"] = "light",
        width: int = 1280,
        height: int = 900,
        language: str = "de-DE",
    ) -> Page: ...


def as_served(app: Flask) -> WSGIApplication:
    """The application, but for two things that only tests meet.

    Beside a page that names none, as the one by which tests enter, browsers look for a sign: its
    answer would replace the session that has been planted. And a browser that is closed early
    would leave the file open that it was being sent: answers are read before they are sent.
    """

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/favicon.ico":
            start_response("404 Not Found", [("Content-Length", "0")])
            return []
        parts = app(environ, start_response)
        try:
            return [b"".join(parts)]
        finally:
            if hasattr(parts, "close"):
                parts.close()

    return answer


class Faults:
    """What went wrong in the browser without the visitor having been told."""

    def __init__(self, *sites: str) -> None:
        self.sites = tuple(f"{site}/" for site in sites)
        self.found: list[str] = []

    def watch(self, page: Page) -> None:
        page.on("request", self._on_request)
        page.on("response", self._on_response)
        page.on("console", self._on_console)
        page.on("pageerror", self._on_error)

    def _on_request(self, request: Request) -> None:
        scheme = urlsplit(request.url).scheme
        if not request.url.startswith(self.sites) and scheme not in INLINE_SCHEMES:
            self.found.append(f"left the site: {request.url}")

    def _on_response(self, answer: Answer) -> None:
        part = answer.request.resource_type not in {"document", "fetch", "xhr"}
        if answer.status >= 500 or (part and answer.status >= 400):
            self.found.append(f"answered {answer.status}: {answer.url}")

    def _on_console(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or message.type == "assert":
            self.found.append(f"console: {message.text}")

    def _on_error(self, error: Error) -> None:
        self.found.append(f"script: {error.message}")


class Silent(WSGIRequestHandler):
    timeout = 10
    """Seconds for which a browser may hold a connection without asking for anything."""

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002
        """Leave the test's output to the test."""


@pytest.fixture
def base_url(request: pytest.FixtureRequest) -> str:
    """Give the address of the site: a free port of this machine where a browser will visit."""
    if "site" not in request.fixturenames:
        return "http://localhost"
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{asking.getsockname()[1]}"


@pytest.fixture
def site(app: Flask, base_url: str) -> Iterator[str]:
    """Serve the application and give its address.

    It is left only when every request has been answered: a page may still be saving by itself
    when its test ends, and the database must not be closed under it.
    """
    port = urlsplit(base_url).port
    server = make_server(
        "127.0.0.1", port or 0, as_served(app), threaded=True, request_handler=Silent
    )
    assert isinstance(server, ThreadedWSGIServer)
    server.daemon_threads = False  # then closing the server waits for them
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield base_url
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start the browser, with a profile of its own, once for all tests."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not program or not Path(program).exists():
        cannot_run("Chromium is not installed (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def neighbours() -> tuple[str, ...]:
    """Other sites that people are sent to; a test of such a way names them."""
    return ()


@pytest.fixture
def browse(chromium: Browser, site: str, neighbours: tuple[str, ...]) -> Iterator[Browse]:
    """Open pages as different visitors; afterwards nothing may have gone wrong in any."""
    faults = Faults(site, *neighbours)
    with ExitStack() as contexts:

        def open_page(
            *,
            javascript: bool = True,
            colour_scheme: Literal["light", "dark"] = "light",
            width: int = 1280,
            height: int = 900,
            language: str = "de-DE",
        ) -> Page:
            context = chromium.new_context(
                base_url=site,
                java_script_enabled=javascript,
                color_scheme=colour_scheme,
                viewport={"width": width, "height": height},
                locale=language,
                timezone_id="Europe/Berlin",
            )
            contexts.enter_context(context)
            context.set_default_timeout(PATIENCE_MILLISECONDS)
            page = context.new_page()
            faults.watch(page)
            return page

        yield open_page
    assert not faults.found, "\n".join(faults.found)


@pytest.fixture
def page(browse: Browse) -> Page:
    """Give the page of one visitor with scripts, in light colours, at a desk."""
    return browse()
