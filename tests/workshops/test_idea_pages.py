"""Ideas are written down one after the other, found, corrected and taken back."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import event, select

from charta.core.database import db, transaction
from charta.journal.models import JournalEntry
from charta.workshops import services
from charta.workshops.models import Idea, Table, Workshop
from tests.support.cast import START, Cast, a_city, sign_in
from tests.support.visitor import Visitor
from tests.support.workshops import a_table, a_workshop, an_idea

DESK = "/stralsund/schreibtisch/veranstaltungen/1/"


@pytest.fixture
def table(app: Flask, city: Cast) -> str:
    """Give the address of the one table of workshop 1."""
    with app.app_context(), transaction():
        return f"{DESK}tische/{a_table(city, a_workshop(city)).id}/"


def entries(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(JournalEntry.action).order_by(JournalEntry.id)))


def open_it(app: Flask, city: Cast) -> None:
    with app.app_context(), transaction():
        workshop = db.session.scalars(select(Workshop)).one()
        services.open_workshop(city.facilitator, START, workshop)


def write(app: Flask, city: Cast, *texts: str, theme: str = "MOB") -> None:
    with app.app_context(), transaction():
        workshop = db.session.scalars(select(Workshop)).one()
        for text in texts:
            an_idea(
                city,
                workshop,
                text,
                theme=theme,
                table=db.session.scalars(select(Table)).one() if theme == "MOB" else None,
            )


def ideas(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(Idea.text).order_by(Idea.number)))


def test_ideas_are_written_one_after_the_other(
    app: Flask, city: Cast, facilitator: Visitor, table: str
) -> None:
    page = facilitator.open(table)
    (area,) = page.root.all("textarea")
    assert "autofocus" in area.attributes
    group = str(city.groups["Wirtschaft"])
    page = page.press("Idee speichern", text="Mehr Bänke", group=group, channel="paper")
    assert page.path == table
    assert page.notices == ["Idee I-1 ist notiert."]
    assert (page.field("text"), page.field("group"), page.field("channel")) == (
        *("", group, "paper"),
    )
    page = page.press("Idee speichern", text="Mehr\r\nBäume")
    assert page.text.index("Bäume") < page.text.index("Bänke")
    with app.app_context():
        idea = db.session.scalars(select(Idea).where(Idea.number == 2)).one()
        assert (idea.text, idea.channel, idea.group_id) == ("Mehr\nBäume", "paper", int(group))
        assert idea.created_by_id == city.facilitator.person_id
    assert entries(app)[-2:] == ["idea.added", "idea.added"]


@pytest.mark.parametrize(
    "case",
    [
        ({"text": ""}, "Bitte füllen Sie dieses Feld aus."),
        ({"text": "   "}, "Bitte füllen Sie dieses Feld aus."),
        ({"text": "x" * 2001}, "höchstens 2000 Zeichen"),
        ({"text": "a\0b"}, "Steuerzeichen"),
        ({"text": "a\u202eb"}, "Schreibrichtung"),
        ({"text": "mehr bänke"}, "als Idee I-1"),
        ({"text": "Neu", "group": "99999"}, "Bitte wählen Sie"),
        ({"text": "Neu", "channel": "import"}, "Bitte wählen Sie"),
    ],
)
def test_a_wrong_idea_is_refused_and_kept(
    app: Flask,
    city: Cast,
    facilitator: Visitor,
    table: str,
    case: tuple[dict[str, str], str],
) -> None:
    values, words = case
    write(app, city, "Mehr Bänke")
    before = entries(app)
    page = facilitator.open(table).press("Idee speichern", **values)
    assert page.status == 422
    assert any(words in error for error in page.errors), page.errors
    assert page.field("text").strip() == values["text"].strip()
    assert entries(app) == before


def test_the_list_at_a_table_goes_on_by_key(
    app: Flask, city: Cast, facilitator: Visitor, table: str
) -> None:
    write(app, city, *(f"Einfall Nummer {number}" for number in range(1, 46)))
    first = facilitator.open(table)
    assert "45 Ideen an diesem Tisch" in first.text
    assert ("Nummer 45" in first.text, "Nummer 25" in first.text) == (True, False)
    last = facilitator.open(facilitator.open(first.link("Nächste")).link("Nächste"))
    assert ("Nummer 5" in last.text, "Nummer 6" in last.text) == (True, False)
    back = facilitator.open(last.link("Vorherige"))
    assert ("Nummer 6" in back.text, "Nummer 25" in back.text) == (True, True)


def test_ideas_are_found_by_theme_group_and_words(
    app: Flask, city: Cast, facilitator: Visitor, table: str
) -> None:
    write(app, city, "Mehr Bänke am Hafen", "Mehr Bäume am 100% Hafen")
    write(app, city, "Mehr Bücher", theme="BIL")
    page = facilitator.open(f"{DESK}ideen/")
    assert "Bücher" in page.text
    filtered = page.press("Filter anwenden", thema=str(city.themes["MOB"]))
    assert ("Bücher" in filtered.text, "Bäume" in filtered.text) == (False, True)
    for words, found in (("hafen MEHR", True), ("100% hafen", True), ("1_0", False)):
        searched = page.press("Filter anwenden", q=words)
        assert ("Bäume" in searched.text) is found, words
    for query in ("thema=x&gruppe=9999999999999&vor=-1", "q=%00", "thema=99999"):
        facilitator.open(f"{DESK}ideen/?{query}")
    assert "Keine Idee passt" in page.press("Filter anwenden", q="nirgends").text


def test_an_idea_is_corrected_and_moved(
    app: Flask, city: Cast, facilitator: Visitor, table: str
) -> None:
    write(app, city, "Mehr Bänke")
    page = facilitator.open(facilitator.open(table).link("I-1 ändern"))
    assert page.field("text") == "Mehr Bänke"
    page = page.press(
        "Änderungen speichern", text="Mehr Bänke!", theme=str(city.themes["BIL"]), group=""
    )
    assert (page.path, page.notices) == (table, ["Ihre Änderungen sind gespeichert."])
    with app.app_context():
        idea = db.session.scalars(select(Idea)).one()
        assert (idea.text, idea.theme_id, idea.group_id) == (
            *("Mehr Bänke!", city.themes["BIL"], None),
        )
    assert entries(app)[-1] == "idea.changed"


def test_a_wrong_correction_is_refused_and_kept(
    app: Flask, city: Cast, facilitator: Visitor, table: str
) -> None:
    write(app, city, "Mehr Bänke", "Mehr Bäume")
    for text, words in (("", "Bitte füllen"), ("mehr BÄUME", "als Idee I-2")):
        page = facilitator.open(f"{DESK}ideen/1/").press("Änderungen speichern", text=text)
        assert page.status == 422
        assert words in page.errors[0]
        assert page.field("text") == text
    assert ideas(app) == ["Mehr Bänke", "Mehr Bäume"]


def test_once_open_the_wording_is_shown_and_cannot_be_sent(
    app: Flask, city: Cast, facilitator: Visitor, table: str
) -> None:
    write(app, city, "Mehr Bänke")
    open_it(app, city)
    page = facilitator.open(f"{DESK}ideen/1/")
    assert "Der Wortlaut steht fest." in page.text
    assert not page.has_button("Idee entfernen")
    theme = str(city.themes["BIL"])
    sent = facilitator.post(f"{DESK}ideen/1/", text="Anders", theme=theme, group="")
    assert sent.status_code == 422
    page.press("Änderungen speichern", theme=theme)
    with app.app_context():
        idea = db.session.scalars(select(Idea)).one()
        assert (idea.text, idea.theme_id) == ("Mehr Bänke", city.themes["BIL"])


def test_a_form_from_before_the_opening_conflicts_with_it(
    app: Flask, city: Cast, facilitator: Visitor, table: str
) -> None:
    write(app, city, "Mehr Bänke")
    open_it(app, city)
    assert facilitator.post(f"{DESK}ideen/1/entfernen/").status_code == 409
    assert ideas(app) == ["Mehr Bänke"]


def test_a_mistake_is_taken_back(app: Flask, city: Cast, facilitator: Visitor, table: str) -> None:
    write(app, city, "Mehr Bänke", "Versehen")
    page = facilitator.open(f"{DESK}ideen/2/").press("Idee entfernen: I-2")
    assert page.notices == ["Idee I-2 ist entfernt."]
    assert ideas(app) == ["Mehr Bänke"]
    assert entries(app)[-1] == "idea.removed"


@pytest.mark.parametrize("path", ["{table}", f"{DESK}ideen/1/", f"{DESK}ideen/1/entfernen/"])
def test_only_those_who_run_workshops_may(app: Flask, city: Cast, table: str, path: str) -> None:
    write(app, city, "Mehr Bänke")
    before = entries(app)
    with app.app_context():
        other = a_city("greifswald", "Greifswald")
    address = path.format(table=table)
    values = {"text": "Neu", "theme": str(city.themes["MOB"]), "group": ""}
    for actor in (city.editor, city.citizen, other.facilitator):
        visitor = Visitor(sign_in(app.test_client(), actor))
        assert visitor.post(address, **values).status_code == 403
    assert Visitor(app.test_client()).post(address, **values).status_code == 403
    assert entries(app) == before


@pytest.mark.parametrize("count", [10, 60])
def test_pages_take_few_statements_however_many_ideas(
    app: Flask, city: Cast, facilitator: Visitor, table: str, count: int
) -> None:
    write(app, city, *(f"Einfall Nummer {number}" for number in range(count)))
    statements: list[str] = []
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda *args: statements.append(str(args[2])))
    for path in (table, f"{DESK}ideen/", DESK, f"{DESK}ideen/1/", f"{DESK}import/"):
        statements.clear()
        facilitator.open(path)
        assert len(statements) <= 10, "\n".join(statements)
