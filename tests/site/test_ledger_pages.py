"""The public ledger counts what the public may know, and says when a promise was not kept."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from io import StringIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from charta.consultation.models import Comment
from charta.consultation.services.reopening import reopen
from charta.core.actors import Actor
from charta.core.database import transaction
from charta.releases.queries import release_by_number
from charta.releases.services import publish_edition
from charta.weighing.queries.ledger import public_ledger
from tests.support.cast import START, Cast, sign_in
from tests.support.consultation import AFTER, CLOSES, DURING, OPENS, a_comment, a_round, an_answer
from tests.support.drafting import a_clause
from tests.support.releases import a_release
from tests.support.statements import statements
from tests.support.visitor import Visitor
from tests.support.workshops import a_workshop, an_idea

LEDGER = "/stralsund/bilanz/"
ROUND = "/stralsund/beteiligung/1/bilanz/"
PROMISED = date(2026, 4, 1)
TOO_LATE = START + timedelta(days=31)


@pytest.fixture
def visitor(app: Flask, client: FlaskClient) -> Visitor:
    app.extensions["charta.clock"] = lambda: TOO_LATE
    return Visitor(client)


@pytest.fixture
def said(app: Flask, city: Cast) -> list[Comment]:
    """Three comments on MOB-1 in a round that promises answers by the first of April."""
    with app.test_request_context():
        clause = a_clause(city)
        found = a_round(city, answer_by=PROMISED)
        return [a_comment(city, found, clause, source=f"Wunsch {one}") for one in range(3)]


def test_nothing_came_in(city: Cast, visitor: Visitor) -> None:
    assert "Noch ist nichts eingegangen." in visitor.open(LEDGER).text


def test_what_is_answered_and_what_is_not(
    app: Flask, city: Cast, said: list[Comment], visitor: Visitor
) -> None:
    with app.test_request_context():
        an_answer(city, said[0], disposition="adopted", now=DURING + timedelta(days=4))
        an_answer(city, said[1], disposition="noted", now=DURING + timedelta(days=6))
        [balance] = public_ledger(city.charter_id, TOO_LATE)
        assert (balance.contributions, balance.answered, balance.open) == (3, 2, 1)
        assert balance.median_days == 5
        assert balance.themes == {city.themes["MOB"]: {"adopted": 1, "noted": 1, "open": 1}}
        assert (balance.late, balance.overdue(TOO_LATE), balance.kept(TOO_LATE)) == (0, 1, False)
    page = visitor.open(ROUND)
    assert "Versprochen: Antwort bis 1. April 2026" in page.text
    assert "Nicht gehalten. Ein Beitrag wartet noch immer." in page.text
    assert "Nachhaltige Mobilität" in page.text
    assert "nicht gehalten" in visitor.open(LEDGER).text


def test_the_title_of_the_chart_is_read_once(said: list[Comment], visitor: Visitor) -> None:
    page = visitor.open(LEDGER)
    title = "Was aus den Beiträgen wurde, nach Handlungsfeld"
    assert page.answer.text.count(title) == 1


def test_an_answer_that_came_late_breaks_the_promise(
    app: Flask, city: Cast, said: list[Comment], visitor: Visitor
) -> None:
    with app.test_request_context():
        an_answer(city, said[:2], now=AFTER)
        an_answer(city, said[2], now=TOO_LATE)
    assert "Nicht gehalten. Eine Antwort kam zu spät." in visitor.open(ROUND).text


def test_all_in_time(app: Flask, city: Cast, said: list[Comment], visitor: Visitor) -> None:
    with app.test_request_context():
        an_answer(city, said, now=AFTER)
    assert "Gehalten: Jeder Beitrag" in visitor.open(ROUND).text


def test_a_correction_is_not_late_and_a_reopened_answer_is_open_again(
    app: Flask, city: Cast, said: list[Comment]
) -> None:
    with app.test_request_context():
        an_answer(city, said, now=AFTER)
        with transaction():
            reopen(city.citizen, AFTER, said[0], source="Meine ist anders.")
        [balance] = public_ledger(city.charter_id, TOO_LATE)
        assert (balance.answered, balance.open) == (2, 1)


def test_ideas_count_once_their_workshop_is_open(app: Flask, city: Cast) -> None:
    with app.test_request_context():
        with transaction():
            an_idea(city, a_workshop(city, "Verborgen"), "Geheim")
            an_idea(city, a_workshop(city, "Offen", opened=True), "Bänke")
        a_clause(city)
        a_round(city)
        [balance] = public_ledger(city.charter_id, TOO_LATE)
        assert (balance.contributions, balance.answered) == (1, 0)


def test_a_round_that_cannot_be_read_has_no_ledger(
    app: Flask, city: Cast, visitor: Visitor
) -> None:
    with app.test_request_context():
        a_clause(city)
        a_round(city, title="Geheime Runde", opens_at=OPENS, readable_from=OPENS)
    app.extensions["charta.clock"] = lambda: START
    assert "Geheime Runde" not in visitor.open(LEDGER).text
    missing = visitor.open("/stralsund/beteiligung/99/bilanz/", status=404).text
    assert visitor.open(ROUND, status=404).text == missing
    for path in ("/stralsund/beteiligung/1/bilanz.csv", "/stralsund/beteiligung/99/bilanz.csv"):
        assert app.test_client().get(path).status_code == 404


def test_the_numbers_for_a_spreadsheet(
    app: Flask, city: Cast, said: list[Comment], client: FlaskClient
) -> None:
    with app.test_request_context():
        an_answer(city, said[0], disposition="not_adopted")
    for path in ("/stralsund/bilanz.csv", "/stralsund/beteiligung/1/bilanz.csv"):
        answer = client.get(path)
        assert answer.mimetype == "text/csv"
        assert answer.data.startswith("\ufeff".encode())
        rows = list(csv.reader(StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
        assert [(row[5], row[6], row[7]) for row in rows[1:]] == [
            ("alle", "Beiträge", "3"),
            ("alle", "beantwortet", "1"),
            ("alle", "offen", "2"),
            ("alle", "überfällig", "2"),
            ("alle", "zu spät beantwortet", "0"),
            ("alle", "Tage bis zur Antwort (Median)", "0.0"),
            ("Nachhaltige Mobilität", "nicht übernommen", "1"),
            ("Nachhaltige Mobilität", "ohne Antwort", "2"),
        ]


def test_no_title_becomes_a_formula(app: Flask, city: Cast, client: FlaskClient) -> None:
    with app.test_request_context():
        clause = a_clause(city)
        a_comment(city, a_round(city, title="=1+1"), clause)
    assert "'=1+1" in client.get("/stralsund/bilanz.csv").text


def test_the_ledger_is_for_everybody_and_cached(
    city: Cast, said: list[Comment], client: FlaskClient
) -> None:
    for path in (LEDGER, ROUND, "/stralsund/bilanz.csv"):
        answer = client.get(path)
        assert "Set-Cookie" not in answer.headers
        assert (
            client.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
        )


def test_it_costs_the_same_however_many_rounds(
    app: Flask, city: Cast, said: list[Comment], visitor: Visitor
) -> None:
    before = statements(app, visitor, LEDGER)
    with app.test_request_context():
        for _more in range(3):
            a_round(city, opens_at=CLOSES, closes_at=AFTER, now=DURING)
    assert statements(app, visitor, LEDGER) == before <= 11


class TestEdition:
    """An edition goes out when all is answered, or when the approver says in public why not."""

    OWED = "/stralsund/schreibtisch/fassungen/2/antworten/"
    SHOW = "/stralsund/schreibtisch/fassungen/2/"

    @pytest.fixture(autouse=True)
    def _edition(self, app: Flask, city: Cast, said: list[Comment]) -> None:
        app.extensions["charta.clock"] = lambda: AFTER
        with app.test_request_context():
            a_release(city, kind="edition", title="Beschluss", now=AFTER)

    def as_one(self, app: Flask, actor: Actor) -> Visitor:
        return Visitor(sign_in(app.test_client(), actor))

    def test_it_waits_for_the_answers(self, app: Flask, city: Cast) -> None:
        anke = self.as_one(app, city.approver)
        page = anke.open(self.SHOW)
        assert "3 Beiträge haben noch keine veröffentlichte Antwort." in page.text
        assert page.link("Ansehen, was fehlt") == self.OWED
        decision = {"decided_on": "2026-04-01", "decision_number": "1", "decision_link": ""}
        assert anke.post(f"{self.SHOW}veroeffentlichen/", **decision).status_code == 409
        anke.open("/stralsund/fassungen/2/", status=404)

    def test_answered_it_goes_out(self, app: Flask, city: Cast, said: list[Comment]) -> None:
        with app.test_request_context():
            an_answer(city, said, now=AFTER)
        page = self.as_one(app, city.approver).open(self.SHOW)
        assert "Beiträge haben noch keine" not in page.text

    def test_a_public_reason_lets_it_out(self, app: Flask, city: Cast) -> None:
        anke = self.as_one(app, city.approver)
        reason = "Der Haushalt drängt; die Antworten kommen bis **Mai**."
        page = anke.open(self.OWED).press("Begründung festhalten", source=reason)
        assert page.path == self.SHOW
        assert "Beiträge haben noch keine" not in page.text
        nobody = Visitor(app.test_client())
        assert "drängt" not in nobody.open(LEDGER).text, "not public before the edition is"
        with app.test_request_context(), transaction():
            publish_edition(
                city.approver,
                AFTER,
                release_by_number(city.charter_id, 2),
                decided_on=date(2026, 4, 1),
                decision_number="1",
                decision_link="",
            )
        for path in (LEDGER, "/stralsund/fassungen/2/"):
            text = nobody.open(path).text
            assert "Der Haushalt drängt" in text
            assert "3 Beiträge" in text

    def test_a_reason_must_be_given_and_is_kept_when_refused(self, app: Flask, city: Cast) -> None:
        page = self.as_one(app, city.approver).open(self.OWED)
        assert page.press("Begründung festhalten", source="").answer.status_code == 422
        long = page.press("Begründung festhalten", source="x" * 2_001)
        assert long.answer.status_code == 422
        assert "x" * 2_001 in long.answer.text

    def test_only_the_approver_may(self, app: Flask, city: Cast) -> None:
        edda = self.as_one(app, city.editor)
        assert not edda.open(self.OWED).has_button("Begründung festhalten")
        assert edda.post(self.OWED, source="Ich auch").status_code == 403
        self.as_one(app, city.citizen).open(self.OWED, status=403)

    def test_one_reason_is_enough_and_none_when_nothing_is_missing(
        self, app: Flask, city: Cast, said: list[Comment]
    ) -> None:
        anke = self.as_one(app, city.approver)
        assert anke.post(self.OWED, source="Eilt").status_code == 303
        assert anke.post(self.OWED, source="Eilt sehr").status_code == 409

    def test_nothing_to_excuse(self, app: Flask, city: Cast, said: list[Comment]) -> None:
        with app.test_request_context():
            an_answer(city, said, now=AFTER)
        assert self.as_one(app, city.approver).post(self.OWED, source="Eilt").status_code == 409

    def test_it_waits_for_the_end_of_its_round(
        self, app: Flask, city: Cast, said: list[Comment]
    ) -> None:
        """As long as a round runs, more can come, even when all so far is answered."""
        with app.test_request_context():
            an_answer(city, said)
        app.extensions["charta.clock"] = lambda: CLOSES - timedelta(seconds=1)
        anke = self.as_one(app, city.approver)
        sentence = "Die Beteiligung zu diesem Text ist noch nicht beendet."
        assert sentence in anke.open(self.SHOW).text
        decision = {"decided_on": "2026-03-01", "decision_number": "1", "decision_link": ""}
        assert anke.post(f"{self.SHOW}veroeffentlichen/", **decision).status_code == 409
        app.extensions["charta.clock"] = lambda: CLOSES
        assert sentence not in anke.open(self.SHOW).text

    def test_published_while_its_round_runs_it_says_so(
        self, app: Flask, city: Cast, said: list[Comment]
    ) -> None:
        with app.test_request_context():
            an_answer(city, said)
        app.extensions["charta.clock"] = lambda: DURING
        anke = self.as_one(app, city.approver)
        anke.open(self.OWED).press("Begründung festhalten", source="Der Rat tagt nur heute.")
        decision = {"decided_on": "2026-03-01", "decision_number": "1", "decision_link": ""}
        assert anke.post(f"{self.SHOW}veroeffentlichen/", **decision).status_code == 303
        for path in (LEDGER, "/stralsund/fassungen/2/"):
            text = Visitor(app.test_client()).open(path).text
            assert "war die Beteiligung noch nicht beendet" in text
            assert "Der Rat tagt nur heute." in text

    def test_a_consultation_draft_owes_nothing(self, app: Flask, city: Cast) -> None:
        path = "/stralsund/schreibtisch/fassungen/1/antworten/"
        self.as_one(app, city.approver).open(path, status=404)
