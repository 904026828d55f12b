"""From an address to its charter, and from a visitor to what they may do there."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from flask import Flask, current_app, g, request, session
from flask_login import current_user
from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, select
from werkzeug.routing import BaseConverter

from charta.accounts.models import Identity, Person, SignIn
from charta.accounts.sessions import Visitor, living, manager
from charta.charters.models import Charter, Membership
from charta.charters.rules import SLUG
from charta.core.access import READING
from charta.core.actors import ANYBODY, Actor, Grant, Role
from charta.core.clock import now
from charta.core.database import db, rows
from charta.core.errors import NotFound
from config import Settings

BY_SLUG = select(Charter).where(Charter.slug == bindparam("slug"))
COLUMNS = tuple(Charter.__table__.columns)
ROW_BY_SLUG = select(*COLUMNS).where(Charter.slug == bindparam("slug"))


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
    slug = values["charter"]
    if request.method in READING:
        charter = _to_read(slug)
    else:
        charter = db.session.scalars(BY_SLUG, {"slug": slug}).first()
    if charter is None:
        raise NotFound
    g.charter = values["charter"] = charter
    g.slug = slug  # so that a link after a change need not load the charter again


def _to_read(slug: str) -> Charter | None:
    """For pages, which write nothing: the charter outside of any session, at half the price."""
    found = rows(ROW_BY_SLUG, slug=slug)
    return _standing_alone(*found[0]) if found else None


@lru_cache(maxsize=64)
def _standing_alone(*values: Any) -> Charter:
    return Charter(**{column.key: value for column, value in zip(COLUMNS, values, strict=True)})


def stay_in_charter(endpoint: str, values: dict[str, Any]) -> None:
    """Addresses inside a charter need not name it."""
    charter = g.get("charter")
    if charter is None or "charter" in values:
        return
    if current_app.url_map.is_endpoint_expecting(endpoint, "charter"):
        values["charter"] = g.get("slug") or charter.slug


class Member(Visitor):
    """A signed-in person with all their roles; ``held_back`` names the charters whose roles do
    not count because they demand a second step."""

    def __init__(
        self,
        person: Person,
        token: str,
        sign_in: SignIn,
        grants: frozenset[Grant],
        held_back: frozenset[int],
    ) -> None:
        super().__init__(person, token, sign_in)
        self.grants = grants
        self.held_back = held_back


def still_granted(at: datetime) -> ColumnElement[bool]:
    """Which roles count: those granted here, and those of a provider through which the person has
    come within the time a sign-in lasts. Who has left the city may still have another way into
    the account, and the provider would not know."""
    settings: Settings = current_app.extensions["charta.settings"]
    has_come = exists().where(
        Identity.person_id == Membership.person_id,
        Identity.issuer == Membership.issuer,
        Identity.last_used_at > at - timedelta(hours=settings.session_hours),
    )
    return or_(Membership.issuer.is_(None), has_come.correlate(Membership))


def find_member(token: str) -> Member | None:
    """The person whose living session the token belongs to, with all roles; one query."""
    columns = (Membership.role, Membership.charter_id, Membership.department_id)
    rows = db.session.execute(
        living(token)
        .add_columns(*columns, Charter.second_step_required)
        .outerjoin(Membership, and_(Membership.person_id == Person.id, still_granted(now())))
        .outerjoin(Charter, Charter.id == Membership.charter_id)
    ).all()
    if not rows:
        return None
    person, sign_in = rows[0][:2]
    weak = person.second_step_since is None
    grants, held_back = set(), set()
    for _person, _sign_in, role, charter, department, demanded in rows:
        if demanded and weak:
            held_back.add(charter)
        elif role:
            grants.add(Grant(Role(role), charter, department))
    return Member(person, token, sign_in, frozenset(grants), frozenset(held_back))


def load_actor() -> Actor:
    """Who is signed in, with all roles; one query, none for who has no session. In a charter that
    demands a second step, who has none is whoever they would be without a role."""
    if not session or not current_user.is_authenticated:
        return ANYBODY
    member: Member = current_user._get_current_object()
    grants = member.grants
    charter = g.get("charter")
    if charter is not None and charter.second_step_required and not member.second_step:
        everywhere = {grant for grant in grants if grant.charter_id is None}
        grants -= everywhere
        g.second_step_missing = bool(everywhere) or charter.id in member.held_back
    return Actor(member.person_id, member.name, grants)


def held_back() -> frozenset[int]:
    """The charters in which the signed-in person has roles that wait for a second step."""
    return current_user.held_back if current_user.is_authenticated else frozenset()
