"""The table as staff see it, and working on a comment in its row."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from charta.consultation.models import Comment, Round
from charta.core.database import db
from charta.weighing.models import Draft, Drafted, Handling
from tests.consultation.conftest import At, Visits, entries
from tests.support.cast import Cast, a_city
from tests.support.consultation import an_answer
from tests.support.statements import counted
from tests.support.visitor import Visit
from tests.weighing.contributions import WEIGHED, the_table

TABLE = "/stralsund/schreibtisch/abwaegung/1/"
HOME = "/stralsund/schreibtisch/abwaegung/"
WRONG = ("citizen", "reviewer", "facilitator", "admin")
MOST = 10

pytestmark = pytest.mark.usefixtures("at")


@pytest.fixture
def told(app: Flask, city: Cast, at: At) -> Round:
    return the_table(app, city)


def keys(page: Visit) -> list[str]:
    return [row["id"] for row in page.root.all("tr") if row["id"]]


def row_of(number: int) -> str:
    return f"{TABLE}zeile/{number}/"


class TestReading:
    def test_everything_stands_in_it(self, city: Cast, told: Round, visits: Visits) -> None:
        page = visits(city.editor).open(TABLE)
        assert keys(page) == list(WEIGHED)
        assert "Zoologischer Garten" in page.text
        assert "seit 05.03.2026 fällig" in page.text
        assert page.link("Überfällig") == f"{TABLE}?frist=ueberfaellig"
        assert page.link("S-2") == "/stralsund/schreibtisch/stellungnahmen/2/"
        assert page.link("I-1") == "/stralsund/schreibtisch/ideen/1/"

    def test_filters_and_order_in_the_address(
        self, city: Cast, told: Round, visits: Visits
    ) -> None:
        page = visits(city.editor).open(TABLE)
        filtered = page.press("Filter anwenden", wer="ich", sortierung="frist", richtung="ab")
        assert keys(filtered) == ["S-9", "S-2"]
        assert filtered.field("wer") == "ich"
        [sorted_by] = [one for one in filtered.root.all("th") if one["aria-sort"]]
        assert sorted_by["aria-sort"] == "descending"
        assert sorted_by.all("a")[0].text == "Zuständig, Frist"
        again = filtered.visitor.open(filtered.link("Adresse dieser Ansicht"))
        assert keys(again) == ["S-9", "S-2"]
        reading = filtered.link("S-9")
        assert "wer=ich" in reading
        assert keys(filtered.visitor.open(filtered.link("Zurücksetzen"))) == list(WEIGHED)

    def test_states_are_counted_within_the_other_filters(
        self, city: Cast, told: Round, visits: Visits
    ) -> None:
        page = visits(city.editor).open(f"{TABLE}?thema=BIL&stand=offen")
        [states] = page.root.of_class("c-weigh__states")
        counts = [item.text for item in states.all("li")]
        assert counts == ["alle 4", "offen 3", "im Entwurf 1", "freigegeben 0"]
        assert "3 Beiträge in dieser Ansicht." in page.text

    def test_nonsense_is_no_fault(self, city: Cast, told: Round, visits: Visits) -> None:
        for query in ("stand=x", "ort=%00", "nach=c1", "nach=x9", "vor=i1", "q=%00", "wer=²"):
            visits(city.editor).open(f"{TABLE}?{query}")

    def test_who_may_read_it(self, app: Flask, city: Cast, told: Round, visits: Visits) -> None:
        for who in WRONG:
            visits(city.actors[who]).open(TABLE, status=403)
            visits(city.actors[who]).open(row_of(5), status=403)
        page = visits(city.approver).open(TABLE)
        assert keys(page) == list(WEIGHED)
        assert "Hier bearbeiten" not in page.text
        assert not [box for box in page.root.all("input") if box["name"] == "s"]
        with app.app_context():
            other = a_city("rostock", "Rostock")
        visits(other.editor).open("/rostock/schreibtisch/abwaegung/1/", status=404)
        visits(other.editor).open(TABLE, status=403)

    def test_home_leads_to_the_newest_round(self, city: Cast, told: Round, visits: Visits) -> None:
        page = visits(city.editor).open(f"{HOME}?stand=offen")
        assert page.path == f"{TABLE}?stand=offen"

    def test_home_without_a_round(self, city: Cast, visits: Visits) -> None:
        assert "Noch gab es keine Beteiligung." in visits(city.editor).open(HOME).text

    def test_only_what_waits_can_be_ticked(self, city: Cast, told: Round, visits: Visits) -> None:
        page = visits(city.editor).open(TABLE)
        boxes = [box["value"] for box in page.root.all("input") if box["name"] == "s"]
        assert boxes == ["2", "3", "4", "5", "7", "8", "9"]

    def test_the_desk_tells_what_is_assigned_and_late(
        self, city: Cast, told: Round, visits: Visits
    ) -> None:
        home = visits(city.editor).open("/stralsund/schreibtisch/")
        assert home.link("Mir zugewiesen") == f"{TABLE}?wer=ich"
        assert home.link("Überfällig") == f"{TABLE}?frist=ueberfaellig"
        cards = {card.all("a")[0].text: card.text for card in home.root.of_class("c-card")}
        assert cards["Mir zugewiesen"].startswith("2")
        assert cards["Überfällig"].startswith("2")
        assert "Mir zugewiesen" not in visits(city.approver).open("/stralsund/schreibtisch/").text

    @pytest.mark.parametrize(
        "query", ["", "?sortierung=person", "?q=zebra", "?stand=offen&thema=MOB", "?vor=c9"]
    )
    def test_its_statements_do_not_grow(
        self, app: Flask, city: Cast, told: Round, visits: Visits, query: str
    ) -> None:
        visitor = visits(city.editor)
        with counted(app) as statements:
            visitor.open(f"{TABLE}{query}")
        assert len(statements) <= MOST, "\n".join(statements)


class TestWorkingInTheRow:
    def test_who_until_when_and_a_short_answer(
        self, app: Flask, city: Cast, told: Round, visits: Visits
    ) -> None:
        page = visits(city.editor).open(f"{row_of(5)}?thema=BIL")
        after = page.press(
            "Speichern: S-5",
            assignee=str(city.second_editor.person_id),
            due_on="2026-04-02",
            disposition="noted",
            source="Danke, das sehen wir auch so.",
            finish="y",
        )
        assert after.path == f"{TABLE}?thema=BIL#S-5"
        assert after.notices == ["S-5 ist gespeichert."]
        assert keys(after) == ["S-2", "S-5", "S-7", "I-2"]
        with app.app_context():
            handling = handling_of(5)
            assert handling.assignee_id == city.second_editor.person_id
            assert str(handling.due_on) == "2026-04-02"
            draft = draft_of(5)
            assert draft is not None
            assert (draft.disposition, draft.finished_at is None) == ("noted", False)
            [assigned] = entries("comments.assigned")
            assert assigned.details["comments"] == [comment(5).id]
            assert len(entries("comments.due_set")) == 1

    def test_what_stays_the_same_is_not_written_again(
        self, app: Flask, city: Cast, told: Round, visits: Visits
    ) -> None:
        page = visits(city.editor).open(row_of(9))
        assert page.field("assignee") == str(city.editor.person_id)
        assert page.field("due_on") == "2026-04-01"
        page.press("Speichern: S-9")
        with app.app_context():
            assert entries("comments.assigned") == []
            assert entries("comments.due_set") == []
            assert draft_of(9) is None

    def test_a_draft_is_written_on(
        self, app: Flask, city: Cast, told: Round, visits: Visits
    ) -> None:
        page = visits(city.editor).open(row_of(3))
        assert page.field("source") == "Nein, weil."
        page.press("Speichern: S-3", source="Doch.", disposition="adopted")
        with app.app_context():
            draft = draft_of(3)
            assert draft is not None
            assert (draft.source, draft.version) == ("Doch.", 2)

    def test_bad_input_is_refused_and_kept(
        self, app: Flask, city: Cast, told: Round, visits: Visits
    ) -> None:
        page = visits(city.editor).open(row_of(5))
        good = {"assignee": str(city.editor.person_id), "source": "Danke", "disposition": "noted"}
        for bad in (
            {"assignee": str(city.citizen.person_id)},
            {"due_on": "2026-02-30"},
            {"due_on": "2026-03-11"},
            {"disposition": "x"},
            {"source": "x" * 5_001},
            {"source": "", "finish": "y"},
            {"disposition": "", "finish": "y"},
        ):
            refused = page.press("Speichern: S-5", **{**good, **bad})
            assert refused.status == 422, bad
            assert refused.root.of_class("kern-error") or refused.root.of_class("c-weigh__errors")
            [(name, _value), *_rest] = [*bad.items()]
            kept = "source" if name != "source" else "assignee"
            assert refused.field(kept) == good[kept]
        assert page.visitor.post(row_of(5), **good, number="7").status_code == 422
        with app.app_context():
            assert handling_of(5).assignee_id is None
            assert draft_of(5) is None

    def test_somebody_else_wrote_meanwhile(
        self, app: Flask, city: Cast, told: Round, visits: Visits
    ) -> None:
        page = visits(city.editor).open(row_of(5))
        other = visits(city.second_editor).open(row_of(5))
        other.press("Speichern: S-5", source="Zuerst", disposition="noted")
        late = page.press("Speichern: S-5", source="Danach", assignee=str(city.editor.person_id))
        assert late.status == 409
        assert late.field("source") == "Danach"
        with app.app_context():
            draft = draft_of(5)
            assert draft is not None
            assert draft.source == "Zuerst"
            assert handling_of(5).assignee_id is None

    def test_too_late(self, app: Flask, city: Cast, told: Round, visits: Visits) -> None:
        page = visits(city.editor).open(row_of(5))
        with app.app_context():
            an_answer(city, comment(5))
        late = page.press("Speichern: S-5", assignee=str(city.editor.person_id))
        assert late.status == 409
        assert "freigegeben" in late.text
        there = visits(city.editor).open(row_of(5))
        assert there.path == "/stralsund/schreibtisch/stellungnahmen/5/"

    def test_nobody_answers_what_they_have_said(
        self, app: Flask, city: Cast, told: Round, visits: Visits
    ) -> None:
        page = visits(city.editor).open(row_of(4))
        assert "beantwortet jemand anderes" in page.text
        assert not page.root.all("textarea")
        refused = page.press("Speichern: S-4", assignee=str(city.editor.person_id))
        assert refused.status == 422
        assert page.visitor.post(row_of(4), source="Ja", disposition="noted").status_code == 422

    def test_the_wrong_person(self, app: Flask, city: Cast, told: Round, visits: Visits) -> None:
        for who in (*WRONG, "approver"):
            visitor = visits(city.actors[who])
            assert visitor.post(row_of(5), assignee="").status_code == 403
        for number in (1_000, 6):
            visits(city.editor).open(row_of(number), status=404)


def comment(number: int) -> Comment:
    return db.session.scalars(select(Comment).where(Comment.number == number)).one()


def handling_of(number: int) -> Handling:
    query = select(Handling).where(Handling.comment_id == comment(number).id)
    return db.session.scalars(query).one()


def draft_of(number: int) -> Draft | None:
    query = select(Draft).join(Drafted).where(Drafted.comment_id == comment(number).id)
    return db.session.scalars(query).first()
