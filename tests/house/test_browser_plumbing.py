"""The browser of the tests notices what a visitor would not: a house of traps shows it."""

from __future__ import annotations

import pytest
from flask import Flask, Response
from playwright.sync_api import Browser, Page

from tests.support.axe import axe
from tests.support.browser import Browse, Faults

pytestmark = pytest.mark.one_engine

PAGE = "<!doctype html><html lang=de><title>Haus</title><main><h1>Haus</h1>{}</main>"
TRAPS = {
    "elsewhere": ('<img alt="" src="http://elsewhere.invalid/x.png">', "left the site"),
    "inline": ('<p style="color: red">rot</p>', "Content Security Policy"),
    "missing": ('<link rel=stylesheet href="/gone.css">', "answered 404"),
    "broken": ('<script src="/broken.js"></script>', "not defined"),
}


@pytest.fixture
def app() -> Flask:
    """Stand in for Charta with pages that do what Charta must not."""
    app = Flask(__name__)

    @app.get("/<name>")
    def trap(name: str) -> Response:
        policy = {"Content-Security-Policy": "default-src 'self' http://elsewhere.invalid"}
        if name == "plain":
            return Response(PAGE.format("<p>Guten Tag</p>"), mimetype="text/html")
        return Response(PAGE.format(TRAPS[name][0]), mimetype="text/html", headers=policy)

    @app.get("/grey")
    def grey() -> str:
        return PAGE.format('<p style="color: #fff; background: #fff">weiß</p><img src="">')

    @app.get("/broken.js")
    def broken() -> Response:
        return Response("nowhere()", mimetype="text/javascript")

    @app.get("/gone.css")
    def gone() -> tuple[str, int]:
        return "", 404

    return app


@pytest.mark.parametrize("trap", TRAPS)
def test_a_hidden_fault_is_found(chromium: Browser, site: str, trap: str) -> None:
    faults = Faults(site)
    with chromium.new_context() as context:
        page = context.new_page()
        faults.watch(page)
        page.goto(f"{site}/{trap}")
        page.wait_for_load_state("networkidle")
    assert TRAPS[trap][1] in "\n".join(faults.found)


def test_axe_names_unlabelled_pictures_and_unreadable_text(page: Page) -> None:
    page.goto("/plain")
    assert axe(page) == []
    page.goto("/grey")
    assert {line.partition(":")[0] for line in axe(page)} == {"color-contrast", "image-alt"}


def test_a_visitor_without_scripts_in_the_dark(browse: Browse) -> None:
    page = browse(javascript=False, colour_scheme="dark", width=320)
    page.goto("/plain")
    assert page.get_by_text("Guten Tag").is_visible()
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    assert page.evaluate("innerWidth") == 320
