"""The named cast: the people who act in the tests, and the city they act in.

Everybody has the password :data:`PASSWORD`. Rows are written directly, since the cast must
stand before any feature is tested.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from secrets import token_hex
from urllib.parse import urlsplit

import pytest
from argon2 import PasswordHasher
from flask.testing import FlaskClient

from charta import create_app
from charta.accounts import sessions
from charta.accounts.models import Person, SignIn
from charta.charters.models import Charter, Department, Membership, StakeholderGroup, Theme
from charta.core.actors import Actor, Grant, Role
from charta.core.database import db, transaction
from config import Settings
from tests.support.engines import migrate

PASSWORD = "sieben-rote-backsteine"
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

GROUPS = ("Zivilgesellschaft", "Politik", "Wirtschaft", "Wissenschaft", "Verwaltung")
THEMES = (("MOB", "Nachhaltige Mobilität"), ("BIL", "Bildung"))
DEPARTMENTS = ("Bauamt", "Schulamt")

MEMBERS = {
    "facilitator": ("Frieda Moderation", Role.FACILITATOR),
    "reviewer": ("Rolf Bauamt", Role.REVIEWER),
    "editor": ("Edda Redaktion", Role.EDITOR),
    "second_editor": ("Emil Redaktion", Role.EDITOR),
    "approver": ("Anke Freigabe", Role.APPROVER),
    "admin": ("Adele Verwaltung", Role.ADMIN),
    "citizen": ("Carla Bürgerin", None),
    "second_citizen": ("Curt Bürger", None),
}


@cache
def password_hash() -> str:
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


@dataclass
class Cast:
    """A city with two themes and two departments, and its people as actors by name."""

    charter_id: int
    slug: str
    themes: dict[str, int]
    departments: dict[str, int]
    groups: dict[str, int]
    actors: dict[str, Actor]

    def __getattr__(self, name: str) -> Actor:
        try:
            return self.actors[name]
        except KeyError:
            raise AttributeError(name) from None


def a_city(slug: str = "stralsund", name: str = "Stralsund") -> Cast:
    """Write a charter with its themes, groups, departments and members; in one transaction."""
    with transaction() as session:
        charter = Charter(
            slug=slug,
            name="Smart City Charta",
            city=f"Hansestadt {name}",
            description="Wie die Stadt digital werden will.",
            created_at=START,
        )
        session.add(charter)
        session.flush()
        themes = [
            Theme(charter_id=charter.id, code=code, name=title, position=place)
            for place, (code, title) in enumerate(THEMES, start=1)
        ]
        departments = [
            Department(charter_id=charter.id, name=title, position=place)
            for place, title in enumerate(DEPARTMENTS, start=1)
        ]
        groups = [
            StakeholderGroup(charter_id=charter.id, name=title, position=place)
            for place, title in enumerate(GROUPS, start=1)
        ]
        session.add_all([*themes, *departments, *groups])
        session.flush()
        actors = {key: _a_member(charter, slug, key, departments[0].id) for key in MEMBERS}
        return Cast(
            charter.id,
            slug,
            {theme.code: theme.id for theme in themes},
            {department.name: department.id for department in departments},
            {group.name: group.id for group in groups},
            actors,
        )


def _a_member(charter: Charter, slug: str, key: str, department_id: int) -> Actor:
    name, role = MEMBERS[key]
    person = a_person(f"{key}@{slug}.example", name)
    if role is None:
        return Actor(person.id, person.name)
    department = department_id if role is Role.REVIEWER else None
    db.session.add(
        Membership(
            person_id=person.id,
            charter_id=charter.id,
            role=role.value,
            department_id=department,
            created_at=START,
        )
    )
    db.session.flush()
    return Actor(person.id, person.name, frozenset({Grant(role, charter.id, department)}))


def a_person(email: str, name: str = "Petra Person", *, confirmed: bool = True) -> Person:
    """A person with an account; inside a transaction."""
    person = Person(
        email=email,
        name=name,
        password_hash=password_hash(),
        created_at=START,
        confirmed_at=START if confirmed else None,
    )
    db.session.add(person)
    db.session.flush()
    return person


def sign_in(client: FlaskClient, actor: Actor) -> FlaskClient:
    """Give the client a living session of this person, without the sign-in page; its proof stays
    fresh whatever the clock says."""
    token = f"token-{actor.person_id}-{token_hex(8)}"
    ends = datetime.now(UTC) + timedelta(days=3650)
    with client.application.app_context(), transaction() as session:
        assert actor.person_id is not None
        session.add(
            SignIn(
                token_hash=sessions.token_hash(token),
                person_id=actor.person_id,
                created_at=START,
                expires_at=ends,
                last_seen_at=ends,
                proven_at=ends,
                browser="",
            )
        )
    with client.session_transaction() as stored:
        stored["_user_id"] = token
        stored["_fresh"] = True
    return client


_settled: dict[str, Cast] = {}
"""Stralsund as it was settled, by the scheme of its database's address."""


def settle(url: str) -> None:
    """Migrate the empty database at ``url`` and write Stralsund into it, for :func:`city`."""
    migrate(url)
    app = create_app(Settings(environment="testing", secret_key="x" * 40, database_url=url))
    with app.app_context():
        _settled[urlsplit(url).scheme] = a_city()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def city(database_url: str) -> Cast:
    """Stralsund with its cast; it stands in the copy of the database that the test has got."""
    return _settled[urlsplit(database_url).scheme]
