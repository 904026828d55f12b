"""Who may do what in a charter: small predicates by role, shared by routes, services, templates.

Each takes the actor and the charter; without a charter only grants that hold in the whole
installation count.
"""

from __future__ import annotations

from charta.charters.models import Charter
from charta.core.actors import Actor, Role
from charta.core.errors import NotAllowed

STAFF = (Role.FACILITATOR, Role.REVIEWER, Role.EDITOR, Role.APPROVER, Role.ADMIN)


def _holds(actor: Actor, charter: Charter | None, *roles: Role) -> bool:
    return actor.has_any(charter.id if charter is not None else None, *roles)


def is_facilitator(actor: Actor, charter: Charter | None) -> bool:
    return _holds(actor, charter, Role.FACILITATOR)


def is_reviewer(actor: Actor, charter: Charter | None) -> bool:
    return _holds(actor, charter, Role.REVIEWER)


def is_editor(actor: Actor, charter: Charter | None) -> bool:
    return _holds(actor, charter, Role.EDITOR)


def is_approver(actor: Actor, charter: Charter | None) -> bool:
    return _holds(actor, charter, Role.APPROVER)


def is_admin(actor: Actor, charter: Charter | None) -> bool:
    return _holds(actor, charter, Role.ADMIN)


def is_staff(actor: Actor, charter: Charter | None) -> bool:
    return _holds(actor, charter, *STAFF)


def is_installation_admin(actor: Actor, _charter: object = None) -> bool:
    """Administrator of all charters, the ones to come included."""
    return actor.has(Role.ADMIN, None)


def demand(allowed: bool) -> None:
    """Raise NotAllowed where a policy has said no."""
    if not allowed:
        raise NotAllowed
