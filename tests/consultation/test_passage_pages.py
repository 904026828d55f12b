"""Speaking of a passage through the screens: choosing, writing, suggesting other words."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask

from charta.consultation.models import Comment, Passage, Round, Suggestion
from charta.core.database import db
from charta.drafting.models import Document
from tests.consultation.conftest import At, Visits, amount, entries
from tests.support.cast import Cast, a_city
from tests.support.consultation import AFTER, CLOSES, OPENS, a_comment, a_round
from tests.support.drafting import a_clause
from tests.support.visitor import Visit

TEXT = "/stralsund/beteiligung/1/MOB-1/"
CHOOSE = f"{TEXT}stelle/"
FORM = f"{CHOOSE}?von=15&bis=30"
WORDS = "sichere Radwege"
POST = "Stellungnahme abgeben"
THANKS = "Danke! Ihre Stellungnahme S-1 ist jetzt öffentlich. Ihr Beleg ist auf dieser Seite."
ON = "Weiter mit dieser Auswahl"
TICK = timedelta(microseconds=1)

pytestmark = pytest.mark.usefixtures("at")

SOURCE = (
    "Die Stadt baut Wege. Sie pflegt sie gut. Alle fahren Rad.\n\n"
    "# Ziele\n\n- Die Stadt plant **sichere** Wege.\n- Ein [Rad](https://a.example) für alle"
)


@pytest.fixture
def longer(app: Flask, city: Cast) -> Round:
    """A round with MOB-1 in several paragraphs."""
    with app.app_context():
        a_clause(city, source=SOURCE)
        return a_round(city)


def stored(app: Flask) -> list[tuple[str, str | None]]:
    """The passages that were spoken of, each with the words suggested for it."""
    with app.app_context():
        query = db.session.query(Passage.exact, Suggestion.wording).outerjoin(
            Suggestion, Suggestion.comment_id == Passage.comment_id
        )
        return [(exact, wording) for exact, wording in query.order_by(Passage.id)]


def quoted(page: Visit) -> str:
    return page.root.of_class("c-quote")[0].all("blockquote")[0].text


class TestChoosing:
    def test_each_paragraph_has_a_link_that_names_it(self, longer: Round, visits: Visits) -> None:
        page = visits(None).open(TEXT)
        controls = page.root.of_class("c-say")
        assert [one["aria-label"] for one in controls] == [
            "Stelle kommentieren: Die Stadt baut Wege. Sie pflegt sie gut. Alle fahren Rad.",
            "Stelle kommentieren: Ziele",
            "Stelle kommentieren: Die Stadt plant sichere Wege.",
            "Stelle kommentieren: Ein Rad für alle",
        ]
        [_whole, _title, third, _last] = controls
        assert quoted(page.visitor.open(third["href"])) == "Die Stadt plant sichere Wege."

    def test_sentences_are_chosen_by_ticking(self, longer: Round, visits: Visits) -> None:
        page = visits(None).open(f"{CHOOSE}?absatz=1")
        assert page.heading == "Stelle wählen"
        assert "Sie pflegt sie gut." in [label.text for label in page.root.all("label")]
        assert quoted(page.press(ON, satz="2")) == "Sie pflegt sie gut."
        assert quoted(page.press(ON, satz=["2", "3"])) == "Sie pflegt sie gut. Alle fahren Rad."
        assert quoted(page.press(ON)) == "Die Stadt baut Wege. Sie pflegt sie gut. Alle fahren Rad."

    def test_words_are_quoted(self, longer: Round, visits: Visits) -> None:
        page = visits(None).open(CHOOSE)
        assert quoted(page.press("Stelle suchen", zitat="„PFLEGT   sie gut“")) == "pflegt sie gut"

    def test_words_at_several_places_bring_a_question(self, longer: Round, visits: Visits) -> None:
        asked = visits(None).open(CHOOSE).press("Stelle suchen", zitat="Die Stadt")
        assert asked.status == 200
        assert "Diese Worte stehen an 2 Stellen. Welche meinen Sie?" in asked.text
        form = asked.visitor.open(asked.link("Die Stadt plant sichere Wege."))
        assert quoted(form) == "Die Stadt"
        assert "von=64" in form.path

    def test_words_that_do_not_stand_there(self, longer: Round, visits: Visits) -> None:
        refused = visits(None).open(CHOOSE).press("Stelle suchen", zitat="Die Stadt pflanzt")
        assert refused.field("zitat") == "Die Stadt pflanzt"
        assert "Diese Worte stehen nicht im Text." in refused.text
        [error] = refused.root.of_class("kern-error")
        [field] = [one for one in refused.root.all("input") if one["id"] == "zitat"]
        assert error["id"] in field["aria-describedby"]
        assert "Meinten Sie …?" in refused.text
        form = refused.visitor.open(refused.link("Die Stadt plant sichere Wege."))
        assert quoted(form).startswith("Die Stadt plant")

    @pytest.mark.parametrize(
        "query", ["absatz=9", "absatz=0", "von=4", "von=9&bis=4", "von=0&bis=9999", "von=x&bis=y"]
    )
    def test_a_place_that_does_not_exist(self, longer: Round, visits: Visits, query: str) -> None:
        page = visits(None).open(f"{CHOOSE}?{query}")
        assert "Diese Stelle gibt es im Text nicht." in page.text
        assert page.has_button("Stelle suchen")

    def test_half_words_become_whole_ones(self, longer: Round, visits: Visits) -> None:
        assert quoted(visits(None).open(f"{CHOOSE}?von=5&bis=11")) == "Stadt baut"

    @pytest.mark.parametrize("path", ["7/MOB-1/stelle/", "1/MOB-9/stelle/", "1/x/stelle/"])
    def test_a_text_that_is_not_in_the_round(
        self, longer: Round, visits: Visits, path: str
    ) -> None:
        visits(None).open(f"/stralsund/beteiligung/{path}?absatz=1", status=404)

    def test_in_another_charter_there_is_nothing(
        self, app: Flask, longer: Round, visits: Visits
    ) -> None:
        with app.app_context():
            a_city("rostock", "Rostock")
        visits(None).open("/rostock/beteiligung/1/MOB-1/stelle/", status=404)

    def test_it_is_the_same_for_all_who_have_not_signed_in(
        self, longer: Round, visits: Visits
    ) -> None:
        answer = visits(None).client.get(f"{CHOOSE}?von=0&bis=9")
        assert "public" in answer.headers["Cache-Control"]
        assert "Set-Cookie" not in answer.headers


class TestSpeaking:
    def test_it_is_public_at_once(
        self, app: Flask, city: Cast, found: Round, visits: Visits
    ) -> None:
        page = visits(city.citizen).open(FORM)
        assert quoted(page) == WORDS
        after = page.press(POST, source="Wie **breit**?")
        assert after.path == "/stralsund/stellungnahmen/1/"
        assert after.notices == [THANKS]
        assert stored(app) == [(WORDS, None)]
        public = visits(None).open(TEXT)
        [said] = public.root.of_class("c-comment")
        assert "Zu der Stelle sichere Radwege" in said.text
        with app.app_context():
            [entry] = entries("comment.posted")
            assert entry.details["passage"] == [15, 30]
            assert WORDS not in str(entry.details)

    def test_other_words_are_seen_before_they_are_sent(
        self, app: Flask, city: Cast, found: Round, visits: Visits
    ) -> None:
        page = visits(city.citizen).open(FORM)
        assert page.field("wording").strip() == WORDS
        look = page.press(POST, source="Breiter!", suggests="y", wording="breite Radwege")
        assert look.status == 200
        assert stored(app) == []
        assert "Noch ist nichts abgesendet." in look.text
        [preview] = [one for one in look.root.walk() if "data-preview" in one.attributes]
        assert "Breiter!" in preview.text
        assert ["sichere" in one.text for one in preview.all("del")] == [True]
        assert ["breite" in one.text for one in preview.all("ins")] == [True]
        after = look.press(POST)
        assert after.path == "/stralsund/stellungnahmen/1/"
        assert stored(app) == [(WORDS, "breite Radwege")]
        shown = visits(None).open(TEXT).root.of_class("c-comment")[0]
        assert "Vorschlag zu der Stelle" in shown.text
        assert "breite" in shown.all("ins")[0].text

    def test_words_changed_after_the_preview_are_shown_again(
        self, app: Flask, city: Cast, found: Round, visits: Visits
    ) -> None:
        page = visits(city.citizen).open(FORM)
        look = page.press("Vorschau", source="Breiter!", suggests="y", wording="breite Radwege")
        again = look.press(POST, wording="ganz breite Radwege")
        assert stored(app) == []
        again.press(POST)
        assert stored(app) == [(WORDS, "ganz breite Radwege")]

    def test_no_words_mean_to_leave_the_passage_out(
        self, app: Flask, city: Cast, found: Round, visits: Visits
    ) -> None:
        page = visits(city.citizen).open(FORM)
        look = page.press(POST, source="Überflüssig.", suggests="y", wording="")
        assert "Vorschlag: diese Stelle streichen" in look.text
        look.press(POST)
        assert stored(app) == [(WORDS, "")]

    def test_words_that_are_not_suggested_do_not_count(
        self, app: Flask, city: Cast, found: Round, visits: Visits
    ) -> None:
        visits(city.citizen).open(FORM).press(POST, source="Gut so", wording="egal")
        assert stored(app) == [(WORDS, None)]

    def test_two_clicks_are_one_comment(
        self, app: Flask, city: Cast, found: Round, visits: Visits
    ) -> None:
        page = visits(city.citizen).open(FORM)
        first, again = (page.press(POST, source="Nur einmal") for _ in range(2))
        assert first.path == again.path
        assert stored(app) == [(WORDS, None)]

    def test_the_same_form_for_another_passage_loses_nothing(
        self, app: Flask, city: Cast, found: Round, visits: Visits
    ) -> None:
        page = visits(city.citizen).open(FORM)
        page.press(POST, source="Einmal")
        values = {name: page.field(name) for name in ("csrf_token", "submission")}
        other = page.visitor.send(f"{CHOOSE}?von=0&bis=9", {**values, "source": "Einmal"})
        assert other.status == 409
        assert "S-1" in other.errors[0]
        assert other.field("source").strip() == "Einmal"
        other.press(POST)
        assert [exact for exact, _ in stored(app)] == [WORDS, "Die Stadt"]

    @pytest.mark.parametrize(
        ("values", "error"),
        [
            ({"source": ""}, "Bitte füllen Sie dieses Feld aus."),
            ({"source": "x" * 5001}, "höchstens 5000 Zeichen"),
            ({"source": "a\x07b"}, "Steuerzeichen"),
            ({"source": "---"}, "Bitte schreiben Sie etwas."),
            ({"source": "Gut", "suggests": "y"}, "noch denselben Wortlaut"),
            ({"source": "Gut", "suggests": "y", "wording": " sichere\nRadwege "}, "denselben"),
            ({"source": "Gut", "suggests": "y", "wording": "x" * 5001}, "höchstens 5000 Zeichen"),
            ({"source": "Gut", "suggests": "y", "wording": "a\x00"}, "Steuerzeichen"),
        ],
    )
    def test_bad_input_is_refused_and_kept(
        self,
        *,
        app: Flask,
        city: Cast,
        found: Round,
        visits: Visits,
        values: dict[str, str],
        error: str,
    ) -> None:
        page = visits(city.citizen).open(FORM)
        for button in (POST, "Vorschau"):
            refused = page.press(button, **values)
            assert refused.status == 422
            assert any(error in one for one in refused.errors), refused.errors
            for name in ("source", "wording"):
                if values.get(name, "").isprintable() and name in values:
                    assert refused.field(name).strip() == values[name].strip()
            assert quoted(refused) == WORDS
        with app.app_context():
            assert amount(Comment) == 0

    @pytest.mark.parametrize("query", ["von=0&bis=999", "von=9&bis=10", "von=3&bis=3", "absatz=7"])
    def test_a_place_that_no_page_offers(
        self, app: Flask, city: Cast, found: Round, visits: Visits, query: str
    ) -> None:
        answer = visits(city.citizen).post(
            f"{CHOOSE}?{query}", source="Wo?", submission=str(uuid4())
        )
        assert answer.status_code == 422
        with app.app_context():
            assert amount(Comment) == 0

    def test_the_wrong_person(self, app: Flask, city: Cast, found: Round, visits: Visits) -> None:
        visitor = visits(None)
        page = visitor.open(FORM)
        assert quoted(page) == WORDS
        assert not page.has_button(POST)
        assert "next=/stralsund/beteiligung/1/MOB-1/stelle/?von%3D15%26bis%3D30" in page.link(
            "Anmelden und schreiben"
        )
        answer = visitor.post(FORM, source="Von niemandem", submission=str(uuid4()))
        assert answer.status_code == 403
        with app.app_context():
            assert amount(Comment) == 0

    def test_signing_in_leads_back_to_the_passage(
        self, city: Cast, found: Round, visits: Visits
    ) -> None:
        page = visits(None).open(FORM)
        entry = page.visitor.open(page.link("Anmelden und schreiben"))
        back = entry.press(
            "Anmelden", email="citizen@stralsund.example", password="sieben-rote-backsteine"
        )
        assert quoted(back) == WORDS
        assert back.has_button(POST)

    def test_who_needs_an_account_first_keeps_the_passage(
        self, city: Cast, found: Round, visits: Visits
    ) -> None:
        page = visits(None).open(FORM)
        beginning = page.visitor.open(page.link("Konto anlegen"))
        entry = page.visitor.open(beginning.link("Zur Anmeldung"))
        back = entry.press(
            "Anmelden", email="citizen@stralsund.example", password="sieben-rote-backsteine"
        )
        assert quoted(back) == WORDS

    def test_the_wrong_time(
        self, app: Flask, city: Cast, found: Round, at: At, visits: Visits
    ) -> None:
        page = visits(city.citizen).open(FORM)
        for when in (OPENS - TICK, CLOSES, AFTER):
            at(when)
            late = page.press(POST, source="Zu spät")
            assert late.status == 409
            assert late.field("source").strip() == "Zu spät"
            assert quoted(late) == WORDS
            assert not visits(city.citizen).open(FORM).has_button(POST)
        with app.app_context():
            assert amount(Comment) == 0
        at(OPENS)
        assert page.press(POST, source="Gerade noch").status == 200

    def test_a_form_that_no_page_offers(
        self, app: Flask, city: Cast, found: Round, visits: Visits
    ) -> None:
        visitor = visits(city.citizen)
        for values in (
            {"source": "Gut"},
            {"source": "Gut", "submission": "kurz"},
            {"source": "Gut", "submission": str(uuid4()), "author_id": "1"},
        ):
            assert visitor.post(FORM, **values).status_code == 422
        with app.app_context():
            assert amount(Comment) == 0

    def test_html_stays_words(self, city: Cast, found: Round, visits: Visits) -> None:
        page = visits(city.citizen).open(FORM)
        bad = "<img src=x onerror=alert(1)>"
        after = page.press(POST, source="Bitte", suggests="y", wording=bad).press(POST)
        for shown in (after, visits(None).open(TEXT)):
            assert bad in shown.text
            assert "<img src=x" not in shown.answer.text


def test_a_reply_speaks_of_no_passage(
    app: Flask, city: Cast, found: Round, clause: Document, visits: Visits
) -> None:
    with app.app_context():
        a_comment(city, found, clause, passage=WORDS)
    page = visits(city.second_citizen).open("/stralsund/stellungnahmen/1/")
    assert "Zu der Stelle sichere Radwege" in page.text
    after = page.press("Erwiderung abgeben", source="Stimmt")
    assert "Zu der Stelle" not in after.text
    assert len(stored(app)) == 1


def test_ones_own_comments_show_their_passages(
    app: Flask, city: Cast, found: Round, clause: Document, visits: Visits
) -> None:
    with app.app_context():
        a_comment(city, found, clause, passage=WORDS, wording="breite Wege")
        a_comment(city, found, clause, wording="Ganz anders.")
    page = visits(city.citizen).open("/stralsund/meine-stellungnahmen/")
    assert "Vorschlag zu der Stelle" in page.text
    whole = page.visitor.open(page.link("Ansehen, was sich ändern würde").split("#")[0])
    assert whole.heading == "Stellungnahme S-2"
    assert "Vorschlag für den ganzen Wortlaut" in whole.text
