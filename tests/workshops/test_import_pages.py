"""A table of ideas is uploaded, looked at, and taken over with one press."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from charta.core import clock
from charta.core.database import db, transaction
from charta.journal.models import JournalEntry
from charta.workshops.models import Idea, IdeaImport
from tests.support import uploads
from tests.support.cast import Cast, a_city, sign_in
from tests.support.sheets import HEADINGS, a_csv, an_xlsx
from tests.support.visitor import Visit, Visitor
from tests.support.workshops import a_workshop, an_idea

UPLOAD = "/stralsund/schreibtisch/veranstaltungen/1/import/"
ROWS = (
    ("Mehr Bänke; am Hafen", "MOB", "Politik"),
    ("Mehr Bänke; am Hafen", "Nachhaltige Mobilität", ""),
    ("", "MOB", ""),
    ("Vorhanden", "MOB", ""),
    ("<b>Mehr</b> Bäume", "Bildung", "Adel"),
    ("Mehr Bücher", "bildung", "wirtschaft"),
)


@pytest.fixture(autouse=True)
def workshop(app: Flask, city: Cast) -> None:
    """Workshop 1 with one idea."""
    with app.app_context(), transaction():
        an_idea(city, a_workshop(city), "Vorhanden")


def upload(visitor: Visitor, content: bytes, name: str = "ideen.csv") -> Visit:
    return uploads.upload(visitor, UPLOAD, content, name)


def ideas(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(Idea.text).order_by(Idea.number)))


def verdicts(page: Visit) -> list[str]:
    return [row.text for body in page.root.all("tbody") for row in body.all("tr")]


@pytest.mark.parametrize(
    "content", [a_csv(HEADINGS, *ROWS, encoding="cp1252"), an_xlsx(HEADINGS, *ROWS)]
)
def test_a_table_is_looked_at_and_taken_over(
    app: Flask, facilitator: Visitor, content: bytes
) -> None:
    assert facilitator.open(UPLOAD).heading == "Ideen aus einer Tabelle übernehmen"
    page = upload(facilitator, content)
    assert page.heading == "Vorschau der Übernahme"
    expected = ("2 wird", "3 doppelt", "4 fehler", "5 doppelt", "6 fehler", "7 wird")
    for line, beginning in zip(verdicts(page), expected, strict=True):
        assert line.startswith(f"Zeile {beginning}")
    for words in (
        "Steht schon in Zeile 2.",
        "Die Idee fehlt.",
        "Steht schon als Idee I-1",
        "Die Gruppe „Adel“ gibt es in dieser Charta nicht.",
        "<b>Mehr</b> Bäume",
    ):
        assert words in page.text
    assert ideas(app) == ["Vorhanden"]
    page = page.press("2 Ideen übernehmen")
    assert page.notices == ["2 Ideen sind übernommen."]
    assert ideas(app) == ["Vorhanden", "Mehr Bänke; am Hafen", "Mehr Bücher"]
    again = upload(facilitator, content)
    assert "Aus dieser Datei kommt nichts hinzu" in again.text
    with app.app_context():
        actions = list(db.session.scalars(select(JournalEntry.action)))
    assert actions.count("ideas.imported") == 1


def test_pressing_twice_adds_nothing(app: Flask, facilitator: Visitor) -> None:
    page = upload(facilitator, a_csv(HEADINGS, *ROWS))
    page.press("2 Ideen übernehmen")
    again = page.press("2 Ideen übernehmen")
    assert again.notices == ["Diese Tabelle war schon übernommen. Es kam nichts hinzu."]
    assert len(ideas(app)) == 3


def test_a_preview_that_no_longer_holds_is_shown_anew(
    app: Flask, city: Cast, facilitator: Visitor
) -> None:
    page = upload(facilitator, a_csv(HEADINGS, *ROWS))
    with app.app_context(), transaction():
        an_idea(city, a_workshop(city), "Anderswo stört sie nicht")
    facilitator_second = upload(facilitator, a_csv(HEADINGS, ROWS[0]))
    facilitator_second.press("Eine Idee übernehmen")
    late = page.press("2 Ideen übernehmen")
    assert late.status == 409
    assert "Bitte prüfen Sie die Vorschau noch einmal." in late.text
    assert len(ideas(app)) == 3
    assert late.press("Eine Idee übernehmen").notices == ["Eine Idee ist übernommen."]


@pytest.mark.parametrize("expected", ["", "x", "-1", "0", "9999", "3"])
def test_a_forged_confirmation_writes_nothing(
    app: Flask, facilitator: Visitor, expected: str
) -> None:
    page = upload(facilitator, a_csv(HEADINGS, *ROWS))
    answer = facilitator.post(page.path, expected=expected)
    assert answer.status_code in {409, 422}
    assert ideas(app) == ["Vorhanden"]


def test_the_preview_is_filtered_and_paginated(facilitator: Visitor) -> None:
    rows = [(f"Einfall {number}", "MOB" if number % 2 else "Kunst", "") for number in range(300)]
    page = upload(facilitator, a_csv(HEADINGS, *rows))
    assert "1 bis 50 von 300" in page.text
    wrong = facilitator.open(page.link("Fehlerhaft (150)"))
    assert "1 bis 50 von 150" in wrong.text
    last = facilitator.open(facilitator.open(wrong.link("Nächste")).link("Nächste"))
    assert "101 bis 150 von 150" in last.text
    assert all("fehlerhaft" in line for line in verdicts(last))
    assert "51 bis 100 von 150" in facilitator.open(last.link("Vorherige")).text
    for query in ("urteil=quatsch", "ab=99999", "ab=x", "urteil=taken&ab=-3"):
        facilitator.open(f"{page.path}?{query}")
    assert (
        "Keine Zeile hat dieses Urteil." in facilitator.open(f"{page.path}?urteil=duplicate").text
    )


def test_columns_that_are_not_read_are_named(facilitator: Visitor) -> None:
    page = upload(facilitator, a_csv(("Nr.", *HEADINGS), ("1", *ROWS[0])))
    assert "Diese Spalten werden nicht gelesen" in page.text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Bitte wählen Sie eine Datei aus."),
        (b"   ", "Die Datei ist leer."),
        (b"%PDF-1.4", "Das ist keine Tabelle."),
        (b"PK\x03\x04", "beschädigt"),
        (b"Nummer;Name\r\n1;2", "Es fehlt die Überschrift „Idee“"),
        (b"x" * (5 * 1024 * 1024 + 1), "größer als 5 MB"),
    ],
)
def test_a_wrong_file_is_refused(
    app: Flask, facilitator: Visitor, content: bytes, words: str
) -> None:
    page = upload(facilitator, content, name="" if not content else "ideen.csv")
    assert page.status == 422
    assert any(words in error for error in page.errors), page.errors
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(IdeaImport)) == 0


def test_far_too_much_is_not_even_read(facilitator: Visitor) -> None:
    answer = facilitator.client.post(
        UPLOAD, data=b"x" * (6 * 1024 * 1024), content_type="multipart/form-data; boundary=x"
    )
    assert answer.status_code == 413
    assert "größer als erlaubt" in answer.text


def test_words_instead_of_a_file_are_refused(facilitator: Visitor) -> None:
    assert facilitator.post(UPLOAD, file="Idee;Thema").status_code == 422


def test_a_name_with_folders_and_invisible_characters_is_cleaned(facilitator: Visitor) -> None:
    page = upload(facilitator, a_csv(HEADINGS, *ROWS), name="C:/Neu/<i>\u202eideen.csv")
    assert "Datei: <i>ideen.csv" in page.text


def test_a_preview_ends_after_a_day(app: Flask, facilitator: Visitor) -> None:
    page = upload(facilitator, a_csv(HEADINGS, *ROWS))
    later = clock.system_clock() + timedelta(days=1)
    app.extensions["charta.clock"] = lambda: later
    assert facilitator.client.get(page.path).status_code == 404
    assert facilitator.post(page.path, expected="2").status_code == 404


def test_only_those_who_run_workshops_may(app: Flask, city: Cast, facilitator: Visitor) -> None:
    path = upload(facilitator, a_csv(HEADINGS, *ROWS)).path
    with app.app_context():
        other = a_city("greifswald", "Greifswald")
    for actor in (city.editor, city.citizen, other.facilitator):
        visitor = Visitor(sign_in(app.test_client(), actor))
        assert visitor.post(UPLOAD).status_code == 403
        assert visitor.post(path, expected="2").status_code == 403
    assert ideas(app) == ["Vorhanden"]


def test_three_thousand_rows_take_few_statements(app: Flask, facilitator: Visitor) -> None:
    rows = [(f"Einfall Nummer {number}", "MOB", "Politik") for number in range(3000)]
    content = a_csv(HEADINGS, *rows)
    statements: list[str] = []
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda *args: statements.append(str(args[2])))
    page = upload(facilitator, content)
    assert len(statements) <= 30, "\n".join(statements)
    statements.clear()
    page = page.press(
        "3.000 Ideen übernehmen"
        if page.has_button("3.000 Ideen übernehmen")
        else "3000 Ideen übernehmen"
    )
    assert len(statements) <= 40, "\n".join(statements)
    assert len(ideas(app)) == 3001
