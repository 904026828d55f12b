"""Roles: who holds which, granted and withdrawn one by one."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import func, select

from charta.accounts.models import Person
from charta.accounts.sessions import renew_tokens
from charta.charters import policies, rules
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
    rules.check_role(role, charter is not None, department is not None)
    if charter is not None and department is not None and department.charter_id != charter.id:
        raise NotFound
    if person.confirmed_at is None:
        raise Invalid(_("Diese Person hat ihre E-Mail-Adresse noch nicht bestätigt."), "email")
    membership = Membership(
        person_id=person.id,
        charter_id=charter.id if charter is not None else None,
        role=role.value,
        department_id=department.id if department is not None else None,
        created_at=now,
    )
    if _holds_already(membership):
        raise Invalid(_("Diese Person hat diese Rolle schon."), "role")
    db.session.add(membership)
    db.session.flush()
    renew_tokens(person.id)
    _record(actor, now, "role.granted", membership)
    return membership


def withdraw_role(actor: Actor, now: datetime, charter: Charter, membership: Membership) -> None:
    """Take a role back; a charter keeps at least one administrator of its own.

    Raises NotAllowed, NotFound for a role of another charter, Conflict for the last one.
    """
    policies.demand(policies.is_admin(actor, charter))
    if membership.charter_id != charter.id:
        raise NotFound
    if membership.role == Role.ADMIN and _administrators(charter) == 1:
        raise Conflict(
            _(
                "Das ist die letzte Verwaltung dieser Charta. Geben Sie die Rolle erst einer "
                "anderen Person, dann lässt sie sich hier entziehen."
            )
        )
    db.session.delete(membership)
    db.session.flush()
    renew_tokens(membership.person_id)
    _record(actor, now, "role.withdrawn", membership)


def _holds_already(wanted: Membership) -> bool:
    same = select(Membership.id).where(
        Membership.person_id == wanted.person_id,
        Membership.charter_id.is_not_distinct_from(wanted.charter_id),
        Membership.role == wanted.role,
        Membership.department_id.is_not_distinct_from(wanted.department_id),
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


def _record(actor: Actor, now: datetime, action: str, membership: Membership) -> None:
    record(
        actor,
        now,
        action,
        membership,
        membership.charter_id,
        person=membership.person_id,
        role=membership.role,
        department=membership.department_id,
    )
