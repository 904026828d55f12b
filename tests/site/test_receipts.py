"""Receipts: found with the code alone, telling what came of a contribution and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from charta.consultation.models import Comment
from charta.core.database import transaction
from charta.drafting.models import Document
from charta.receipts.guessing import MOST_WRONG, WINDOW, Guesses, network
from charta.receipts.queries import codes
from charta.workshops.models import Idea
from tests.support.cast import START, Cast, sign_in
from tests.support.consultation import AFTER, DURING, a_comment, a_round, an_answer
from tests.support.drafting import a_clause, a_revision
from tests.support.releases import a_release, an_open_release
from tests.support.statements import statements
from tests.support.visitor import Visitor
from tests.support.workshops import a_workshop, an_idea

WRONG = "/beleg/mita-bode-kuha-rino-sewa/"


@dataclass(frozen=True)
class Spoken:
    clause: Document
    comment: Comment
    code: str

    @property
    def path(self) -> str:
        return f"/beleg/{self.code}/"


def code_of(subject: Comment | Idea) -> str:
    return codes(subject.__tablename__, [subject.id])[subject.id]


@pytest.fixture
def visitor(client: FlaskClient) -> Visitor:
    """Somebody without an account."""
    return Visitor(client)


@pytest.fixture
def spoken(app: Flask, city: Cast) -> Spoken:
    """Carla's comment on MOB-1, and its code."""
    with app.test_request_context():
        clause = a_clause(city)
        comment = a_comment(city, a_round(city), clause, source="Bitte auch **Lastenräder**!")
        return Spoken(clause, comment, code_of(comment))


def test_a_comment_waits_for_its_answer(spoken: Spoken, visitor: Visitor) -> None:
    page = visitor.open(spoken.path)
    assert page.heading == "Beleg für S-1"
    assert "Bitte auch Lastenräder!" in page.text
    assert "Steht aus: Antwort der Stadt" in page.text
    assert "Er steht heute so da wie damals." in page.text
    assert spoken.code in page.text


def test_a_receipt_is_for_its_holder_alone(spoken: Spoken, client: FlaskClient) -> None:
    answer = client.get(spoken.path)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "Set-Cookie" not in answer.headers
    assert spoken.code not in client.get("/stralsund/stellungnahmen/1/").text


def test_the_answer_and_what_it_changed(
    app: Flask, city: Cast, spoken: Spoken, visitor: Visitor
) -> None:
    with app.test_request_context():
        words = "Die Stadt baut Radwege, breit genug für Lastenräder."
        newer = a_revision(city, spoken.clause, words, now=AFTER)
        an_answer(city, spoken.comment, source="Wir nehmen sie auf.", revision=newer, now=AFTER)
        page = visitor.open(spoken.path)
        assert "Wir nehmen sie auf." in page.text
        assert "Erledigt: Beantwortet" in page.text
        assert "Steht aus: Neuer Wortlaut in einer Fassung" in page.text
        assert "breit genug" not in page.text, "not released yet"
        an_open_release(city, now=AFTER)
    page = visitor.open(spoken.path)
    assert "Was Ihre Stellungnahme bewirkt hat" in page.text
    assert "breit genug" in page.text
    assert "Erledigt: Wortlaut geändert" in page.text


def test_the_words_then_and_now(app: Flask, city: Cast, spoken: Spoken, visitor: Visitor) -> None:
    with app.test_request_context():
        a_revision(city, spoken.clause, "Etwas ganz anderes steht hier.", now=AFTER)
        a_release(city, now=AFTER)
        assert "ganz anderes" not in visitor.open(spoken.path).text
        an_open_release(city, now=AFTER)
    page = visitor.open(spoken.path)
    assert "Der Wortlaut damals und heute" in page.text
    assert "Etwas ganz anderes" in page.text


class TestMineIsDifferent:
    """Whoever holds the receipt may say that the answer misses what they meant."""

    @pytest.fixture
    def path(self, app: Flask, city: Cast, spoken: Spoken) -> str:
        with app.test_request_context():
            an_answer(city, spoken.comment, source="Wie alle anderen.", now=AFTER)
        return f"{spoken.path}anders/"

    def test_the_answer_is_open_again(self, path: str, spoken: Spoken, visitor: Visitor) -> None:
        page = visitor.open(path).press("Absenden", source="Ich meinte Anhänger.")
        assert page.path == spoken.path
        assert "Steht aus: Antwort der Stadt" in page.text
        assert "Ich meinte Anhänger" not in page.text
        again = visitor.post(path, source="Noch einmal")
        assert again.status_code == 409

    @pytest.mark.parametrize("words", ["", " ", "x" * 1_001])
    def test_it_must_say_what_is_different(self, path: str, visitor: Visitor, words: str) -> None:
        page = visitor.open(path).press("Absenden", source=words)
        assert page.answer.status_code == 422
        assert page.field("source").strip() == words.strip()

    def test_without_an_answer_there_is_nothing_to_say(
        self, spoken: Spoken, visitor: Visitor
    ) -> None:
        assert visitor.open(f"{spoken.path}anders/").path == spoken.path
        assert visitor.post(f"{spoken.path}anders/", source="Anders").status_code == 409

    def test_a_wrong_code_may_nothing(self, path: str, visitor: Visitor) -> None:
        visitor.open(f"{WRONG}anders/", status=404)
        assert visitor.post(f"{WRONG}anders/", source="Anders").status_code == 404


def test_an_idea_before_and_after_its_workshop_is_open(
    app: Flask, city: Cast, visitor: Visitor
) -> None:
    with app.test_request_context():
        with transaction():
            workshop = a_workshop(city)
            idea = an_idea(city, workshop, "Mehr Bänke am Hafen")
        path = f"/beleg/{code_of(idea)}/"
        page = visitor.open(path)
        assert page.heading == "Beleg für I-1"
        assert "Mehr Bänke am Hafen" in page.text
        assert "Steht aus: Veröffentlicht" in page.text
        assert "I-1, wie alle sie lesen" not in page.text
        with transaction() as session:
            session.merge(workshop).opened_at = START
    assert visitor.open(path).link("I-1, wie alle sie lesen") == "/stralsund/ideen/1/"


def test_a_code_is_typed_in(spoken: Spoken, visitor: Visitor) -> None:
    typed = spoken.code.upper().replace("-", " ")
    page = visitor.open("/beleg/").press("Beitrag zeigen", code=typed)
    assert page.heading == "Beleg für S-1"


@pytest.mark.parametrize("typed", ["", "mita-bode-kuha-rino-sewa", "quatsch", "\0", "x" * 5_000])
def test_a_wrong_code_is_said_and_kept(spoken: Spoken, visitor: Visitor, typed: str) -> None:
    page = visitor.open("/beleg/").press("Beitrag zeigen", code=typed)
    assert page.answer.status_code == 422
    assert page.errors


def test_an_address_written_otherwise_leads_there(spoken: Spoken, client: FlaskClient) -> None:
    answer = client.get(f"/beleg/{spoken.code.replace('-', '').upper()}/")
    assert (answer.status_code, answer.headers["Location"]) == (303, spoken.path)


def test_what_is_no_code_is_nothing(spoken: Spoken, visitor: Visitor) -> None:
    missing = visitor.open(WRONG, status=404).text
    assert visitor.open("/beleg/quatsch/", status=404).text == missing


def test_guessing_is_slowed_down(app: Flask, spoken: Spoken, client: FlaskClient) -> None:
    app.extensions["charta.clock"] = lambda: DURING
    for _attempt in range(MOST_WRONG):
        assert client.get(WRONG).status_code == 404
    refused = client.get(spoken.path)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 1
    elsewhere = client.get(spoken.path, environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert elsewhere.status_code == 200
    app.extensions["charta.clock"] = lambda: DURING + WINDOW + timedelta(seconds=1)
    assert client.get(spoken.path).status_code == 200


def test_only_the_last_minutes_count() -> None:
    guesses = Guesses()
    for attempt in range(MOST_WRONG - 1):
        guesses.count("192.0.2.1", START + attempt * timedelta(seconds=1))
    assert guesses.pause("192.0.2.1", START) is None
    guesses.count("192.0.2.1", START + WINDOW - timedelta(seconds=1))
    assert guesses.pause("192.0.2.1", START + WINDOW - timedelta(seconds=1)) is not None
    assert guesses.pause("192.0.2.1", START + WINDOW) is None


@pytest.mark.parametrize(
    ("address", "shared"),
    [
        ("192.0.2.7", "192.0.2.7/32"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("unsinn", ""),
        (None, ""),
    ],
)
def test_what_shares_a_counter(address: str | None, shared: str) -> None:
    assert network(address) == shared


def test_whoever_has_an_account_needs_no_code(app: Flask, city: Cast, spoken: Spoken) -> None:
    carla = Visitor(sign_in(app.test_client(), city.citizen))
    page = carla.open("/stralsund/meine-stellungnahmen/")
    assert page.link("Beleg für S-1") == spoken.path


def test_the_comment_leads_its_author_to_the_receipt(
    app: Flask, city: Cast, spoken: Spoken, visitor: Visitor
) -> None:
    carla = Visitor(sign_in(app.test_client(), city.citizen))
    page = carla.open("/stralsund/stellungnahmen/1/")
    assert carla.open(page.link("Beleg ansehen und drucken")).heading == "Beleg für S-1"
    curt = Visitor(sign_in(app.test_client(), city.second_citizen))
    for other in (visitor, curt):
        text = other.open("/stralsund/stellungnahmen/1/").text
        assert "Beleg ansehen" not in text
        assert spoken.code not in text


def test_a_facilitator_prints_the_receipts_of_a_workshop(app: Flask, city: Cast) -> None:
    with app.test_request_context():
        with transaction():
            ideas = [an_idea(city, a_workshop(city), words) for words in ("Bänke", "Bäume")]
        printed = [code_of(idea) for idea in ideas]
    frieda = Visitor(sign_in(app.test_client(), city.facilitator))
    page = frieda.open("/stralsund/schreibtisch/veranstaltungen/1/belege/")
    assert printed[0] in page.text
    assert printed[1] not in page.text, "of another workshop"
    carla = Visitor(sign_in(app.test_client(), city.citizen))
    carla.open("/stralsund/schreibtisch/veranstaltungen/1/belege/", status=403)


def test_a_receipt_costs_the_same_however_much_was_said(
    app: Flask, city: Cast, spoken: Spoken, visitor: Visitor
) -> None:
    before = statements(app, visitor, spoken.path)
    with app.test_request_context():
        for _more in range(5):
            an_open_release(city, now=AFTER)
    assert statements(app, visitor, spoken.path) == before <= 11
