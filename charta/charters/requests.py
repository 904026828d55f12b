"""From an address to its charter, and from a visitor to what they may do there."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app, g
from flask_login import current_user
from sqlalchemy import bindparam, select
from werkzeug.routing import BaseConverter

from charta.accounts.models import Person
from charta.accounts.sessions import Visitor, living, manager
from charta.charters.models import Charter, Membership
from charta.charters.rules import SLUG
from charta.core.actors import ANYBODY, Actor, Grant, Role
from charta.core.database import db
from charta.core.errors import NotFound

BY_SLUG = select(Charter).where(Charter.slug == bindparam("slug"))


class CharterConverter(BaseConverter):
    """A charter's slug in the address; the view receives the charter itself."""

    regex = SLUG

    def to_url(self, value: Charter | str) -> str:
        return super().to_url(value.slug if isinstance(value, Charter) else value)


def init_app(app: Flask) -> None:
    app.url_map.converters["charter"] = CharterConverter
    app.url_value_preprocessor(find_charter)
    app.url_defaults(stay_in_charter)
    manager.user_loader(find_member)
    app.extensions["charta.actor"] = load_actor
    app.context_processor(lambda: {"charter": g.get("charter")})


def find_charter(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Replace the slug by its charter; raises NotFound. One query."""
    if endpoint is None or not values or "charter" not in values:
        return
    charter = db.session.scalars(BY_SLUG, {"slug": values["charter"]}).first()
    if charter is None:
        raise NotFound
    g.charter = values["charter"] = charter


def stay_in_charter(endpoint: str, values: dict[str, Any]) -> None:
    """Addresses inside a charter need not name it."""
    charter = g.get("charter")
    if charter is None or "charter" in values:
        return
    if current_app.url_map.is_endpoint_expecting(endpoint, "charter"):
        values["charter"] = charter.slug


class Member(Visitor):
    """A signed-in person with all their roles."""

    def __init__(self, person: Person, token: str, grants: frozenset[Grant]) -> None:
        super().__init__(person, token)
        self.grants = grants


def find_member(token: str) -> Member | None:
    """The person whose living session the token belongs to, with all roles; one query."""
    roles = (Membership.role, Membership.charter_id, Membership.department_id)
    rows = db.session.execute(
        living(token).add_columns(*roles).outerjoin(Membership, Membership.person_id == Person.id)
    ).all()
    if not rows:
        return None
    grants = frozenset(
        Grant(Role(role), charter, department)
        for _person, role, charter, department in rows
        if role
    )
    return Member(rows[0][0], token, grants)


def load_actor() -> Actor:
    """Who is signed in, with all roles; one query."""
    if not current_user.is_authenticated:
        return ANYBODY
    return Actor(current_user.person_id, current_user.name, current_user.grants)
