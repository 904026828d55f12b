"""Roles: who holds which, granted, changed and withdrawn one by one.

Whoever has got, lost or swapped a role on screen is told by mail, unless they did it themselves.
"""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import func, select

from charta.accounts import queries as accounts
from charta.accounts.models import Person
from charta.accounts.sessions import renew_tokens
from charta.charters import mails, policies, rules, words
from charta.charters.models import Charter, Department, Membership
from charta.core.actors import Actor, Role
from charta.core.database import db
from charta.core.errors import Conflict, Invalid, NotFound
from charta.journal.services import record


def grant_role(
    actor: Actor,
    now: datetime,
    charter: Charter | None,
    person: Person,
    role: Role,
    *,
    department: Department | None = None,
) -> Membership:
    """Give a person a role in the charter; without a charter they administer all of them.

    A reviewer reviews for one department and may hold the role for several. Raises NotAllowed,
    and Invalid when role, department and charter do not go together, when the person's address
    is not confirmed yet, or when they hold this role already.
    """
    policies.demand(policies.is_admin(actor, charter))
    check_place(charter, role, department)
    if person.confirmed_at is None:
        raise Invalid(_("Diese Person hat ihre E-Mail-Adresse noch nicht bestätigt."), "email")
    membership = take(
        now,
        person.id,
        charter.id if charter is not None else None,
        role,
        department.id if department is not None else None,
    )
    if membership is None:
        raise Invalid(_("Diese Person hat diese Rolle schon."), "role")
    record_role(actor, now, "role.granted", membership)
    return membership


def give_another_role(
    actor: Actor,
    now: datetime,
    charter: Charter,
    membership: Membership,
    role: Role,
    *,
    department: Department | None = None,
) -> Membership:
    """Give one more role to somebody who holds one here already. Raises what :func:`grant_role`
    does, and NotFound for a role of another charter."""
    policies.demand(policies.is_admin(actor, charter))
    if membership.charter_id != charter.id:
        raise NotFound
    person = accounts.person(membership.person_id)
    given = grant_role(actor, now, charter, person, role, department=department)
    _tell(actor, charter, given, None, words.role_and_office(role.value, department))
    return given


def change_role(
    actor: Actor,
    now: datetime,
    charter: Charter,
    membership: Membership,
    role: Role,
    *,
    department: Department | None = None,
) -> None:
    """Put another role, or another department, in the place of the one that is held.

    Raises NotAllowed, NotFound for a role of another charter, Invalid when role and department do
    not go together or are held already, and Conflict for the last administrator.
    """
    policies.demand(policies.is_admin(actor, charter))
    if membership.charter_id != charter.id:
        raise NotFound
    check_place(charter, role, department)
    department_id = department.id if department is not None else None
    if _holds(membership.person_id, charter.id, role, department_id):
        raise Invalid(_("Diese Person hat diese Rolle schon."), "role")
    if role is not Role.ADMIN:
        _keep_an_administrator(charter, membership)
    before = _in_words(membership)
    old = {"old_role": membership.role, "old_department": membership.department_id}
    membership.role, membership.department_id = role.value, department_id
    membership.issuer = None
    db.session.flush()
    renew_tokens(membership.person_id)
    record_role(actor, now, "role.changed", membership, **old)
    after = words.role_and_office(role.value, department)
    _tell(actor, charter, membership, before, after)


def withdraw_role(actor: Actor, now: datetime, charter: Charter, membership: Membership) -> None:
    """Take a role back; a charter keeps at least one administrator of its own.

    Raises NotAllowed, NotFound for a role of another charter, Conflict for the last one.
    """
    policies.demand(policies.is_admin(actor, charter))
    if membership.charter_id != charter.id:
        raise NotFound
    _keep_an_administrator(charter, membership)
    before = _in_words(membership)
    db.session.delete(membership)
    db.session.flush()
    renew_tokens(membership.person_id)
    record_role(actor, now, "role.withdrawn", membership)
    _tell(actor, charter, membership, before, None)


def check_place(charter: Charter | None, role: Role, department: Department | None) -> None:
    """Raise Invalid when role, department and charter do not go together, and NotFound for a
    department of another charter."""
    rules.check_role(role, charter is not None, department is not None)
    if charter is not None and department is not None and department.charter_id != charter.id:
        raise NotFound


def take(
    now: datetime, person_id: int, charter_id: int | None, role: Role, department_id: int | None
) -> Membership | None:
    """Let a person hold a role from their next request on; None when they do already."""
    if _holds(person_id, charter_id, role, department_id):
        return None
    membership = Membership(
        person_id=person_id,
        charter_id=charter_id,
        role=role.value,
        department_id=department_id,
        created_at=now,
    )
    db.session.add(membership)
    db.session.flush()
    renew_tokens(person_id)
    return membership


def _keep_an_administrator(charter: Charter, membership: Membership) -> None:
    """Raise Conflict when this is the only role of its kind."""
    if membership.role == Role.ADMIN and _administrators(charter) == 1:
        raise Conflict(
            _(
                "Das ist die letzte Verwaltung dieser Charta. Geben Sie die Rolle erst einer "
                "anderen Person, dann lässt sie sich hier entziehen."
            )
        )


def _holds(person_id: int, charter_id: int | None, role: Role, department_id: int | None) -> bool:
    same = select(Membership.id).where(
        Membership.person_id == person_id,
        Membership.charter_id.is_not_distinct_from(charter_id),
        Membership.role == role.value,
        Membership.department_id.is_not_distinct_from(department_id),
    )
    return db.session.scalar(same) is not None


def _administrators(charter: Charter) -> int:
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Membership)
            .where(Membership.charter_id == charter.id, Membership.role == Role.ADMIN.value)
        )
        or 0
    )


def _in_words(membership: Membership) -> str:
    number = membership.department_id
    office = db.session.get(Department, number) if number is not None else None
    return words.role_and_office(membership.role, office)


def _tell(
    actor: Actor, charter: Charter, membership: Membership, before: str | None, after: str | None
) -> None:
    if membership.person_id != actor.person_id:
        person = accounts.person(membership.person_id)
        mails.role_changed(person, charter, before=before, after=after)


def record_role(
    actor: Actor, now: datetime, action: str, membership: Membership, **details: str | int | None
) -> None:
    """The entry of the journal for whatever has become of a role."""
    record(
        actor,
        now,
        action,
        membership,
        membership.charter_id,
        person=membership.person_id,
        role=membership.role,
        department=membership.department_id,
        **details,
    )
