"""The tests' own plumbing holds what it promises."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import inspect, text

from charta.core.database import db


@pytest.mark.parametrize("_visit", range(2))
def test_each_test_has_a_database_of_its_own(app: Flask, engine_name: str, _visit: int) -> None:
    with app.app_context():
        assert db.engine.dialect.name == engine_name
        assert not inspect(db.engine).has_table("left_behind")
        with db.engine.begin() as connection:
            connection.execute(text("CREATE TABLE left_behind (id INTEGER)"))


def test_the_database_is_migrated(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM alembic_version")) == 1
