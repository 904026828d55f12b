"""No page of the draft asks more of the database when there is more in it."""

from __future__ import annotations

import pytest
from flask import Flask

from charta.core.database import transaction
from charta.drafting import services
from tests.support.cast import START, Cast
from tests.support.drafting import a_clause, a_revision, a_section
from tests.support.statements import counted
from tests.support.visitor import Visitor
from tests.support.workshops import a_workshop, an_idea

DESK = "/stralsund/schreibtisch"
MOST = 10

PAGES = (
    "entwurf/",
    "entwurf/A-1/",
    "entwurf/MOB-1/",
    "entwurf/neuer-abschnitt/",
    "entwurf/A-1/neue-klausel/",
    "entwurf/MOB-1/bearbeiten/",
    "entwurf/MOB-1/versionen/",
    "entwurf/MOB-1/versionen/1/",
    "entwurf/MOB-1/versionen/1/aufgreifen/",
    "entwurf/MOB-1/vergleich/?alt=1&neu=2",
    "entwurf/MOB-1/verschieben/",
    "entwurf/MOB-1/zurueckziehen/",
    "ideen/",
    "ideen/?q=Bänke Hafen&stand=offen&thema=1&gruppe=1&veranstaltung=1",
    "ideen/1/",
    "ideen/2/",
    "ideen/neue-klausel/?idee=3&idee=4",
    "ideen/anhaengen/?idee=3",
    "ideen/zurueckstellen/?idee=3",
)


def fill(app: Flask, city: Cast, clauses: int) -> None:
    """A draft with so many clauses, and as many ideas, all attached to the first one."""
    with app.app_context(), transaction():
        section = a_section(city)
        workshop = a_workshop(city)
        first = a_clause(city, section)
        a_revision(city, first)
        for _ in range(clauses - 1):
            a_clause(city, section)
        ideas = [an_idea(city, workshop) for _ in range(clauses)]
        services.attach_to_clause(city.editor, START, ideas[:1], clause=first, reason="Passt")
        services.attach_to_clause(city.editor, START, ideas[4:], clause=first, reason="Passt")
        services.shelve(city.editor, START, ideas[1], reason="Später")


def counts(app: Flask, visitor: Visitor) -> dict[str, int]:
    found = {}
    for page in PAGES:
        with counted(app) as sent:
            visitor.open(f"{DESK}/{page}")
        found[page] = len(sent)
    return found


@pytest.mark.parametrize("clauses", [10, 100])
def test_pages_stay_below_ten_statements(
    app: Flask, city: Cast, editor: Visitor, clauses: int
) -> None:
    fill(app, city, clauses)
    found = counts(app, editor)
    assert {page: count for page, count in found.items() if count > MOST} == {}


def test_a_larger_draft_costs_no_more(app: Flask, city: Cast, editor: Visitor) -> None:
    fill(app, city, 10)
    before = counts(app, editor)
    with app.app_context(), transaction():
        section = a_section(city, "BIL")
        for _ in range(90):
            a_clause(city, section)
            an_idea(city)
    assert counts(app, editor) == before
