"""Numbers of other charters in one's own addresses (insecure direct object references, CWE-639).

The known cases are CVE-2026-40870, where Decidim gave every comment of an installation to whoever
asked for it by its number, and CVE-2025-65017, where exports went to the wrong person. Here
somebody who may do everything in Greifswald asks there for what belongs to Stralsund.
"""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from charta.charters.models import Membership, Theme
from charta.core import clock, outbox
from charta.core.database import db
from charta.journal.models import JournalEntry
from charta.papers.models import Paper
from tests.attacks.people import of_every_role
from tests.house.test_bad_input import address
from tests.support.cast import Cast, sign_in
from tests.support.visitor import Visitor

GLOBAL = {
    *("request_id", "held_id", "module_id", "table_id", "proposal_id", "import_id"),
    "invitation_id",
}
"""Places in addresses that are ids of rows, not numbers counted in each charter."""

PAPERS = "/stralsund/schreibtisch/unterlagen/"


@pytest.fixture
def stranger(app: Flask, neighbour: Cast) -> Visitor:
    with app.app_context():
        return Visitor(sign_in(app.test_client(), of_every_role(neighbour)))


def entries(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(JournalEntry.id))) or 0


def test_rows_of_another_charter_do_not_exist(app: Flask, stranger: Visitor) -> None:
    before, tried, token = entries(app), [], stranger.token()
    for rule in app.url_map.iter_rules():
        if not rule.arguments & GLOBAL:
            continue
        path = address(rule, charter="greifswald", import_id="1")
        if "GET" in (rule.methods or ()):
            assert stranger.client.get(path).status_code == 404, rule.endpoint
        if "POST" in (rule.methods or ()):
            answer = stranger.client.post(path, data={"csrf_token": token, "reason": "Nein."})
            assert answer.status_code in {404, 422}, f"{rule.endpoint}: {answer.status}"
            assert "Lastenräder" not in answer.text
        tried.append(rule.endpoint)
    assert len(tried) >= 12
    assert entries(app) == before


def test_nobody_takes_roles_or_themes_from_another_charter(
    app: Flask, town: Cast, stranger: Visitor
) -> None:
    with app.app_context():
        membership = db.session.scalars(
            select(Membership.id).where(Membership.charter_id == town.charter_id)
        ).first()
        themes = list(town.themes.values())
    settings = "/greifswald/schreibtisch/einstellungen/"
    for path in (
        f"{settings}rollen/{membership}/entziehen/",
        f"{settings}handlungsfelder/{themes[0]}/entfernen/",
    ):
        assert stranger.post(path).status_code in {303, 404}
    with app.app_context():
        assert db.session.get(Membership, membership) is not None
        assert db.session.get(Theme, themes[0]) is not None


def test_nobody_fetches_the_paper_of_another_charter(
    app: Flask, town: Cast, stranger: Visitor
) -> None:
    editor = Visitor(sign_in(app.test_client(), town.editor))
    editor.open(f"{PAPERS}abwaegungstabelle/").press("Papier erstellen", format="csv")
    with app.app_context():
        outbox.deliver_due(clock.now())
        paper = db.session.scalars(select(Paper)).one()
        assert paper.finished_at is not None
        number = paper.id
    own = editor.client.get(f"{PAPERS}{number}/datei/")
    assert own.status_code == 200
    own.close()
    assert stranger.client.get(f"{PAPERS}{number}/datei/").status_code == 403
    there = f"/greifswald/schreibtisch/unterlagen/{number}/datei/"
    assert stranger.client.get(there).status_code == 404


def test_a_question_goes_to_no_department_of_another_charter(
    app: Flask, town: Cast, stranger: Visitor
) -> None:
    """Nor is a comment of another charter reached by its id in a form."""
    before = entries(app)
    department = str(town.departments["Bauamt"])
    for path, values in (
        ("abwaegung/1/auswahl/", {"aktion": "fragen", "s": "1", "departments": department}),
        ("stellungnahmen/1/fachamt-fragen/", {"departments": department, "question": "Was?"}),
    ):
        answer = stranger.post(f"/greifswald/schreibtisch/{path}", **values)
        assert answer.status_code in {303, 404, 422}, answer.text[:200]
    assert entries(app) == before
