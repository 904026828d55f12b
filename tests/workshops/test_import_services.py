"""Taking over tables of ideas: one write, all or nothing, and nothing twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from charta.core.database import db, transaction
from charta.core.errors import Conflict, NotAllowed, NotFound
from charta.journal.models import JournalEntry
from charta.workshops import queries, services
from charta.workshops.models import Idea, IdeaImport
from charta.workshops.sheets import Row, Sheet
from tests.support.cast import START, Cast
from tests.support.workshops import a_table, a_workshop, an_idea

ROWS = (
    Row(2, "Mehr Bänke", "MOB", "Politik"),
    Row(3, "mehr bänke", "MOB"),
    Row(4, "", "MOB"),
    Row(5, "Mehr Bäume", "Bildung", channel="Papier"),
)


def ideas() -> list[str]:
    return list(db.session.scalars(select(Idea.text).order_by(Idea.number)))


def test_the_same_rows_twice_add_nothing(app: Flask, city: Cast) -> None:
    with app.app_context():
        with transaction():
            workshop = a_workshop(city)
            an_idea(city, workshop, "Vorhanden")
            first = services.import_ideas(city.facilitator, START, workshop, ROWS)
        with transaction():
            again = services.import_ideas(city.facilitator, START, workshop, ROWS)
        assert [verdict.state.value for verdict in first] == [
            *("taken", "duplicate", "faulty", "taken")
        ]
        assert [verdict.state.value for verdict in again] == [
            *("duplicate", "duplicate", "faulty", "duplicate")
        ]
        assert ideas() == ["Vorhanden", "Mehr Bänke", "Mehr Bäume"]
        entries = db.session.scalars(
            select(JournalEntry).where(JournalEntry.action == "ideas.imported")
        ).all()
        assert [entry.details for entry in entries] == [
            {"first": 2, "taken": 2, "duplicates": 1, "faulty": 1}
        ]


def test_an_upload_is_written_once_and_then_forgotten(app: Flask, city: Cast) -> None:
    with app.app_context():
        with transaction():
            workshop = a_workshop(city)
            prepared = services.prepare_import(
                city.facilitator, START, workshop, file_name="a.csv", sheet=Sheet(ROWS)
            )
        assert ideas() == []
        with transaction():
            actor = city.facilitator
            assert services.confirm_import(actor, START, workshop, prepared, expected=2) == 2
            assert services.confirm_import(actor, START, workshop, prepared, expected=2) == 0
        assert ideas() == ["Mehr Bänke", "Mehr Bäume"]
        assert prepared.sheet["rows"] == []


def test_what_the_preview_did_not_show_is_not_written(app: Flask, city: Cast) -> None:
    with app.app_context():
        with transaction():
            workshop = a_workshop(city)
            prepared = services.prepare_import(
                city.facilitator, START, workshop, file_name="", sheet=Sheet(ROWS)
            )
            an_idea(city, workshop, "Mehr Bänke")
        with pytest.raises(Conflict), transaction():
            services.confirm_import(city.facilitator, START, workshop, prepared, expected=2)
        assert ideas() == ["Mehr Bänke"]


def test_an_upload_is_gone_after_a_day(app: Flask, city: Cast) -> None:
    with app.app_context():
        with transaction():
            workshop, other = a_workshop(city), a_workshop(city)
            prepared = services.prepare_import(
                city.facilitator, START, workshop, file_name="", sheet=Sheet(ROWS)
            )
        number, day = prepared.id, timedelta(days=1)
        soon = START + day - timedelta(seconds=1)
        assert queries.import_by_id(workshop.id, number, soon).id == number
        for workshop_id, moment in ((workshop.id, START + day), (other.id, START)):
            with pytest.raises(NotFound):
                queries.import_by_id(workshop_id, number, moment)
        with transaction():
            services.prepare_import(
                city.facilitator, START + day, workshop, file_name="", sheet=Sheet(ROWS)
            )
        assert db.session.scalar(select(func.count()).select_from(IdeaImport)) == 1


def test_an_editor_may_not_import(app: Flask, city: Cast) -> None:
    with app.app_context(), transaction():
        workshop = a_workshop(city)
        prepared = services.prepare_import(
            city.facilitator, START, workshop, file_name="", sheet=Sheet(ROWS)
        )
        with pytest.raises(NotAllowed):
            services.prepare_import(city.editor, START, workshop, file_name="", sheet=Sheet(ROWS))
        with pytest.raises(NotAllowed):
            services.confirm_import(city.editor, START, workshop, prepared, expected=2)


def test_a_table_gives_its_theme(app: Flask, city: Cast) -> None:
    with app.app_context(), transaction():
        workshop = a_workshop(city)
        table = a_table(city, workshop, theme="BIL")
        services.import_ideas(city.facilitator, START, workshop, [Row(2, "Neu", table="1")])
        idea = db.session.scalars(select(Idea)).one()
        assert (idea.table_id, idea.theme_id) == (table.id, city.themes["BIL"])
