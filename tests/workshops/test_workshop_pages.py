"""The facilitator sets workshops and tables up and opens them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from charta.core.database import db, transaction
from charta.journal.models import JournalEntry
from charta.workshops.models import Table, Workshop
from tests.support.cast import Cast, a_city, sign_in
from tests.support.visitor import Visitor
from tests.support.workshops import a_table, a_workshop, an_idea

DESK = "/stralsund/schreibtisch/veranstaltungen/"
FACTS: dict[str, str | list[str]] = {
    "title": "Regionalkonferenz Smart City",
    "starts_at": "2022-10-26T16:00",
    "ends_at": "2022-10-26T20:00",
    "place": "Rathaus",
    "organiser": "MakerPort",
    "partners": "Stadtwerke\r\n\r\n Landkreis ",
    "participants": "80",
    "description": "Ein **World Café**.",
}


def entries(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(JournalEntry.action).order_by(JournalEntry.id)))


@pytest.fixture
def workshop(app: Flask, city: Cast) -> None:
    """Workshop 1 with table 1 (id 1), at which one idea stands, and table 2, at which none does."""
    with app.app_context(), transaction():
        workshop = a_workshop(city)
        an_idea(city, workshop, "Mehr Bänke", table=a_table(city, workshop))
        a_table(city, workshop, theme="BIL", host="")


def test_a_workshop_is_set_up(app: Flask, facilitator: Visitor) -> None:
    page = facilitator.open(f"{DESK}neu/").press("Veranstaltung anlegen", **FACTS)
    assert page.heading == "Regionalkonferenz Smart City"
    assert page.notices == ["Die Veranstaltung ist angelegt. Legen Sie nun ihre Tische an."]
    assert "26. Oktober 2022, 16:00 bis 20:00 Uhr" in page.text
    with app.app_context():
        workshop = db.session.scalars(select(Workshop)).one()
        assert workshop.starts_at == datetime(2022, 10, 26, 14, tzinfo=UTC)
        assert workshop.partners == "Stadtwerke\nLandkreis"
        assert "<strong>World Café</strong>" in workshop.description_html
    assert entries(app) == ["workshop.created"]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("title", "", "Bitte füllen Sie dieses Feld aus."),
        ("title", "x" * 201, "höchstens 200 Zeichen"),
        ("title", "a\u202eb", "Schreibrichtung"),
        ("title", "a\0b", "Steuerzeichen"),
        ("starts_at", "2022-02-30T10:00", "die es gibt"),
        ("starts_at", "2026-03-29T02:30", "Sommerzeit"),
        ("ends_at", "2022-10-26T15:59", "nach dem Beginn"),
        ("participants", "viele", "ganze Zahl"),
        ("participants", "-1", "von 1 bis"),
        ("participants", "9" * 30, "ganze Zahl"),
        ("partners", "x\n" * 31, "höchstens 30 Partner"),
        ("description", "[" * 9000, "Formatierungszeichen"),
    ],
)
def test_what_does_not_fit_is_refused_and_kept(
    app: Flask, facilitator: Visitor, name: str, value: str, words: str
) -> None:
    page = facilitator.open(f"{DESK}neu/").press("Veranstaltung anlegen", **{**FACTS, name: value})
    assert page.status == 422
    assert any(words in error for error in page.errors), page.errors
    assert page.field("organiser") == "MakerPort"
    assert page.field("title") == (value if name == "title" else FACTS["title"])
    assert entries(app) == []


def test_strange_and_double_fields_are_refused(app: Flask, facilitator: Visitor) -> None:
    assert facilitator.post(f"{DESK}neu/", **FACTS, opened_at="2020-01-01").status_code == 422
    doubled = {**FACTS, "title": ["eins", "zwei"]}
    assert facilitator.post(f"{DESK}neu/", **doubled).status_code == 422
    assert entries(app) == []


def test_html_is_shown_as_it_was_typed(facilitator: Visitor) -> None:
    evil = "<script>alert(1)</script>"
    page = facilitator.open(f"{DESK}neu/").press(
        "Veranstaltung anlegen",
        **{**FACTS, "title": evil, "place": evil, "partners": evil, "description": evil},
    )
    assert page.heading == evil
    assert "<script>alert" not in page.answer.text


def test_facts_can_be_corrected(app: Flask, facilitator: Visitor, workshop: None) -> None:
    page = facilitator.open(f"{DESK}1/bearbeiten/")
    assert page.field("starts_at").startswith("2026-02-10T17:00")
    page = page.press("Änderungen speichern", title="Neuer Titel")
    assert page.heading == "Neuer Titel"
    assert entries(app)[-1] == "workshop.changed"
    wrong = facilitator.open(f"{DESK}1/bearbeiten/").press(
        "Änderungen speichern", title="Anders", ends_at="2020-01-01T00:00"
    )
    assert (wrong.status, wrong.field("title")) == (422, "Anders")
    assert entries(app).count("workshop.changed") == 1


def test_opening_says_what_becomes_visible(
    app: Flask, facilitator: Visitor, workshop: None
) -> None:
    public = app.test_client()
    assert public.get("/stralsund/veranstaltungen/1/").status_code == 404
    page = facilitator.open(f"{DESK}1/oeffnen/")
    assert "Intern bleiben die Namen der Gastgeberinnen und Gastgeber." in page.text
    page = page.press("Jetzt für alle öffnen")
    assert page.notices == ["Die Veranstaltung ist jetzt öffentlich."]
    assert public.get("/stralsund/veranstaltungen/1/").status_code == 200
    again = facilitator.post(f"{DESK}1/oeffnen/")
    assert again.status_code == 409
    assert entries(app).count("workshop.opened") == 1


def test_tables_are_put_up_with_the_next_number(
    app: Flask, facilitator: Visitor, city: Cast, workshop: None
) -> None:
    page = facilitator.open(f"{DESK}1/tische/neu/")
    assert page.field("number") == "3"
    page = page.press("Tisch anlegen", theme=str(city.themes["BIL"]), host="Anna Gast")
    assert page.notices == ["Tisch 3 ist angelegt."]
    assert "Anna Gast" in page.text
    assert entries(app)[-1] == "table.created"


@pytest.mark.usefixtures("workshop")
@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"number": "1"}, "Tisch 1 gibt es schon."),
        ({"number": "0"}, "von 1 bis 200"),
        ({"theme": ""}, "Bitte wählen Sie"),
        ({"theme": "99999"}, "Bitte wählen Sie"),
        ({"theme": "abc"}, "Bitte wählen Sie"),
        ({"host": "a\u202eb"}, "Schreibrichtung"),
    ],
)
def test_a_wrong_table_is_refused(
    app: Flask,
    facilitator: Visitor,
    city: Cast,
    values: dict[str, str],
    words: str,
) -> None:
    filled = {"theme": str(city.themes["MOB"]), "host": "Anna Gast", **values}
    for path, button in (
        ("neu/", "Tisch anlegen"),
        (f"{_table(app, 2)}/bearbeiten/", "Änderungen speichern"),
    ):
        before = entries(app)
        page = facilitator.open(f"{DESK}1/tische/{path}").press(button, **filled)
        assert page.status == 422
        assert any(words in error for error in page.errors), page.errors
        assert page.field("host") == filled["host"]
        assert entries(app) == before


def _table(app: Flask, number: int) -> int:
    with app.app_context():
        return db.session.scalars(select(Table.id).where(Table.number == number)).one()


def test_a_table_is_changed(app: Flask, facilitator: Visitor, workshop: None) -> None:
    page = facilitator.open(f"{DESK}1/tische/{_table(app, 2)}/bearbeiten/")
    page = page.press("Änderungen speichern", host="Bert Gast")
    assert page.notices == ["Ihre Änderungen sind gespeichert."]
    assert "Bert Gast" in page.text
    assert entries(app)[-1] == "table.changed"


def test_only_an_empty_table_is_taken_down(
    app: Flask, facilitator: Visitor, workshop: None
) -> None:
    full, empty = _table(app, 1), _table(app, 2)
    page = facilitator.open(f"{DESK}1/tische/{full}/bearbeiten/")
    assert not page.has_button("Tisch entfernen")
    refused = facilitator.post(f"{DESK}1/tische/{full}/entfernen/")
    assert refused.status_code == 409
    assert "Er bleibt deshalb erhalten." in refused.text
    page = facilitator.open(f"{DESK}1/tische/{empty}/bearbeiten/").press("Tisch entfernen")
    assert page.notices == ["Der Tisch ist entfernt."]
    assert facilitator.post(f"{DESK}1/tische/{empty}/entfernen/").status_code == 404
    assert entries(app).count("table.removed") == 1


def test_the_list_counts_tables_and_ideas(facilitator: Visitor, workshop: None) -> None:
    page = facilitator.open(DESK)
    (row,) = [row.text for row in page.root.all("tr") if "Regionalkonferenz" in row.text]
    assert "10.02.2026, 17:00 2 1" in row
    assert "nur für das Team" in row


def test_an_empty_desk_says_so(facilitator: Visitor) -> None:
    assert "Es gibt noch keine Veranstaltung." in facilitator.open(DESK).text


WRITING = (
    "neu/",
    "1/bearbeiten/",
    "1/oeffnen/",
    "1/tische/neu/",
    "1/tische/{table}/bearbeiten/",
    "1/tische/{table}/entfernen/",
)


@pytest.mark.parametrize("path", WRITING)
def test_only_those_who_run_workshops_may(
    app: Flask, city: Cast, workshop: None, path: str
) -> None:
    address = DESK + path.format(table=_table(app, 2))
    before = entries(app)
    with app.app_context():
        other = a_city("greifswald", "Greifswald")
    for actor in (city.editor, city.citizen, other.facilitator):
        assert Visitor(sign_in(app.test_client(), actor)).post(address).status_code == 403
    assert Visitor(app.test_client()).post(address).status_code == 403
    assert entries(app) == before


def test_an_editor_reads_and_is_offered_nothing_to_write(editor: Visitor, workshop: None) -> None:
    for path in ("", "1/", "1/ideen/"):
        page = editor.open(DESK + path)
        assert "anlegen" not in page.text
        assert "ändern" not in page.text


def test_the_public_is_sent_to_sign_in(app: Flask, city: Cast) -> None:
    answer = app.test_client().get(DESK)
    assert answer.status_code == 303
    assert "/konto/anmelden/" in answer.headers["Location"]


def test_what_is_not_there_is_not_found(app: Flask, facilitator: Visitor, workshop: None) -> None:
    with app.app_context():
        other = a_city("greifswald", "Greifswald")
        with transaction():
            foreign = a_table(other, a_workshop(other)).id
    for path in (
        "9/",
        "99999999999999999999/",
        "1/tische/99999999999999999999/",
        f"1/tische/{foreign}/",
        f"1/tische/{foreign}/bearbeiten/",
        "1/ideen/9/",
        "1/import/9/",
    ):
        facilitator.open(DESK + path, status=404)
