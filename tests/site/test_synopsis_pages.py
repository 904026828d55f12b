"""What changed between releases and why, as everybody may read it, and nothing else."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest
from flask import Flask

from charta.consultation import queries as consultation
from charta.consultation import services as speaking
from charta.consultation.models import Comment
from charta.core.database import db, transaction
from charta.drafting import services as drafting
from charta.drafting.models import Document, Revision
from charta.site import changes
from tests.support.cast import START, Cast
from tests.support.consultation import AFTER, DURING, a_comment, a_round, an_answer
from tests.support.drafting import a_clause, a_revision, a_section
from tests.support.releases import a_release, an_edition, an_open_release
from tests.support.statements import statements
from tests.support.visitor import Element, Visit, Visitor
from tests.support.workshops import a_workshop, an_idea

PAGE = "/stralsund/fassungen/1...2/"
TEXT = "Die Stadt baut sichere Radwege.\n\nSie zählt jedes Jahr.\n\nDas Ergebnis ist öffentlich."
CHANGED = TEXT.replace("sichere", "breite").replace("jedes Jahr", "zweimal im Jahr")


@pytest.fixture(autouse=True)
def _after(app: Flask) -> None:
    app.extensions["charta.clock"] = lambda: AFTER


def changes_on(page: Visit) -> list[Element]:
    return [one for one in page.root.walk() if "data-change" in one.attributes]


def whys(page: Visit) -> list[str]:
    return [why.text for why in page.root.of_class("c-why")]


def why_of(page: Visit, anchor: str) -> str:
    (change,) = [one for one in changes_on(page) if one["id"] == anchor]
    return " ".join(why.text for why in change.of_class("c-why"))


@pytest.fixture
def process(app: Flask, city: Cast) -> dict[str, int]:
    """Fassung 1 is consulted on: three comments, one with other words. Of them, and of an idea,
    comes Fassung 2, by three versions, of which the last is shown. Numbers by name."""
    with app.app_context():
        clause = a_clause(city, source=TEXT)
        found = a_round(city)
        suggested = a_comment(
            city,
            found,
            clause,
            source="Breiter!",
            passage="Die Stadt baut sichere Radwege.",
            wording="Die Stadt baut breite Radwege.",
        )
        counted = a_comment(city, found, clause, source="Öfter.", passage="Sie zählt jedes Jahr.")
        general = a_comment(
            city, found, clause, source="Im Ganzen gut.", author=city.second_citizen
        )
        refused = a_comment(city, found, clause, source="Weg damit.")
        with transaction():
            loaded, _ = consultation.suggestion_by_number(city.charter_id, suggested.number)
            speaking.adopt_suggestion(city.editor, AFTER, loaded, base_number=1)
        step = a_revision(
            city,
            clause,
            CHANGED.replace("zweimal", "dreimal"),
            note="Kanarie im Stollen",
            now=AFTER,
        )
        last = a_revision(city, clause, CHANGED, note="Nach der Beteiligung", now=AFTER)
        with transaction() as session:
            idea = an_idea(city, text="Mehr zählen")
            hidden = an_idea(city, a_workshop(city, "Geheim"), text="Kanarienvogel")
            drafting.attach_to_clause(
                city.editor,
                AFTER,
                [idea, hidden],
                clause=session.get_one(Document, clause.id),
                reason="Passt hierher",
            )
            numbers = {"idea": idea.number}
        an_answer(city, suggested, source="Breit ist besser.", revision=step, now=AFTER)
        an_answer(city, counted, source="Zweimal soll es sein.", revision=last, now=AFTER)
        an_answer(
            city,
            general,
            source="Danke sehr.",
            revision=last,
            disposition="partly_adopted",
            now=AFTER,
        )
        an_answer(city, refused, source="Das bleibt.", disposition="not_adopted", now=AFTER)
        an_edition(city, now=AFTER)
        for name, comment in {
            "suggested": suggested,
            "counted": counted,
            "general": general,
            "refused": refused,
        }.items():
            numbers[name] = comment.number
        return numbers


class TestWalking:
    @pytest.fixture(autouse=True)
    def _story(self, app: Flask, city: Cast) -> None:
        with app.app_context():
            roads, schools = a_section(city), a_section(city, "BIL", title="Bildung")
            both = a_clause(city, roads, title="Radwege", source=TEXT)
            gone = a_clause(city, roads, title="Fähren", source="Die Fähren fahren im Takt.")
            moved = a_clause(city, roads, title="Lernorte", source="Lernen kann man überall.")
            a_clause(city, roads, title="Busse", source="Busse fahren im Takt.")
            an_open_release(city)
            a_revision(city, both, CHANGED, title="Breite Radwege")
            with transaction() as session:
                drafting.withdraw(
                    city.editor, START, session.get_one(Document, gone.id), reason="Kanarie"
                )
                drafting.move(
                    city.editor,
                    START,
                    session.get_one(Document, moved.id),
                    section=session.get_one(Document, schools.id),
                    place=1,
                )
            a_clause(city, schools, title="Werkstätten", source="Werkstätten stehen offen.")
            an_edition(city)

    def test_the_list_leads_to_each_text_and_counts_its_words(self, public: Visitor) -> None:
        page = public.open(PAGE)
        lines = page.root.of_class("c-changes__line")
        assert [line.text for line in lines] == [
            "MOB-1 Breite Radwege geändert; 4 Wörter eingefügt, 2 Wörter gelöscht",
            "MOB-2 Fähren zurückgezogen; 6 Wörter gelöscht",
            "MOB-3 Lernorte verschoben",
            "BIL-1 Werkstätten neu; 4 Wörter eingefügt",
        ]
        ids = {element["id"] for element in page.root.walk()}
        assert all(link["href"][1:] in ids for line in lines for link in line.all("a"))

    def test_changes_are_numbered_and_lead_to_their_neighbours(self, public: Visitor) -> None:
        page = public.open(PAGE)
        found = changes_on(page)
        anchors = [change["id"] for change in found]
        assert anchors == [
            "MOB-1-aenderung-1",
            "MOB-1-aenderung-2",
            "MOB-1-aenderung-3",
            "MOB-2-aenderung-1",
            "MOB-3-aenderung-1",
            "BIL-1-aenderung-1",
        ]
        assert [change.of_class("c-step__number")[0].text for change in found] == [
            f"Änderung {number} von {len(found)}" for number in range(1, len(found) + 1)
        ]
        onward = [[a["href"] for a in one.all("a") if a["rel"] == "next"] for one in found]
        back = [[a["href"] for a in one.all("a") if a["rel"] == "prev"] for one in found]
        assert onward == [*([f"#{anchor}"] for anchor in anchors[1:]), []]
        assert back == [[], *([f"#{anchor}"] for anchor in anchors[:-1])]
        assert all(change["tabindex"] == "-1" for change in found)
        assert all(change["role"] == "group" for change in found)

    def test_what_stayed_is_folded_with_its_length(self, public: Visitor) -> None:
        assert "1 unveränderte Klausel, 5 Wörter" in public.open(PAGE).text

    def test_the_reason_of_a_withdrawal_stays_in_the_house(self, public: Visitor) -> None:
        assert "Kanarie" not in public.open(PAGE).text

    def test_columns_are_remembered_by_every_address_of_the_page(self, public: Visitor) -> None:
        page = public.open(f"{PAGE}?ansicht=spalten")
        assert page.root.of_class("c-diff--columns")
        own = [
            urljoin(page.path, link["href"])
            for link in page.root.all("main")[0].all("a")
            if "..." in link["href"]
        ]
        assert own == ["/stralsund/fassungen/1...2/", f"{PAGE}?ansicht=spalten"]
        chosen = page.press("Vergleichen", alt="2", neu="1")
        assert chosen.path == f"{PAGE}?ansicht=spalten"

    def test_a_signed_in_reader_costs_no_more_than_ten_statements(
        self, app: Flask, public: Visitor, citizen: Visitor
    ) -> None:
        for address in (PAGE, "/stralsund/klauseln/MOB-1/versionen/1...2/"):
            assert statements(app, public, address) <= 8
            assert statements(app, citizen, address) <= 10


class TestReasons:
    def test_beside_each_change_stands_what_led_to_it(
        self, public: Visitor, process: dict[str, int]
    ) -> None:
        page = public.open(PAGE)
        first = why_of(page, "MOB-1-aenderung-1")
        assert f"S-{process['suggested']}" in first
        assert "Carla Bürgerin" in first
        assert "Vorschlag wörtlich übernommen" in first
        assert "Breit ist besser." in first
        assert "sichere" in first
        assert f"S-{process['counted']}" not in first
        second = why_of(page, "MOB-1-aenderung-2")
        assert f"S-{process['counted']}" in second
        assert "übernommen Zweimal soll es sein." in second

    def test_the_rest_stands_at_the_text(self, public: Visitor, process: dict[str, int]) -> None:
        rest = whys(public.open(PAGE))[0]
        assert f"S-{process['general']}" in rest
        assert "teilweise übernommen Danke sehr." in rest
        assert f"I-{process['idea']}" in rest
        assert "Mehr zählen" in rest
        assert "Passt hierher" in rest
        assert "Notiz der Redaktion: Nach der Beteiligung" in rest
        assert f"S-{process['suggested']}" not in rest

    def test_nothing_else_is_a_reason(self, public: Visitor, process: dict[str, int]) -> None:
        for path in (PAGE, "/stralsund/klauseln/MOB-1/versionen/1...4/"):
            page = public.open(path)
            assert "Weg damit" not in page.text
            assert "Kanarie" not in page.text, "a note or idea that is not public"

    def test_the_links_lead_to_the_whole(self, public: Visitor, process: dict[str, int]) -> None:
        page = public.open(PAGE)
        (why,) = [one for one in page.root.of_class("c-why") if "Zweimal" in one.text]
        public.open(why.all("a")[0]["href"])
        assert public.open(why.all("a")[-1]["href"]).heading.endswith(f"S-{process['counted']}")

    def test_a_comment_on_an_older_release_stands_where_it_was_carried_to(
        self, app: Flask, city: Cast, public: Visitor
    ) -> None:
        """Its own wording is at neither end: only its placement in Fassung 2 says where it is."""
        with app.app_context():
            clause = a_clause(city, source=TEXT)
            found = a_round(city)
            comment = a_comment(
                city, found, clause, source="Breiter!", passage="Die Stadt baut sichere Radwege."
            )
            second = "Ein neuer Anfang, der alles verschiebt.\n\n"
            a_revision(city, clause, second + TEXT, now=DURING)
            an_open_release(city, now=DURING)
            third = a_revision(city, clause, second + CHANGED, now=AFTER)
            an_answer(city, comment, source="Breit ist besser.", revision=third, now=AFTER)
            an_open_release(city, now=AFTER)
        page = public.open("/stralsund/fassungen/2...3/")
        assert "Breit ist besser." in why_of(page, "MOB-1-aenderung-1")
        assert "Breit ist besser." not in why_of(page, "MOB-1-aenderung-2")
        assert statements(app, public, "/stralsund/fassungen/2...3/?ansicht=spalten") <= 9

    def test_a_corrected_answer_no_longer_leads_to_it(
        self, app: Flask, city: Cast, public: Visitor, process: dict[str, int]
    ) -> None:
        assert "Zweimal soll es sein." in public.open(PAGE).text
        with app.app_context(), transaction() as session:
            comment = session.query(Comment).filter_by(number=process["counted"]).one()
            answer = consultation.answers_to([comment.id], now=AFTER)[comment.id][0].response
            speaking.correct_answer(
                city.approver,
                AFTER,
                answer,
                disposition="noted",
                source="Doch anders.",
                revision=None,
            )
        page = public.open(PAGE)
        assert "Zweimal soll es sein." not in page.text
        assert "Doch anders." not in page.text

    def test_before_it_is_public_a_change_has_no_reason(
        self, app: Flask, city: Cast, public: Visitor
    ) -> None:
        with app.app_context():
            clause = a_clause(city, source=TEXT)
            found = a_round(city)
            comment = a_comment(city, found, clause, source="Öfter zählen")
            revision = a_revision(city, clause, CHANGED, now=DURING)
            an_open_release(city, now=DURING)
            later = a_revision(city, clause, TEXT, note="Kanarie", now=AFTER)
            an_answer(city, comment, source="Kommt noch.", revision=later, now=AFTER)
            a_release(city, now=AFTER)
            assert revision.number < later.number
        page = public.open(PAGE)
        assert "Kommt noch." not in page.text
        assert "Kanarie" not in page.text

    def test_without_a_reason_the_page_says_so(
        self, app: Flask, city: Cast, public: Visitor
    ) -> None:
        with app.app_context():
            section = a_section(city)
            a_clause(city, section)
            an_open_release(city)
            a_clause(city, section, title="Neu", source=TEXT)
            an_open_release(city)
        assert "kein öffentlicher Anlass vermerkt" in public.open(PAGE).text

    def test_many_reasons_are_counted_not_listed(
        self, app: Flask, city: Cast, public: Visitor
    ) -> None:
        with app.app_context(), transaction():
            clause = a_clause(city, source=TEXT)
            found = a_round(city)
            said = [a_comment(city, found, clause, source=f"Bitte {n}") for n in range(15)]
            revision = a_revision(city, clause, CHANGED, now=DURING)
            an_answer(city, said, source="Ja.", revision=revision)
            an_open_release(city, now=DURING)
        page = public.open(PAGE)
        why = whys(page)[0]
        assert "und 3 weitere Beiträge" in why
        assert len(re.findall(r"Bitte \d+", why)) == 12
        assert statements(app, public, PAGE) <= 8


class TestVersions:
    def test_two_public_wordings_are_compared(
        self, public: Visitor, process: dict[str, int]
    ) -> None:
        clause = public.open("/stralsund/klauseln/MOB-1/")
        page = public.open(clause.link("Vergleichen: Fassung 2"))
        assert page.path == "/stralsund/klauseln/MOB-1/versionen/1...4/"
        assert page.heading == "MOB-1 Version 1 und Version 4 im Vergleich"
        assert "Breit ist besser." in why_of(page, "MOB-1-aenderung-1")
        assert any("breite" in mark.text for mark in page.root.all("ins"))

    def test_what_no_public_release_shows_does_not_exist(
        self, public: Visitor, editor: Visitor, process: dict[str, int]
    ) -> None:
        for pair in ("1...2", "1...3", "2...4", "3...3", "0...1", "1...99"):
            for visitor in (public, editor):
                page = visitor.open(f"/stralsund/klauseln/MOB-1/versionen/{pair}/", 404)
                assert page.heading == "Diese Seite gibt es nicht"
        public.open("/stralsund/abschnitte/MOB-1/versionen/1...4/", 404)
        public.open("/stralsund/klauseln/MOB-9/versionen/1...4/", 404)

    def test_the_older_comes_first_and_one_alone_is_just_read(
        self, public: Visitor, process: dict[str, int]
    ) -> None:
        path = "/stralsund/klauseln/MOB-1/versionen/"
        turned = public.open(f"{path}4...1/?ansicht=spalten")
        assert turned.path == f"{path}1...4/?ansicht=spalten"
        assert turned.root.of_class("c-diff--columns")
        assert public.open(f"{path}4...4/").path == "/stralsund/klauseln/MOB-1/?fassung=2"

    def test_sections_have_versions_too(self, app: Flask, city: Cast, public: Visitor) -> None:
        with app.app_context():
            section = a_section(city)
            a_clause(city, section)
            an_open_release(city)
            a_revision(city, section, "Wie wir alle unterwegs sein wollen.")
            an_open_release(city)
        page = public.open("/stralsund/abschnitte/A-1/versionen/1...2/")
        assert any("alle" in mark.text for mark in page.root.all("ins"))

    def test_the_same_words_again_are_no_change(
        self, app: Flask, city: Cast, public: Visitor
    ) -> None:
        with app.app_context():
            clause = a_clause(city, source=TEXT)
            for words in (CHANGED, TEXT):
                an_open_release(city)
                a_revision(city, clause, words)
            an_open_release(city)
        page = public.open("/stralsund/klauseln/MOB-1/versionen/1...3/")
        assert "Beide Versionen haben denselben Wortlaut." in page.text
        assert page.link("Version 2 und Version 3").endswith("/versionen/2...3/")


class TestLongSynopsis:
    """What is too long for one page has one for each section."""

    @pytest.fixture(autouse=True)
    def _long(self, app: Flask, city: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(changes, "MOST", 3)
        changes._overview.cache_clear()
        with app.app_context():
            sections = [a_section(city, title=f"Abschnitt {number}") for number in (1, 2, 3)]
            clauses = [a_clause(city, sections[place]) for place in (0, 0, 1, 1, 1, 1)]
            an_open_release(city)
            for clause in clauses:
                a_revision(city, clause)
            an_open_release(city)

    def test_the_list_leads_to_the_pages(self, public: Visitor) -> None:
        page = public.open(PAGE)
        assert not changes_on(page)
        addresses = [
            link["href"] for line in page.root.of_class("c-changes__line") for link in line.all("a")
        ]
        assert [re.sub(r".*\?", "", address) for address in addresses] == [
            "abschnitt=A-1#MOB-1",
            "abschnitt=A-1#MOB-2",
            "abschnitt=A-2#MOB-3",
            "abschnitt=A-2#MOB-4",
            "abschnitt=A-2&ab=MOB-5#MOB-5",
            "abschnitt=A-2&ab=MOB-5#MOB-6",
        ]
        for address in addresses:
            ids = {element["id"] for element in public.open(address.partition("#")[0]).root.walk()}
            assert address.partition("#")[2] in ids

    def test_one_can_go_through_all_pages(self, public: Visitor) -> None:
        address = f"{PAGE}?abschnitt=A-1&ansicht=spalten"
        seen = []
        while address:
            page = public.open(address)
            found = changes_on(page)
            seen += [change.of_class("c-step__number")[0].text for change in found]
            last = [a["href"] for a in found[-1].all("a") if a["rel"] == "next"]
            address = last[0].partition("#")[0] if last else ""
            assert page.root.of_class("c-diff--columns")
        assert seen == [f"Änderung {number} von 6" for number in range(1, 7)]
        assert "Fortsetzung" in page.text
        assert "ansicht=spalten" in page.link("Vorherige")

    def test_a_part_there_is_not_is_not_found(self, public: Visitor) -> None:
        for query in ("abschnitt=A-3", "abschnitt=A-9", "abschnitt=A-2&ab=MOB-4"):
            public.open(f"{PAGE}?{query}", 404)

    def test_pages_are_bounded(self, app: Flask, public: Visitor) -> None:
        assert statements(app, public, PAGE) <= 8
        assert statements(app, public, f"{PAGE}?abschnitt=A-2") <= 8


def test_a_page_knows_when_a_reason_has_changed(
    app: Flask, public: Visitor, process: dict[str, int]
) -> None:
    assert statements(app, public, PAGE) <= 3, "the charter and the stamp"


def test_the_notes_of_all_versions_are_for_staff(editor: Visitor, process: dict[str, int]) -> None:
    page = editor.open("/stralsund/schreibtisch/entwurf/MOB-1/vergleich/?alt=1&neu=4")
    assert "Kanarie im Stollen" in page.text
    assert len(changes_on(page)) == 2
    assert [a["href"] for a in changes_on(page)[0].all("a")] == ["#aenderung-2"]


def test_a_revision_is_no_more_than_its_release(app: Flask, process: dict[str, int]) -> None:
    """The story above is what it says: the versions between are in no public release."""
    with app.app_context():
        numbers = db.session.query(Revision.number).join(Document).filter_by(key="MOB-1").all()
        assert sorted(number for (number,) in numbers) == [1, 2, 3, 4]
