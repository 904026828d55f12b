"""Each save is a revision of its own, chained to the one before."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError

from charta.charters.models import Charter, Theme
from charta.core.actors import Actor
from charta.core.database import db, transaction
from charta.core.errors import Conflict, Invalid, NotAllowed, NotFound
from charta.core.hashing import GENESIS
from charta.drafting import queries, services
from charta.drafting.errors import EditConflict, NothingChanged
from charta.drafting.models import Document, Revision
from charta.journal.models import JournalEntry
from tests.support.cast import START, Cast, a_city
from tests.support.drafting import a_clause, a_revision, a_section


def entries(action: str) -> list[JournalEntry]:
    return list(db.session.scalars(select(JournalEntry).where(JournalEntry.action == action)))


def test_a_clause_begins_with_its_first_revision(app: Flask, city: Cast) -> None:
    with app.app_context():
        clause = a_clause(city, source="Wir bauen **sichere** Radwege.")
        revision = queries.current_revision(clause.id)
        assert (clause.key, revision.number, revision.previous_hash) == ("MOB-1", 1, GENESIS)
        assert revision.hash == revision.digest()
        assert "<strong>sichere</strong>" in revision.html
        assert revision.plain == "Wir bauen sichere Radwege."
        (entry,) = entries("clause.created")
        assert entry.details["revision"] == revision.id
        assert entry.details["hash"] == revision.hash


def test_a_save_is_chained_to_the_one_before(app: Flask, city: Cast) -> None:
    with app.app_context():
        clause = a_clause(city)
        first = queries.current_revision(clause.id)
        second = a_revision(city, clause)
        assert (second.number, second.previous_hash) == (2, first.hash)
        (entry,) = entries("clause.revised")
        assert entry.details == {"revision": second.id, "number": 2, "hash": second.hash}


def test_nothing_changed_makes_no_revision(app: Flask, city: Cast) -> None:
    with app.app_context():
        clause = a_clause(city)
        current = queries.current_revision(clause.id)
        with pytest.raises(NothingChanged), transaction():
            _save(city, clause, title=current.title, source=current.source)
        assert queries.newest_number_of(clause.id) == 1


def test_the_second_saver_is_stopped(app: Flask, city: Cast) -> None:
    with app.app_context():
        clause = a_clause(city)
        second = a_revision(city, clause)
        with pytest.raises(EditConflict) as stopped, transaction():
            _save(city, clause, base=1)
        assert stopped.value.current.id == second.id
        with pytest.raises(EditConflict), transaction():
            _save(city, clause, base=3)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"source": ""}, "source"),
        ({"source": "x" * 20_001}, "source"),
        ({"source": "[" * 3_500}, "source"),
        ({"source": "NUL\x00"}, "source"),
        ({"note": " "}, "note"),
    ],
)
def test_what_cannot_be_saved_is_said_at_its_field(
    app: Flask, city: Cast, change: dict[str, str], field: str
) -> None:
    with app.app_context():
        clause = a_clause(city)
        words = {"title": "Radwege", "source": "Neuer Text.", "note": "Kürzer", **change}
        with pytest.raises(Invalid) as refused, transaction():
            services.save_revision(city.editor, START, clause, base_number=1, **words)
        assert refused.value.field == field
        assert queries.newest_number_of(clause.id) == 1
        assert not entries("clause.revised")


@pytest.mark.parametrize("who", ["facilitator", "reviewer", "approver", "admin", "citizen"])
def test_only_editors_write(app: Flask, city: Cast, who: str) -> None:
    with app.app_context():
        clause = a_clause(city)
        actor: Actor = getattr(city, who)
        with pytest.raises(NotAllowed), transaction():
            _save(city, clause, actor=actor)
        with pytest.raises(NotAllowed), transaction():
            charter = db.session.get_one(Charter, city.charter_id)
            theme = db.session.get_one(Theme, city.themes["MOB"])
            services.create_section(actor, START, charter, theme=theme, title="A", source="")


def test_an_editor_of_one_city_is_nobody_in_another(app: Flask, city: Cast) -> None:
    with app.app_context():
        greifswald = a_city("greifswald", "Greifswald")
        clause = a_clause(greifswald)
        with pytest.raises(NotAllowed), transaction():
            _save(city, clause)
        with pytest.raises(NotFound), transaction():
            services.create_clause(
                city.editor,
                START,
                a_section(city),
                title="Radwege",
                source="Text",
                theme=db.session.get_one(Theme, greifswald.themes["MOB"]),
            )


def test_an_older_wording_is_taken_up_as_a_new_revision(app: Flask, city: Cast) -> None:
    with app.app_context():
        clause = a_clause(city)
        first = queries.current_revision(clause.id)
        a_revision(city, clause)
        with transaction():
            restored = services.restore_revision(
                city.editor, START, clause, first, base_number=2, note="Doch wieder"
            )
        assert (restored.number, restored.source) == (3, first.source)
        assert restored.restored_from_id == first.id
        assert entries("clause.revised")[-1].details["restored_from"] == first.id


def test_taking_up_is_guarded_like_saving(app: Flask, city: Cast) -> None:
    with app.app_context():
        clause, other = a_clause(city), a_clause(city)
        first, foreign = queries.current_revision(clause.id), queries.current_revision(other.id)
        second = a_revision(city, clause)

        def restore(revision: Revision, base: int, note: str = "Doch") -> None:
            with transaction():
                services.restore_revision(
                    city.editor, START, clause, revision, base_number=base, note=note
                )

        with pytest.raises(EditConflict):
            restore(first, 1)
        with pytest.raises(NotFound):
            restore(foreign, 2)
        with pytest.raises(NothingChanged):
            restore(second, 2)
        with pytest.raises(Invalid):
            restore(first, 2, note="")
        assert queries.newest_number_of(clause.id) == 2


def test_a_withdrawn_text_is_not_written_on(app: Flask, city: Cast) -> None:
    with app.app_context():
        clause = a_clause(city)
        with transaction():
            services.withdraw(city.editor, START, clause, reason="Doppelt")
        with pytest.raises(Conflict), transaction():
            _save(city, clause)


def test_the_database_refuses_to_change_a_revision(app: Flask, city: Cast) -> None:
    with app.app_context():
        revision = queries.current_revision(a_clause(city).id)
        with pytest.raises(DatabaseError, match="immutable"), transaction() as session:
            session.execute(update(Revision).values(source="anders"))
        with pytest.raises(DatabaseError, match="immutable"), transaction() as session:
            session.execute(delete(Revision).where(Revision.id == revision.id))


def _save(
    city: Cast,
    clause: Document,
    *,
    base: int = 1,
    title: str = "Radwege",
    source: str = "Neuer Text.",
    actor: Actor | None = None,
) -> Revision:
    return services.save_revision(
        actor or city.editor,
        START,
        clause,
        base_number=base,
        title=title,
        source=source,
        note="Kürzer",
    )
