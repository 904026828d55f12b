"""No page asks more than ten things of the database, however much was said."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import insert

from charta.consultation.models import Answered, Comment, Passage, Response, Round
from charta.core.database import db, transaction
from charta.drafting.models import Document
from charta.journal.models import JournalEntry
from tests.consultation.conftest import At, Visits
from tests.support.cast import Cast
from tests.support.consultation import DURING, a_comment, a_round, an_answer
from tests.support.drafting import a_clause, a_revision
from tests.support.releases import an_open_release
from tests.support.statements import counted

MOST = 10
PLAIN = "Die Stadt baut sichere Radwege."
FEW, MANY = 200, 2_000
"""The numbers of comments on one clause at which every page must cost the same."""

PUBLIC = (
    "beteiligung/",
    "beteiligung/1/",
    "beteiligung/1/MOB-1/",
    "beteiligung/1/MOB-1/?nach=100",
    "beteiligung/1/MOB-1/?vor=100",
    "beteiligung/1/MOB-1/?stelle=14-30",
    "beteiligung/1/MOB-1/stelle/?zitat=Stadt+bautt",
    "beteiligung/1/MOB-1/stelle/?von=15&bis=30",
    "beteiligung/1/MOB-1/vorschlag/",
    "stellungnahmen/1/",
    "stellungnahmen/2/",
)
OWN = (*PUBLIC, "meine-stellungnahmen/", "klauseln/MOB-1/?fassung=1&stelle=14-30")
DESK = (
    "schreibtisch/beteiligung/",
    "schreibtisch/abwaegung/1/",
    "schreibtisch/abwaegung/1/?stand=offen&ort=A-1&thema=MOB&q=Rad",
    "schreibtisch/beteiligung/1/termine/",
    "schreibtisch/stellungnahmen/1/",
    "schreibtisch/stellungnahmen/5/",
    "schreibtisch/stellungnahmen/?comments=3&comments=4&comments=5",
)


@pytest.fixture
def said(app: Flask, city: Cast, at: At) -> tuple[Round, Document]:
    """A round with an answered comment that led somewhere public, and a reply to it."""
    with app.app_context():
        clause = a_clause(city)
        found = a_round(city)
        first = a_comment(city, found, clause)
        a_comment(city, found, clause, parent=first, author=city.second_citizen)
        an_answer(city, first, revision=a_revision(city, clause))
        an_open_release(city, now=DURING)
        return found, clause


def fill(city: Cast, found: Round, clause: Document, upto: int) -> None:
    """More comments on the clause, until there are ``upto``; every third is answered."""
    with transaction() as session:
        first = session.query(Comment).filter_by(number=1).one()
        start = session.query(Comment).count()
        rows = [
            {
                "charter_id": city.charter_id,
                "number": number,
                "round_id": found.id,
                "document_id": clause.id,
                "revision_id": first.revision_id,
                "parent_id": first.id if number % 10 == 0 else None,
                "author_id": city.citizen.person_id,
                "submission": f"filled-{number}",
                "source": f"Rad {number}",
                "html": f"<p>Rad {number}</p>",
                "created_at": DURING + timedelta(seconds=number),
            }
            for number in range(start + 1, upto + 1)
        ]
        session.execute(insert(Comment), rows)
        session.flush()
        made = session.query(Comment.id, Comment.number).filter(
            Comment.number > start, Comment.parent_id.is_(None)
        )
        session.execute(
            insert(Passage),
            [
                {
                    "comment_id": one,
                    "exact": PLAIN[number % 15 : 30],
                    "prefix": "",
                    "suffix": "",
                    "start": number % 15,
                }
                for one, number in made
            ],
        )
        response = Response(
            charter_id=city.charter_id,
            disposition="noted",
            source="Danke",
            html="<p>Danke</p>",
            answered_by_id=city.editor.person_id,
            answered_at=DURING,
        )
        session.add(response)
        session.flush()
        ids = [one for (one,) in session.query(Comment.id).filter(Comment.number > start)]
        session.execute(
            insert(Answered),
            [{"response_id": response.id, "comment_id": one} for one in ids if one % 3 == 0],
        )


def test_pages_cost_the_same_however_much_was_said(
    app: Flask, city: Cast, visits: Visits, said: tuple[Round, Document]
) -> None:
    visitors = {
        "public": (visits(None), PUBLIC),
        "own": (visits(city.citizen), OWN),
        "desk": (visits(city.editor), DESK),
    }
    costs: dict[int, dict[str, int]] = {}
    for amount in (FEW, MANY):
        with app.app_context():
            fill(city, *said, amount)
        costs[amount] = {}
        for name, (visitor, paths) in visitors.items():
            for path in paths:
                with counted(app) as statements:
                    visitor.open(f"/stralsund/{path}")
                costs[amount][f"{name} {path}"] = len(statements)
                assert len(statements) <= MOST, f"{name} {path}\n" + "\n".join(statements)
    assert costs[FEW] == costs[MANY]


def test_posting_a_suggestion_takes_at_most_fifteen_statements(
    app: Flask, city: Cast, visits: Visits, said: tuple[Round, Document]
) -> None:
    page = visits(city.second_citizen).open("/stralsund/beteiligung/1/MOB-1/stelle/?von=15&bis=30")
    look = page.press("Vorschau", source="Und?", suggests="y", wording="breite Wege")
    names = ("csrf_token", "submission", "source", "suggests", "wording", "seen")
    form = {name: look.field(name) for name in names}
    with counted(app) as statements:
        answer = page.visitor.client.post(page.path, data=form)
    assert answer.status_code == 303
    assert len(statements) <= 15, "\n".join(statements)


def test_posting_a_comment_takes_at_most_fifteen_statements(
    app: Flask, city: Cast, visits: Visits, said: tuple[Round, Document]
) -> None:
    page = visits(city.second_citizen).open("/stralsund/beteiligung/1/MOB-1/")
    form = {name: page.field(name) for name in ("csrf_token", "submission")}
    with counted(app) as statements:
        answer = page.visitor.client.post(page.path, data={**form, "source": "Und die Fähre?"})
    assert answer.status_code == 303
    assert len(statements) <= 15, "\n".join(statements)
    with app.app_context():
        entry = db.session.query(JournalEntry).order_by(JournalEntry.id.desc()).first()
        assert entry is not None
        assert entry.action == "comment.posted"
