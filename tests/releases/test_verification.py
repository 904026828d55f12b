"""``journal verify`` proves the releases, and names what was changed behind its back."""

from __future__ import annotations

import pytest
from flask import Flask

from charta.core.database import db
from charta.releases import queries, verification
from charta.releases.models import Release
from tests.support.cast import Cast, a_city
from tests.support.drafting import a_clause, a_revision, a_section
from tests.support.releases import a_release, an_edition, an_open_release
from tests.support.tampering import tamper


@pytest.fixture(autouse=True)
def _releases(app: Flask, city: Cast) -> None:
    """Three releases of Stralsund, one of Greifswald."""
    with app.test_request_context():
        section = a_section(city)
        clause = a_clause(city, section)
        a_clause(city, section)
        a_release(city)
        a_revision(city, clause)
        an_open_release(city)
        an_edition(city)
        a_release(a_city("greifswald", "Greifswald"))


def found(app: Flask) -> list[tuple[str, int, str]]:
    with app.test_request_context():
        return [(one.table, one.row, one.reason) for one in verification.breaks()]


def test_what_nobody_touched_holds(app: Flask) -> None:
    assert found(app) == []
    with app.test_request_context():
        assert verification.count() == 4
    answer = app.test_cli_runner().invoke(args=["journal", "verify"])
    assert answer.exit_code == 0, answer.output
    assert "Fassungen: 4 geprüft, unverändert" in answer.output


OPENED_BY_NOBODY = """
INSERT INTO openings (id, release_id, opens_at, opened_by_id, created_at, decision_number,
                      decision_link)
SELECT 9, 1, opens_at, opened_by_id, created_at, '', '' FROM openings WHERE id = 1
"""

CHANGES: dict[str, tuple[str, str, tuple[str, int, str]]] = {
    "title": (
        "releases",
        "UPDATE releases SET title = 'Anders' WHERE id = 2",
        ("releases", 2, "wurde verändert"),
    ),
    "order": (
        "release_items",
        "UPDATE release_items SET position = 5 - position WHERE release_id = 1",
        ("releases", 1, "wurde verändert"),
    ),
    "wording": (
        "release_items",
        "UPDATE release_items SET revision_id = 4 WHERE release_id = 1 AND position = 2",
        ("releases", 1, "wurde verändert"),
    ),
    "line dropped": (
        "release_items",
        "DELETE FROM release_items WHERE release_id = 1 AND position = 3",
        ("releases", 1, "wurde verändert"),
    ),
    "revision": (
        "revisions",
        "UPDATE revisions SET source = 'Anders' WHERE id = 2",
        ("release_items", 2, "zeigt eine veränderte Version"),
    ),
    "opened earlier": (
        "openings",
        "UPDATE openings SET opens_at = '2020-01-01 00:00:00' WHERE release_id = 2",
        ("openings", 1, "steht so nicht im Protokoll"),
    ),
    "another decision": (
        "openings",
        "UPDATE openings SET decision_number = '1' WHERE release_id = 3",
        ("openings", 2, "steht so nicht im Protokoll"),
    ),
    "closed again": (
        "openings",
        "DELETE FROM openings WHERE release_id = 2",
        ("releases", 2, "ist laut Protokoll geöffnet, die Öffnung fehlt"),
    ),
    "opened by nobody": (
        "openings",
        OPENED_BY_NOBODY,
        ("openings", 9, "steht so nicht im Protokoll"),
    ),
    "number": (
        "releases",
        "UPDATE releases SET number = 9 WHERE id = 3",
        ("releases", 3, "folgt nicht auf Fassung 2"),
    ),
}


@pytest.mark.parametrize(("table", "change", "expected"), CHANGES.values(), ids=CHANGES.keys())
def test_each_change_is_named(
    app: Flask, table: str, change: str, expected: tuple[str, int, str]
) -> None:
    tamper(app, table, change)
    assert expected in found(app)
    answer = app.test_cli_runner().invoke(args=["journal", "verify"])
    assert answer.exit_code == 1


def test_a_release_forged_with_a_fitting_hash_is_not_in_the_journal(app: Flask) -> None:
    """Whoever recomputes the hash still has the journal against them."""
    with app.test_request_context():
        release = db.session.get_one(Release, 3)
        items = list(queries.items(3))
        release.title = "Anders"
        forged = release.digest(items)
        db.session.rollback()
    tamper(app, "releases", f"UPDATE releases SET title = 'Anders', hash = '{forged}' WHERE id = 3")
    assert found(app) == [("releases", 3, "steht so nicht im Protokoll")]


def test_the_last_release_dropped_is_missed(app: Flask) -> None:
    tamper(app, "release_items", "DELETE FROM release_items WHERE release_id = 3")
    tamper(app, "openings", "DELETE FROM openings WHERE release_id = 3")
    tamper(app, "releases", "DELETE FROM releases WHERE id = 3")
    assert found(app) == [
        ("releases", 3, "steht im Protokoll und fehlt"),
        ("releases", 3, "ist laut Protokoll geöffnet, die Öffnung fehlt"),
    ]
