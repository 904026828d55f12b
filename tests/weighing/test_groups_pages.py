"""Groups on the screen."""

from __future__ import annotations

import pytest
from flask import Flask

from charta.consultation.models import Comment, Round
from charta.core import outbox
from charta.core.clock import now
from charta.core.database import db
from charta.drafting.models import Document
from charta.weighing.models import Grouped, GroupProposal
from tests.consultation.conftest import Visits, amount, entries
from tests.support.cast import Cast
from tests.support.consultation import a_comment, an_answer
from tests.support.statements import statements

GROUPS = "/stralsund/schreibtisch/abwaegung/1/gruppen/"
LIMIT = "Wir fordern Tempo 30 in der ganzen Altstadt, auch nachts und am Wochenende."
ALIKE = "Wir fordern Tempo 30 in der ganzen Altstadt, auch nachts und an Wochenenden."
TREES = "Pflanzen Sie bitte mehr Bäume entlang der Hafenstraße, gerne Linden."

pytestmark = pytest.mark.usefixtures("at")


@pytest.fixture
def said(app: Flask, city: Cast, found: Round, clause: Document) -> list[int]:
    with app.app_context():
        texts = (LIMIT, ALIKE, LIMIT, TREES)
        return [a_comment(city, found, clause, source=text).id for text in texts]


@pytest.fixture
def proposed(app: Flask, city: Cast, said: list[int], visits: Visits) -> str:
    """The address of the one proposal."""
    visits(city.editor).open(GROUPS).press("Gruppen vorschlagen")
    with app.app_context():
        outbox.deliver_due(now())
        return f"{GROUPS}vorschlag/{db.session.query(GroupProposal).one().id}/"


@pytest.fixture
def grouped(city: Cast, proposed: str, visits: Visits) -> str:
    """The address of the group that was made of it."""
    visits(city.editor).open(proposed).press("Gruppe bilden", title="Tempo 30")
    return f"{GROUPS}1/"


def test_from_a_proposal_to_one_answer(
    app: Flask, city: Cast, said: list[int], visits: Visits
) -> None:
    editor = visits(city.editor)
    page = editor.open(GROUPS).press("Gruppen vorschlagen")
    assert "Die Suche läuft seit" in page.text
    assert not page.has_button("Gruppen vorschlagen")
    with app.app_context():
        outbox.deliver_due(now())
    page = editor.open(GROUPS)
    assert "1 Vorschlag wartet." in page.text
    shared = [mark.text for mark in page.root.of_class("c-shared")]
    assert "Altstadt" in shared
    proposal = editor.open(page.link("3 Stellungnahmen: " + _words(page)))
    assert "2 mal dieselben Worte" in proposal.text
    assert "S-4" not in proposal.text
    assert "Altstadt" in proposal.field("title")
    made = proposal.press("Gruppe bilden", title="Tempo 30")
    assert made.notices == ["Gruppe 1 ist gebildet, mit 3 Stellungnahmen."]
    group = editor.open(made.link("1: Tempo 30"))
    assert "S-1" in group.text
    reading = editor.open(group.link("Gemeinsam beantworten"))
    assert "Diese Antwort gilt für 3 Stellungnahmen" in reading.text
    assert "Gruppe 1: Tempo 30" in reading.text
    reading.press("Zur Freigabe geben", disposition="noted", source="Das steht im Plan.")
    assert [row.all("td")[1].text for row in editor.open(f"{GROUPS}1/").root.all("tr")[1:]] == [
        "im Entwurf"
    ] * 3


def _words(page: object) -> str:
    [link] = [one for one in page.root.all("a") if one.text.startswith("3 Stell")]  # type: ignore[attr-defined]
    return link.text.removeprefix("3 Stellungnahmen: ")  # type: ignore[no-any-return]


def test_some_are_left_out(app: Flask, city: Cast, proposed: str, visits: Visits) -> None:
    page = visits(city.editor).open(proposed)
    first = page.root.of_class("c-alike__line")[0].all("input")[0]["value"]
    made = page.press("Gruppe bilden", title="Tempo 30", lines=[first])
    assert made.notices == ["Gruppe 1 ist gebildet, mit 2 Stellungnahmen."]
    with app.app_context():
        assert amount(Grouped) == 2


def test_turned_down_it_does_not_come_back(
    app: Flask, city: Cast, proposed: str, visits: Visits
) -> None:
    editor = visits(city.editor)
    page = editor.open(proposed).press("Ablehnen")
    assert "Kein Vorschlag wartet." in page.text
    page.press("Noch einmal suchen")
    with app.app_context():
        outbox.deliver_due(now())
    assert "Kein Vorschlag wartet." in editor.open(GROUPS).text
    assert "Darüber ist schon entschieden" in editor.open(proposed).text


def test_what_was_typed_stays(city: Cast, proposed: str, visits: Visits) -> None:
    page = visits(city.editor).open(proposed)
    refused = page.press("Gruppe bilden", title="x" * 121)
    assert refused.status == 422
    assert refused.field("title") == "x" * 121
    refused = page.press("Gruppe bilden", title="Nur eine", lines=[])
    assert refused.status == 422
    assert refused.field("title") == "Nur eine"
    strange = page.press("Gruppe bilden", title="Fremde", lines=["999"])
    assert strange.status == 422


def test_who_comes_second_is_told(city: Cast, proposed: str, visits: Visits) -> None:
    first, second = (visits(one).open(proposed) for one in (city.editor, city.second_editor))
    first.press("Gruppe bilden", title="Tempo 30")
    refused = second.press("Gruppe bilden", title="Meine")
    assert refused.status == 409
    assert any("entschieden" in error for error in refused.errors)
    assert "Darüber ist schon entschieden" in refused.text
    assert second.press("Ablehnen").status == 409


def test_what_is_not_free_any_more_is_shown_and_left_out(
    app: Flask, city: Cast, proposed: str, said: list[int], visits: Visits
) -> None:
    with app.app_context():
        an_answer(city, db.session.get_one(Comment, said[1]))
    page = visits(city.editor).open(proposed)
    assert "inzwischen beantwortet" in page.text
    made = page.press("Gruppe bilden", title="Tempo 30")
    assert made.notices == ["Gruppe 1 ist gebildet, mit 2 Stellungnahmen."]


def test_coming_leaving_and_dissolving(
    app: Flask, city: Cast, grouped: str, visits: Visits
) -> None:
    editor = visits(city.editor)
    page = editor.open(grouped).press("Aufnehmen", keys="S-4")
    assert page.notices == ["1 Stellungnahme ist aufgenommen."]
    page = page.press("Herausnehmen: S-4")
    assert page.notices == ["S-4 ist herausgenommen."]
    assert editor.post(f"{grouped}herausnehmen/", comment="4").status_code == 409
    page = editor.open(grouped).press("Gruppe auflösen")
    assert page.notices == ["Gruppe 1 ist aufgelöst."]
    assert editor.post(f"{grouped}aufloesen/").status_code == 409
    with app.app_context():
        assert len(entries("comment_group.dissolved")) == 1


@pytest.mark.parametrize(
    ("keys", "said_"),
    [
        ("", "Bitte"),
        ("MOB-1", "MOB-1"),
        ("S-99", "S-99 gibt es nicht."),
        ("S-1", "Nicht mehr frei"),
        ("4; 99999999999", "99999999999"),
    ],
)
def test_only_what_is_free_can_come(
    city: Cast, grouped: str, visits: Visits, keys: str, said_: str
) -> None:
    refused = visits(city.editor).open(grouped).press("Aufnehmen", keys=keys)
    assert refused.status in {409, 422}
    assert refused.field("keys") == keys
    assert any(said_ in error for error in refused.errors)


def test_approvers_read_and_do_not_decide(city: Cast, proposed: str, visits: Visits) -> None:
    approver = visits(city.approver)
    assert not approver.open(GROUPS).has_button("Noch einmal suchen")
    assert not approver.open(proposed).has_button("Gruppe bilden")
    for path in (GROUPS, proposed):
        assert approver.post(path, title="x", lines="1").status_code == 403


@pytest.mark.parametrize("who", ["citizen", "reviewer", "facilitator"])
def test_nobody_else_sees_groups(city: Cast, grouped: str, visits: Visits, who: str) -> None:
    visitor = visits(city.actors[who])
    for path in (GROUPS, grouped):
        assert visitor.client.get(path).status_code == 403
    for path in (GROUPS, grouped, f"{grouped}herausnehmen/", f"{grouped}aufloesen/"):
        assert visitor.post(path).status_code == 403


@pytest.mark.parametrize("path", ["99/", "vorschlag/99/", "0/"])
def test_what_does_not_exist(city: Cast, said: list[int], visits: Visits, path: str) -> None:
    visits(city.editor).open(f"{GROUPS}{path}", status=404)
    visits(city.editor).open("/stralsund/schreibtisch/abwaegung/9/gruppen/", status=404)


def test_pages_cost_the_same_however_many(
    app: Flask, city: Cast, clause: Document, proposed: str, visits: Visits
) -> None:
    editor = visits(city.editor)
    few = statements(app, editor, GROUPS), statements(app, editor, proposed)
    with app.app_context():
        found = db.session.query(Round).one()
        for number in range(6):
            text = f"Nummer {number} wünscht sich Brücken, Stege und Treppen am Kanal {number}."
            for _ in range(2):
                a_comment(city, found, clause, source=text)
    editor.open(GROUPS).press("Noch einmal suchen")
    with app.app_context():
        outbox.deliver_due(now())
        newest = db.session.query(GroupProposal).order_by(GroupProposal.id).first()
        assert newest is not None
        path = f"{GROUPS}vorschlag/{newest.id}/"
    assert (statements(app, editor, GROUPS), statements(app, editor, path)) == few
