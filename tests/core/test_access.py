"""A route without a decision stops the start; the guard asks the decision."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from charta.core.access import UndecidedRoute, allow, anyone, refuse_undecided_routes, signed_in
from charta.core.actors import OPERATOR, Actor, Grant, Role
from config import Settings
from tests.support.applications import own


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """Build an application of this test's own, which may be given routes."""
    with own(settings) as app:
        yield app


def test_a_route_nobody_decided_about_stops_the_start(app: Flask) -> None:
    refuse_undecided_routes(app)
    app.add_url_rule("/vergessen/", "forgotten", lambda: "")
    with pytest.raises(UndecidedRoute, match="forgotten"):
        refuse_undecided_routes(app)


def test_reading_and_writing_are_decided_apart(app: Flask) -> None:
    app.add_url_rule(
        "/probe/", "probe", allow(anyone, post=signed_in)(lambda: "ok"), methods=["GET", "POST"]
    )
    app.config["WTF_CSRF_ENABLED"] = False
    client: FlaskClient = app.test_client()
    assert client.get("/probe/").status_code == 200
    assert client.post("/probe/").status_code == 403


def test_an_anonymous_reader_is_sent_to_sign_in_and_back(app: Flask) -> None:
    app.add_url_rule("/innen/", "inside", allow(signed_in)(lambda: "ok"))
    answer = app.test_client().get("/innen/?seite=2")
    assert answer.status_code == 303
    assert answer.location == "/konto/anmelden/?next=/innen/?seite%3D2"


def test_a_role_holds_in_its_charter_only() -> None:
    editor = Actor(1, "Edda", frozenset({Grant(Role.EDITOR, 7)}))
    assert editor.has(Role.EDITOR, 7)
    assert not editor.has(Role.EDITOR, 8)
    assert not editor.has(Role.APPROVER, 7)
    assert editor.has(Role.CITIZEN, 8)
    assert not Actor().has(Role.CITIZEN, 7)


def test_an_administrator_of_the_installation_is_one_everywhere() -> None:
    assert OPERATOR.has(Role.ADMIN, 7)
    assert not OPERATOR.has(Role.EDITOR, 7)


def test_a_reviewer_speaks_for_departments_of_the_charter() -> None:
    actor = Actor(1, "R", frozenset({Grant(Role.REVIEWER, 7, 70), Grant(Role.REVIEWER, 8, 80)}))
    assert actor.departments(7) == {70}
