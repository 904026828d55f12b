"""Letting answers go out together: those that are ticked, or all of a view."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from charta.consultation.models import Comment, Response, Round
from charta.core.database import db, transaction
from charta.drafting.models import Document
from charta.weighing import rules, services
from charta.weighing.models import Draft
from charta.weighing.queries import waiting
from charta.weighing.services import Words
from tests.consultation.conftest import Visits, amount
from tests.support.cast import Cast, a_city
from tests.support.consultation import DURING, a_comment
from tests.support.statements import counted

LIST = "/stralsund/schreibtisch/abwaegung/1/freigeben/"
ALL = f"{LIST}alle/"
TICKED = "Ausgewählte freigeben"

pytestmark = pytest.mark.usefixtures("at")


@pytest.fixture(autouse=True)
def ready(app: Flask, city: Cast, found: Round, clause: Document) -> list[str]:
    """Three finished drafts, on S-1 and S-2 together, on S-3, and on S-4, which is the
    approver's own; and one that is not finished. What the boxes of the first three send."""
    with app.app_context():
        comments = [a_comment(city, found, clause, source=f"Nummer {n}") for n in range(3)]
        comments += [a_comment(city, found, clause, author=city.approver)]
        comments += [a_comment(city, found, clause)]
        made = [
            a_draft(city, comments[:2], Words("adopted", "Das nehmen wir **auf**.")),
            a_draft(city, comments[2:3], Words("noted", "Danke.")),
            a_draft(city, comments[3:4], Words("noted", "Für Anke.")),
        ]
        a_draft(city, comments[4:], Words(None, "Unfertig"), finish=False)
        return [f"{draft.id}:{draft.stamp}" for draft in made]


def a_draft(city: Cast, comments: list[Comment], words: Words, *, finish: bool = True) -> Draft:
    with transaction():
        for comment in comments:
            db.session.add(comment)
            db.session.refresh(comment, ["revision"])
        return services.save_draft(city.editor, DURING, comments, words, finish=finish)


def change(app: Flask, city: Cast, number: int, source: str) -> None:
    """The editor writes on."""
    with app.app_context(), transaction():
        draft = db.session.get_one(Draft, number)
        comments = list(services.drafts.answered_by(draft))
        for comment in comments:
            db.session.refresh(comment, ["revision"])
        words = Words(draft.disposition, source)
        services.save_draft(city.editor, DURING, comments, words, stamp=draft.stamp, finish=True)


def sources(app: Flask) -> list[str]:
    with app.app_context():
        return sorted(db.session.scalars(select(Response.source)))


def test_it_shows_what_becomes_public(city: Cast, visits: Visits) -> None:
    page = visits(city.approver).open(LIST)
    assert "S-1 und 1 weitere" in page.text
    assert [strong.text for strong in page.root.all("strong")][-1:] == ["auf"]
    assert "Unfertig" not in page.text
    boxes = [box for box in page.root.all("input") if box["name"] == "drafts"]
    assert len(boxes) == 2
    assert "Ihre eigene Stellungnahme" in page.text


def test_those_that_are_ticked_go_out(
    app: Flask, city: Cast, visits: Visits, ready: list[str]
) -> None:
    done = visits(city.approver).open(LIST).press(TICKED, drafts=[ready[1]])
    assert done.notices == ["1 Antwort ist jetzt öffentlich."]
    assert sources(app) == ["Danke."]
    assert "Danke." in visits(None).open("/stralsund/stellungnahmen/3/").text


def test_all_of_a_view_go_out_once_they_were_counted(
    app: Flask, city: Cast, visits: Visits
) -> None:
    page = visits(city.approver).open(LIST)
    summary = page.visitor.open(page.link("Alle 2 Antworten dieser Ansicht freigeben"))
    facts = [row.text for row in summary.root.of_class("c-facts__row")]
    assert facts == [
        "Antworten2",
        "für Stellungnahmen3",
        "übernommen1",
        "zur Kenntnis genommen1",
    ]
    done = summary.press("2 Antworten freigeben")
    assert done.notices == ["2 Antworten sind jetzt öffentlich."]
    assert sources(app) == ["Danke.", "Das nehmen wir **auf**."]
    with app.app_context():
        assert amount(Draft) == 2


def test_a_view_may_be_narrowed(app: Flask, city: Cast, visits: Visits) -> None:
    approver = visits(city.approver)
    assert "Danke." not in approver.open(f"{LIST}?ergebnis=adopted").text
    assert "Es wartet keine Antwort" in approver.open(f"{LIST}?thema=BIL").text
    assert "Danke." in approver.open(f"{LIST}?thema=MOB&ergebnis=x&nach=-").text
    approver.open(f"{ALL}?ergebnis=noted").press("1 Antwort freigeben")
    assert sources(app) == ["Danke."]


def test_what_was_written_since_stays(
    app: Flask, city: Cast, visits: Visits, ready: list[str]
) -> None:
    approver = visits(city.approver)
    ticked, counted_page = approver.open(LIST), approver.open(ALL)
    change(app, city, 2, "Doch mehr als danke.")
    told = ticked.press(TICKED, drafts=ready[:2])
    assert told.status == 409
    assert "inzwischen jemand weitergeschrieben" in told.text
    told = counted_page.press("2 Antworten freigeben")
    assert told.status == 409
    assert sources(app) == []
    told.press("2 Antworten freigeben")
    assert sources(app) == ["Das nehmen wir **auf**.", "Doch mehr als danke."]
    assert ticked.press(TICKED, drafts=ready[:1]).status == 409


def test_bad_input_is_refused(app: Flask, city: Cast, visits: Visits, ready: list[str]) -> None:
    approver = visits(city.approver)
    page = approver.open(LIST)
    assert page.press(TICKED, drafts=[]).status == 422
    for values in (["x"], ["1:1-1"], [ready[0], "99:1-20260312090000000000"]):
        assert page.press(TICKED, drafts=values).status == 409, values
    assert approver.post(LIST, drafts=ready[:1], x="1").status_code == 422
    assert approver.post(ALL, seen="x").status_code == 422
    assert approver.post(ALL, seen="0" * 64).status_code == 409
    assert sources(app) == []


def test_nobody_releases_the_answer_to_themselves(
    app: Flask, city: Cast, visits: Visits, ready: list[str]
) -> None:
    assert visits(city.approver).post(LIST, drafts=ready).status_code == 403
    assert sources(app) == []


def test_the_wrong_person(app: Flask, city: Cast, visits: Visits, ready: list[str]) -> None:
    for who in ("citizen", "editor", "reviewer", "facilitator", "admin"):
        visitor = visits(city.actors[who])
        for path in (LIST, ALL):
            visitor.open(path, status=403)
        assert visitor.post(LIST, drafts=ready[:1]).status_code == 403
        assert visitor.post(ALL, seen="0" * 64).status_code == 403
    assert visits(None).client.get(LIST).status_code == 303
    with app.app_context():
        other = a_city("rostock", "Rostock")
    stranger = visits(other.approver)
    stranger.open("/rostock/schreibtisch/abwaegung/1/freigeben/", status=404)
    path = "/rostock/schreibtisch/abwaegung/1/freigeben/"
    assert stranger.post(path, drafts=ready[:1]).status_code == 404
    assert sources(app) == []


def test_pages_follow_each_other_and_cost_the_same(
    app: Flask, city: Cast, found: Round, clause: Document, visits: Visits
) -> None:
    approver = visits(city.approver)

    def statements(path: str) -> int:
        with counted(app) as asked:
            approver.open(path)
        return len(asked)

    before = [statements(path) for path in (LIST, ALL)]
    with app.app_context():
        for number in range(waiting.PAGE):
            a_draft(city, [a_comment(city, found, clause)], Words("noted", f"Antwort {number}"))
    assert [statements(path) for path in (LIST, ALL)] == before
    assert max(before) <= 12
    first = approver.open(LIST)
    rest = approver.open(first.link("Nächste"))
    shown = [page.answer.text.count('name="drafts"') for page in (first, rest)]
    assert shown == [waiting.PAGE - 1, 3]


def test_no_more_than_a_few_hundred_go_out_in_one_go(
    app: Flask, city: Cast, visits: Visits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_RELEASED", 1)
    page = visits(city.approver).open(ALL)
    assert "höchstens 1 Antworten" in page.text
    page.press("1 Antwort freigeben")
    assert sources(app) == ["Das nehmen wir **auf**."]


def test_the_desk_says_what_waits(city: Cast, visits: Visits) -> None:
    page = visits(city.approver).open("/stralsund/schreibtisch/")
    assert page.link("Antworten freigeben") == LIST
    assert "fertig geschrieben, noch nicht öffentlich" in page.text
