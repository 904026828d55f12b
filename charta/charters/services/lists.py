"""Themes, departments and stakeholder groups: short lists in an order of the city's choosing."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from charta.charters import policies, queries, rules
from charta.charters.models import Charter, Department, StakeholderGroup, Theme
from charta.charters.services.invitations import forget_decided
from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Conflict, Invalid
from charta.journal.services import record

Listed = Theme | Department | StakeholderGroup

NOUNS: dict[type[Listed], str] = {
    Theme: "theme",
    Department: "department",
    StakeholderGroup: "group",
}


def add_theme(actor: Actor, now: datetime, charter: Charter, *, code: str, name: str) -> Theme:
    """Add a theme at the end; its code is final, since keys of clauses begin with it.

    Raises NotAllowed, and Invalid when code or name cannot be taken or are taken already.
    """
    policies.demand(policies.is_admin(actor, charter))
    rules.check_code(code)
    if queries.theme_by_code(charter.id, code) is not None:
        raise Invalid(_("Dieses Kürzel hat schon ein anderes Handlungsfeld."), "code")
    _refuse_taken_name(Theme, charter, name)
    theme = Theme(
        charter_id=charter.id, code=code, name=name, position=_next_position(Theme, charter)
    )
    _insert(theme)
    record(actor, now, "theme.added", theme, charter.id, code=code)
    return theme


def add_department(actor: Actor, now: datetime, charter: Charter, *, name: str) -> Department:
    """Add a department at the end; raises NotAllowed, and Invalid when the name is taken."""
    policies.demand(policies.is_admin(actor, charter))
    _refuse_taken_name(Department, charter, name)
    department = Department(
        charter_id=charter.id, name=name, position=_next_position(Department, charter)
    )
    _insert(department)
    record(actor, now, "department.added", department, charter.id)
    return department


def add_group(actor: Actor, now: datetime, charter: Charter, *, name: str) -> StakeholderGroup:
    """Add a stakeholder group at the end; raises NotAllowed, and Invalid for a taken name."""
    policies.demand(policies.is_admin(actor, charter))
    _refuse_taken_name(StakeholderGroup, charter, name)
    group = StakeholderGroup(
        charter_id=charter.id, name=name, position=_next_position(StakeholderGroup, charter)
    )
    _insert(group)
    record(actor, now, "group.added", group, charter.id)
    return group


def rename(actor: Actor, now: datetime, charter: Charter, item: Listed, *, name: str) -> None:
    """Give a theme, department or group another name; the code of a theme stays."""
    policies.demand(policies.is_admin(actor, charter))
    _refuse_taken_name(type(item), charter, name, besides=item.id)
    item.name = name
    db.session.flush()
    record(actor, now, f"{NOUNS[type(item)]}.renamed", item, charter.id)


def move(actor: Actor, now: datetime, charter: Charter, item: Listed, *, down: bool) -> None:
    """Swap an item with its neighbour; at the end of the list nothing happens."""
    policies.demand(policies.is_admin(actor, charter))
    order: list[Listed] = list(queries.listed(type(item), charter.id))
    place = order.index(item)
    other = place + (1 if down else -1)
    if not 0 <= other < len(order):
        return
    order[place], order[other] = order[other], order[place]
    for position, listed in enumerate(order, start=1):
        listed.position = position
    db.session.flush()
    record(actor, now, f"{NOUNS[type(item)]}.moved", item, charter.id, position=item.position)


def remove(actor: Actor, now: datetime, charter: Charter, item: Listed) -> None:
    """Remove what nothing refers to; the database decides. Raises NotAllowed, Conflict."""
    policies.demand(policies.is_admin(actor, charter))
    if isinstance(item, Department):
        forget_decided(item)
    db.session.delete(item)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise Conflict(
            _("Das wird schon verwendet und kann deshalb nicht mehr entfernt werden.")
        ) from error
    details = {"code": item.code} if isinstance(item, Theme) else {}
    record(actor, now, f"{NOUNS[type(item)]}.removed", item, charter.id, **details)


def _next_position(kind: type[Listed], charter: Charter) -> int:
    last = db.session.scalar(select(func.max(kind.position)).where(kind.charter_id == charter.id))
    return (last or 0) + 1


def _insert(item: Listed) -> None:
    db.session.add(item)
    db.session.flush()


def _refuse_taken_name(
    kind: type[Listed], charter: Charter, name: str, besides: int | None = None
) -> None:
    taken = select(kind.id).where(kind.charter_id == charter.id, kind.name == name)
    if besides is not None:
        taken = taken.where(kind.id != besides)
    if db.session.scalar(taken) is not None:
        raise Invalid(_("Diesen Namen gibt es in der Liste schon."), "name")
