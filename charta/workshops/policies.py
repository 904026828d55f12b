"""Who may what with workshops and their ideas."""

from __future__ import annotations

from charta.charters.models import Charter
from charta.core.actors import Actor, Role

RUNNING = (Role.FACILITATOR, Role.ADMIN)


def may_run(actor: Actor, charter_id: int) -> bool:
    """Set workshops up, write ideas down, open them to the public."""
    return actor.has_any(charter_id, *RUNNING)


def runs_workshops(actor: Actor, charter: Charter | None) -> bool:
    """The same for addresses and menus."""
    return charter is not None and may_run(actor, charter.id)


def reads_workshops(actor: Actor, charter: Charter | None) -> bool:
    """See the workshops at the desk, open or not: editors work with what comes out of them."""
    return charter is not None and actor.has_any(charter.id, *RUNNING, Role.EDITOR)
