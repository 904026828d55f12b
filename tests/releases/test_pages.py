"""The desk of releases, as those who use it see it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from charta.core.database import db
from charta.drafting.models import Document
from charta.releases.models import Opening, Release
from tests.support.cast import START, Cast, a_city, sign_in
from tests.support.drafting import a_clause, a_revision, a_section
from tests.support.feasibility import an_assessment
from tests.support.releases import a_release, an_edition, an_open_release
from tests.support.statements import statements
from tests.support.visitor import Visitor

DESK = "/stralsund/schreibtisch/fassungen/"
DECISION: dict[str, str | list[str]] = {
    "decided_on": "2026-02-26",
    "decision_number": "2026-VII-01-0123",
    "decision_link": "https://rat.stadt.example/123",
}


def rows(app: Flask, model: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture
def draft(app: Flask, city: Cast) -> int:
    """A draft with one clause; gives its id."""
    with app.app_context():
        return a_clause(city).id


class TestPreparing:
    def test_an_editor_sees_and_fixes_the_draft(
        self, app: Flask, city: Cast, editor: Visitor, draft: int
    ) -> None:
        page = editor.open(DESK)
        assert "Es gibt noch keine Fassung." in page.text
        page = editor.open(page.link("Neue Fassung vorbereiten"))
        assert "So stünde der Entwurf als Fassung 1 fest" in page.text
        assert "Es ist kein Fachamt zuständig" in page.text
        page = page.press(
            "Als Fassung 1 festhalten",
            kind="consultation",
            title="Erster Entwurf",
            note="Alles neu",
        )
        assert page.heading == "Fassung 1"
        assert page.notices == ["Fassung 1 steht fest. Öffentlich ist sie noch nicht."]
        assert "Sichere Radwege" in page.text
        assert "Steht fest, nicht öffentlich" in editor.open(DESK).text

    def test_findings_lead_to_their_clauses(
        self, app: Flask, city: Cast, editor: Visitor, draft: int
    ) -> None:
        with app.app_context():
            an_assessment(city, db.session.get_one(Document, draft))
        page = editor.open(f"{DESK}neu/")
        assert "Das Urteil ist noch nicht freigegeben" in page.text
        findings = page.root.of_class("c-disclosure")[0]
        assert findings.all("a")[0]["href"].endswith("/umsetzbarkeit/MOB-1/")

    @pytest.mark.parametrize(
        ("said", "error"),
        [
            ({"kind": "edition", "title": " "}, "Titel: Bitte füllen Sie dieses Feld aus."),
            ({"title": "Entwurf"}, "Bitte wählen Sie eine der Möglichkeiten."),
            ({"kind": "edition", "title": "x" * 201}, "höchstens 200 Zeichen"),
            ({"kind": "edition", "title": "a\u202eb"}, "Schreibrichtung"),
            ({"kind": "edition", "title": "a\x00b"}, "Steuerzeichen"),
            ({"kind": "edition", "title": "Entwurf", "note": "x" * 2001}, "höchstens 2000 Zeichen"),
        ],
    )
    def test_bad_input_is_refused_and_kept(
        self, app: Flask, editor: Visitor, draft: int, said: dict[str, str | list[str]], error: str
    ) -> None:
        page = editor.open(f"{DESK}neu/").press("Als Fassung 1 festhalten", **said)
        assert page.status == 422
        assert any(error in line for line in page.errors), page.errors
        if error != "Steuerzeichen":
            assert page.field("title") == str(said["title"]).strip()
        assert rows(app, Release) == 0

    @pytest.mark.parametrize(
        "strange",
        [{"kind": "draft"}, {"sonstiges": "1"}, {"title": ["a", "b"]}, {"fingerprint": ""}],
    )
    def test_tampered_forms_are_refused(
        self, app: Flask, editor: Visitor, draft: int, strange: dict[str, str | list[str]]
    ) -> None:
        values: dict[str, str | list[str]] = {
            "fingerprint": editor.open(f"{DESK}neu/").field("fingerprint"),
            "kind": "edition",
            "title": "Entwurf",
            "note": "",
        }
        answer = editor.post(f"{DESK}neu/", **{**values, **strange})
        assert answer.status_code == 422
        assert rows(app, Release) == 0

    def test_a_draft_that_moved_on_is_shown_again(
        self, app: Flask, city: Cast, editor: Visitor, draft: int
    ) -> None:
        page = editor.open(f"{DESK}neu/")
        with app.app_context():
            a_revision(city, db.session.get_one(Document, draft), title="Breite Radwege")
        page = page.press("Als Fassung 1 festhalten", kind="edition", title="Beschlussfassung")
        assert page.status == 409
        assert "Der Entwurf hat sich inzwischen geändert" in page.text
        assert "Breite Radwege" in page.text
        assert page.field("title") == "Beschlussfassung"
        assert rows(app, Release) == 0
        page = page.press("Als Fassung 1 festhalten")
        assert page.heading == "Fassung 1"

    def test_an_empty_draft_offers_nothing_and_is_refused(
        self, app: Flask, city: Cast, editor: Visitor
    ) -> None:
        page = editor.open(f"{DESK}neu/")
        assert "Eine leere Fassung kann es nicht geben." in page.text
        assert not page.has_button("Als Fassung 1 festhalten")
        with app.app_context():
            a_section(city)
        answer = editor.post(f"{DESK}neu/", fingerprint="x", kind="edition", title="Leer")
        assert answer.status_code == 409
        assert rows(app, Release) == 0

    def test_only_editors(
        self, app: Flask, approver: Visitor, reviewer: Visitor, citizen: Visitor, draft: int
    ) -> None:
        for visitor in (approver, reviewer, citizen):
            visitor.open(f"{DESK}neu/", 403)
            assert visitor.post(f"{DESK}neu/", kind="edition", title="x").status_code == 403
        assert not approver.open(DESK).root.of_class("c-empty")[0].all("a")
        assert rows(app, Release) == 0


class TestPublishing:
    @pytest.fixture
    def edition(self, app: Flask, city: Cast) -> str:
        """The address of an edition that Edda has prepared."""
        with app.app_context():
            a_release(city, kind="edition", title="Beschlussfassung")
        return f"{DESK}1/"

    def test_an_approver_publishes(self, app: Flask, approver: Visitor, edition: str) -> None:
        page = approver.open(edition).press("Fassung 1 veröffentlichen", **DECISION)
        assert page.notices == ["Fassung 1 ist veröffentlicht und gilt ab jetzt."]
        assert "2026-VII-01-0123" in page.text
        assert page.link("2026-VII-01-0123") == "https://rat.stadt.example/123"
        assert page.link("Öffentliche Ansicht") == "/stralsund/fassungen/1/"
        assert not page.has_button("Fassung 1 veröffentlichen")

    @pytest.mark.parametrize(
        ("said", "error"),
        [
            ({"decided_on": "2026-02-30"}, "Tag des Beschlusses: Bitte geben Sie ein Datum an"),
            ({"decided_on": ""}, "Tag des Beschlusses"),
            ({"decided_on": "2199-01-01"}, "Der Beschluss kann nicht in der Zukunft liegen."),
            ({"decision_number": ""}, "Nummer des Beschlusses: Bitte füllen Sie"),
            ({"decision_number": "x" * 101}, "höchstens 100 Zeichen"),
            ({"decision_link": "javascript:alert(1)"}, "die mit https:// beginnt"),
        ],
    )
    def test_bad_input_is_refused_and_kept(
        self, app: Flask, approver: Visitor, edition: str, said: dict[str, str], error: str
    ) -> None:
        values = {**DECISION, **said}
        page = approver.open(edition).press("Fassung 1 veröffentlichen", **values)
        assert page.status == 422
        assert any(error in line for line in page.errors), page.errors
        for name, value in values.items():
            assert page.field(name) == value
        assert rows(app, Opening) == 0

    @pytest.mark.parametrize("who", ["editor", "reviewer", "citizen", None])
    def test_not_by_anybody_else(
        self, app: Flask, city: Cast, edition: str, who: str | None
    ) -> None:
        client = app.test_client()
        visitor = Visitor(sign_in(client, city.actors[who]) if who else client)
        assert visitor.post(f"{edition}veroeffentlichen/", **DECISION).status_code == 403
        assert rows(app, Opening) == 0

    def test_others_read_that_it_waits(self, editor: Visitor, edition: str) -> None:
        page = editor.open(edition)
        assert "wartet auf ihre Veröffentlichung" in page.text
        assert not page.has_button("Fassung 1 veröffentlichen")

    def test_once(self, app: Flask, approver: Visitor, edition: str) -> None:
        page = approver.open(edition)
        page.press("Fassung 1 veröffentlichen", **DECISION)
        page = page.press("Fassung 1 veröffentlichen", **DECISION)
        assert page.status == 409
        assert rows(app, Opening) == 1

    def test_not_a_consultation_draft(self, app: Flask, city: Cast, approver: Visitor) -> None:
        with app.app_context():
            a_release(city)
        assert not approver.open(f"{DESK}1/").has_button("Fassung 1 veröffentlichen")
        assert approver.post(f"{DESK}1/veroeffentlichen/", **DECISION).status_code == 409

    def test_what_does_not_exist_is_not_found(
        self, app: Flask, city: Cast, approver: Visitor, edition: str
    ) -> None:
        with app.app_context():
            greifswald = a_city("greifswald", "Greifswald")
            for _ in range(2):
                a_release(greifswald, kind="edition")
        for number in ("0", "2", "99999999999999999999", "x"):
            approver.open(f"{DESK}{number}/", 404)
            answer = approver.post(f"{DESK}{number}/veroeffentlichen/", **DECISION)
            assert answer.status_code == 404


def test_the_list_shows_each_state(app: Flask, city: Cast, editor: Visitor) -> None:
    with app.app_context():
        a_release(city)
        an_open_release(city, now=START)
        an_edition(city)
    app.extensions["charta.clock"] = lambda: START
    with app.app_context():
        an_open_release(city, START + timedelta(days=1))
    text = editor.open(DESK).text
    for words in ("Steht fest, nicht öffentlich", "Öffentlich ab dem Termin", "Veröffentlicht"):
        assert words in text


def test_a_draft_leads_on_and_says_of_which_version_a_verdict_speaks(
    app: Flask, city: Cast, editor: Visitor, draft: int
) -> None:
    with app.app_context():
        clause = db.session.get_one(Document, draft)
        an_assessment(city, clause, released=True)
        a_release(city)
        a_revision(city, clause)
        a_release(city)
    assert "Bauamt: umsetzbar (" not in editor.open(f"{DESK}1/").text
    page = editor.open(f"{DESK}2/")
    assert "Bauamt: umsetzbar (beurteilt wurde eine ältere Version)" in page.text
    assert editor.open(page.link("Beteiligung ankündigen")).has_button("Beteiligung ankündigen")


def test_pages_are_bounded(app: Flask, city: Cast, editor: Visitor) -> None:
    with app.app_context():
        section = a_section(city)
        for number in range(8):
            an_assessment(city, a_clause(city, section, title=f"Klausel {number}"), released=True)
        for _ in range(3):
            a_release(city)
    for path in ("", "neu/", "2/"):
        assert statements(app, editor, f"{DESK}{path}") <= 10
