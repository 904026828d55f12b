"""Who may do what with accounts of others."""

from __future__ import annotations

from charta.core.actors import Actor, Role


def may_create_people(actor: Actor) -> bool:
    """Only whoever administers the whole installation."""
    return actor.has(Role.ADMIN, None)


def may_take_second_steps(actor: Actor) -> bool:
    """Only whoever administers the whole installation."""
    return actor.has(Role.ADMIN, None)
