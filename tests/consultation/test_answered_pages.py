"""Whom an answer is for, and authors who say that it misses, on the screen."""

from __future__ import annotations

import pytest
from flask import Flask

from charta.consultation import services
from charta.consultation.models import Reopening, Response, Round
from charta.consultation.queries.covering import covering
from charta.core.database import db, transaction
from charta.drafting.models import Document
from tests.consultation.conftest import At, Visits, amount
from tests.support.cast import START, Cast
from tests.support.consultation import AFTER, a_comment, an_answer

MINE = "/stralsund/stellungnahmen/1/"
OTHER = f"{MINE}anders/"
ANSWER = "/stralsund/antworten/1/"
WORDS = "Mir geht es um die Abstellplätze."

pytestmark = pytest.mark.usefixtures("at", "answered")


@pytest.fixture
def answered(app: Flask, city: Cast, found: Round, clause: Document) -> None:
    """One answer for Carla and Curt."""
    with app.app_context():
        comments = [
            a_comment(city, found, clause),
            a_comment(city, found, clause, author=city.second_citizen),
        ]
        an_answer(city, comments)


def test_the_number_leads_to_those_it_is_for(visits: Visits) -> None:
    reader = visits(None)
    page = reader.open(reader.open(MINE).link("Diese Antwort gilt für 2 Stellungnahmen."))
    assert page.heading == "Eine Antwort für 2 Stellungnahmen"
    assert "von Carla Bürgerin zu MOB-1" in page.text
    assert page.link("S-2") == "/stralsund/stellungnahmen/2/"
    assert "kann es auf deren Seite oder mit dem Beleg sagen" in page.text


def test_meine_ist_anders(app: Flask, city: Cast, visits: Visits) -> None:
    carla = visits(city.citizen)
    page = carla.open(carla.open(MINE).link("Meine Stellungnahme ist anders"))
    done = page.press("Stellungnahme wieder aufnehmen lassen", source=WORDS)
    assert done.notices == ["Danke! Ihre Stellungnahme ist wieder offen; die Stadt antwortet neu."]
    assert "Die Antwort trifft sie nicht." in done.text
    assert WORDS not in done.text
    reader = visits(None)
    assert "Diese Antwort gilt für" not in reader.open("/stralsund/stellungnahmen/2/").text
    assert reader.open(ANSWER).heading == "Eine Antwort für 1 Stellungnahme"
    desk = visits(city.editor).open("/stralsund/schreibtisch/stellungnahmen/1/")
    assert "Meine Stellungnahme ist anders" in desk.text
    assert WORDS in desk.text
    again = carla.open(OTHER)
    assert not again.has_button("Stellungnahme wieder aufnehmen lassen")
    assert page.press("Stellungnahme wieder aufnehmen lassen", source=WORDS).status == 409
    with app.app_context():
        assert amount(Reopening) == 1


@pytest.mark.parametrize("source", ["", "x" * 1_001])
def test_what_is_different_must_be_said(city: Cast, visits: Visits, source: str) -> None:
    page = visits(city.citizen).open(OTHER)
    refused = page.press("Stellungnahme wieder aufnehmen lassen", source=source)
    assert refused.status == 422
    assert refused.field("source") == source


@pytest.mark.parametrize("who", ["second_citizen", "editor", "approver", "admin"])
def test_nobody_else_may(app: Flask, city: Cast, visits: Visits, who: str) -> None:
    visitor = visits(city.actors[who])
    assert "Meine Stellungnahme ist anders" not in visitor.open(MINE).text
    assert visitor.client.get(OTHER).status_code == 403
    assert visitor.post(OTHER, source=WORDS).status_code == 403
    with app.app_context():
        assert amount(Reopening) == 0


def test_who_has_not_signed_in_is_sent_there(visits: Visits) -> None:
    assert visits(None).client.get(OTHER).status_code == 303
    assert visits(None).post(OTHER, source=WORDS).status_code == 403


def test_not_before_there_is_an_answer(
    app: Flask, city: Cast, found: Round, clause: Document, visits: Visits
) -> None:
    with app.app_context():
        a_comment(city, found, clause)
    carla = visits(city.citizen)
    path = "/stralsund/stellungnahmen/3/anders/"
    assert "Gerade gibt es keine Antwort" in carla.open(path).text
    assert carla.post(path, source=WORDS).status_code == 409


def test_what_the_public_cannot_read_does_not_exist(city: Cast, visits: Visits, at: At) -> None:
    visits(None).open("/stralsund/antworten/2/", status=404)
    visits(city.citizen).open("/stralsund/stellungnahmen/9/anders/", status=404)
    at(START.replace(year=2025))
    visits(None).open(ANSWER, status=404)


def test_a_corrected_answer_leads_on(app: Flask, city: Cast, visits: Visits) -> None:
    with app.app_context(), transaction():
        services.correct_answer(
            city.approver,
            AFTER,
            db.session.get_one(Response, 1),
            disposition="noted",
            source="Anders gesagt.",
        )
    reader = visits(None)
    newer = reader.open(reader.open(ANSWER).link("Zur neuen Antwort"))
    assert "Anders gesagt." in newer.text


def test_many_are_shown_in_pages(
    app: Flask, city: Cast, found: Round, clause: Document, visits: Visits
) -> None:
    with app.app_context():
        comments = [a_comment(city, found, clause) for _ in range(101)]
        number = an_answer(city, comments).id
        page = covering(city.charter_id, number, now=AFTER)
        assert page is not None
        assert (page.total, len(page.comments)) == (101, 100)
    first = visits(None).open(f"/stralsund/antworten/{number}/")
    assert first.heading == "Eine Antwort für 101 Stellungnahmen"
    last = visits(None).open(first.link("Nächste"))
    assert "S-103" in last.text
