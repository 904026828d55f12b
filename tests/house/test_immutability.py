"""Revisions, releases and the journal are written once; the database itself says so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from flask import Flask
from sqlalchemy.exc import DBAPIError

from charta.consultation.models import (
    Adoption,
    Comment,
    Passage,
    Placement,
    Reopening,
    Response,
)
from charta.core.database import Base, db, transaction
from charta.moderation.models import Case, Measure
from charta.weighing.models import Advice, AdviceRequest, Waiver
from migrations.triggers import freeze
from tests.support.cast import Cast
from tests.support.consultation import a_comment, a_round, an_answer
from tests.support.drafting import a_clause
from tests.support.feasibility import an_assessment
from tests.support.releases import an_edition

FROZEN = (
    "revisions",
    "releases",
    "release_items",
    "openings",
    "passages",
    "adoptions",
    "placements",
    "responses",
    "answered",
    "reopenings",
    "advice",
    "waivers",
    "measures",
    "journal_entries",
)

CHANGES = {
    "revisions": "source = 'Anders'",
    "releases": "title = 'Anders'",
    "release_items": "position = position + 1",
    "openings": "decision_number = '9'",
    "passages": "exact = 'Anders'",
    "adoptions": "wholly = NOT wholly",
    "placements": "verdict = 'removed'",
    "responses": "source = 'Anders'",
    "answered": "comment_id = comment_id + 1",
    "reopenings": "source = 'Anders'",
    "advice": "source = 'Anders'",
    "waivers": "source = 'Anders'",
    "measures": "facts = 'Anders'",
    "journal_entries": "action = 'nothing.happened'",
}

RECREATE: dict[str, Literal["always", "auto"]] = {"sqlite": "always", "postgresql": "auto"}
"""On SQLite make the batch write the table anew even where it could do without."""


@pytest.fixture(autouse=True)
def _rows(app: Flask, city: Cast) -> None:
    """At least one row in each of the tables."""
    with app.test_request_context():
        clause = a_clause(city)
        an_assessment(city, clause, released=True)
        comment = a_comment(city, a_round(city), clause)
        an_edition(city)
        response = an_answer(city, comment)
        with transaction() as session:
            comes_from = {"comment_id": comment.id, "revision_id": comment.revision_id}
            session.add(Passage(comment_id=comment.id, exact="Rad", prefix="", suffix="", start=0))
            session.add(
                Adoption(wholly=True, adopted_by_id=1, adopted_at=comment.created_at, **comes_from)
            )
            session.add_all(_of_the_weighing(city, comment, response))
            session.add(
                Placement(
                    release_id=1,
                    verdict="unchanged",
                    confidence=1.0,
                    decided_by_id=1,
                    reason="",
                    decided_at=comment.created_at,
                    **comes_from,
                )
            )


def _of_the_weighing(city: Cast, comment: Comment, response: Response) -> Iterator[Base]:
    """An answer that was reopened, a department's advice, and why an edition went out early."""
    moment, person = comment.created_at, city.editor.person_id
    comes_from = {"comment_id": comment.id, "charter_id": city.charter_id}
    yield Reopening(
        response_id=response.id, comment_id=comment.id, source="Anders", reopened_at=moment
    )
    request = AdviceRequest(
        department_id=city.departments["Bauamt"],
        question="Geht das?",
        asked_by_id=person,
        asked_at=moment,
        **comes_from,
    )
    yield request
    yield Advice(request=request, source="Ja", html="<p>Ja</p>", given_by_id=1, given_at=moment)
    case = Case(
        charter_id=city.charter_id,
        number=1,
        comment_id=comment.id,
        opened_at=moment,
        turn=1,
    )
    yield case
    yield Measure(
        case=case,
        kind="kept",
        basis="rules",
        provision="",
        facts="Erlaubt",
        public="",
        decided_by_id=person,
        decided_at=moment,
    )
    yield Waiver(
        charter_id=city.charter_id,
        release_id=1,
        source="Eilt",
        html="<p>Eilt</p>",
        unanswered=1,
        stated_by_id=person,
        stated_at=moment,
    )


def refuses(app: Flask, statement: str) -> bool:
    with app.app_context(), db.engine.connect() as connection:
        try:
            connection.execute(sa.text(statement))
        except DBAPIError as error:
            assert "immutable" in str(error)  # noqa: PT017
            return True
    return False


@pytest.mark.parametrize("table", FROZEN)
def test_no_row_is_changed(app: Flask, table: str) -> None:
    assert refuses(app, f"UPDATE {table} SET {CHANGES[table]}")


@pytest.mark.parametrize("table", FROZEN)
def test_no_row_is_deleted(app: Flask, table: str) -> None:
    assert refuses(app, f"DELETE FROM {table}")


@pytest.mark.parametrize("table", FROZEN)
def test_no_row_is_replaced(app: Flask, engine_name: str, table: str) -> None:
    """SQLite would delete silently to make room; PostgreSQL would truncate."""
    if engine_name == "sqlite":
        assert refuses(app, f"REPLACE INTO {table} SELECT * FROM {table}")
    else:
        assert refuses(app, f"TRUNCATE {table} CASCADE")


def test_words_may_be_rendered_again(app: Flask) -> None:
    """The HTML of a revision is no part of its hash: a better renderer may make it anew."""
    assert not refuses(app, "UPDATE revisions SET html = '<p>Neu</p>', plain = 'Neu'")


@pytest.mark.parametrize("table", FROZEN)
def test_a_batch_migration_that_freezes_again_keeps_all_rows_and_triggers(
    app: Flask, table: str
) -> None:
    """On SQLite a batch alter writes the table anew and drops its triggers on the way."""
    everything = sa.text(f"SELECT * FROM {table} ORDER BY id")
    with app.app_context(), db.engine.connect() as connection:
        before = connection.execute(everything).all()
        connection.rollback()
        _foreign_keys(connection, "OFF")
        context = MigrationContext.configure(connection)
        with connection.begin(), Operations.context(context) as operations:
            with operations.batch_alter_table(
                table, recreate=RECREATE[connection.dialect.name]
            ) as batch:
                batch.add_column(sa.Column("remark", sa.Text(), nullable=True))
            freeze(table, ("id",) if table == "revisions" else ())
        _foreign_keys(connection, "ON")
        after = connection.execute(everything).all()
    assert [tuple(row)[: len(before[0])] for row in after] == [tuple(row) for row in before]
    assert refuses(app, f"DELETE FROM {table}")
    column = "id = id + 1000" if table == "revisions" else "remark = 'x'"
    assert refuses(app, f"UPDATE {table} SET {column}")


def _foreign_keys(connection: sa.Connection, state: str) -> None:
    """SQLite only: it must be told outside a transaction, on the driver's own connection."""
    if connection.dialect.name == "sqlite":
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute(f"PRAGMA foreign_keys={state}")
