"""The person behind an actor, and the actor a person is."""

from __future__ import annotations

from charta.accounts import queries
from charta.accounts.models import Person
from charta.core.actors import Actor
from charta.core.errors import NotAllowed


def as_actor(person: Person) -> Actor:
    return Actor(person.id, person.name)


def myself(actor: Actor) -> Person:
    """Raises NotAllowed for who is nobody."""
    if actor.person_id is None:
        raise NotAllowed
    return queries.person(actor.person_id)
