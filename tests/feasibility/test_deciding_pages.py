"""Who is asked and what is released, as those who use it see it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from charta.core.database import db
from charta.feasibility.models import Assessment, ReviewRequest
from tests.support.cast import Cast, a_city
from tests.support.drafting import a_clause, a_section
from tests.support.feasibility import a_request, an_assessment, by_key, rows, withdraw
from tests.support.visitor import Visitor

DESK = "/stralsund/schreibtisch/umsetzbarkeit/"
REASON = "Die Fläche gehört der Stadt."


class TestAsking:
    def test_an_editor_ticks_departments(
        self, app: Flask, city: Cast, editor: Visitor, key: str
    ) -> None:
        schools = str(city.departments["Schulamt"])
        page = editor.open(f"{DESK}{key}/").press("Zuständigkeit speichern", departments=[schools])
        assert page.notices == ["Die Zuständigkeit für MOB-1 ist gespeichert."]
        assert "Schulamt" in page.text
        with app.app_context():
            asked = db.session.scalars(select(ReviewRequest.department_id)).all()
        assert asked == [city.departments["Schulamt"]]

    def test_a_whole_section_is_asked_about(self, app: Flask, city: Cast, editor: Visitor) -> None:
        with app.app_context():
            section = a_section(city)
            number = section.id
            for _ in range(3):
                a_clause(city, section)
        page = editor.open(f"{DESK}zustaendigkeit/").press(
            "Um Prüfung bitten",
            section=str(number),
            departments=[str(city.departments["Bauamt"]), str(city.departments["Schulamt"])],
        )
        assert page.notices == ["6 Aufträge zur Prüfung sind neu erteilt."]
        assert rows(app, ReviewRequest) == 6

    def test_bad_input_is_refused(self, app: Flask, city: Cast, editor: Visitor) -> None:
        with app.app_context():
            empty = str(a_section(city).id)
            foreign = str(a_city("greifswald", "Greifswald").departments["Bauamt"])
        own = str(city.departments["Bauamt"])
        form = editor.open(f"{DESK}zustaendigkeit/")
        for section, departments in (("", [own]), (empty, []), (empty, [foreign]), (empty, [own])):
            page = form.visitor.send(
                f"{DESK}zustaendigkeit/",
                {
                    "csrf_token": form.field("csrf_token"),
                    "section": section,
                    "departments": departments,
                },
            )
            assert page.status == 422
            assert page.errors
        assert rows(app, ReviewRequest) == 0

    def test_wrong_departments_are_refused(
        self, app: Flask, city: Cast, editor: Visitor, key: str
    ) -> None:
        answer = editor.post(f"{DESK}{key}/zustaendigkeit/", departments=["999"])
        assert answer.status_code == 422
        assert rows(app, ReviewRequest) == 1

    def test_only_editors(self, reviewer: Visitor, approver: Visitor, key: str) -> None:
        for visitor in (reviewer, approver):
            visitor.open(f"{DESK}zustaendigkeit/", 403)
            assert not visitor.open(f"{DESK}{key}/").has_button("Zuständigkeit speichern")
            assert visitor.post(f"{DESK}{key}/zustaendigkeit/").status_code == 403
            assert visitor.post(f"{DESK}zustaendigkeit/").status_code == 403

    def test_not_about_a_withdrawn_clause(
        self, app: Flask, city: Cast, editor: Visitor, key: str
    ) -> None:
        withdraw(app, city, key)
        answer = editor.post(f"{DESK}{key}/zustaendigkeit/", departments=[])
        assert answer.status_code == 409
        assert rows(app, ReviewRequest) == 1


class TestReleasing:
    @pytest.fixture
    def waiting(self, app: Flask, city: Cast) -> list[str]:
        """The ids of two verdicts that wait."""
        with app.app_context():
            section = a_section(city)
            given = [an_assessment(city, a_clause(city, section)) for _ in range(2)]
            return [str(one.id) for one in given]

    def released(self, app: Flask) -> int:
        with app.app_context():
            query = select(func.count()).where(Assessment.released_at.is_not(None))
            return db.session.scalar(query) or 0

    def test_several_at_once(self, app: Flask, approver: Visitor, waiting: list[str]) -> None:
        page = approver.open(f"{DESK}freigabe/").press("Ausgewählte freigeben", assessments=waiting)
        assert page.notices == [
            "2 Urteile sind freigegeben und stehen bei den öffentlichen Fassungen."
        ]
        assert "Es wartet kein Urteil auf Freigabe." in page.text
        assert self.released(app) == 2

    def test_one_from_its_clause(self, app: Flask, approver: Visitor, waiting: list[str]) -> None:
        page = approver.open(f"{DESK}MOB-1/").press("Urteil freigeben: Bauamt")
        assert page.notices == ["Das Urteil zu MOB-1 ist freigegeben."]
        assert self.released(app) == 1

    def test_none_chosen_is_said(self, app: Flask, approver: Visitor, waiting: list[str]) -> None:
        page = approver.open(f"{DESK}freigabe/").press("Ausgewählte freigeben")
        assert page.status == 422
        assert page.errors
        assert self.released(app) == 0

    def test_strange_numbers_release_nothing(
        self, app: Flask, approver: Visitor, waiting: list[str]
    ) -> None:
        for numbers, status in ((["x"], 422), ([waiting[0], "999999"], 404), (["-1"], 422)):
            answer = approver.post(f"{DESK}freigabe/", assessments=numbers)
            assert answer.status_code == status
        assert approver.post(f"{DESK}MOB-1/freigabe/99999/").status_code == 404
        assert self.released(app) == 0

    def test_verdicts_of_another_city_are_not_found(
        self, app: Flask, approver: Visitor, waiting: list[str]
    ) -> None:
        with app.app_context():
            greifswald = a_city("greifswald", "Greifswald")
            foreign = str(an_assessment(greifswald, a_clause(greifswald)).id)
        assert approver.post(f"{DESK}freigabe/", assessments=[foreign]).status_code == 404

    def test_only_approvers(
        self, app: Flask, editor: Visitor, reviewer: Visitor, waiting: list[str]
    ) -> None:
        for visitor in (editor, reviewer):
            visitor.open(f"{DESK}freigabe/", 403)
            assert visitor.post(f"{DESK}freigabe/", assessments=waiting).status_code == 403
            assert visitor.post(f"{DESK}MOB-1/freigabe/{waiting[0]}/").status_code == 403
        assert self.released(app) == 0

    def test_twice_is_too_late_and_all_or_none(
        self, app: Flask, approver: Visitor, waiting: list[str]
    ) -> None:
        approver.post(f"{DESK}freigabe/", assessments=[waiting[1]])
        answer = approver.post(f"{DESK}freigabe/", assessments=waiting)
        assert answer.status_code == 409
        assert "ist bereits freigegeben" in answer.text
        assert self.released(app) == 1
        assert approver.post(f"{DESK}MOB-2/freigabe/{waiting[1]}/").status_code == 409


def test_withdrawn_requests_keep_their_history(
    app: Flask, city: Cast, editor: Visitor, key: str
) -> None:
    with app.app_context():
        an_assessment(city, by_key(city, key), reason=REASON, released=True)
    page = editor.open(f"{DESK}{key}/").press("Zuständigkeit speichern", departments=[])
    assert "Nicht mehr zuständig" in page.text
    assert REASON in page.text
    with app.app_context():
        a_request(city, by_key(city, key))
    assert "Nicht mehr zuständig" not in editor.open(f"{DESK}{key}/").text
