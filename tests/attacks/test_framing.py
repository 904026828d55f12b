"""Pages in a stranger's frame (clickjacking, CWE-1021), and answers read as something else.

Every answer carries the headers that forbid it: pages, refusals, errors, downloads, redirects.
"""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from charta.core import clock, outbox
from charta.core.access import allow, anyone
from charta.core.database import db
from charta.core.security import CONTENT_POLICY, HEADERS
from charta.papers.models import Paper
from tests.attacks.people import of_every_role
from tests.house.test_bad_input import address
from tests.support.cast import Cast, sign_in
from tests.support.visitor import Visitor


def check(answer: TestResponse, what: str) -> None:
    for name, value in HEADERS.items():
        assert answer.headers.getlist(name) == [value], f"{name} on {what}"
    assert answer.headers.get("Cache-Control"), f"nothing said about caches on {what}"


def test_the_policy_lets_nothing_in() -> None:
    assert "frame-ancestors 'none'" in CONTENT_POLICY
    assert "unsafe" not in CONTENT_POLICY
    assert "http" not in CONTENT_POLICY
    assert "*" not in CONTENT_POLICY


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Frame-Options", "DENY"),
        ("X-Content-Type-Options", "nosniff"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ],
)
def test_the_list_is_not_shorter_than_it_was(name: str, value: str) -> None:
    """What every answer is held to below is the list itself."""
    assert HEADERS[name] == value
    assert HEADERS["Referrer-Policy"] == "same-origin"
    assert HEADERS["Content-Security-Policy"] == CONTENT_POLICY


@pytest.mark.one_engine
def test_every_route_says_so_to_everybody(app: Flask, town: Cast) -> None:
    """Whatever the answer is: a page, a redirect, a refusal."""
    with app.app_context():
        everything = of_every_role(town)
    people = [Visitor(app.test_client()), Visitor(sign_in(app.test_client(), everything))]
    statuses = set()
    for visitor in people:
        token = visitor.token()
        for rule in app.url_map.iter_rules():
            if rule.endpoint in {"static", "accounts.sign_out", "accounts.sign_ins_end"}:
                continue
            path = address(rule, import_id="1", filename="img/charta.svg", token="x")
            for method in sorted({"GET", "HEAD", "POST"} & set(rule.methods or ())):
                answer = visitor.client.open(path, method=method, data={"csrf_token": token})
                check(answer, f"{method} {path}")
                statuses.add(answer.status_code)
                answer.close()
    assert {200, 303, 403, 404, 422} <= statuses


@pytest.mark.one_engine
def test_errors_say_so(public: Visitor) -> None:
    client = public.client
    check(client.get("/gibt/es/nicht/"), "404")
    check(client.get("/stralsund"), "a redirect")
    check(client.put("/stralsund/"), "405")
    check(client.post("/konto/anmelden/"), "400")
    check(client.post("/konto/anmelden/", data=b"a" * 9_000_000), "413")
    check(client.get("/static/gibt-es-nicht.css"), "a file that is not there")
    files = client.get("/static/img/charta.svg")
    check(files, "a file")
    files.close()


@pytest.mark.one_engine
@pytest.mark.parametrize("status", [500, 503])
def test_our_own_failures_say_so(
    app: Flask, public: Visitor, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    def broken(**_places: object) -> None:
        raise RuntimeError if status == 500 else OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setitem(app.view_functions, "site.home", allow(anyone)(broken))
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    answer = public.client.get("/stralsund/")
    assert answer.status_code == status
    check(answer, str(status))


@pytest.mark.one_engine
def test_downloads_say_so_and_are_never_shown(app: Flask, town: Cast) -> None:
    editor = Visitor(sign_in(app.test_client(), town.editor))
    papers = "/stralsund/schreibtisch/unterlagen/"
    kinds = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats", "docx": "application/vnd"}
    for kind in kinds:
        editor.open(f"{papers}abwaegungstabelle/").press("Papier erstellen", format=kind)
    with app.app_context():
        outbox.deliver_due(clock.now())
        numbers = {one.format: one.id for one in db.session.query(Paper)}
    paths = {f"{papers}{numbers[kind]}/datei/": start for kind, start in kinds.items()}
    paths |= {
        "/stralsund/bilanz.csv": "text/csv",
        "/stralsund/beteiligung/1/bilanz.csv": "text/csv",
        f"{papers}antwortschreiben/muster/": "application/vnd",
    }
    for path, start in paths.items():
        answer = editor.client.get(path)
        assert answer.status_code == 200, path
        check(answer, path)
        assert answer.headers["Content-Disposition"].startswith("attachment; filename="), path
        assert (answer.mimetype or "").startswith(start), path
        answer.close()
