"""Pages of suggestions cost the same however many there are."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import insert

from charta.consultation.models import Comment, Passage, Round, Suggestion
from charta.core.database import transaction
from charta.drafting.models import Document
from tests.consultation.conftest import At, Visits
from tests.support.cast import Cast
from tests.support.consultation import DURING
from tests.support.drafting import a_revision
from tests.support.statements import counted
from tests.support.suggestions import a_suggestion, an_adoption

MOST = 10
FEW, MANY = 60, 250
"""The numbers of suggestions on one clause; beyond 100 not all are compared any more."""

PAGES = (
    "schreibtisch/",
    "schreibtisch/vorschlaege/",
    "schreibtisch/entwurf/MOB-1/vorschlaege/",
    "schreibtisch/entwurf/MOB-1/vorschlaege/?nach=30",
    "schreibtisch/entwurf/MOB-1/vorschlaege/?stand=erledigt",
    "schreibtisch/entwurf/MOB-1/versionen/",
    "schreibtisch/entwurf/MOB-1/versionen/2/",
    "schreibtisch/entwurf/MOB-1/",
    "schreibtisch/stellungnahmen/1/",
    "schreibtisch/stellungnahmen/3/",
    "schreibtisch/stellungnahmen/3/bearbeitet-uebernehmen/",
    "schreibtisch/abwaegung/1/",
)


@pytest.fixture
def suggested(app: Flask, city: Cast, found: Round, clause: Document, at: At) -> Comment:
    """S-1 is taken over, S-2 waits; a third version has been saved since."""
    with app.app_context():
        an_adoption(city, a_suggestion(city, found, clause))
        waiting = a_suggestion(city, found, clause, author=city.second_citizen)
        a_revision(city, clause, "Die Stadt baut sichere Radwege.\n\nSie berichtet davon.")
        return waiting


def fill(waiting: Comment, upto: int) -> None:
    """Suggestions like the waiting one, on the version it was made on, until there are `upto`."""
    with transaction() as session:
        start = session.query(Comment).count()
        numbers = range(start + 1, upto + 1)
        shared: dict[str, object] = {"charter_id": waiting.charter_id, "round_id": waiting.round_id}
        shared |= {"document_id": waiting.document_id, "revision_id": waiting.revision_id}
        shared |= {"author_id": waiting.author_id, "created_at": DURING}
        session.execute(
            insert(Comment),
            [
                {"id": n, "number": n, "submission": f"f-{n}", "source": "Ja", "html": "<p>Ja</p>"}
                | shared
                for n in numbers
            ],
        )
        quote = {"exact": "Die Stadt baut sichere Radwege.", "prefix": "", "suffix": "", "start": 0}
        session.execute(insert(Passage), [{"comment_id": n} | quote for n in numbers])
        session.execute(
            insert(Suggestion),
            [{"comment_id": n, "wording": f"Die Stadt plant {n % 50} Wege."} for n in numbers],
        )


def test_pages_cost_the_same_however_much_was_suggested(
    app: Flask, city: Cast, visits: Visits, suggested: Comment
) -> None:
    visitor = visits(city.editor)
    costs: dict[int, dict[str, int]] = {}
    for amount in (FEW, MANY):
        with app.app_context():
            fill(suggested, amount)
        costs[amount] = {}
        for path in PAGES:
            with counted(app) as statements:
                page = visitor.open(f"/stralsund/{path}")
            costs[amount][path] = len(statements)
            assert len(statements) <= MOST, f"{path}\n" + "\n".join(statements)
            if path.endswith("nach=30"):
                assert len(page.root.of_class("c-suggestion")) == 24
    assert costs[FEW] == costs[MANY]


def test_beyond_those_compared_the_page_says_so(
    app: Flask, city: Cast, visits: Visits, suggested: Comment
) -> None:
    with app.app_context():
        fill(suggested, MANY)
    page = visits(city.editor).open("/stralsund/schreibtisch/entwurf/MOB-1/vorschlaege/?nach=240")
    assert page.root.of_class("c-suggestion")[0]["id"] == "S-241"
    assert "für diese Seite und die ältesten 100 geprüft" in page.text
    assert "Berührt sich mit S-2, S-3," in page.text
    assert "S-11 und 99 weiteren" in page.text
