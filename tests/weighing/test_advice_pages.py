"""Asking departments and giving advice, on the screen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from charta.charters.models import Department
from charta.consultation.models import Comment, Round
from charta.core.clock import BERLIN
from charta.core.database import db, transaction
from charta.drafting.models import Document
from charta.weighing import services
from charta.weighing.models import Advice, AdviceRequest
from tests.consultation.conftest import Visits, amount
from tests.support.cast import Cast
from tests.support.consultation import DURING, a_comment, an_answer
from tests.support.statements import statements

COMMENT = "/stralsund/schreibtisch/stellungnahmen/1/"
ASK = f"{COMMENT}fachamt-fragen/"
ADVICE = "/stralsund/schreibtisch/fachaemter/"
ONE = f"{ADVICE}1/"
DAY = (DURING + timedelta(days=5)).astimezone(BERLIN).date()
QUESTION = "Reicht die Breite für Lastenräder?"

pytestmark = pytest.mark.usefixtures("at", "comment")


@pytest.fixture
def comment(app: Flask, city: Cast, found: Round, clause: Document) -> Comment:
    with app.app_context():
        return a_comment(city, found, clause, passage="sichere Radwege")


@pytest.fixture
def asked(app: Flask, city: Cast, comment: Comment) -> None:
    with app.app_context(), transaction():
        services.ask(
            city.editor,
            DURING,
            [db.session.get_one(Comment, comment.id)],
            [db.session.get_one(Department, city.departments["Bauamt"])],
            question=QUESTION,
            due_on=DAY,
        )


def test_from_the_question_to_the_draft_that_rests_on_it(city: Cast, visits: Visits) -> None:
    editor, reviewer = visits(city.editor), visits(city.reviewer)
    asking = editor.open(editor.open(COMMENT).link("Fachamt fragen"))
    office = str(city.departments["Bauamt"])
    page = asking.press("Frage stellen", departments=[office], question=QUESTION, due_on=str(DAY))
    assert page.notices == ["Gefragt: Bauamt"]
    assert QUESTION in page.text
    assert "Noch ist kein Fachamt gefragt." not in page.text

    home = reviewer.open("/stralsund/schreibtisch/")
    assert "Fragen an Ihr Fachamt" in home.text
    listed = reviewer.open(ADVICE)
    one = reviewer.open(listed.link("S-1"))
    assert "Bitte denken Sie auch an Lastenräder." in one.text
    assert [mark.text for mark in one.root.of_class("c-mark")] != []
    given = one.press("Rat geben", source="Ja, mit **3 m**.")
    assert given.notices == ["Danke. Der Rat Ihres Fachamts liegt jetzt der Redaktion vor."]
    assert "Hier wartet keine Frage." in given.text

    page = editor.open(COMMENT)
    assert "Ja, mit 3 m." in page.text
    assert not page.has_button("Als Grundlage übernehmen: Bauamt")
    editor.send(
        COMMENT,
        {"csrf_token": editor.token(), "source": "Danke.", "action": "merken", "draft": ""},
    )
    page = editor.open(COMMENT)
    page = page.press("Als Grundlage übernehmen: Bauamt")
    assert "Der Antwortentwurf beruht auf diesem Rat." in page.text


@pytest.mark.usefixtures("asked")
def test_it_can_be_corrected_and_all_of_it_stays(city: Cast, visits: Visits) -> None:
    reviewer = visits(city.reviewer)
    reviewer.open(ONE).press("Rat geben", source="Ja.")
    page = reviewer.open(ONE)
    assert page.field("source") == "Ja."
    page.press("Berichtigten Rat geben", source="Nein.")
    page = visits(city.editor).open(COMMENT)
    assert "Nein." in page.text
    assert "Frühere Äußerungen" in page.text
    assert "S-1" in reviewer.open(f"{ADVICE}?stand=erledigt").text


@pytest.mark.usefixtures("asked")
def test_a_colleague_was_faster(app: Flask, city: Cast, visits: Visits) -> None:
    first, second = (visits(city.reviewer).open(ONE) for _ in range(2))
    first.press("Rat geben", source="Ja.")
    refused = second.press("Rat geben", source="Eher nicht.")
    assert refused.status == 409
    assert refused.field("source") == "Eher nicht."
    assert "Ja." in refused.text
    refused.press("Berichtigten Rat geben")
    with app.app_context():
        assert amount(Advice) == 2


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("source", ["", "x" * 5_001])
def test_bad_advice_is_refused_and_kept(city: Cast, visits: Visits, source: str) -> None:
    refused = visits(city.reviewer).open(ONE).press("Rat geben", source=source)
    assert refused.status == 422
    assert refused.field("source") == source


@pytest.mark.usefixtures("asked")
def test_the_draft_of_the_answer_is_not_shown_to_departments(
    app: Flask, city: Cast, comment: Comment, visits: Visits
) -> None:
    with app.app_context(), transaction():
        one = db.session.get_one(Comment, comment.id)
        db.session.refresh(one, ["revision"])
        services.save_draft(city.editor, DURING, [one], services.Words("noted", "Geheimes."))
    assert "Geheimes" not in visits(city.reviewer).open(ONE).text


@pytest.mark.usefixtures("asked")
def test_other_departments_do_not_see_it(
    app: Flask, city: Cast, comment: Comment, visits: Visits
) -> None:
    with app.app_context(), transaction():
        services.ask(
            city.editor,
            DURING,
            [db.session.get_one(Comment, comment.id)],
            [db.session.get_one(Department, city.departments["Schulamt"])],
            question="Und die Schulen?",
        )
    reviewer = visits(city.reviewer)
    assert "Und die Schulen?" not in reviewer.open(ADVICE).text
    reviewer.open(f"{ADVICE}2/", status=404)
    assert reviewer.post(f"{ADVICE}2/", source="Ja.").status_code == 404


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("who", ["citizen", "editor", "approver", "admin", "facilitator"])
def test_only_reviewers_read_and_give(city: Cast, visits: Visits, who: str) -> None:
    visitor = visits(city.actors[who])
    assert visitor.client.get(ADVICE).status_code == 403
    assert visitor.client.get(ONE).status_code == 403
    assert visitor.post(ONE, source="Ja.").status_code == 403


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("who", ["citizen", "reviewer", "approver", "admin", "facilitator"])
def test_only_editors_ask(city: Cast, visits: Visits, who: str) -> None:
    visitor = visits(city.actors[who])
    assert visitor.client.get(ASK).status_code == 403
    for path in (ASK, f"{ONE}zuruecknehmen/", f"{ONE}grundlage/"):
        assert visitor.post(path).status_code == 403


@pytest.mark.parametrize(
    "typed",
    [
        {"question": "", "departments": ["1"]},
        {"question": QUESTION, "departments": []},
        {"question": QUESTION, "departments": ["99"]},
        {"question": QUESTION, "departments": ["1"], "due_on": "2026-01-01"},
        {"question": QUESTION, "departments": ["1"], "due_on": "bald"},
    ],
)
def test_a_bad_question_is_refused_and_kept(
    city: Cast, visits: Visits, typed: dict[str, str | list[str]]
) -> None:
    refused = visits(city.editor).open(ASK).press("Frage stellen", **typed)
    assert refused.status == 422
    assert refused.field("question") == typed["question"]
    assert refused.errors


@pytest.mark.usefixtures("asked")
def test_nobody_is_asked_twice(city: Cast, visits: Visits) -> None:
    refused = (
        visits(city.editor).open(ASK).press("Frage stellen", departments=["1"], question="Und?")
    )
    assert refused.status == 409
    assert refused.field("question") == "Und?"


@pytest.mark.usefixtures("asked")
def test_a_question_is_taken_back(city: Cast, visits: Visits) -> None:
    editor, reviewer = visits(city.editor), visits(city.reviewer)
    waiting = reviewer.open(ONE)
    page = editor.open(COMMENT).press("Frage zurücknehmen: Bauamt")
    assert page.notices == ["Die Frage ist zurückgenommen."]
    assert "Noch ist kein Fachamt gefragt." in page.text
    assert "Hier wartet keine Frage." in reviewer.open(ADVICE).text
    refused = waiting.press("Rat geben", source="Zu spät.")
    assert refused.status == 409
    assert "Diese Frage ist zurückgenommen" in refused.text
    assert editor.post(f"{ADVICE}9/zuruecknehmen/").status_code == 404
    assert editor.post(f"{ONE}grundlage/").status_code == 409


@pytest.mark.usefixtures("asked")
def test_once_answered_no_advice_is_given(
    app: Flask, city: Cast, comment: Comment, visits: Visits
) -> None:
    reviewer = visits(city.reviewer)
    waiting = reviewer.open(ONE)
    with app.app_context():
        an_answer(city, db.session.get_one(Comment, comment.id))
    assert waiting.press("Rat geben", source="Zu spät.").status == 409
    assert not reviewer.open(ONE).has_button("Rat geben")


@pytest.mark.usefixtures("asked")
def test_advice_is_never_public(app: Flask, city: Cast, comment: Comment, visits: Visits) -> None:
    visits(city.reviewer).open(ONE).press("Rat geben", source="Ja, intern.")
    with app.app_context():
        an_answer(city, db.session.get_one(Comment, comment.id))
    for actor in (None, city.citizen, city.reviewer):
        for path in ("/stralsund/stellungnahmen/1/", "/stralsund/beteiligung/1/MOB-1/"):
            text = visits(actor).open(path).text
            assert "intern" not in text
            assert QUESTION not in text


@pytest.mark.usefixtures("asked")
def test_the_list_costs_the_same_however_long(
    app: Flask, city: Cast, found: Round, clause: Document, visits: Visits
) -> None:
    reviewer = visits(city.reviewer)
    few = statements(app, reviewer, ADVICE)
    with app.app_context():
        comments = [a_comment(city, found, clause) for _ in range(30)]
        with transaction():
            office = db.session.get_one(Department, city.departments["Bauamt"])
            services.ask(city.editor, DURING, comments, [office], question=QUESTION)
        assert amount(AdviceRequest) == 31
    assert statements(app, reviewer, ADVICE) == few
    page = reviewer.open(ADVICE)
    assert "Offen (31)" in page.text
    assert "S-31" in reviewer.open(page.link("Nächste")).text
