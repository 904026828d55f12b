"""Entering, splitting and importing on screen: works, refuses, keeps, by whom and when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from charta.consultation.models import Comment
from charta.core.database import db
from charta.intake.models import Intake
from tests.intake.conftest import Setting
from tests.support.cast import START, sign_in
from tests.support.consultation import AFTER, CLOSES, a_comment, a_round
from tests.support.documents import a_docx
from tests.support.intake import TEXT, a_held, allow_guests, an_excerpt, an_intake
from tests.support.sheets import a_csv, an_xlsx
from tests.support.statements import counted
from tests.support.uploads import upload
from tests.support.visitor import Visitor

DESK = "/stralsund/schreibtisch/eingaben/"
NEW, ONE, FILE, IMPORT = f"{DESK}neu/", f"{DESK}1/", f"{DESK}datei/", f"{DESK}import/1/"
ENTRY = {
    "channel": "letter",
    "received_on": "2026-03-10",
    "title": "Zu den Radwegen",
    "source": TEXT,
    "sender_name": "Rosa Brief",
}


def at(app: Flask, moment: object) -> None:
    app.extensions["charta.clock"] = lambda: moment


def rows(app: Flask, model: type[Intake] | type[Comment]) -> int:
    with app.app_context():
        return len(db.session.scalars(select(model)).all())


def test_a_letter_is_entered_and_split(app: Flask, setting: Setting, editor: Visitor) -> None:
    page = editor.open(DESK)
    assert "Noch ist nichts eingetragen." in page.text
    page = editor.open(page.link("Eingabe eintragen")).press("Eintragen", **ENTRY)
    assert page.heading.endswith("Zu den Radwegen")
    assert "Eingetragen als E-1" in page.notices[0]
    assert "Rosa Brief" in page.text
    text = str(setting.clause.id)
    found = page.root.all("input")
    ticks = {one["value"] for one in found if one["name"] == "stretches"}
    chosen = f"{TEXT.index('der Radweg')}-{TEXT.index(' Bitte bauen')}"
    assert chosen in ticks
    page = page.press("Als Stellungnahme zuordnen", stretches=[chosen], document=text)
    assert page.notices == ["Zugeordnet als S-1."]
    assert page.field("document") == text
    assert "der Radweg am Hafen fehlt. S-1" in page.text
    done = page.press("Fertig, alles ist zugeordnet")
    assert done.notices == ["Die Eingabe ist fertig zugeordnet."]
    again = editor.open(ONE).press("Wieder öffnen")
    assert again.has_button("Als Stellungnahme zuordnen")
    public = editor.open("/stralsund/stellungnahmen/1/").text
    assert "Einsendung per Brief" in public
    assert "Rosa" not in public


def test_what_is_about_one_clause_is_a_comment_at_once(
    app: Flask, setting: Setting, facilitator: Visitor
) -> None:
    page = facilitator.open(NEW).press("Eintragen", **ENTRY, document=str(setting.clause.id))
    assert "zugeordnet" in page.text
    assert rows(app, Comment) == 1
    assert not page.has_button("Als Stellungnahme zuordnen")


def test_a_bad_entry_keeps_what_was_typed(app: Flask, setting: Setting, editor: Visitor) -> None:
    bad = {**ENTRY, "received_on": "2026-03-13", "sender_email": "rosa@brief.example"}
    page = editor.open(NEW).press("Eintragen", **bad)
    assert page.status == 422
    assert "darf nicht in der Zukunft liegen" in page.errors[0]
    assert page.field("source").strip() == TEXT
    assert page.field("sender_email") == "rosa@brief.example"
    empty = editor.open(NEW).press("Eintragen", title="Nur Betreff")
    assert (empty.status, empty.field("title")) == (422, "Nur Betreff")
    assert rows(app, Intake) == 0


def test_a_preview_saves_nothing(app: Flask, setting: Setting, editor: Visitor) -> None:
    page = editor.open(NEW).press("Vorschau", **ENTRY)
    assert "Radweg am Hafen" in page.root.of_class("c-preview")[0].text
    assert rows(app, Intake) == 0


def test_what_is_there_already_is_shown_first(
    app: Flask, setting: Setting, editor: Visitor
) -> None:
    with app.app_context():
        a_comment(setting.city, setting.round, setting.clause, source="Am Hafen fehlt ein Radweg.")
    words = {**ENTRY, "source": "Ein Radweg fehlt am Hafen!"}
    page = editor.open(NEW).press("Eintragen", **words)
    assert page.status == 200
    assert "Das klingt wie etwas, das schon da ist" in page.text
    assert rows(app, Intake) == 0
    assert page.press("Trotzdem eintragen").heading.endswith("Zu den Radwegen")
    assert "Möglicherweise schon auf anderem Weg" in editor.open(ONE).text


def test_the_very_same_is_entered_only_when_one_insists(
    app: Flask, setting: Setting, editor: Visitor
) -> None:
    first = editor.open(NEW)
    first.press("Eintragen", **ENTRY)
    late = first.press("Eintragen", **ENTRY)
    assert "Das klingt wie etwas" in late.text
    late = late.press("Trotzdem eintragen")
    assert (late.status, rows(app, Intake)) == (409, 1)
    assert "schon als E-1 eingetragen" in late.errors[0]
    assert late.press("Trotzdem eintragen").status == 200
    assert rows(app, Intake) == 2


@pytest.mark.parametrize("key", ["reviewer", "approver", "citizen"])
def test_nobody_else_reads_or_writes(app: Flask, setting: Setting, key: str) -> None:
    with app.app_context():
        an_intake(setting.city, setting.round, sender_name="Rosa Brief")
    stranger = Visitor(sign_in(app.test_client(), setting.city.actors[key]))
    for path in (DESK, NEW, ONE, FILE, IMPORT, f"{DESK}gaeste/"):
        stranger.open(path, status=403)
    for path in (NEW, ONE, FILE, IMPORT, f"{ONE}fertig/", f"{ONE}oeffnen/"):
        assert stranger.post(path).status_code == 403
    assert app.test_client().get(ONE).status_code == 303


def test_before_the_round_there_is_nothing_to_enter_into(
    app: Flask, setting: Setting, editor: Visitor
) -> None:
    at(app, START)
    assert "Noch hat keine Beteiligung begonnen." in editor.open(NEW).text
    assert editor.post(NEW, **ENTRY, round="1").status_code == 422


def test_after_the_round_it_is_taken_and_said(
    app: Flask, setting: Setting, editor: Visitor
) -> None:
    at(app, AFTER)
    late = {**ENTRY, "received_on": AFTER.date().isoformat()}
    assert "nach Fristende eingegangen" in editor.open(NEW).press("Eintragen", **late).text
    assert "nach Fristende eingegangen" in editor.open(DESK).text


def test_splitting_refuses_what_is_missing_and_what_is_taken(
    app: Flask, setting: Setting, editor: Visitor
) -> None:
    with app.app_context():
        one = an_intake(setting.city, setting.round)
    page = editor.open(ONE)
    text = str(setting.clause.id)
    assert page.press("Als Stellungnahme zuordnen", document=text).status == 422
    chosen = f"{TEXT.index('Die Schulen')}-{TEXT.index('Internet.') + 9}"
    nowhere = page.press("Als Stellungnahme zuordnen", stretches=[chosen], document="")
    assert nowhere.status == 422
    ticked = [box for box in nowhere.root.all("input") if "checked" in box.attributes]
    assert [box["value"] for box in ticked] == [chosen]
    assert page.press("Als Stellungnahme zuordnen", stretches=["1-3"], document=text).status == 422
    with app.app_context():
        an_excerpt(setting.city, one, setting.clause, "Die Schulen")
    taken = page.press("Als Stellungnahme zuordnen", stretches=[chosen], document=text)
    assert (taken.status, rows(app, Comment)) == (409, 1)
    assert "schon S-1 zugeordnet" in taken.text


def test_nothing_is_finished_without_an_answer_to_come(
    app: Flask, setting: Setting, editor: Visitor
) -> None:
    with app.app_context():
        an_intake(setting.city, setting.round)
    page = editor.open(ONE).press("Fertig, alles ist zugeordnet")
    assert page.status == 422
    assert editor.post(f"{ONE}oeffnen/").status_code == 409
    assert editor.post(f"{DESK}9/fertig/").status_code == 404


def test_a_file_is_read_into_the_form(app: Flask, setting: Setting, editor: Visitor) -> None:
    page = upload(editor, FILE, a_docx("Wir begrüßen den Entwurf."), "Post/Verband.docx")
    assert page.field("source").strip() == "Wir begrüßen den Entwurf."
    assert page.field("title") == "Verband"
    assert rows(app, Intake) == 0
    page.press("Eintragen", channel="mail")
    with app.app_context():
        assert db.session.scalars(select(Intake.file_name)).one() == "Verband.docx"
    refused = upload(editor, FILE, b"\x89PNG", "bild.png")
    assert (refused.status, "kein Text" in refused.errors[0]) == (422, True)
    assert editor.post(FILE).status_code == 422


def test_a_long_text_is_split_page_by_page_with_few_statements(
    app: Flask, setting: Setting, editor: Visitor
) -> None:
    long = "\n\n".join(f"Absatz {number} ist da. Er hat zwei Sätze." for number in range(1_500))
    costs = []
    with app.app_context():
        an_intake(setting.city, setting.round, source="Kurz.")
        an_intake(setting.city, setting.round, source=long)
    for number in (1, 2):
        editor.open(f"{DESK}{number}/")
        with counted(app) as statements:
            page = editor.open(f"{DESK}{number}/")
        costs.append(len(statements))
    assert costs[0] == costs[1] <= 14
    assert "Absatz 1 bis 40 von 1.500" in page.text
    assert len(page.root.all("input")) < 200
    last = editor.open(f"{DESK}2/?ab=99999")
    assert "Absatz 1.500 bis 1.500 von 1.500" in last.text
    with counted(app) as statements:
        editor.open(DESK)
    assert len(statements) <= 8


def test_a_table_for_any_round_is_found_from_the_list(
    app: Flask, setting: Setting, editor: Visitor
) -> None:
    label = "Aus einer Tabelle übernehmen"
    with app.app_context():
        a_round(setting.city, title="Zweite Runde", closes_at=CLOSES + timedelta(days=1))
    newest = editor.open(editor.open(DESK).link(label))
    assert "Zweite Runde" in newest.root.of_class("c-tabs__link")[0].text
    older = editor.open(newest.link(setting.round.title))
    assert older.path == IMPORT
    at(app, START)
    assert label not in editor.open(DESK).text


def test_the_preview_shows_days_as_people_write_them(
    app: Flask, setting: Setting, editor: Visitor
) -> None:
    headings = ("Text", "Kanal", "Eingangsdatum")
    content = an_xlsx(headings, ("Mehr Bänke", "Brief", date(2026, 3, 5)))
    row = upload(editor, IMPORT, content, "post.xlsx").root.all("tbody")[0].text
    assert "Brief, 05.03.2026" in row
    assert "46086" not in row


def test_a_table_is_looked_at_and_taken_over(app: Flask, setting: Setting, editor: Visitor) -> None:
    headings = ("Text", "Klausel", "Kanal", "Eingangsdatum", "Absender", "Farbe")
    good = ("Mehr Bänke", "MOB-1", "Telefon", "05.03.2026", "Rosa Brief", "rot")
    content = a_csv(headings, good, ("Ohne Kanal", "", "", "05.03.2026", "", ""), good)
    page = upload(editor, IMPORT, content, "post.csv")
    assert page.heading == "Vorschau der Übernahme"
    for words in ("Farbe", "Der Kanal fehlt", "Steht schon in Zeile 2."):
        assert words in page.text
    assert rows(app, Intake) == 0
    faulty = editor.open(f"{page.path}?urteil=faulty").root.all("tbody")[0].all("tr")
    assert [row.all("th")[0].text for row in faulty] == ["Zeile 3"]
    done = page.press("Eine Eingabe übernehmen")
    assert done.notices == ["Eine Eingabe ist übernommen."]
    assert (rows(app, Intake), rows(app, Comment)) == (1, 1)
    assert page.press("Eine Eingabe übernehmen").notices[0].startswith("Diese Tabelle war schon")
    again = upload(editor, IMPORT, content, "post.csv")
    assert "Aus dieser Datei kommt nichts hinzu" in again.text
    wrong = upload(editor, IMPORT, b"%PDF", "post.pdf")
    assert (wrong.status, "keine Tabelle" in wrong.errors[0]) == (422, True)
    assert editor.post(again.path, expected="7").status_code == 409
    assert editor.post(again.path, expected="x").status_code == 422
    at(app, START)
    early = upload(editor, IMPORT, content, "post.csv")
    assert (early.status, "noch nicht begonnen" in early.errors[0]) == (409, True)


@pytest.mark.parametrize("key", ["editor", "facilitator"])
def test_the_desk_says_what_waits(app: Flask, setting: Setting, key: str) -> None:
    visitor = Visitor(sign_in(app.test_client(), setting.city.actors[key]))
    with app.app_context():
        an_intake(setting.city, setting.round)
        allow_guests(setting.city, "moderated")
        a_held(setting.round, setting.clause, email=None)
        a_held(setting.round, setting.clause)
    page = visitor.open("/stralsund/schreibtisch/")
    for words in ("Stellungnahmen lesen", "Eingaben zuordnen"):
        assert words in page.text
    links = [link["href"] for link in page.root.all("a")]
    assert {f"{DESK}?stand=offen", f"{DESK}gaeste/"} <= set(links)
    assert "E-1" in visitor.open(f"{DESK}?stand=offen").text
