"""Writing the draft through its screens."""

from __future__ import annotations

from flask import Flask

from charta.core.database import transaction
from charta.drafting import queries, services
from tests.support.cast import START, Cast
from tests.support.drafting import a_clause, a_revision, a_section
from tests.support.visitor import Visitor

DRAFT = "/stralsund/schreibtisch/entwurf/"


def withdraw(app: Flask, city: Cast, key: str) -> None:
    """Somebody else takes a text out of the draft."""
    with app.app_context(), transaction():
        document = queries.document_by_key(city.charter_id, key)
        services.withdraw(city.editor, START, document, reason="Doppelt")


def test_a_section_and_a_clause_are_created(editor: Visitor) -> None:
    page = editor.open(DRAFT)
    assert "Der Entwurf hat noch keinen Abschnitt." in page.text
    page = editor.open(page.link("Neuer Abschnitt"))
    theme = next(option for option in page.root.all("option") if "Bildung" in option.text)
    page = page.press("Abschnitt anlegen", theme=theme["value"], title="Lernen")
    assert page.notices == ["Der Abschnitt A-1 ist angelegt."]
    assert "keinen Text zur Einleitung" in page.text
    page = editor.open(page.link("Neue Klausel"))
    page = page.press("Klausel anlegen", title="Werkstätten", source="In **jedem** Viertel.")
    assert page.notices == ["Die Klausel BIL-1 ist angelegt."]
    assert [strong.text for strong in page.root.all("strong")] == ["jedem"]
    assert "BIL-1" in editor.open(DRAFT).text


def test_an_empty_form_says_what_is_missing(editor: Visitor) -> None:
    page = editor.open(DRAFT + "neuer-abschnitt/").press("Abschnitt anlegen", source="Einleitung")
    assert page.status == 422
    assert [error.split(":")[0] for error in page.errors] == ["Handlungsfeld", "Titel"]
    assert page.field("source") == "Einleitung"


def test_the_preview_shows_the_text_and_saves_nothing(
    app: Flask, city: Cast, editor: Visitor
) -> None:
    with app.app_context():
        number = a_clause(city).id
    page = editor.open(DRAFT + "MOB-1/bearbeiten/").press("Vorschau", source="Neu und *kursiv*.")
    assert (page.status, page.errors) == (200, [])
    preview = next(part for part in page.root.all("section") if part["id"] == "preview")
    assert preview.all("em")[0].text == "kursiv"
    assert page.field("source") == "Neu und *kursiv*."
    page = page.press("Vorschau", source="[" * 3_500)
    assert page.status == 422
    assert "Formatierungszeichen" in page.errors[0]
    assert page.press("Vorschau", source="").status == 422
    with app.app_context():
        assert queries.newest_number_of(number) == 1


def test_a_new_version_is_saved_with_its_note(app: Flask, city: Cast, editor: Visitor) -> None:
    with app.app_context():
        a_clause(city)
    page = editor.open(DRAFT + "MOB-1/bearbeiten/")
    page = page.press("Als neue Version speichern", source="Neuer Text.")
    assert (page.status, len(page.errors)) == (422, 1)
    assert page.field("source") == "Neuer Text."
    page = page.press("Als neue Version speichern", note="Klarer gesagt")
    assert page.notices == ["Gespeichert als Version 2."]
    assert "Klarer gesagt" in page.text


def test_saving_without_a_change_says_so(app: Flask, city: Cast, editor: Visitor) -> None:
    with app.app_context():
        a_clause(city)
    page = editor.open(DRAFT + "MOB-1/bearbeiten/")
    page = page.press("Als neue Version speichern", note="Nichts")
    assert page.status == 422
    assert "nichts geändert" in page.errors[0]
    assert page.field("note") == "Nichts"


def test_the_second_saver_sees_both_wordings_and_loses_nothing(
    app: Flask, city: Cast, editor: Visitor, second_editor: Visitor
) -> None:
    with app.app_context():
        a_clause(city)
    mine = editor.open(DRAFT + "MOB-1/bearbeiten/")
    theirs = second_editor.open(DRAFT + "MOB-1/bearbeiten/")
    theirs.press(
        "Als neue Version speichern", source="Die Stadt baut breite Radwege.", note="Breiter"
    )
    page = mine.press(
        "Als neue Version speichern",
        title="Radwege für alle",
        source="Die Stadt baut sichere Wege.",
        note="Nicht nur Räder",
    )
    assert page.status == 409
    assert "Inzwischen hat jemand anderes gespeichert" in page.text
    assert "Version 2" in page.text
    assert "Emil Redaktion" in page.text
    assert "Die Stadt baut breite Radwege." in page.text
    assert any("breite" in deleted.text for deleted in page.root.all("del"))
    assert any("sichere" in inserted.text for inserted in page.root.all("ins"))
    assert page.root.of_class("c-diff-legend")
    typed = [page.field(name) for name in ("base", "title", "source", "note")]
    assert typed == ["2", "Radwege für alle", "Die Stadt baut sichere Wege.", "Nicht nur Räder"]
    page = page.press("Auf Grundlage von Version 2 speichern")
    assert page.notices == ["Gespeichert als Version 3."]


def test_a_conflict_over_a_text_that_cannot_be_shown_keeps_it(
    app: Flask, city: Cast, editor: Visitor
) -> None:
    with app.app_context():
        clause = a_clause(city)
        page = editor.open(DRAFT + "MOB-1/bearbeiten/")
        a_revision(city, clause)
    page = page.press("Als neue Version speichern", source="[" * 3_500, note="Klammern")
    assert page.status == 409
    assert page.field("source") == "[" * 3_500
    assert "Formatierungszeichen" in page.errors[0]


def test_what_was_typed_survives_a_withdrawal(app: Flask, city: Cast, editor: Visitor) -> None:
    with app.app_context():
        a_clause(city)
    page = editor.open(DRAFT + "MOB-1/bearbeiten/")
    withdraw(app, city, "MOB-1")
    page = page.press("Als neue Version speichern", source="Mühsam getippt.", note="Neu")
    assert page.status == 409
    assert page.field("source") == "Mühsam getippt."
    assert "zurückgezogen" in page.errors[0]
    editor.open(DRAFT + "MOB-1/bearbeiten/", status=409)


def test_a_clause_is_not_made_in_a_withdrawn_section(
    app: Flask, city: Cast, editor: Visitor
) -> None:
    with app.app_context():
        a_section(city)
    page = editor.open(DRAFT + "A-1/neue-klausel/")
    withdraw(app, city, "A-1")
    page = page.press("Klausel anlegen", title="Zu spät", source="Mühsam getippt.")
    assert page.status == 409
    assert page.field("source") == "Mühsam getippt."
