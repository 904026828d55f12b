"""What everybody sees of workshops and ideas, and what became of each idea."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from charta.charters.models import Charter
from charta.core.database import db, transaction
from charta.drafting import services as drafting
from charta.releases import services as releases
from charta.releases.rules import Kind
from charta.workshops.models import Idea, Workshop
from tests.support.cast import START, Cast, a_city, sign_in
from tests.support.drafting import a_section
from tests.support.visitor import Visitor
from tests.support.workshops import a_table, a_workshop, an_idea

LIST = "/stralsund/veranstaltungen/"
DAY = timedelta(days=1)


@pytest.fixture
def visitor(client: FlaskClient) -> Visitor:
    """Somebody without an account."""
    return Visitor(client)


def at(app: Flask, moment: datetime) -> None:
    app.extensions["charta.clock"] = lambda: moment


def test_only_open_workshops_exist(app: Flask, city: Cast, visitor: Visitor) -> None:
    with app.app_context(), transaction():
        shown, hidden = a_workshop(city, "Offen", opened=True), a_workshop(city, "Verborgen")
        an_idea(city, shown, "Mehr Bänke")
        an_idea(city, hidden, "Geheim")
    page = visitor.open(LIST)
    assert ("Offen" in page.text, "Eine Idee" in page.text) == (True, True)
    assert "Verborgen" not in page.text
    visitor.open(f"{LIST}1/")
    visitor.open("/stralsund/ideen/1/")
    missing = visitor.open(f"{LIST}99/", status=404).text
    for path in (f"{LIST}2/", "/stralsund/ideen/2/", "/stralsund/ideen/99/"):
        assert visitor.open(path, status=404).text == missing


def test_what_is_not_public_is_not_there_for_staff_either(app: Flask, city: Cast) -> None:
    with app.app_context(), transaction():
        a_workshop(city)
    facilitator = Visitor(sign_in(app.test_client(), city.facilitator))
    facilitator.open(f"{LIST}1/", status=404)


def test_a_workshop_tells_when_where_and_who(app: Flask, city: Cast, visitor: Visitor) -> None:
    with app.app_context(), transaction():
        workshop = a_workshop(city, opened=True)
        an_idea(city, workshop, "Mehr Bänke", table=a_table(city, workshop, host="Heide Geheim"))
    page = visitor.open(f"{LIST}1/")
    for words in (
        "Dienstag, 10. Februar 2026, 17:00 bis 21:00 Uhr",
        "Rathaus, Löwenscher Saal",
        "MakerPort",
        "Stadtwerke",
        "80",
        "World Café",
        "Mehr Bänke",
    ):
        assert words in page.text
    idea = visitor.open("/stralsund/ideen/1/")
    assert ("Tisch1" in idea.text, "am Tisch" in idea.text) == (True, True)
    assert "Geheim" not in page.text + idea.text


def test_ideas_stand_by_theme_and_are_filtered(app: Flask, city: Cast, visitor: Visitor) -> None:
    with app.app_context(), transaction():
        workshop = a_workshop(city, opened=True)
        an_idea(city, workshop, "Bücherei öffnen", theme="BIL", group="Politik")
        an_idea(city, workshop, "Busse beschleunigen", group="Politik")
        an_idea(city, workshop, "Räder leihen", group=None)
    page = visitor.open(f"{LIST}1/")
    assert page.text.index("Busse") < page.text.index("Räder") < page.text.index("Bücherei")
    filtered = page.press("Filter anwenden", gruppe=str(city.groups["Politik"]))
    assert "Räder" not in filtered.text
    filtered = filtered.press("Filter anwenden", handlungsfeld=str(city.themes["BIL"]))
    assert ("Bücherei" in filtered.text, "Busse" in filtered.text) == (True, False)
    for query in ("gruppe=9999", "gruppe=x&nach=y&vor=-1", f"gruppe={'9' * 40}"):
        visitor.open(f"{LIST}1/?{query}")
    assert "Keine Idee passt" in visitor.open(f"{LIST}1/?gruppe=9999").text


def test_many_ideas_go_on_by_key(app: Flask, city: Cast, visitor: Visitor) -> None:
    with app.app_context(), transaction():
        workshop = a_workshop(city, opened=True)
        for number in range(1, 211):
            an_idea(city, workshop, f"Einfall Nr{number}.", theme="BIL" if number > 150 else "MOB")
    first = visitor.open(f"{LIST}1/")
    assert ("Nr100." in first.text, "Nr101." in first.text) == (True, False)
    second = visitor.open(first.link("Nächste").split("#")[0])
    assert ("Nr101." in second.text, "Nr151." in second.text) == (True, True)
    third = visitor.open(second.link("Nächste").split("#")[0])
    assert ("Nr201." in third.text, "Nr200." in third.text) == (True, False)
    back = visitor.open(third.link("Vorherige").split("#")[0])
    assert ("Nr101." in back.text, "Nr200." in back.text, "Nr201." in back.text) == (
        *(True, True, False),
    )


def test_an_idea_says_why_it_was_set_aside(app: Flask, city: Cast, visitor: Visitor) -> None:
    with app.app_context(), transaction():
        idea = an_idea(city)
        drafting.shelve(city.editor, START, idea, reason="Das macht der Landkreis.")
    page = visitor.open("/stralsund/ideen/1/")
    assert "Das macht der Landkreis." in page.text
    assert "mit Begründung" in visitor.open(f"{LIST}1/").text


def test_a_clause_is_named_when_a_release_shows_it(
    app: Flask, city: Cast, visitor: Visitor
) -> None:
    """Until then an idea that was taken up looks like one nobody has touched."""
    with app.app_context():
        section = a_section(city)
        with transaction():
            an_idea(city, text="Mehr Bänke")
            untouched = an_idea(city, db.session.get_one(Workshop, 1), text="Anderes")
        at(app, START)
        open_page = visitor.open(f"/stralsund/ideen/{untouched.number}/")
        with transaction():
            idea = db.session.get_one(Idea, 1)
            drafting.promote_to_new_clause(
                city.editor,
                START,
                [idea],
                section=section,
                title="Bänke für alle",
                source="Die Stadt stellt Bänke auf.",
                reason="Oft genannt",
            )
        page = visitor.open("/stralsund/ideen/1/")
        outcome = _part(open_page.text).replace(untouched.key, idea.key)
        assert _part(page.text) == outcome
        with transaction():
            charter = db.session.get_one(Charter, city.charter_id)
            release = releases.prepare(
                city.editor, START + DAY, charter, kind=Kind.CONSULTATION, title="Entwurf", note=""
            )
            releases.open_release(city.editor, START + DAY, release, opens_at=START + 2 * DAY)
    at(app, START + 2 * DAY - timedelta(seconds=1))
    assert _part(visitor.open("/stralsund/ideen/1/").text) == outcome
    at(app, START + 2 * DAY)
    page = visitor.open("/stralsund/ideen/1/")
    assert ("Bänke für alle" in page.text, "Oft genannt" in page.text) == (True, True)
    assert page.link("Bänke für alle").startswith("/stralsund/klauseln/MOB-")
    assert "aufgenommen" in visitor.open(f"{LIST}1/").text


def _part(text: str) -> str:
    """What a page says about an idea's way."""
    return text.partition("Was daraus wurde")[2].partition("Woher sie kommt")[0]


def test_a_promotion_after_the_release_is_not_told(
    app: Flask, city: Cast, visitor: Visitor
) -> None:
    with app.app_context():
        section = a_section(city)
        with transaction():
            first, second = an_idea(city), an_idea(city)
            clause = drafting.promote_to_new_clause(
                city.editor,
                START,
                [first],
                section=section,
                title="Bänke",
                source="Bänke.",
                reason="Oft genannt",
            )
            charter = db.session.get_one(Charter, city.charter_id)
            release = releases.prepare(
                city.editor, START + DAY, charter, kind=Kind.CONSULTATION, title="Entwurf", note=""
            )
            releases.open_release(city.editor, START + DAY, release, opens_at=START + DAY)
            drafting.attach_to_clause(
                city.editor, START + 2 * DAY, [second], clause=clause, reason="Passt dazu"
            )
    at(app, START + 3 * DAY)
    assert "noch offen" in visitor.open("/stralsund/ideen/2/").text


def test_another_charter_shows_nothing_of_this_one(
    app: Flask, city: Cast, visitor: Visitor
) -> None:
    with app.app_context():
        a_city("greifswald", "Greifswald")
        with transaction():
            an_idea(city)
    for path in ("veranstaltungen/1/", "ideen/1/"):
        visitor.open(f"/greifswald/{path}", status=404)
    assert "Noch ist keine Veranstaltung" in visitor.open("/greifswald/veranstaltungen/").text


@pytest.mark.parametrize("count", [20, 200])
def test_pages_take_few_statements_and_no_cookie(
    app: Flask, city: Cast, client: FlaskClient, count: int
) -> None:
    with app.app_context(), transaction():
        workshop = a_workshop(city, opened=True)
        for _number in range(count):
            an_idea(city, workshop)
    statements: list[str] = []
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda *args: statements.append(str(args[2])))
    for path in (LIST, f"{LIST}1/?nach=5", "/stralsund/ideen/1/"):
        statements.clear()
        answer = client.get(path)
        assert (answer.status_code, answer.headers.get("Set-Cookie")) == (200, None)
        assert "public" in answer.headers["Cache-Control"]
        asked = [statement for statement in statements if statement != "BEGIN"]
        assert len(asked) <= 10, "\n".join(asked)
