"""Places, sections and keys: a text moves, its key stays and is never used again."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from charta.charters.models import Theme
from charta.core.database import db, transaction
from charta.core.errors import Conflict, Invalid, NotAllowed, NotFound
from charta.drafting import queries, services
from charta.drafting.models import Document
from charta.journal.models import JournalEntry
from tests.support.cast import START, Cast, a_city
from tests.support.drafting import a_clause, a_section


def keys(city: Cast) -> dict[str, list[str]]:
    return {
        part.document.key: [row.document.key for row in part.clauses]
        for part in queries.outline(city.charter_id)
    }


def journaled(action: str) -> int:
    query = select(func.count()).select_from(JournalEntry).where(JournalEntry.action == action)
    return db.session.scalar(query) or 0


def move(city: Cast, document: Document, place: int, section: Document | None = None) -> bool:
    with transaction():
        return services.move(city.editor, START, document, place=place, section=section)


def test_keys_count_in_their_theme_and_sections_for_themselves(app: Flask, city: Cast) -> None:
    with app.app_context():
        mobility, education = a_section(city), a_section(city, "BIL")
        for section, theme in [(mobility, None), (education, None), (mobility, "BIL")]:
            a_clause(city, section, theme=theme)
        assert keys(city) == {"A-1": ["MOB-1", "BIL-2"], "A-2": ["BIL-1"]}


def test_keys_are_never_used_again(app: Flask, city: Cast) -> None:
    with app.app_context():
        section = a_section(city)
        a_clause(city, section)
        last = a_clause(city, section)
        with transaction():
            services.withdraw(city.editor, START, last, reason="Doppelt")
        assert a_clause(city, section).key == "MOB-3"


def test_a_code_that_wanders_to_another_theme_takes_no_key_again(app: Flask, city: Cast) -> None:
    with app.app_context():
        section = a_section(city)
        a_clause(city, section)
        a_clause(city, section)
        with transaction() as session:
            session.get_one(Theme, city.themes["MOB"]).code = "VER"
            session.flush()
            session.get_one(Theme, city.themes["BIL"]).code = "MOB"
        assert a_clause(city, section).key == "VER-3"
        assert a_clause(city, section, theme="BIL").key == "MOB-3"


def test_each_city_counts_for_itself(app: Flask, city: Cast) -> None:
    with app.app_context():
        a_clause(city)
        greifswald = a_city("greifswald", "Greifswald")
        assert a_clause(greifswald).key == "MOB-1"


def test_up_and_down(app: Flask, city: Cast) -> None:
    with app.app_context():
        section = a_section(city)
        first, _second, third = (a_clause(city, section) for _ in range(3))
        with transaction():
            assert services.shift(city.editor, START, third, steps=-1)
        assert keys(city)["A-1"] == ["MOB-1", "MOB-3", "MOB-2"]
        with transaction():
            assert not services.shift(city.editor, START, first, steps=-1)
        assert journaled("clause.moved") == 1


def test_sections_are_moved_as_well(app: Flask, city: Cast) -> None:
    with app.app_context():
        a_section(city)
        second = a_section(city, "BIL")
        assert move(city, second, 1)
        assert list(keys(city)) == ["A-2", "A-1"]


def test_into_another_section_the_key_stays(app: Flask, city: Cast) -> None:
    with app.app_context():
        mobility, education = a_section(city), a_section(city, "BIL")
        clause = a_clause(city, mobility)
        a_clause(city, education)
        a_clause(city, education)
        assert move(city, clause, 2, education)
        assert keys(city) == {"A-1": [], "A-2": ["BIL-1", "MOB-1", "BIL-2"]}
        assert not move(city, clause, 2, education)
        entry = db.session.scalars(
            select(JournalEntry).where(JournalEntry.action == "clause.moved")
        ).one()
        assert entry.details == {"place": 2, "from": mobility.id, "to": education.id}


def test_where_nothing_can_be_moved_to(app: Flask, city: Cast) -> None:
    with app.app_context():
        section, gone = a_section(city), a_section(city)
        clause = a_clause(city, section)
        foreign = a_section(a_city("greifswald", "Greifswald"))
        with transaction():
            services.withdraw(city.editor, START, gone, reason="Leer")
        for target, error in [(foreign, NotFound), (clause, NotFound), (gone, Conflict)]:
            with pytest.raises(error):
                move(city, clause, 1, target)
        with pytest.raises(NotFound):
            move(city, section, 1, section)
        with pytest.raises(NotAllowed), transaction():
            services.move(city.approver, START, clause, place=1)


def test_withdrawn_and_reinstated(app: Flask, city: Cast) -> None:
    with app.app_context():
        section = a_section(city)
        first = a_clause(city, section)
        a_clause(city, section)
        with transaction():
            services.withdraw(city.editor, START, first, reason="Doppelt")
        assert keys(city) == {"A-1": ["MOB-2"]}
        assert [row.document.key for row in queries.withdrawn(city.charter_id)] == ["MOB-1"]
        with transaction():
            services.reinstate(city.editor, START, first)
        assert keys(city) == {"A-1": ["MOB-2", "MOB-1"]}
        assert (journaled("clause.withdrawn"), journaled("clause.reinstated")) == (1, 1)


def test_what_cannot_be_withdrawn(app: Flask, city: Cast) -> None:
    with app.app_context():
        section = a_section(city)
        clause = a_clause(city, section)
        with pytest.raises(Conflict), transaction():
            services.withdraw(city.editor, START, section, reason="Alles")
        with pytest.raises(Invalid), transaction():
            services.withdraw(city.editor, START, clause, reason=" ")
        with pytest.raises(NotAllowed), transaction():
            services.withdraw(city.approver, START, clause, reason="Ich")
        with pytest.raises(Conflict), transaction():
            services.reinstate(city.editor, START, clause)
        with transaction():
            services.withdraw(city.editor, START, clause, reason="Doppelt")
        with pytest.raises(Conflict), transaction():
            services.withdraw(city.editor, START, clause, reason="Doppelt")
        with transaction():
            services.withdraw(city.editor, START, section, reason="Leer")
        with pytest.raises(Conflict), transaction():
            services.reinstate(city.editor, START, clause)
        with pytest.raises(Conflict):
            a_clause(city, section)
