"""Models and migrations agree, on both engines, up and down."""

from __future__ import annotations

import warnings

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import inspect, select
from sqlalchemy.exc import IntegrityError

from charta.charters.models import Membership
from charta.core import migrating
from charta.core.database import Base, db, transaction
from tests.support.cast import Cast

ON_EXPRESSIONS = "uq_memberships_person_charter_role"
"""SQLAlchemy cannot read indexes on expressions back from SQLite; there its rows are the test."""


def comparable(_item: object, name: str | None, kind: str, *_rest: object) -> bool:
    return not (kind == "index" and name == ON_EXPRESSIONS and db.engine.dialect.name == "sqlite")


def test_models_and_migrations_agree(app: Flask) -> None:
    options = {"compare_type": True, "include_object": comparable}
    with app.app_context(), db.engine.connect() as connection, warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="autogenerate skipping|Skipped unsupported")
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []


def test_a_role_cannot_be_held_twice(app: Flask, city: Cast) -> None:
    with app.app_context(), transaction() as session:
        held = session.scalars(select(Membership).limit(1)).one()
        columns = ("person_id", "charter_id", "role", "department_id", "created_at")
        session.add(Membership(**{name: getattr(held, name) for name in columns}))
        with pytest.raises(IntegrityError):
            session.flush()
        session.rollback()


def test_the_database_is_at_the_newest_migration(app: Flask) -> None:
    with app.app_context():
        assert migrating.current(db.engine) == migrating.head()


def test_down_leaves_nothing_and_up_again_leaves_all(app: Flask) -> None:
    with app.app_context():
        migrating.downgrade(db.engine, "base")
        assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
        migrating.upgrade(db.engine)
        assert set(Base.metadata.tables) <= set(inspect(db.engine).get_table_names())


def test_a_database_that_is_not_migrated_is_not_ready(app: Flask) -> None:
    assert app.test_client().get("/readyz").status_code == 200
    with app.app_context():
        migrating.downgrade(db.engine, "base")
    assert app.test_client().get("/readyz").status_code == 503
