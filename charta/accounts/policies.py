"""Who may do what with accounts of others."""

from __future__ import annotations

from charta.core.actors import Actor, Role


def may_create_people(actor: Actor) -> bool:
    """Only whoever administers the whole installation."""
    return actor.has(Role.ADMIN, None)


def may_take_second_steps(actor: Actor) -> bool:
    """Only whoever administers the whole installation."""
    return actor.has(Role.ADMIN, None)


def may_rename(actor: Actor) -> bool:
    """Only whoever administers the whole installation; one's own name everybody chooses."""
    return actor.has(Role.ADMIN, None)


def may_erase(actor: Actor, person_id: int) -> bool:
    """Everybody their own account; that of others whoever runs the installation."""
    return actor.person_id == person_id or actor.has(Role.ADMIN, None)
