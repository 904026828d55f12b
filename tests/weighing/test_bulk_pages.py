"""Working on several comments at once: shown first, then done as it was shown, all or nothing."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from charta.consultation.models import Comment, Round
from charta.core.database import db
from charta.weighing.models import AdviceRequest, Draft, Drafted, Group, Grouped, Handling
from tests.consultation.conftest import At, Visits, amount, entries
from tests.support.cast import Cast
from tests.support.consultation import an_answer
from tests.support.visitor import Values, Visit
from tests.weighing.contributions import the_table

TABLE = "/stralsund/schreibtisch/abwaegung/1/"
BULK = f"{TABLE}auswahl/"
SHOW = "Zeigen, was sich ändert"
GOOD: dict[str, Values] = {
    "zuweisen": {"assignee": "niemand"},
    "frist": {"due_on": "2026-04-20"},
    "antworten": {"disposition": "noted", "source": "Danke."},
    "fragen": {"question": "Geht das?", "due_on": "2026-04-01"},
    "gruppe": {"title": "Licht und Lärm"},
}

pytestmark = pytest.mark.usefixtures("at")


@pytest.fixture
def told(app: Flask, city: Cast, at: At) -> Round:
    return the_table(app, city)


def good(city: Cast, action: str) -> Values:
    asked: Values = {"departments": [str(city.departments["Schulamt"])]}
    return {**GOOD[action], **(asked if action == "fragen" else {})}


def chosen(visits: Visits, city: Cast, action: str, *numbers: int) -> Visit:
    query = "&".join(f"s={number}" for number in numbers)
    return visits(city.editor).open(f"{BULK}?aktion={action}&{query}")


def change(count: int) -> str:
    return f"{count} Stellungnahme{'n' if count > 1 else ''} ändern"


def handlings() -> dict[int, tuple[int | None, str | None]]:
    rows = db.session.execute(
        select(Comment.number, Handling.assignee_id, Handling.due_on).join(
            Comment, Comment.id == Handling.comment_id
        )
    )
    return {number: (who, str(due) if due else None) for number, who, due in rows}


class TestDoing:
    def test_the_table_leads_there_with_what_is_ticked(
        self, city: Cast, told: Round, visits: Visits
    ) -> None:
        table = visits(city.editor).open(f"{TABLE}?thema=BIL")
        page = table.press("Ausgewählte", s=["2", "5"], aktion="frist")
        assert "2 Stellungnahmen sind gewählt." in page.text
        assert page.link("Zurück zur Liste") == f"{TABLE}?thema=BIL"
        everything = table.press("Alle 3 Stellungnahmen dieser Ansicht")
        assert "3 Stellungnahmen sind gewählt." in everything.text

    def test_assigning_shows_and_then_does(
        self, app: Flask, city: Cast, told: Round, visits: Visits
    ) -> None:
        page = chosen(visits, city, "zuweisen", 1, 2, 3, 4, 5)
        shown = page.press(SHOW, assignee=str(city.editor.person_id))
        assert shown.status == 200
        assert "2 Stellungnahmen ändern sich." in shown.text
        assert "1 schon freigegeben: S-1" in shown.text
        assert "1 schon so: S-2" in shown.text
        assert "1 von derselben Person geschrieben: S-4" in shown.text
        with app.app_context():
            assert entries("comments.assigned") == []
        after = shown.press(change(2))
        assert after.path == TABLE
        assert after.notices == ["2 Stellungnahmen sind zugewiesen."]
        with app.app_context():
            me = city.editor.person_id
            now = handlings()
            assert (now[2][0], now[3][0], now[5]) == (me, me, (me, "2026-03-05"))
            [entry] = entries("comments.assigned")
            assert entry.details["comments"] == [id_of(3), id_of(5)]
            assert entry.details["assignee"] == me
            assert "Edda" not in str(entry.details)

    def test_a_day_for_all_of_a_view(
        self, app: Flask, city: Cast, told: Round, visits: Visits
    ) -> None:
        page = visits(city.editor).open(f"{BULK}?aktion=frist&alle=1&thema=BIL&art=stellungnahme")
        shown = page.press(SHOW, due_on="2026-04-20")
        after = shown.press(change(2))
        assert after.path == f"{TABLE}?art=stellungnahme&thema=BIL"
        with app.app_context():
            now = handlings()
            assert (now[2][1], now[5][1], now[9][1]) == ("2026-04-20", "2026-04-20", "2026-04-01")

    def test_one_answer_for_all(self, app: Flask, city: Cast, told: Round, visits: Visits) -> None:
        page = chosen(visits, city, "antworten", 2, 4, 5, 9)
        assert "1 hat schon einen Entwurf: S-2" in page.text
        shown = page.press(SHOW, disposition="noted", source="Danke.")
        shown.press(change(2))
        with app.app_context():
            draft = db.session.scalars(select(Draft).order_by(Draft.id.desc())).first()
            assert draft is not None
            assert (draft.source, draft.finished_at is None) == ("Danke.", False)
            covered = select(Drafted.comment_id).where(Drafted.draft_id == draft.id)
            assert set(db.session.scalars(covered)) == {id_of(5), id_of(9)}

    def test_more_can_be_said_for_all_on_a_page_of_its_own(
        self, city: Cast, told: Round, visits: Visits
    ) -> None:
        way = "Mit Textbaustein, Version oder Fachamt"
        page = chosen(visits, city, "antworten", 2, 5, 9)
        several = page.visitor.open(page.link(way))
        boxes = [box["value"] for box in several.root.all("input") if box["name"] == "comments"]
        assert boxes == ["5", "9"]
        assert several.has_button("Zur Freigabe geben")
        for action in ("frist", "fragen"):
            other = chosen(visits, city, action, 5, 9)
            assert way not in other.text

    def test_a_department_is_asked(
        self, app: Flask, city: Cast, told: Round, visits: Visits
    ) -> None:
        shown = chosen(visits, city, "fragen", 5, 9).press(SHOW, **good(city, "fragen"))
        shown.press(change(2))
        with app.app_context():
            query = select(AdviceRequest.comment_id).where(
                AdviceRequest.department_id == city.departments["Schulamt"]
            )
            assert set(db.session.scalars(query)) == {id_of(5), id_of(9)}

    def test_a_new_group_and_then_more_for_it(
        self, app: Flask, city: Cast, told: Round, visits: Visits
    ) -> None:
        page = chosen(visits, city, "gruppe", 5, 7, 8)
        assert "1 schon in einer Gruppe: S-5" in page.text
        page.press(SHOW, title="Licht und Lärm").press(change(2))
        chosen(visits, city, "gruppe", 9).press(SHOW, group="2").press(change(1))
        with app.app_context():
            group = db.session.scalars(select(Group).where(Group.number == 2)).one()
            members = select(func.count()).where(Grouped.group_id == group.id)
            assert (group.title, db.session.scalar(members)) == ("Licht und Lärm", 3)


@pytest.mark.parametrize("action", GOOD)
class TestEveryAction:
    def test_what_was_shown_is_what_is_done(
        self, app: Flask, city: Cast, told: Round, visits: Visits, action: str
    ) -> None:
        """Somebody answers one of them between preview and press: nothing happens, it is shown
        anew, and then the rest is done."""
        numbers = (2, 8, 9) if action in {"zuweisen", "frist"} else (7, 8, 9)
        shown = chosen(visits, city, action, *numbers).press(SHOW, **good(city, action))
        with app.app_context():
            before = counts()
            an_answer(city, db.session.get_one(Comment, id_of(8)))
            before["responses"] += 1
        count = [button.text for button in shown.root.all("button") if "ändern" in button.text]
        late = shown.press(count[-1])
        assert late.status == 409
        assert "Es hat sich etwas geändert" in late.text
        assert "1 schon freigegeben: S-8" in late.text
        for name, value in GOOD[action].items():
            assert late.field(name) == value
        with app.app_context():
            assert counts() == before
        again = [button.text for button in late.root.all("button") if "ändern" in button.text]
        assert late.press(again[-1]).path == TABLE

    def test_bad_input_is_refused_and_kept(
        self, app: Flask, city: Cast, told: Round, visits: Visits, action: str
    ) -> None:
        page = chosen(visits, city, action, 7, 9)
        with app.app_context():
            before = counts()
        bad: dict[str, list[Values]] = {
            "zuweisen": [{"assignee": ""}, {"assignee": str(city.citizen.person_id)}],
            "frist": [{"due_on": "2026-02-30"}, {"due_on": "morgen"}],
            "antworten": [{"source": ""}, {"disposition": "x"}, {"source": "a\0"}],
            "fragen": [{"question": ""}, {"departments": ["999"]}, {"due_on": "x"}],
            "gruppe": [{"group": "77"}, {"title": "x" * 500}],
        }
        for values in bad[action]:
            refused = page.press(SHOW, **{**good(city, action), **values})
            assert refused.status == 422, values
            assert refused.errors
            for name, value in GOOD[action].items():
                if name not in values:
                    assert refused.field(name) == value
        posted = page.visitor.post(
            BULK, aktion=action, s=["7", "9"], **good(city, action), number="3"
        )
        assert posted.status_code == 422
        with app.app_context():
            assert counts() == before

    def test_the_wrong_person(
        self, app: Flask, city: Cast, told: Round, visits: Visits, action: str
    ) -> None:
        for who in ("citizen", "approver", "reviewer", "facilitator", "admin"):
            visitor = visits(city.actors[who])
            visitor.open(f"{BULK}?aktion={action}&s=9", status=403)
            posted = visitor.post(BULK, aktion=action, s="9", **good(city, action))
            assert posted.status_code == 403

    def test_too_late_for_all_of_them(
        self, app: Flask, city: Cast, told: Round, visits: Visits, action: str
    ) -> None:
        page = chosen(visits, city, action, 1)
        shown = page.press(SHOW, **good(city, action))
        assert shown.status == 200
        assert "0 Stellungnahmen ändern sich." in shown.text
        assert not shown.has_button(change(1))


class TestRefusing:
    def test_a_day_that_is_over(self, app: Flask, city: Cast, told: Round, visits: Visits) -> None:
        shown = chosen(visits, city, "frist", 9).press(SHOW, due_on="2026-03-11")
        refused = shown.press(change(1))
        assert refused.status == 422
        assert "Dieser Tag ist schon vorbei." in refused.errors[0]
        with app.app_context():
            assert handlings()[9][1] == "2026-04-01"

    def test_another_choice_than_was_shown_is_shown_first(
        self, app: Flask, city: Cast, told: Round, visits: Visits
    ) -> None:
        shown = chosen(visits, city, "zuweisen", 9).press(SHOW, assignee="niemand")
        other = shown.press(change(1), assignee=str(city.second_editor.person_id))
        assert other.status == 409
        with app.app_context():
            assert handlings()[9][0] == city.editor.person_id
        other.press(change(1))
        with app.app_context():
            assert handlings()[9][0] == city.second_editor.person_id

    def test_nothing_is_ticked(self, city: Cast, told: Round, visits: Visits) -> None:
        for query in ("", "?s=x", "?aktion=frist&s=²"):
            page = visits(city.editor).open(f"{BULK}{query}")
            assert page.path == TABLE
            assert page.notices == ["Bitte wählen Sie mindestens eine Stellungnahme."]

    def test_too_many_at_once(
        self, app: Flask, city: Cast, told: Round, visits: Visits, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("charta.weighing.views.bulk_work.MOST_COVERED", 3)
        page = visits(city.editor).open(f"{BULK}?aktion=frist&alle=1", status=422)
        assert "höchstens 3 auf einmal" in page.text


def id_of(number: int) -> int:
    return db.session.scalars(select(Comment.id).where(Comment.number == number)).one()


def counts() -> dict[str, Any]:
    tables = (Draft, Drafted, AdviceRequest, Group, Grouped, Handling)
    found: dict[str, Any] = {one.__tablename__: amount(one) for one in tables}
    return found | {"responses": len(entries("comment.answered")), "handlings": handlings()}
