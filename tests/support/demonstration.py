"""The whole Stralsund demonstration as ground to test on: loaded once, copied for each test.

A module that uses it overrides the fixture ``database_url``::

    from tests.support.demonstration import database_url, today  # noqa: F401
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from charta import create_app
from charta.accounts.models import Person
from charta.accounts.rules import DEMONSTRATION_DOMAIN
from charta.core.actors import Actor
from charta.core.database import db
from charta.demo.story import tell
from config import Settings
from tests.support.cast import password_hash, sign_in
from tests.support.complete import cannot_run
from tests.support.engines import Databases, migrate
from tests.support.postgresql import NoPostgreSQL

TODAY = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)
"""The day the story was loaded; its second consultation is open then."""


def load(url: str) -> None:
    """Migrate the database at ``url`` and tell the story in it."""
    migrate(url)
    app = create_app(Settings(environment="testing", secret_key="x" * 40, database_url=url))
    with app.app_context():
        tell(TODAY, password_hash())
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def database_url(engine_name: str, databases: Databases) -> Iterator[str]:
    """A copy of the loaded demonstration."""
    try:
        copies = databases.on(engine_name, load)
    except NoPostgreSQL as problem:
        cannot_run(f"PostgreSQL: {problem}")
    with copies() as url:
        yield url


@pytest.fixture(autouse=True)
def today(app: Flask) -> datetime:
    """Stop the application's clock on the day the story was loaded."""
    app.extensions["charta.clock"] = lambda: TODAY
    return TODAY


def enter(client: FlaskClient, key: str) -> FlaskClient:
    """Sign in one of the story's people, by the key its file gives them."""
    with client.application.app_context():
        person = db.session.query(Person).filter_by(email=f"{key}@{DEMONSTRATION_DOMAIN}").one()
        actor = Actor(person.id, person.name)
    return sign_in(client, actor)
