"""Speaking through the screens: it works, refuses bad input, the wrong person, the wrong time."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask

from charta.consultation.models import Comment, Round
from charta.core.database import db
from charta.drafting.models import Document
from tests.consultation.conftest import At, Visits, amount, entries
from tests.support.cast import Cast, a_city
from tests.support.consultation import AFTER, CLOSES, OPENS, a_comment
from tests.support.drafting import a_clause
from tests.support.visitor import Visit

TEXT = "/stralsund/beteiligung/1/MOB-1/"
COMMENT = "/stralsund/stellungnahmen/1/"
POST = "Stellungnahme abgeben"
THANKS = "Danke! Ihre Stellungnahme S-1 ist jetzt öffentlich. Ihr Beleg ist auf dieser Seite."
REPLY = "Erwiderung abgeben"
TICK = timedelta(microseconds=1)
SUBMISSION = "b5b3c1de-0d1c-4f7e-9a53-0c1f2e3d4a5b"

pytestmark = pytest.mark.usefixtures("at")


@pytest.fixture
def said(app: Flask, city: Cast, found: Round, clause: Document) -> Comment:
    """S-1 by Carla."""
    with app.app_context():
        return a_comment(city, found, clause)


def count(app: Flask) -> int:
    with app.app_context():
        return amount(Comment)


def test_a_comment_is_public_at_once(app: Flask, city: Cast, found: Round, visits: Visits) -> None:
    page = visits(city.citizen).open(TEXT)
    after = page.press(POST, source="Bitte auch **Bänke**.\r\n\r\n- am Hafen")
    assert after.path == COMMENT
    assert after.notices == [THANKS]
    public = visits(None).open(TEXT)
    assert "Bitte auch Bänke." in public.text
    assert [strong.text for strong in public.root.all("strong")].count("Bänke") == 1
    with app.app_context():
        [entry] = entries("comment.posted")
        assert "Bänke" not in str(entry.details)


def test_a_reply_stands_below_its_comment(city: Cast, said: Comment, visits: Visits) -> None:
    page = visits(city.second_citizen).open(TEXT)
    page = page.visitor.open(page.link("Auf S-1 erwidern").split("#")[0])
    after = page.press(REPLY, source="Stimmt!")
    assert after.heading == "Erwiderung S-2"
    replies = visits(None).open(TEXT).root.of_class("c-comment--reply")
    assert ["Stimmt!" in reply.text for reply in replies] == [True]


def test_one_does_not_reply_to_a_reply(
    *, app: Flask, city: Cast, found: Round, clause: Document, said: Comment, visits: Visits
) -> None:
    with app.app_context():
        a_comment(city, found, clause, parent=said)
    visitor = visits(city.citizen)
    page = visitor.open("/stralsund/stellungnahmen/2/")
    assert not page.has_button(REPLY)
    answer = visitor.post(page.path, source="Doch", submission=SUBMISSION)
    assert answer.status_code == 422
    assert "Auf eine Erwiderung kann man nicht noch einmal erwidern." in answer.text
    assert count(app) == 2


def test_two_clicks_are_one_comment(app: Flask, city: Cast, found: Round, visits: Visits) -> None:
    page = visits(city.citizen).open(TEXT)
    first = page.press(POST, source="Nur einmal")
    again = page.press(POST, source="Nur einmal")
    assert (first.path, again.path) == (COMMENT, COMMENT)
    assert count(app) == 1


def test_a_form_sent_again_with_other_words_loses_nothing(
    app: Flask, city: Cast, found: Round, visits: Visits
) -> None:
    page = visits(city.citizen).open(TEXT)
    page.press(POST, source="Zuerst")
    again = page.press(POST, source="Etwas anderes")
    assert again.status == 409
    assert "S-1" in again.errors[0]
    assert again.field("source").strip() == "Etwas anderes"
    assert again.press(POST).path == "/stralsund/stellungnahmen/2/"
    assert count(app) == 2


def test_each_form_has_a_number_of_its_own(city: Cast, found: Round, visits: Visits) -> None:
    visitor = visits(city.citizen)
    assert visitor.open(TEXT).field("submission") != visitor.open(TEXT).field("submission")


@pytest.mark.parametrize("path", [TEXT, COMMENT])
def test_a_preview_stores_nothing(
    app: Flask, city: Cast, said: Comment, visits: Visits, path: str
) -> None:
    page = visits(city.citizen).open(path)
    shown = page.press("Vorschau", source="Ein *Wort*")
    assert shown.status == 200
    [place] = [element for element in shown.root.walk() if "data-preview" in element.attributes]
    assert [em.text for em in place.all("em")] == ["Wort"]
    assert shown.field("source").strip() == "Ein *Wort*"
    assert shown.field("submission") == page.field("submission")
    assert count(app) == 1


BAD = [
    ("", "Bitte füllen Sie dieses Feld aus."),
    ("   \n ", "Bitte füllen Sie dieses Feld aus."),
    ("x" * 5001, "höchstens 5000 Zeichen"),
    ("a\x00b", "Steuerzeichen"),
    ("a\x07b", "Steuerzeichen"),
    ("\u202egnul", "Schreibrichtung"),
    ("> " * 40 + "tief", "verschachtelt"),
    ("---", "Bitte schreiben Sie etwas."),
]


@pytest.mark.parametrize(("path", "send"), [(TEXT, POST), (COMMENT, REPLY)])
def test_bad_words_are_refused_and_kept(
    *, app: Flask, city: Cast, said: Comment, visits: Visits, path: str, send: str
) -> None:
    page = visits(city.citizen).open(path)
    for source, words in BAD:
        for button in (send, "Vorschau"):
            refused = page.press(button, source=source)
            assert refused.status == 422
            assert any(words in error for error in refused.errors), refused.errors
            if source.isprintable():
                assert refused.field("source").strip() == source.strip()
    assert count(app) == 1


ODD: list[dict[str, str | list[str]]] = [
    {"source": "Gut", "submission": "kurz"},
    {"source": "Gut", "submission": ""},
    {"source": "Gut", "submission": "x" * 5000},
    {"source": "Gut", "submission": "a\x00"},
    {"source": "Gut"},
    {"source": "Gut", "submission": SUBMISSION, "author_id": "1"},
    {"source": ["Gut", "Schlecht"], "submission": SUBMISSION},
    {"submission": SUBMISSION},
]


@pytest.mark.parametrize("path", [TEXT, COMMENT])
def test_a_form_that_no_page_offers(
    app: Flask, city: Cast, said: Comment, visits: Visits, path: str
) -> None:
    visitor = visits(city.citizen)
    for values in ODD:
        answer = visitor.post(path, **values)
        assert answer.status_code == 422, values
        assert Visit(visitor, answer, path).errors
    assert count(app) == 1


def test_html_and_script_stay_words(city: Cast, found: Round, visits: Visits) -> None:
    page = visits(city.citizen).open(TEXT)
    after = page.press(POST, source="<script>alert(1)</script> <img src=x onerror=alert(1)>")
    assert "<script>alert(1)</script>" in after.text
    public = visits(None).open(TEXT).answer.text
    assert "<script>alert" not in public
    assert "<img src=x" not in public


@pytest.mark.parametrize("path", [TEXT, COMMENT])
def test_the_wrong_person(app: Flask, city: Cast, said: Comment, visits: Visits, path: str) -> None:
    answer = visits(None).post(path, source="Von niemandem", submission=SUBMISSION)
    assert answer.status_code == 403
    assert count(app) == 1


def test_a_forged_request(city: Cast, found: Round, app: Flask, visits: Visits) -> None:
    visitor = visits(city.citizen)
    answer = visitor.client.post(TEXT, data={"source": "Gefälscht", "submission": SUBMISSION})
    assert answer.status_code == 400
    assert count(app) == 0


def test_the_time_counts_to_the_microsecond(
    app: Flask, city: Cast, found: Round, at: At, visits: Visits
) -> None:
    visitor = visits(city.citizen)
    stored = 0
    for when, status in (
        (OPENS - TICK, 409),
        (OPENS, 303),
        (CLOSES - TICK, 303),
        (CLOSES, 409),
        (AFTER, 409),
    ):
        at(when)
        answer = visitor.post(TEXT, source="Gerade noch", submission=str(uuid4()))
        assert answer.status_code == status
        if status == 409:
            page = Visit(visitor, answer, TEXT)
            assert page.errors
            assert page.field("source").strip() == "Gerade noch"
        stored += status == 303
        assert count(app) == stored


def test_a_reply_comes_too_late(
    app: Flask, city: Cast, said: Comment, at: At, visits: Visits
) -> None:
    page = visits(city.second_citizen).open(COMMENT)
    at(CLOSES)
    late = page.press(REPLY, source="Zu spät")
    assert late.status == 409
    assert late.errors == ["Diese Beteiligung ist beendet. Ihr Text wurde nicht gespeichert."]
    assert late.field("source").strip() == "Zu spät"
    assert count(app) == 1


def test_what_does_not_exist_here_cannot_be_spoken_of(
    app: Flask, city: Cast, said: Comment, visits: Visits
) -> None:
    with app.app_context():
        a_clause(city, title="Nach dem Fixieren geschrieben")
        a_city("rostock", "Rostock")
    visitor = visits(city.citizen)
    for path in (
        "/stralsund/beteiligung/1/MOB-2/",
        "/stralsund/beteiligung/7/MOB-1/",
        "/rostock/beteiligung/1/MOB-1/",
        "/stralsund/stellungnahmen/9/",
        "/rostock/stellungnahmen/1/",
    ):
        assert visitor.post(path, source="Wohin?", submission=SUBMISSION).status_code == 404
    assert count(app) == 1


class TestOwnComments:
    PATH = "/stralsund/meine-stellungnahmen/"

    def test_one_sees_ones_own_with_what_became_of_them(
        self, app: Flask, city: Cast, said: Comment, visits: Visits
    ) -> None:
        mine = visits(city.citizen).open(self.PATH)
        assert "S-1" in mine.text
        assert "Antwort steht aus" in mine.text
        theirs = visits(city.second_citizen).open(self.PATH)
        assert "Sie haben noch keine Stellungnahme abgegeben." in theirs.text

    def test_newest_first_in_pages(
        self, app: Flask, city: Cast, found: Round, clause: Document, visits: Visits
    ) -> None:
        with app.app_context():
            for _ in range(30):
                a_comment(city, db.session.get_one(Round, found.id), clause)
        visitor = visits(city.citizen)
        first = visitor.open(self.PATH)
        rest = visitor.open(first.link("Nächste"))
        keys = [
            link.text.split(":")[0]
            for page in (first, rest)
            for heading in page.root.of_class("c-comment__author")
            for link in heading.all("a")
        ]
        assert keys == [f"S-{number}" for number in range(30, 0, -1)]

    def test_only_of_this_charter(
        self, app: Flask, city: Cast, said: Comment, visits: Visits
    ) -> None:
        with app.app_context():
            a_city("rostock", "Rostock")
        page = visits(city.citizen).open("/rostock/meine-stellungnahmen/")
        assert "S-1" not in page.text

    def test_somebody_must_sign_in(self, city: Cast, visits: Visits) -> None:
        answer = visits(None).client.get(self.PATH)
        assert answer.status_code == 303
        assert "next=/stralsund/meine-stellungnahmen/" in answer.headers["Location"]
