"""Who may enter what came by other ways, read what guests have said, and let guests speak."""

from __future__ import annotations

from charta.charters.models import Charter
from charta.core.actors import Actor, Role

ENTERING = (Role.EDITOR, Role.FACILITATOR)


def enters(actor: Actor, charter: Charter | None) -> bool:
    """Enter letters and calls, and read what guests have said before it is public."""
    return actor.has_any(charter.id if charter is not None else None, *ENTERING)


def may_enter(actor: Actor, charter_id: int) -> bool:
    """Enter, split and finish what came by other ways."""
    return actor.has_any(charter_id, *ENTERING)


def may_moderate(actor: Actor, charter_id: int) -> bool:
    """Let words that wait pass, or refuse them with a reason."""
    return actor.has_any(charter_id, *ENTERING)


def is_known(actor: Actor, charter_id: int) -> bool:
    """Hold any role in the charter: somebody there knows who this is."""
    return actor.has_any(charter_id, *(role for role in Role if role is not Role.CITIZEN))


def may_set_guests(actor: Actor, charter_id: int) -> bool:
    """Say whether people may comment without an account."""
    return actor.has(Role.ADMIN, charter_id)
