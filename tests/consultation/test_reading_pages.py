"""What everybody reads: rounds, texts, comments and answers – and never more than is public."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from charta.consultation import services
from charta.consultation.models import Response, Round
from charta.core.database import db, transaction
from charta.drafting.models import Document
from tests.consultation.conftest import At, Visits
from tests.support.cast import START, Cast, a_city
from tests.support.consultation import (
    AFTER,
    CLOSES,
    DURING,
    OPENS,
    a_comment,
    a_round,
    an_answer,
)
from tests.support.drafting import a_clause, a_revision
from tests.support.feasibility import an_assessment
from tests.support.releases import a_release, an_open_release

ROUNDS = "/stralsund/beteiligung/"
ROUND = f"{ROUNDS}1/"
TEXT = f"{ROUND}MOB-1/"
COMMENT = "/stralsund/stellungnahmen/1/"
SIGN_IN = "Anmelden und schreiben"
TICK = timedelta(microseconds=1)

pytestmark = pytest.mark.usefixtures("at")


def test_the_list_says_what_is_open_what_comes_and_what_is_over(
    app: Flask, city: Cast, found: Round, at: At, visits: Visits
) -> None:
    with app.app_context():
        a_round(
            city,
            title="Zweite Beteiligung",
            opens_at=AFTER + timedelta(days=1),
            closes_at=AFTER + timedelta(days=2),
            now=DURING,
        )
    page = visits(None).open(ROUNDS)
    assert "noch 12 Tage" in page.text
    assert "geöffnet ab 2. April 2026, 11:00 Uhr" in page.text
    assert page.link("Beteiligung zum Entwurf") == ROUND
    at(AFTER)
    page = visits(None).open(ROUNDS)
    assert "Zurzeit ist keine Beteiligung geöffnet." in page.text
    assert "beendet am 24. März 2026, 10:00 Uhr" in page.text


def test_nothing_announced(city: Cast, visits: Visits) -> None:
    assert "Zurzeit ist keine Beteiligung geöffnet." in visits(None).open(ROUNDS).text


def test_a_round_shows_its_texts_with_their_comments(
    app: Flask, city: Cast, found: Round, clause: Document, visits: Visits
) -> None:
    with app.app_context():
        first = a_comment(city, found, clause)
        a_comment(city, found, clause, parent=first)
    page = visits(None).open(ROUND)
    assert page.heading == "Beteiligung zum Entwurf"
    assert "Sagen, was fehlt" in page.text or "sagen Sie, was fehlt" in page.text
    rows = [row.text for row in page.root.of_class("c-lines__row")]
    assert rows == [
        "A-1Nachhaltige Mobilität noch keine Stellungnahme",
        "MOB-1Sichere Radwege 2 Stellungnahmen",
    ]


def test_before_its_text_is_public_a_round_is_only_announced(
    app: Flask, city: Cast, clause: Document, at: At, visits: Visits
) -> None:
    readable = START + timedelta(hours=5)
    with app.app_context():
        a_round(city, readable_from=readable)
    at(readable - TICK)
    visitor = visits(None)
    page = visitor.open(ROUND)
    assert "Sichere Radwege" not in page.text
    assert "Der Entwurf ist ab 2. März 2026, 15:00 Uhr zu lesen." in page.text
    visitor.open(TEXT, status=404)
    at(readable)
    assert "Sichere Radwege" in visitor.open(ROUND).text
    assert "Die Stadt baut sichere Radwege." in visitor.open(TEXT).text


def test_the_text_is_the_released_one(
    app: Flask, city: Cast, found: Round, clause: Document, visits: Visits
) -> None:
    with app.app_context():
        a_revision(city, clause, "GEHEIMER ENTWURF")
    page = visits(None).open(TEXT)
    assert "Die Stadt baut sichere Radwege." in page.text
    assert "GEHEIMER" not in page.answer.text


def test_released_verdicts_stand_beside_the_text(
    app: Flask, city: Cast, clause: Document, visits: Visits
) -> None:
    with app.app_context():
        an_assessment(city, clause, reason="Platz ist da.", released=True)
        a_round(city)
    assert "Platz ist da." in visits(None).open(TEXT).text


def test_comments_with_replies_and_answers_oldest_first(
    app: Flask, city: Cast, found: Round, clause: Document, visits: Visits
) -> None:
    with app.app_context():
        first = a_comment(city, found, clause, source="Als Erstes")
        a_comment(city, found, clause, source="Als Zweites", author=city.second_citizen)
        a_comment(city, found, clause, source="Dazu", parent=first, author=city.second_citizen)
        an_answer(city, first, source="Das nehmen wir auf.")
    text = visits(None).open(TEXT).text
    order = [
        "Als Erstes",
        "Antwort der Stadt auf S-1",
        "Das nehmen wir auf.",
        "Dazu",
        "Als Zweites",
    ]
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert "Carla Bürgerin" in text
    assert "@" not in text
    assert "Edda" not in text


def test_a_corrected_answer_keeps_the_earlier_one_readable(
    app: Flask, city: Cast, found: Round, clause: Document, visits: Visits
) -> None:
    with app.app_context():
        given = an_answer(city, a_comment(city, found, clause), source="Erst so.")
        with transaction():
            services.correct_answer(
                city.approver,
                AFTER,
                db.session.get_one(Response, given.id),
                disposition="noted",
                source="Dann anders.",
            )
    text = visits(None).open(TEXT).text
    assert "berichtigt" in text
    assert text.index("Dann anders.") < text.index("Frühere Antworten") < text.index("Erst so.")
    assert "12. März 2026" in text


def test_the_wording_an_answer_led_to_shows_once_it_is_public(
    app: Flask, city: Cast, found: Round, clause: Document, visits: Visits
) -> None:
    with app.app_context():
        comment = a_comment(city, found, clause)
        revision = a_revision(city, clause, "NEUER WORTLAUT mit Lastenrädern")
        an_answer(city, comment, revision=revision)
        a_release(city, now=DURING)
    visitor = visits(None)
    for path in (TEXT, COMMENT):
        page = visitor.open(path)
        assert "NEUER WORTLAUT" not in page.answer.text
        assert "Version 2" not in page.text
    with app.app_context():
        an_open_release(city, now=DURING)
    assert "Version 2, zu lesen in Fassung 3" in visitor.open(TEXT).text
    page = visitor.open(COMMENT)
    assert "NEUER WORTLAUT mit Lastenrädern" in page.text
    assert page.link("Was sich von Fassung 1 zu Fassung 3 geändert hat")


def test_a_comment_has_its_own_page(
    app: Flask, city: Cast, found: Round, clause: Document, visits: Visits
) -> None:
    with app.app_context():
        first = a_comment(city, found, clause)
        a_comment(city, found, clause, parent=first, source="Dazu", author=city.second_citizen)
    visitor = visits(None)
    page = visitor.open(COMMENT)
    assert page.heading == "Stellungnahme S-1"
    assert "Die Stadt baut sichere Radwege." in page.text
    assert "Die Antwort der Stadt steht noch aus" in page.text
    assert "Dazu" in page.text
    assert page.link("Alle Stellungnahmen zu MOB-1 in dieser Beteiligung") == TEXT
    assert page.link("MOB-1 mit der ganzen Geschichte") == "/stralsund/klauseln/MOB-1/"
    reply = visitor.open("/stralsund/stellungnahmen/2/")
    assert reply.heading == "Erwiderung S-2"
    assert reply.link("Erwidert auf S-1 von Carla Bürgerin") == COMMENT


def test_who_cannot_write_is_told_why(found: Round, at: At, visits: Visits) -> None:
    sign_in = "Zum Schreiben melden Sie sich bitte an"
    for when, words, may in (
        (OPENS - TICK, "geöffnet ab 3. März 2026, 10:00 Uhr", False),
        (OPENS, sign_in, True),
        (CLOSES - TICK, sign_in, True),
        (CLOSES, "beendet am 24. März 2026, 10:00 Uhr", False),
    ):
        at(when)
        page = visits(None).open(TEXT)
        assert words in page.text
        assert not page.has_button("Stellungnahme abgeben")
        found_links = [one["href"] for one in page.root.all("a") if one.text == SIGN_IN]
        assert found_links == ([f"/konto/anmelden/?next={TEXT}"] if may else [])


def test_signed_in_people_write_only_while_it_is_open(
    city: Cast, found: Round, at: At, visits: Visits
) -> None:
    visitor = visits(city.citizen)
    for when, may in ((OPENS - TICK, False), (OPENS, True), (CLOSES - TICK, True), (CLOSES, False)):
        at(when)
        assert visitor.open(TEXT).has_button("Stellungnahme abgeben") is may


def test_anonymous_readers_get_no_cookie_and_a_page_for_all(
    app: Flask, city: Cast, found: Round, clause: Document, visits: Visits
) -> None:
    with app.app_context():
        a_comment(city, found, clause)
    for path in (ROUNDS, ROUND, TEXT, COMMENT):
        answer = visits(None).open(path).answer
        assert "Set-Cookie" not in answer.headers
        assert "public" in answer.headers["Cache-Control"]
        assert answer.headers["ETag"]
        signed_in = visits(city.citizen).open(path).answer
        assert "private" in signed_in.headers["Cache-Control"]


def test_asking_for_the_head_only_is_reading(
    app: Flask, city: Cast, found: Round, clause: Document, visits: Visits
) -> None:
    with app.app_context():
        a_comment(city, found, clause)
    desk = "/stralsund/schreibtisch"
    for path in (TEXT, COMMENT, f"{desk}/beteiligung/neu/", f"{desk}/stellungnahmen/1/"):
        answer = visits(city.editor).client.head(path)
        assert (answer.status_code, answer.data) == (200, b"")


def test_comments_come_in_pages(
    app: Flask, city: Cast, found: Round, clause: Document, visits: Visits
) -> None:
    with app.app_context(), transaction():
        for number in range(1, 61):
            a_comment(city, db.session.get_one(Round, found.id), clause, source=f"Wort{number:03}")
    visitor = visits(None)
    first = visitor.open(TEXT)
    second = visitor.open(first.link("Nächste").split("#")[0])
    third = visitor.open(second.link("Nächste").split("#")[0])
    shown = [
        [article["id"] for article in page.root.of_class("c-comment")]
        for page in (first, second, third)
    ]
    assert [len(ids) for ids in shown] == [25, 25, 10]
    assert [one for ids in shown for one in ids] == [f"S-{number}" for number in range(1, 61)]
    assert "60 Stellungnahmen" in third.text
    back = visitor.open(third.link("Vorherige").split("#")[0])
    assert [article["id"] for article in back.root.of_class("c-comment")] == shown[1]
    start = visitor.open(back.link("Vorherige").split("#")[0])
    assert [article["id"] for article in start.root.of_class("c-comment")] == shown[0]
    assert "Vorherige" not in start.text


def test_many_replies_continue_on_the_comments_page(
    app: Flask, city: Cast, found: Round, clause: Document, visits: Visits
) -> None:
    with app.app_context(), transaction():
        fresh = db.session.get_one(Round, found.id)
        first = a_comment(city, fresh, clause)
        for _ in range(30):
            a_comment(city, fresh, clause, parent=first)
    visitor = visits(None)
    page = visitor.open(TEXT)
    assert len(page.root.of_class("c-comment--reply")) == 5
    whole = visitor.open(page.link("Alle 30 Erwiderungen auf S-1"))
    assert len(whole.root.of_class("c-comment--reply")) == 25
    rest = visitor.open(whole.link("Nächste").split("#")[0])
    assert len(rest.root.of_class("c-comment--reply")) == 5


def test_nonsense_in_the_address_of_a_page_of_comments(found: Round, visits: Visits) -> None:
    visitor = visits(None)
    for query in ("nach=x", "nach=-1", "vor=99999999999999", "nach=1&vor=2", "vor=", "nach=%00"):
        visitor.open(f"{TEXT}?{query}")


def test_what_does_not_exist(found: Round, visits: Visits) -> None:
    visitor = visits(None)
    for path in (
        "beteiligung/2/",
        "beteiligung/0/",
        "beteiligung/99999999999999999999/",
        "beteiligung/1/MOB-2/",
        "beteiligung/1/MOB-9999999999999/",
        "beteiligung/1/mob-1/",
        "beteiligung/1/%00/",
        "beteiligung/1/MOB-1%00/",
        "beteiligung/2/MOB-1/",
        "stellungnahmen/1/",
        "stellungnahmen/99999999999999999999/",
    ):
        visitor.open(f"/stralsund/{path}", status=404)


def test_what_belongs_to_another_charter_does_not_exist_here(
    app: Flask, city: Cast, found: Round, clause: Document, visits: Visits
) -> None:
    with app.app_context():
        a_comment(city, found, clause)
        a_city("rostock", "Rostock")
    visitor = visits(None)
    for path in ("beteiligung/1/", "beteiligung/1/MOB-1/", "stellungnahmen/1/"):
        visitor.open(f"/stralsund/{path}")
        visitor.open(f"/rostock/{path}", status=404)


def test_a_text_drafted_later_is_not_in_the_round(
    app: Flask, city: Cast, found: Round, visits: Visits
) -> None:
    with app.app_context():
        assert a_clause(city, title="Neu").key == "MOB-2"
    visits(None).open(f"{ROUND}MOB-2/", status=404)


def test_in_english_the_frame_is_english(found: Round, visits: Visits) -> None:
    page = visits(None).open(f"{TEXT}?sprache=en")
    assert page.root.all("html")[0]["lang"] == "en"
