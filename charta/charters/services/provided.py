"""Roles that the identity provider grants by what it says of a person, each time they come from
there; those that somebody has granted here are left alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import func, select

from charta.accounts.models import Person
from charta.accounts.sessions import renew_tokens
from charta.charters.models import Charter, Department, Membership
from charta.charters.services.members import record_role
from charta.core.actors import Actor, Role
from charta.core.database import db
from charta.core.errors import Conflict
from charta.core.logs import log
from config import RoleRule, Settings

PROVIDER = Actor(name="Anmeldedienst")
"""Who grants and withdraws here; the journal shows these entries without a person."""

Held = tuple[int | None, str, int | None]
"""A charter, or None for all of them; a role; a department for which it is held."""


def follow_claims(now: datetime, person: Person, issuer: str, values: Sequence[str]) -> None:
    """Let the person hold what the provider says, no more and no less; inside a transaction.

    The last administrator of a charter stays one until there is another, whatever the provider
    says. Roles in charters or departments that do not exist are left out. Both are logged.
    """
    settings: Settings = current_app.extensions["charta.settings"]
    chosen = [rule for rule in settings.oidc_role_rules if rule.value in values]
    wanted = _wanted(chosen)
    held = {(one.charter_id, one.role, one.department_id): one for one in _held(person.id)}
    for key in sorted(wanted - held.keys(), key=str):
        _grant(now, person.id, issuer, key)
    for key, membership in held.items():
        if membership.issuer != issuer or key in wanted:
            continue
        if _is_last_administrator(membership):
            log.warning("provider_role", kept="last administrator", charter=membership.charter_id)
        else:
            _withdraw(now, membership)


def withdraw_all(now: datetime, person: Person, issuer: str) -> None:
    """Take back all that the provider has granted. Raises Conflict for the last administrator of a
    charter."""
    for membership in _held(person.id):
        if membership.issuer != issuer:
            continue
        if _is_last_administrator(membership):
            raise Conflict(
                _(
                    "Sie sind die letzte Verwaltung einer Charta und sind es durch diese "
                    "Verknüpfung. Geben Sie die Rolle erst einer anderen Person."
                )
            )
        _withdraw(now, membership)


def _wanted(rules: Sequence[RoleRule]) -> set[Held]:
    """What the rules grant, as far as it exists. Two queries."""
    named = {rule.charter for rule in rules}
    places = select(Charter.slug, Charter.id).where(Charter.slug.in_(named))
    charters: dict[str, int | None] = {"*": None}
    charters |= {slug: number for slug, number in db.session.execute(places)}  # noqa: C416
    departments: dict[tuple[int | None, str | None], int] = {
        (charter, name): number
        for charter, name, number in db.session.execute(
            select(Department.charter_id, Department.name, Department.id).where(
                Department.name.in_({rule.department for rule in rules if rule.department})
            )
        )
    }
    found: set[Held] = set()
    for rule in rules:
        charter = charters.get(rule.charter)
        department = departments.get((charter, rule.department))
        if rule.charter not in charters or (rule.department is not None and department is None):
            log.warning("provider_role", unknown="charter or department", role=rule.role)
            continue
        found.add((charter, rule.role, department))
    return found


def _held(person_id: int) -> Sequence[Membership]:
    return db.session.scalars(
        select(Membership).where(Membership.person_id == person_id).order_by(Membership.id)
    ).all()


def _grant(now: datetime, person_id: int, issuer: str, held: Held) -> None:
    charter, role, department = held
    membership = Membership(
        person_id=person_id,
        charter_id=charter,
        role=role,
        department_id=department,
        created_at=now,
        issuer=issuer,
    )
    db.session.add(membership)
    _note(now, "role.granted", membership)


def _withdraw(now: datetime, membership: Membership) -> None:
    db.session.delete(membership)
    _note(now, "role.withdrawn", membership)


def _note(now: datetime, action: str, membership: Membership) -> None:
    db.session.flush()
    renew_tokens(membership.person_id)
    record_role(PROVIDER, now, action, membership, by="provider")


def _is_last_administrator(membership: Membership) -> bool:
    if membership.charter_id is None or membership.role != Role.ADMIN:
        return False
    others = (
        select(func.count())
        .select_from(Membership)
        .where(
            Membership.charter_id == membership.charter_id,
            Membership.role == Role.ADMIN.value,
            Membership.person_id != membership.person_id,
        )
    )
    return not db.session.scalar(others)
