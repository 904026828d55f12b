"""Who may see how the sending of mails stands."""

from __future__ import annotations

from charta.core.actors import Actor, Role


def may_see_delivery(actor: Actor, _charter: object = None) -> bool:
    """Whoever administers a charter or the installation: numbers only, of all charters."""
    return any(grant.role is Role.ADMIN for grant in actor.grants)
