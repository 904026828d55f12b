"""The list of clauses and a reviewer's verdict, as those who use them see them."""

from __future__ import annotations

import pytest
from flask import Flask

from charta.core.database import transaction
from charta.feasibility.models import Assessment
from tests.support.cast import Cast, a_city
from tests.support.drafting import a_clause, a_revision, a_section
from tests.support.feasibility import an_assessment, by_key, rows, withdraw
from tests.support.statements import statements
from tests.support.visitor import Visitor

DESK = "/stralsund/schreibtisch/umsetzbarkeit/"
REASON = "Die Fläche gehört der Stadt."


class TestList:
    def test_a_reviewer_first_sees_what_is_due(
        self, app: Flask, city: Cast, reviewer: Visitor, editor: Visitor, key: str
    ) -> None:
        with app.app_context():
            a_clause(city, title="Ohne Amt")
        page = reviewer.open(DESK)
        assert "Sichere Radwege" in page.text
        assert "Ohne Amt" not in page.text
        assert "Ohne Amt" in editor.open(DESK).text

    def test_filters_narrow_the_list(
        self, app: Flask, city: Cast, editor: Visitor, key: str
    ) -> None:
        with app.app_context():
            a_clause(city, title="Ohne Amt")
        page = editor.open(DESK).press("Filter anwenden", stand="not_reviewed")
        assert "Ohne Amt" in page.text
        assert "Sichere Radwege" not in page.text
        page = page.press("Filter anwenden", stand="", amt=str(city.departments["Schulamt"]))
        assert "Zu dieser Auswahl gibt es keine Klausel." in page.text

    @pytest.mark.parametrize(
        "query", ["stand=nichts&amt=xyz", "amt=99999999999999", "amt=-1", "nach=%00", "nach=Q-1"]
    )
    def test_strange_filters_narrow_nothing(self, editor: Visitor, key: str, query: str) -> None:
        assert "Sichere Radwege" in editor.open(f"{DESK}?{query}").text

    def test_long_lists_go_on(self, app: Flask, city: Cast, editor: Visitor) -> None:
        with app.app_context(), transaction():
            section = a_section(city)
            for number in range(51):
                a_clause(city, section, title=f"Klausel Nummer {number}")
        page = editor.open(DESK)
        assert "Klausel Nummer 50" not in page.text
        assert "Klausel Nummer 50" in editor.open(page.link("Nächste")).text

    def test_staff_only(self, public: Visitor, citizen: Visitor, key: str) -> None:
        citizen.open(DESK, 403)
        assert "/konto/anmelden/" in public.client.get(DESK).headers["Location"]

    def test_the_list_is_bounded(self, app: Flask, city: Cast, editor: Visitor) -> None:
        with app.app_context(), transaction():
            section = a_section(city)
            for number in range(12):
                an_assessment(city, a_clause(city, section, title=f"Klausel {number}"))
        assert statements(app, editor, DESK) <= 10
        assert statements(app, editor, f"{DESK}MOB-3/") <= 10


class TestJudging:
    def test_a_reviewer_judges(self, reviewer: Visitor, key: str) -> None:
        page = reviewer.open(f"{DESK}{key}/").press(
            "Urteil speichern",
            verdict="conditional",
            reason=REASON,
            conditions="Der Haushalt gibt es her.",
        )
        assert page.notices == ["Das Urteil zu MOB-1 ist gespeichert und wartet auf die Freigabe."]
        assert "Umsetzbar unter Bedingungen" in page.text
        assert "Noch nicht freigegeben" in page.text
        assert "Der Haushalt gibt es her." in page.text

    @pytest.mark.parametrize(
        ("said", "error"),
        [
            (
                {"verdict": "feasible", "reason": " "},
                "Begründung: Bitte füllen Sie dieses Feld aus.",
            ),
            ({"reason": REASON}, "Urteil: Bitte wählen Sie eine der Möglichkeiten."),
            (
                {"verdict": "conditional", "reason": REASON},
                "Bedingungen: Bitte nennen Sie die Bedingungen, unter denen es umsetzbar ist.",
            ),
            (
                {"verdict": "feasible", "reason": REASON, "conditions": "Plan"},
                "Bedingungen passen nur",
            ),
            ({"verdict": "feasible", "reason": "x" * 2001}, "höchstens 2000 Zeichen"),
            ({"verdict": "feasible", "reason": "a\u202eb"}, "Schreibrichtung"),
            ({"verdict": "feasible", "reason": "a\x00b"}, "Steuerzeichen"),
        ],
    )
    def test_bad_input_is_refused_and_kept(
        self, app: Flask, reviewer: Visitor, key: str, said: dict[str, str | list[str]], error: str
    ) -> None:
        page = reviewer.open(f"{DESK}{key}/").press("Urteil speichern", **said)
        assert page.status == 422
        assert any(error in line for line in page.errors), page.errors
        if "x" not in said["reason"]:
            assert page.field("conditions") == said.get("conditions", "")
        assert rows(app, Assessment) == 0

    @pytest.mark.parametrize(
        "strange",
        [
            {"verdict": "maybe"},
            {"department": "99999"},
            {"department": "x"},
            {"base": "x"},
            {"base": "99999999999"},
            {"sonstiges": "1"},
            {"verdict": ["feasible", "not_feasible"]},
        ],
    )
    def test_tampered_forms_are_refused(
        self, app: Flask, city: Cast, reviewer: Visitor, key: str, strange: dict[str, str]
    ) -> None:
        values = {
            "base": "1",
            "department": str(city.departments["Bauamt"]),
            "verdict": "feasible",
            "reason": REASON,
            "conditions": "",
            **strange,
        }
        assert reviewer.post(f"{DESK}{key}/urteil/", **values).status_code == 422
        assert rows(app, Assessment) == 0

    def test_html_stays_text(self, reviewer: Visitor, key: str) -> None:
        page = reviewer.open(f"{DESK}{key}/").press(
            "Urteil speichern", verdict="feasible", reason="<script>alert(1)</script>"
        )
        assert "<script>alert(1)</script>" in page.text

    def test_a_text_saved_meanwhile_is_shown_beside_the_one_judged(
        self, app: Flask, city: Cast, reviewer: Visitor, key: str
    ) -> None:
        page = reviewer.open(f"{DESK}{key}/")
        with app.app_context():
            a_revision(city, by_key(city, key), "Die Stadt baut breite Radwege.")
        page = page.press("Urteil speichern", verdict="feasible", reason=REASON)
        assert page.status == 409
        assert "Der Wortlaut ist inzwischen ein anderer" in page.text
        assert "Die Stadt baut sichere Radwege." in page.text
        assert "Die Stadt baut breite Radwege." in page.text
        assert page.field("reason") == REASON
        assert rows(app, Assessment) == 0
        page = page.press("Urteil speichern")
        assert page.status == 200
        assert rows(app, Assessment) == 1

    def test_a_stale_verdict_lends_its_reason(
        self, app: Flask, city: Cast, reviewer: Visitor, key: str
    ) -> None:
        with app.app_context():
            clause = by_key(city, key)
            an_assessment(city, clause, reason=REASON)
            a_revision(city, clause)
        page = reviewer.open(f"{DESK}{key}/")
        assert "Auf einer älteren Version" in page.text
        assert "Gefällt auf Version 1, aktuell ist Version 2." in page.text
        assert page.field("reason") == REASON
        assert page.press("Urteil speichern").errors == [
            "Urteil: Bitte wählen Sie eine der Möglichkeiten."
        ]

    def test_others_have_no_form_and_are_refused(
        self, editor: Visitor, citizen: Visitor, public: Visitor, key: str
    ) -> None:
        assert not editor.open(f"{DESK}{key}/").has_button("Urteil speichern")
        for visitor in (editor, citizen, public):
            answer = visitor.post(f"{DESK}{key}/urteil/", base="1", verdict="feasible")
            assert answer.status_code == 403

    def test_a_department_not_asked_has_no_form(
        self, app: Flask, city: Cast, reviewer: Visitor
    ) -> None:
        with app.app_context():
            key = a_clause(city).key
        assert not reviewer.open(f"{DESK}{key}/").has_button("Urteil speichern")
        answer = reviewer.post(
            f"{DESK}{key}/urteil/",
            base="1",
            department=str(city.departments["Bauamt"]),
            verdict="feasible",
            reason=REASON,
        )
        assert answer.status_code == 403

    def test_a_withdrawn_clause_is_not_judged(
        self, app: Flask, city: Cast, reviewer: Visitor, key: str
    ) -> None:
        page = reviewer.open(f"{DESK}{key}/")
        withdraw(app, city, key)
        page = page.press("Urteil speichern", verdict="feasible", reason=REASON)
        assert page.status == 409
        assert "Diese Klausel ist zurückgezogen" in page.text
        assert rows(app, Assessment) == 0

    def test_what_does_not_exist_is_not_found(
        self, app: Flask, city: Cast, reviewer: Visitor, key: str
    ) -> None:
        with app.app_context():
            greifswald = a_city("greifswald", "Greifswald")
            a_section(greifswald, "BIL")
            a_clause(greifswald, theme="BIL")
        for path in ("MOB-9", "BIL-1", "A-1", "%00", "x" * 300):
            reviewer.open(f"{DESK}{path}/", 404)
            assert reviewer.post(f"{DESK}{path}/urteil/", base="1").status_code in {404, 422}
