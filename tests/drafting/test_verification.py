"""What was changed behind the system's back is found, and the first broken row is named."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import text

from charta.core.database import db, transaction
from charta.drafting import queries
from charta.drafting.models import Revision
from charta.drafting.verification import revision_breaks
from tests.support.cast import Cast
from tests.support.drafting import a_clause, a_revision

TRIGGERS = ("no_update", "no_delete")


def thaw() -> None:
    """Take the table's triggers away, as somebody with the database in hand could."""
    on_table = "" if db.engine.dialect.name == "sqlite" else " ON revisions"
    with db.engine.begin() as connection:
        for trigger in TRIGGERS:
            connection.execute(text(f"DROP TRIGGER revisions_{trigger}{on_table}"))


def behind_the_back(statement: str, **values: object) -> None:
    db.session.rollback()
    thaw()
    with db.engine.begin() as connection:
        connection.execute(text(statement), values)


def three_revisions(city: Cast) -> list[Revision]:
    clause = a_clause(city)
    a_revision(city, clause)
    a_revision(city, clause, "Noch einmal anders.")
    return [queries.revision_by_number(clause.id, number) for number in (1, 2, 3)]


def verify(app: Flask) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["journal", "verify"])
    return result.exit_code, result.output


def test_what_is_untouched_holds(app: Flask, city: Cast) -> None:
    with app.app_context():
        three_revisions(city)
        assert list(revision_breaks()) == []
    code, output = verify(app)
    assert code == 0, output
    assert "Versionen: 4 geprüft, unverändert" in output


def test_a_changed_text_is_found(app: Flask, city: Cast) -> None:
    with app.app_context():
        _first, second, _third = three_revisions(city)
        number = second.id
        behind_the_back("UPDATE revisions SET source = 'Nichts davon.' WHERE id = :id", id=number)
    code, output = verify(app)
    assert code == 1
    assert f"Versionen: revisions {number} wurde verändert" in output


def test_a_changed_text_with_its_hash_made_anew_is_found(app: Flask, city: Cast) -> None:
    with app.app_context():
        *_earlier, last = three_revisions(city)
        number = last.id
        last.source = "Nichts davon."
        forged = last.digest()
        behind_the_back(
            "UPDATE revisions SET source = 'Nichts davon.', hash = :hash WHERE id = :id",
            id=number,
            hash=forged,
        )
        found = [(broken.row, broken.reason) for broken in revision_breaks()]
        assert found == [(number, "ist nicht die, die das Protokoll nennt")]
    assert verify(app)[0] == 1


def test_a_missing_revision_is_found(app: Flask, city: Cast) -> None:
    with app.app_context():
        _first, second, third = three_revisions(city)
        gone, after = second.id, third.id
        behind_the_back("DELETE FROM revisions WHERE id = :id", id=gone)
        found = [(broken.row, broken.reason) for broken in revision_breaks()]
        assert found[0] == (after, "Version 3 folgt auf Version 1: dazwischen fehlt eine")
        assert (after, "schließt nicht an den Vorgänger an") in found
        assert found[-1] == (gone, "steht im Protokoll, aber fehlt")
    assert verify(app)[0] == 1


def test_a_missing_last_revision_is_found(app: Flask, city: Cast) -> None:
    with app.app_context():
        *_earlier, last = three_revisions(city)
        gone = last.id
        behind_the_back("DELETE FROM revisions WHERE id = :id", id=gone)
        found = [(broken.row, broken.reason) for broken in revision_breaks()]
        assert found == [(gone, "steht im Protokoll, aber fehlt")]


def test_a_revision_smuggled_in_is_found(app: Flask, city: Cast) -> None:
    with app.app_context():
        *_earlier, last = three_revisions(city)
        values = {
            column.name: getattr(last, column.name)
            for column in Revision.__table__.columns
            if column.name != "id"
        }
        smuggled = Revision(**{**values, "number": 4, "previous_hash": last.hash})
        smuggled.hash = smuggled.digest()
        values = {name: getattr(smuggled, name) for name in values}
        db.session.rollback()
        with db.engine.begin() as connection:
            connection.execute(Revision.__table__.insert().values(id=999, **values))  # type: ignore[attr-defined]
        found = [(broken.row, broken.reason) for broken in revision_breaks()]
        assert found == [(999, "steht nicht im Protokoll")]


def test_many_revisions_are_walked_in_parts(app: Flask, city: Cast) -> None:
    with app.app_context():
        clause = a_clause(city)
        with transaction():
            for count in range(520):
                a_revision(city, clause, f"Fassung {count}")
        assert list(revision_breaks()) == []
