"""What everybody reads of releases, and what nobody reads before its time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from charta.core.database import db, transaction
from charta.drafting import services as drafting
from charta.drafting.models import Document
from tests.support.cast import START, Cast, a_city
from tests.support.drafting import a_clause, a_revision, a_section
from tests.support.feasibility import an_assessment
from tests.support.releases import a_release, an_edition, an_open_release
from tests.support.statements import statements
from tests.support.visitor import Visitor

PAGES = "/stralsund/fassungen/"


@pytest.fixture
def story(app: Flask, city: Cast) -> None:
    """Fassung 1 is public, 2 is fixed, 3 is a public edition in which much has changed."""
    with app.test_request_context():
        roads, schools = a_section(city), a_section(city, "BIL", title="Bildung")
        changed = a_clause(city, roads, title="Radwege", source="Die Stadt baut sichere Radwege.")
        gone = a_clause(city, roads, title="Fähren", source="Die Fähren fahren im Takt.")
        moved = a_clause(city, roads, title="Lernorte", source="Lernen kann man überall.")
        a_clause(city, roads, title="Busse", source="Busse fahren im Takt.")
        an_assessment(city, changed, reason="Dafür gibt es Geld.", released=True)
        an_open_release(city)
        a_revision(city, changed, "Die Stadt baut breite Radwege.", title="Breite Radwege")
        an_assessment(city, changed, verdict="not_feasible", reason="Zu eng.", released=True)
        a_release(city)
        with transaction() as session:
            drafting.withdraw(city.editor, START, session.get_one(Document, gone.id), reason="Alt")
            drafting.move(
                city.editor,
                START,
                session.get_one(Document, moved.id),
                section=session.get_one(Document, schools.id),
                place=1,
            )
        a_clause(city, schools, title="Werkstätten", source="Werkstätten stehen offen.")
        an_edition(city)


def test_without_any_the_page_says_so(city: Cast, public: Visitor) -> None:
    assert "Noch ist keine Fassung öffentlich." in public.open(PAGES).text


@pytest.mark.usefixtures("story")
class TestReading:
    def test_the_list_names_what_is_public(self, public: Visitor) -> None:
        page = public.open(PAGES)
        assert page.link("Fassung 1: Konsultationsfassung") == f"{PAGES}1/"
        assert page.link("Fassung 3: Beschlussfassung") == f"{PAGES}3/"
        assert "Fassung 2" not in page.text
        assert "Gilt jetzt" in page.text
        assert "2026-VII-01-0123" in page.text

    def test_a_release_is_its_whole_text_in_order(self, public: Visitor) -> None:
        page = public.open(f"{PAGES}1/")
        titles = ["Nachhaltige Mobilität", "Radwege", "Fähren", "Lernorte", "Busse", "Bildung"]
        contents = page.root.of_class("c-contents")[0]
        assert [link.text for link in contents.all("a")] == titles
        assert "Die Stadt baut sichere Radwege." in page.text
        assert "Die Stadt baut breite Radwege." not in page.text
        assert page.link("MOB-1") == "/stralsund/klauseln/MOB-1/?fassung=1"
        targets = {element["id"] for element in page.root.walk()}
        assert {link["href"].removeprefix("#") for link in contents.all("a")} <= targets

    def test_verdicts_never_speak_of_later_words(self, public: Visitor) -> None:
        first, third = (public.open(f"{PAGES}{number}/") for number in (1, 3))
        assert "nicht umsetzbar" not in first.text
        assert "umsetzbar" in first.text
        assert "nicht umsetzbar" in third.text

    @pytest.mark.parametrize(
        "path", ["0/", "2/", "4/", "99999999999/", "1...2/", "2...3/", "1...9/"]
    )
    def test_what_is_not_public_does_not_exist(
        self, public: Visitor, editor: Visitor, path: str
    ) -> None:
        for visitor in (public, editor):
            page = visitor.open(f"{PAGES}{path}", 404)
            assert page.heading == "Diese Seite gibt es nicht"

    def test_it_appears_to_the_second(self, app: Flask, city: Cast, public: Visitor) -> None:
        opens_at = START + timedelta(days=7)
        app.extensions["charta.clock"] = lambda: START
        with app.app_context():
            an_open_release(city, opens_at)
        app.extensions["charta.clock"] = lambda: opens_at - timedelta(seconds=1)
        public.open(f"{PAGES}4/", 404)
        assert "Fassung 4" not in public.open(PAGES).text
        app.extensions["charta.clock"] = lambda: opens_at
        public.open(f"{PAGES}4/")

    def test_another_citys_release_is_not_found(self, app: Flask, public: Visitor) -> None:
        with app.app_context():
            an_open_release(a_city("greifswald", "Greifswald"))
        public.open("/greifswald/fassungen/1/")
        public.open("/greifswald/fassungen/3/", 404)


@pytest.mark.usefixtures("story")
class TestSynopsis:
    @pytest.mark.parametrize("view", ["", "?ansicht=spalten"])
    def test_it_shows_what_happened_to_each_clause(self, public: Visitor, view: str) -> None:
        page = public.open(f"{PAGES}1...3/{view}")
        figures = [figure.text for figure in page.root.of_class("c-figure")]
        assert figures == [
            "1 geändert",
            "1 neu",
            "1 verschoben",
            "1 zurückgezogen",
            "3 unverändert",
        ]
        states = {
            clause["id"]: [badge.text for badge in clause.of_class("c-badge")]
            for clause in page.root.of_class("c-clause")
        }
        assert states == {
            "MOB-1": ["Geändert"],
            "MOB-2": ["Zurückgezogen"],
            "MOB-3": ["Verschoben"],
            "BIL-1": ["Neu"],
        }
        assert "Stand bisher in „Nachhaltige Mobilität“ und steht jetzt in „Bildung“." in page.text
        assert "Die Fähren fahren im Takt." in page.text
        assert "1 unveränderte Klausel" in page.text

    def test_words_are_marked(self, public: Visitor) -> None:
        page = public.open(f"{PAGES}1...3/")
        assert any("breite" in mark.text for mark in page.root.all("ins"))
        assert any("sichere" in mark.text for mark in page.root.all("del"))

    def test_any_two_are_chosen_by_a_form(self, public: Visitor) -> None:
        page = public.open(PAGES).press("Vergleichen", alt="3", neu="1")
        assert page.path == f"{PAGES}1...3/"
        page = page.press("Vergleichen", alt="3", neu="3")
        assert page.path == f"{PAGES}3/"

    @pytest.mark.parametrize("query", ["", "alt=1", "alt=x&neu=3", "alt=1&neu=99999999999"])
    def test_what_cannot_be_compared_is_not_found(self, public: Visitor, query: str) -> None:
        public.open(f"{PAGES}vergleich/?{query}", 404)

    def test_the_same_text_twice_says_so(self, app: Flask, city: Cast, public: Visitor) -> None:
        with app.app_context():
            an_open_release(city)
        page = public.open(f"{PAGES}3...4/")
        assert "Beide Fassungen haben denselben Text." in page.text


@pytest.mark.usefixtures("story")
def test_anonymous_answers_may_be_shared(public: Visitor) -> None:
    for path in ("", "1/", "1...3/"):
        answer = public.client.get(f"{PAGES}{path}")
        assert answer.headers["Cache-Control"].startswith("public")
        assert "Set-Cookie" not in answer.headers
        again = public.client.get(
            f"{PAGES}{path}", headers={"If-None-Match": answer.headers["ETag"]}
        )
        assert again.status_code == 304


@pytest.mark.usefixtures("story")
def test_pages_are_bounded(app: Flask, public: Visitor, editor: Visitor) -> None:
    for path in ("", "1/", "1...3/"):
        assert statements(app, public, f"{PAGES}{path}") <= 8
        assert statements(app, editor, f"{PAGES}{path}") <= 10


def test_english_is_complete_in_form(app: Flask, city: Cast, public: Visitor) -> None:
    with app.app_context():
        an_open_release(city)
        assert db.session.is_active
    assert public.open(f"{PAGES}1/?sprache=en").root.all("html")[0]["lang"] == "en"
