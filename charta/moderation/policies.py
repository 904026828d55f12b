"""Who moderates, and who must not in a case of their own."""

from __future__ import annotations

from collections.abc import Collection

from charta.charters.models import Charter
from charta.core.actors import Actor, Role
from charta.intake.policies import ENTERING

HEARING = (*ENTERING, Role.ADMIN)


def moderates(actor: Actor, charter: Charter | None) -> bool:
    """Read what was reported. Administrators do it to hear objections where there is no second
    moderator."""
    return actor.has_any(charter.id if charter is not None else None, *HEARING)


def decides(actor: Actor, charter: Charter | None) -> bool:
    """Decide about it: whoever reads what guests say does."""
    return actor.has_any(charter.id if charter is not None else None, *ENTERING)


def may_decide(actor: Actor, charter_id: int, concerned: Collection[int | None]) -> bool:
    """``concerned`` are the author and the reporters, by their numbers: nobody decides about what
    they have said or reported themselves."""
    return actor.has_any(charter_id, *ENTERING) and actor.person_id not in concerned


def may_hear(actor: Actor, charter_id: int, concerned: Collection[int | None]) -> bool:
    """``concerned`` includes who decided: an objection is heard by somebody else."""
    return actor.has_any(charter_id, *HEARING) and actor.person_id not in concerned
