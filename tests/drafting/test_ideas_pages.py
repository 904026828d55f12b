"""From the list of ideas to a clause, or to the shelf, on screen."""

from __future__ import annotations

import pytest
from flask import Flask

from charta.core.database import db, transaction
from charta.drafting import services
from charta.workshops.models import Idea
from tests.support.cast import START, Cast
from tests.support.drafting import a_clause, a_section
from tests.support.visitor import Visit, Visitor
from tests.support.workshops import a_workshop, an_idea

IDEAS = "/stralsund/schreibtisch/ideen/"


@pytest.fixture
def workshop_ideas(app: Flask, city: Cast) -> None:
    """Five ideas of two workshops: I-4 is in MOB-1, I-5 is set aside."""
    with app.app_context(), transaction():
        first, second = a_workshop(city, "Regionalkonferenz"), a_workshop(city, "Bürgerforum")
        an_idea(city, first, "Überall Bänke am Hafen", group="Wirtschaft")
        an_idea(city, first, "Busse bis Mitternacht")
        an_idea(city, second, "100 % der Schulen ans Netz", theme="BIL", group=None)
        taken = an_idea(city, second, "Radwege am Sund")
        shelved = an_idea(city, second, "Eine Seilbahn nach Rügen")
        clause = a_clause(city)
        services.attach_to_clause(city.editor, START, [taken], clause=clause, reason="Passt")
        services.shelve(city.editor, START, shelved, reason="Zu teuer")


def numbers(page: Visit) -> list[str]:
    return [cell.text for cell in page.root.all("th") if cell["scope"] == "row"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["I-5", "I-4", "I-3", "I-2", "I-1"]),
        ("veranstaltung=1", ["I-2", "I-1"]),
        ("stand=offen", ["I-3", "I-2", "I-1"]),
        ("stand=uebernommen", ["I-4"]),
        ("stand=zurueckgestellt", ["I-5"]),
        ("q=busse", ["I-2"]),
        ("q=überall", ["I-1"]),
        ("q=ÜBERALL+hafen", ["I-1"]),
        ("q=bus+hafen", []),
        ("q=100+%25", ["I-3"]),
        ("q=%25", ["I-3"]),
        ("q=_", []),
        ("q=%5C", []),
        ("q=%00", ["I-5", "I-4", "I-3", "I-2", "I-1"]),
        ("veranstaltung=99", []),
        ("thema=x&stand=seltsam&vor=x&nach=99999999999", ["I-5", "I-4", "I-3", "I-2", "I-1"]),
        ("q=%27%3B+DROP+TABLE+ideas", []),
    ],
)
@pytest.mark.usefixtures("workshop_ideas")
def test_filters(editor: Visitor, query: str, found: list[str]) -> None:
    assert numbers(editor.open(f"{IDEAS}?{query}")) == found


@pytest.mark.usefixtures("workshop_ideas")
def test_filters_by_theme_and_group(city: Cast, editor: Visitor) -> None:
    page = editor.open(IDEAS)
    page = page.press("Filter anwenden", thema=str(city.themes["BIL"]))
    assert numbers(page) == ["I-3"]
    page = editor.open(IDEAS).press("Filter anwenden", gruppe=str(city.groups["Wirtschaft"]))
    assert numbers(page) == ["I-1"]
    assert numbers(editor.open(page.link("Zurücksetzen"))) == ["I-5", "I-4", "I-3", "I-2", "I-1"]


def test_a_long_list_has_pages(app: Flask, city: Cast, editor: Visitor) -> None:
    with app.app_context(), transaction():
        workshop = a_workshop(city)
        for _ in range(120):
            an_idea(city, workshop)
    pages = [editor.open(IDEAS + "?stand=offen")]
    pages += [editor.open(pages[-1].link("Nächste"))]
    pages += [editor.open(pages[-1].link("Nächste"))]
    ends = [(numbers(page)[0], numbers(page)[-1]) for page in pages]
    assert ends == [("I-120", "I-71"), ("I-70", "I-21"), ("I-20", "I-1")]
    back = editor.open(editor.open(pages[2].link("Vorherige")).link("Vorherige"))
    assert numbers(back) == numbers(pages[0])
    assert "120 Ideen" in back.text
    assert "stand=offen" in back.link("Nächste")


@pytest.mark.usefixtures("workshop_ideas")
def test_ideas_become_a_new_clause(editor: Visitor) -> None:
    page = editor.open(IDEAS)
    assert page.has_button("In neue Klausel übernehmen")
    page = editor.open(IDEAS + "neue-klausel/", query={"idee": ["1", "2"]})
    assert page.field("source") == "Überall Bänke am Hafen\n\nBusse bis Mitternacht"
    refused = page.press("Klausel anlegen", title="Am Hafen")
    assert refused.status == 422
    assert refused.field("title") == "Am Hafen"
    done = refused.press("Klausel anlegen", reason="Oft gewünscht")
    assert done.notices == ["Die Klausel MOB-2 ist angelegt."]
    assert {"I-1", "I-2"} <= {link.text for link in done.root.all("a")}
    idea = editor.open(IDEAS + "1/")
    assert "übernommen in MOB-2" in idea.text
    assert "Oft gewünscht" in idea.text
    assert "Edda Redaktion" in idea.text


@pytest.mark.usefixtures("workshop_ideas")
def test_the_preview_of_a_new_clause_keeps_what_was_typed(editor: Visitor) -> None:
    page = editor.open(IDEAS + "neue-klausel/", query={"idee": ["1", "2"]})
    page = page.press("Vorschau", ideas=["2"], title="Spät", source="Busse **bis** vier.")
    assert page.status == 200
    assert page.root.all("strong")[0].text == "bis"
    assert (page.field("title"), page.field("ideas")) == ("Spät", "2")


@pytest.mark.usefixtures("workshop_ideas")
def test_what_is_promoted_already_is_named(editor: Visitor) -> None:
    page = editor.open(IDEAS + "neue-klausel/", query={"idee": ["4"]})
    page = page.press("Klausel anlegen", title="Radwege", reason="Noch einmal")
    assert page.status == 409
    assert page.errors == ["In diesen Abschnitt schon übernommen: I-4 in MOB-1."]
    assert page.field("reason") == "Noch einmal"


@pytest.mark.usefixtures("workshop_ideas")
def test_ideas_are_attached_to_a_clause(editor: Visitor) -> None:
    page = editor.open(IDEAS + "anhaengen/", query={"idee": ["1", "2"]})
    clause = next(option for option in page.root.all("option") if "MOB-1" in option.text)
    page = page.press("Anhängen", clause=clause["value"], reason="Gehört dazu")
    assert page.notices == ["2 Ideen sind jetzt bei MOB-1 genannt."]
    assert page.text.count("Gehört dazu") == 2


@pytest.mark.usefixtures("workshop_ideas")
def test_ideas_are_set_aside_and_looked_at_again(editor: Visitor) -> None:
    page = editor.open(IDEAS + "zurueckstellen/", query={"idee": ["1", "2"]})
    assert page.press("Zurückstellen").status == 422
    page = page.press("Zurückstellen", reason="Schon beschlossen")
    assert page.notices == ["2 Ideen sind zurückgestellt."]
    idea = editor.open(IDEAS + "1/")
    assert "Schon beschlossen" in idea.text
    idea = idea.press("Wieder ansehen: I-1")
    assert idea.notices == ["Die Idee I-1 ist wieder offen."]
    assert "wieder geöffnet" in idea.text


@pytest.mark.usefixtures("workshop_ideas")
def test_all_or_nothing_is_set_aside(editor: Visitor) -> None:
    page = editor.open(IDEAS + "zurueckstellen/", query={"idee": ["1", "4"]})
    page = page.press("Zurückstellen", reason="Beide")
    assert page.status == 409
    assert page.errors == ["I-4 ist schon übernommen: MOB-1."]
    assert "noch nicht entschieden" in editor.open(IDEAS + "1/").text
    assert editor.post(IDEAS + "1/wieder-ansehen/").status_code == 409


@pytest.mark.usefixtures("workshop_ideas")
def test_without_a_selection_the_list_says_so(editor: Visitor) -> None:
    for path in ("neue-klausel/", "anhaengen/", "zurueckstellen/?idee=99&idee=x&idee=%00"):
        page = editor.open(IDEAS + path)
        assert page.heading == "Ideen"
        assert page.notices == ["Bitte wählen Sie zuerst mindestens eine Idee aus."]


@pytest.mark.usefixtures("workshop_ideas")
def test_a_shelved_idea_may_still_be_promoted(app: Flask, city: Cast, editor: Visitor) -> None:
    with app.app_context(), transaction():
        a_section(city, "BIL", title="Bildung")
    page = editor.open(editor.open(IDEAS + "5/").link("In neue Klausel übernehmen"))
    page = page.press("Klausel anlegen", title="Seilbahn", reason="Doch gefördert")
    assert page.status == 200
    idea = editor.open(IDEAS + "5/")
    assert "Zu teuer" in idea.text
    assert not idea.has_button("Wieder ansehen: I-5")
    with app.app_context():
        assert db.session.query(Idea).count() == 5
