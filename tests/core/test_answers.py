"""What every answer says about itself, which methods are refused, and which files are there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from config import Settings
from tests.attacks.people import of_every_role
from tests.house.test_bad_input import address, town
from tests.support.applications import Applications
from tests.support.cast import Cast, a_city, sign_in
from tests.support.visitor import Visitor

__all__ = ["town"]

pytestmark = pytest.mark.one_engine

YEAR = 365 * 24 * 3600


def pages(app: Flask) -> Iterator[str]:
    """The address of every page that can be read."""
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()):
            yield address(rule, import_id="1", filename="img/charta.svg", token="x")


def test_every_answer_says_what_it_is(app: Flask, town: Cast) -> None:
    with app.app_context():
        everything = of_every_role(town)
    for client in (app.test_client(), sign_in(app.test_client(), everything)):
        kinds = set()
        for path in pages(app):
            answer = client.get(path)
            kind, _comma, more = answer.headers.get("Content-Type", "").partition(";")
            assert kind, path
            if kind.startswith("text/"):
                assert more.strip().lower() == "charset=utf-8", path
            kinds.add(kind)
            answer.close()
        assert {"text/html", "application/json", "image/svg+xml"} <= kinds


def test_no_other_site_may_read_answers(public: Visitor) -> None:
    foreign = {"Origin": "https://boese.example"}
    for path in ("/stralsund/", "/healthz", "/static/img/charta.svg", "/gibt/es/nicht/"):
        for method in ("GET", "OPTIONS"):
            answer = public.client.open(path, method=method, headers=foreign)
            allowed = [name for name, _ in answer.headers if name.startswith("Access-Control-")]
            assert allowed == [], f"{method} {path}"
            answer.close()


def test_methods_that_nobody_needs_are_refused(app: Flask, town: Cast) -> None:
    """TRACE would send cookies back that no script may read."""
    client = sign_in(app.test_client(), town.admin)
    for path in pages(app):
        for method in ("TRACE", "PUT", "DELETE", "PATCH", "CONNECT"):
            assert client.open(path, method=method).status_code == 405, f"{method} {path}"


@pytest.mark.parametrize(
    "path",
    [
        "/static/",
        "/static/js/",
        "/static/../../config.py",
        "/static/%2e%2e/%2e%2e/config.py",
        "/static/..%2f..%2fconfig.py",
        "/static/%2fetc/passwd",
        "/.git/config",
        "/config.py",
        "/var/charta.sqlite3",
        "/templates/layouts/base.html",
    ],
)
def test_only_the_house_s_own_files_are_served(public: Visitor, path: str) -> None:
    answer = public.client.get(path, follow_redirects=True)
    assert answer.status_code in {400, 404}, path
    assert "Settings" not in answer.text
    assert answer.mimetype == "text/html"


def test_over_https_browsers_are_held_to_it(settings: Settings, applications: Applications) -> None:
    """On every answer, and on none that came in clear: browsers do not listen there."""
    with applications.lend(replace(settings, base_url="https://localhost")) as app:
        with app.app_context():
            a_city()
        client = app.test_client()
        for path in ("/stralsund/", "/gibt/es/nicht/", "/static/img/charta.svg", "/konto/"):
            answer = client.get(path, base_url="https://localhost")
            held = answer.headers["Strict-Transport-Security"]
            assert int(held.partition("=")[2].partition(";")[0]) >= YEAR, path
            answer.close()
        assert "Strict-Transport-Security" not in client.get("/stralsund/").headers
