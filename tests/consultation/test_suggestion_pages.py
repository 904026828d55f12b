"""The editors' pages of suggestions: side by side, taking over, and what follows."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from charta.consultation.models import Adoption, Round
from charta.core.database import transaction
from charta.drafting import queries as drafting
from charta.drafting import services as drafting_services
from charta.drafting.models import Document, Revision
from tests.consultation.conftest import Visits, amount, entries
from tests.support.cast import START, Cast
from tests.support.consultation import DURING, a_comment, an_answer
from tests.support.drafting import a_revision
from tests.support.releases import an_open_release
from tests.support.suggestions import a_suggestion, an_adoption

LIST = "/stralsund/schreibtisch/entwurf/MOB-1/vorschlaege/"
TEXTS = "/stralsund/schreibtisch/vorschlaege/"
ONE = "/stralsund/schreibtisch/stellungnahmen/1/"
TAKE = f"{ONE}uebernehmen/"
EDIT = f"{ONE}bearbeitet-uebernehmen/"
HISTORY = "/stralsund/schreibtisch/entwurf/MOB-1/versionen/"
WHOLLY, AFTER_EDITING = "Übernehmen: S-1", "Als neue Version übernehmen"
GIVE = "Zur Freigabe geben"
WRONG = ("citizen", "approver", "reviewer", "facilitator", "admin")

pytestmark = pytest.mark.usefixtures("at")


@pytest.fixture(autouse=True)
def suggested(app: Flask, city: Cast, found: Round, clause: Document) -> None:
    """S-1 by Carla: “breite” for “sichere”."""
    with app.app_context():
        a_suggestion(city, found, clause)


def versions(app: Flask) -> int:
    with app.app_context():
        return amount(Revision)


def newest(app: Flask, clause: Document) -> Revision:
    with app.app_context():
        return drafting.current_revision(clause.id)


def test_suggestions_stand_side_by_side(
    app: Flask, city: Cast, found: Round, clause: Document, visits: Visits
) -> None:
    with app.app_context():
        a_suggestion(city, found, clause, "sichere Radwege", "Wege", author=city.second_citizen)
        a_suggestion(city, found, clause, "Stadt", "Hansestadt", author=city.second_citizen)
        a_comment(city, found, clause, source="Ohne Vorschlag")
    page = visits(city.editor).open(LIST)
    cards = page.root.of_class("c-suggestion")
    assert [card["id"] for card in cards] == ["S-1", "S-2", "S-3"]
    first = cards[0]
    assert "Carla Bürgerin" in first.text
    assert "zu Version 1" in first.text
    assert "Zwei Lastenräder" in first.text
    assert [part.text for part in first.all("del")] == ["Gelöscht: sichere Ende der Löschung."]
    assert [part.text for part in first.all("ins")] == ["Eingefügt: breite Ende der Einfügung."]
    assert "Berührt sich mit S-2" in first.text
    assert "Berührt sich mit S-1" in cards[1].text
    assert "Berührt sich" not in cards[2].text
    assert "Ohne Vorschlag" not in page.text


def test_with_one_press_a_suggestion_becomes_a_version(
    app: Flask, city: Cast, clause: Document, visits: Visits
) -> None:
    page = visits(city.editor).open(LIST).press(WHOLLY)
    assert page.path == ONE
    assert page.notices == [
        "Übernommen als Version 2. Die Antwort ist vorbereitet: prüfen und veröffentlichen Sie sie."
    ]
    saved = newest(app, clause)
    assert saved.source == "Die Stadt baut breite Radwege."
    assert saved.note == "Anregung von S-1"
    with app.app_context():
        [entry] = entries("suggestion.adopted")
        assert entry.details["wholly"] is True
        assert "Carla" not in str(entry.details)
        assert len(entries("clause.revised")) == 1


def test_the_answer_is_prepared_and_can_be_given(app: Flask, city: Cast, visits: Visits) -> None:
    visits(city.editor).open(LIST).press(WHOLLY)
    rounds = visits(city.second_editor).open("/stralsund/schreibtisch/abwaegung/1/")
    assert "Vorschlag übernommen" in rounds.text
    page = visits(city.second_editor).open(ONE)
    assert "Übernommen als Version 2, wie vorgeschlagen." in page.text
    assert page.field("disposition") == "adopted"
    assert "so übernommen" in page.field("source")
    assert visits(None).open("/stralsund/stellungnahmen/1/").text.count("so übernommen") == 0
    page.press(GIVE)
    visits(city.approver).open(ONE).press("Freigeben")
    with app.app_context():
        an_open_release(city, now=DURING)
    public = visits(None).open("/stralsund/stellungnahmen/1/")
    assert "so übernommen" in public.text
    assert "Version 2" in public.text
    table = visits(city.editor).open("/stralsund/schreibtisch/abwaegung/1/")
    assert "Vorschlag übernommen" not in table.text


def test_an_edited_suggestion_is_adopted_partly(
    app: Flask, city: Cast, clause: Document, visits: Visits
) -> None:
    page = visits(city.editor).open(EDIT)
    assert page.field("source").strip() == "Die Stadt baut breite Radwege."
    assert page.field("title") == "Sichere Radwege"
    page = page.press(
        AFTER_EDITING, source="Die Stadt baut breite, sichere Radwege.", note="Beides zählt"
    )
    assert page.path == ONE
    assert page.field("disposition") == "partly_adopted"
    assert "angepasst" in page.field("source")
    saved = newest(app, clause)
    assert saved.source == "Die Stadt baut breite, sichere Radwege."
    assert saved.note == "Anregung von S-1. Beides zählt"


def test_a_proposal_left_as_it_is_counts_as_taken_over_wholly(city: Cast, visits: Visits) -> None:
    page = visits(city.editor).open(EDIT).press(AFTER_EDITING)
    assert page.field("disposition") == "adopted"


def test_a_preview_saves_nothing(app: Flask, city: Cast, visits: Visits) -> None:
    page = visits(city.editor).open(EDIT).press("Vorschau", source="Ganz *anders*.")
    assert [part.text for part in page.root.all("em")] == ["anders"]
    assert page.field("source").strip() == "Ganz *anders*."
    assert page.press("Vorschau", source="[" * 3_500).status == 422
    assert versions(app) == 2


def test_what_was_typed_is_kept_when_it_is_refused(app: Flask, city: Cast, visits: Visits) -> None:
    page = visits(city.editor).open(EDIT)
    told = page.press(AFTER_EDITING, title="", source="Mühsam geschrieben.", note="Grund")
    assert told.status == 422
    assert [error.split(":")[0] for error in told.errors] == ["Titel"]
    assert told.field("source").strip() == "Mühsam geschrieben."
    assert told.field("note").strip() == "Grund"
    told = page.press(AFTER_EDITING, source="Die Stadt baut sichere Radwege.")
    assert told.status == 422
    assert "nichts geändert" in told.errors[0]
    assert visits(city.editor).post(TAKE, base="viele").status_code == 422
    assert versions(app) == 2


def test_only_editors_take_over(app: Flask, city: Cast, visits: Visits) -> None:
    for name in WRONG:
        visitor = visits(city.actors[name])
        for path in (LIST, TEXTS, EDIT):
            visitor.open(path, status=403)
        assert visitor.post(TAKE, base="1").status_code == 403
        assert visitor.post(EDIT, base="1", title="T", source="S").status_code == 403
    assert visits(None).client.get(LIST).status_code == 303
    assert versions(app) == 2


def test_nobody_takes_their_own_suggestion_over(
    app: Flask, city: Cast, found: Round, clause: Document, visits: Visits
) -> None:
    with app.app_context():
        a_suggestion(city, found, clause, "Stadt", "Hansestadt", author=city.editor)
    page = visits(city.editor).open(LIST)
    own = page.root.of_class("c-suggestion")[1]
    assert "Dieser Vorschlag ist von Ihnen." in own.text
    assert not own.all("button")
    path = "/stralsund/schreibtisch/stellungnahmen/2/"
    assert visits(city.editor).post(f"{path}uebernehmen/", base="1").status_code == 403
    told = visits(city.editor).open(f"{path}bearbeitet-uebernehmen/", status=403)
    assert "Den eigenen Vorschlag übernimmt jemand anderes." in told.text
    visits(city.second_editor).open(LIST).press("Übernehmen: S-2")
    assert versions(app) == 3


def test_a_suggestion_is_taken_over_once(app: Flask, city: Cast, visits: Visits) -> None:
    first, second = visits(city.editor).open(LIST), visits(city.second_editor).open(LIST)
    editing = visits(city.second_editor).open(EDIT)
    first.press(WHOLLY)
    told = second.press(WHOLLY)
    assert told.status == 409
    assert "S-1 ist schon übernommen: Version 2." in told.text
    assert not told.has_button(AFTER_EDITING)
    told = editing.press(AFTER_EDITING, source="Meine Fassung.")
    assert told.status == 409
    assert told.field("source").strip() == "Meine Fassung."
    visits(city.editor).open(EDIT, status=409)
    assert versions(app) == 3
    with app.app_context():
        assert amount(Adoption) == 1


def test_who_comes_second_sees_both_texts(
    app: Flask, city: Cast, clause: Document, visits: Visits
) -> None:
    page = visits(city.editor).open(LIST)
    with app.app_context():
        a_revision(city, clause, "Die Stadt baut sichere Radwege und Brücken.", note="Brücken")
    told = page.press(WHOLLY)
    assert told.status == 409
    assert "Inzwischen hat jemand anderes gespeichert" in told.text
    assert "Die Stadt baut sichere Radwege und Brücken." in told.text
    assert told.field("source").strip() == "Die Stadt baut breite Radwege und Brücken."
    after = told.press("Auf Grundlage von Version 2 übernehmen")
    assert after.field("disposition") == "adopted"
    assert newest(app, clause).source == "Die Stadt baut breite Radwege und Brücken."


def test_an_edit_conflict_keeps_what_was_typed(
    app: Flask, city: Cast, clause: Document, visits: Visits
) -> None:
    page = visits(city.editor).open(EDIT)
    with app.app_context():
        a_revision(city, clause, "Die Stadt baut sichere Radwege und Brücken.", note="Brücken")
    told = page.press(AFTER_EDITING, source="Breite Wege.", title="Wege", note="Kürzer")
    assert told.status == 409
    assert "Radwege und Brücken." in told.text
    typed = [told.field(name).strip() for name in ("base", "title", "source", "note")]
    assert typed == ["2", "Wege", "Breite Wege.", "Kürzer"]
    told.press("Auf Grundlage von Version 2 übernehmen")
    assert newest(app, clause).source == "Breite Wege."


def test_a_withdrawn_text_takes_nothing_over(
    app: Flask, city: Cast, clause: Document, visits: Visits
) -> None:
    page, editing = visits(city.editor).open(LIST), visits(city.editor).open(EDIT)
    with app.app_context(), transaction():
        document = drafting.document_by_key(city.charter_id, "MOB-1")
        drafting_services.withdraw(city.editor, START, document, reason="Doppelt")
    told = page.press(WHOLLY)
    assert told.status == 409
    assert "MOB-1 ist zurückgezogen." in told.errors[0]
    told = editing.press(AFTER_EDITING, source="Getippt.")
    assert told.status == 409
    assert told.field("source").strip() == "Getippt."
    again = visits(city.editor).open(LIST)
    assert "Dieser Text ist zurückgezogen" in again.text
    assert not again.has_button(WHOLLY)
    assert versions(app) == 2


def test_what_has_gone_on_since_is_said(
    app: Flask, city: Cast, clause: Document, visits: Visits
) -> None:
    with app.app_context():
        a_revision(city, clause, "Alles ganz anders gesagt, ohne ein Wort von früher.")
    page = visits(city.editor).open(LIST)
    assert "Er lässt sich nur von Hand übernehmen." in page.text
    assert "Gegenüber Version 1, zu der er gemacht wurde" in page.text
    assert not page.has_button(WHOLLY)
    answer = visits(city.editor).post(TAKE, base="2")
    assert answer.status_code == 409
    assert "S-1 lässt sich nur von Hand übernehmen." in answer.text
    editing = visits(city.editor).open(EDIT)
    assert editing.field("source").strip().startswith("Alles ganz anders")
    after = editing.press(AFTER_EDITING, source="Alles anders und breit gesagt.")
    assert after.field("disposition") == "partly_adopted"


def test_a_text_that_reads_so_already_needs_only_an_answer(
    app: Flask, city: Cast, clause: Document, visits: Visits
) -> None:
    with app.app_context():
        a_revision(city, clause, "Die Stadt baut breite Radwege.")
    page = visits(city.editor).open(LIST)
    assert "Der Text lautet schon so." in page.text
    assert not page.has_button(WHOLLY)


def test_other_words_for_a_whole_text_are_merged_with_what_changed_since(
    app: Flask, city: Cast, found: Round, clause: Document, visits: Visits
) -> None:
    with app.app_context():
        wording = "Die Stadt baut sichere Radwege. Sie fragt vorher die Kinder."
        a_suggestion(city, found, clause, None, wording, author=city.second_citizen)
        a_revision(city, clause, "Die Hansestadt baut sichere Radwege.")
    page = visits(city.editor).open(LIST)
    assert "Der Text ist seitdem an anderen Stellen geändert worden." in page.text
    page.press("Übernehmen: S-2")
    expected = "Die Hansestadt baut sichere Radwege. Sie fragt vorher die Kinder."
    assert newest(app, clause).source == expected


def test_the_history_names_who_is_to_be_thanked(app: Flask, city: Cast, visits: Visits) -> None:
    visits(city.editor).open(LIST).press(WHOLLY)
    for path in (HISTORY, f"{HISTORY}2/", "/stralsund/schreibtisch/entwurf/MOB-1/"):
        page = visits(city.reviewer).open(path)
        assert "Anregung von Carla Bürgerin (S-1)" in page.text
        assert page.link("S-1") == "/stralsund/stellungnahmen/1/"
    assert "Carla" not in visits(city.reviewer).open(f"{HISTORY}1/").text


def test_the_public_reads_the_thanks_when_the_version_is_public(
    app: Flask, city: Cast, visits: Visits
) -> None:
    visits(city.editor).open(LIST).press(WHOLLY)
    path = "/stralsund/klauseln/MOB-1/"
    assert "Anregung von" not in visits(None).open(path).text
    with app.app_context():
        an_open_release(city, now=DURING)
    page = visits(None).open(path)
    assert "Anregung von Carla Bürgerin (S-1)" in page.text


def test_settled_suggestions_stand_apart(
    app: Flask, city: Cast, found: Round, clause: Document, visits: Visits
) -> None:
    with app.app_context():
        second = a_suggestion(city, found, clause, "Stadt", "Hansestadt")
        an_answer(city, second, disposition="not_adopted")
        a_suggestion(city, found, clause, "baut", "plant")
    visits(city.editor).open(LIST).press(WHOLLY)
    page = visits(city.editor).open(LIST)
    assert [card["id"] for card in page.root.of_class("c-suggestion")] == ["S-3"]
    done = visits(city.editor).open(page.link("Erledigte Vorschläge (2)"))
    rows = [row.text for row in done.root.all("tr")[1:]]
    assert [row[:3] for row in rows] == ["S-2", "S-1"]
    assert "nicht übernommen" in rows[0]
    assert "Version 2" in rows[1]
    assert "wie vorgeschlagen" in rows[1]
    assert "vorbereitet" in rows[1]


def test_the_desk_leads_to_texts_with_open_suggestions(
    app: Flask, city: Cast, visits: Visits
) -> None:
    desk = visits(city.editor).open("/stralsund/schreibtisch/")
    texts = visits(city.editor).open(desk.link("Offene Vorschläge ansehen"))
    assert texts.path == TEXTS
    page = visits(city.editor).open(texts.link("MOB-1"))
    assert page.path == LIST
    page.press(WHOLLY)
    assert "Zurzeit wartet kein Vorschlag." in visits(city.editor).open(TEXTS).text


def test_many_suggestions_come_in_pages(
    app: Flask, city: Cast, found: Round, clause: Document, visits: Visits
) -> None:
    with app.app_context(), transaction():
        for number in range(25):
            a_suggestion(city, found, clause, "baut", f"plant {number}")
    first = visits(city.editor).open(LIST)
    assert len(first.root.of_class("c-suggestion")) == 24
    second = visits(city.editor).open(first.link("Nächste"))
    assert [card["id"] for card in second.root.of_class("c-suggestion")] == ["S-25", "S-26"]


def test_suggestions_of_other_charters_do_not_exist(city: Cast, visits: Visits) -> None:
    for path in (LIST.replace("MOB-1", "MOB-9"), LIST.replace("MOB-1", "unsinn")):
        visits(city.editor).open(path, status=404)
    nine = "/stralsund/schreibtisch/stellungnahmen/9/"
    visits(city.editor).open(f"{nine}bearbeitet-uebernehmen/", status=404)
    assert visits(city.editor).post(f"{nine}uebernehmen/", base="1").status_code == 404


def test_a_comment_without_a_suggestion_has_none_to_take_over(
    app: Flask, city: Cast, found: Round, clause: Document, visits: Visits
) -> None:
    with app.app_context():
        a_comment(city, found, clause)
    two = "/stralsund/schreibtisch/stellungnahmen/2/"
    visits(city.editor).open(f"{two}bearbeitet-uebernehmen/", status=404)


def test_several_suggestions_are_all_thanked(
    app: Flask, city: Cast, found: Round, clause: Document, visits: Visits
) -> None:
    with app.app_context():
        wording = "Die Hansestadt baut sichere Radwege."
        second = a_suggestion(city, found, clause, wording=wording, author=city.second_citizen)
        an_adoption(city, second)
    visits(city.editor).open(LIST).press(WHOLLY)
    with app.app_context():
        an_open_release(city, now=DURING)
    page = visits(None).open("/stralsund/klauseln/MOB-1/")
    assert "Anregung von Curt Bürger (S-2), Carla Bürgerin (S-1)" in page.text


def at_once(visits: Visits, city: Cast, numbers: list[int]) -> list[int]:
    """As many editors press “Übernehmen” in the same moment, on the same version."""
    clients = [
        visits(city.editor if place % 2 else city.second_editor) for place, _ in enumerate(numbers)
    ]
    forms = [{"csrf_token": visitor.token(), "base": "1"} for visitor in clients]
    with ThreadPoolExecutor(len(clients)) as pool:
        jobs = [
            pool.submit(visitor.client.post, TAKE.replace("1", str(number)), data=form)
            for visitor, number, form in zip(clients, numbers, forms, strict=True)
        ]
        return sorted(job.result().status_code for job in jobs)


def test_many_presses_on_one_suggestion_are_one_version(
    app: Flask, city: Cast, visits: Visits
) -> None:
    assert at_once(visits, city, [1] * 6) == [303] + [409] * 5
    with app.app_context():
        assert (amount(Adoption), amount(Revision)) == (1, 3)


def test_two_suggestions_at_once_do_not_overwrite_each_other(
    app: Flask, city: Cast, found: Round, clause: Document, visits: Visits
) -> None:
    with app.app_context():
        a_suggestion(city, found, clause, "Stadt", "Hansestadt")
    assert at_once(visits, city, [1, 2]) == [303, 409]
    with app.app_context():
        assert (amount(Adoption), amount(Revision)) == (1, 3)
