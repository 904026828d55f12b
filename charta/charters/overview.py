"""What the account page tells a person about the charters of this installation."""

from __future__ import annotations

from charta.accounts.overview import Overview, Place
from charta.charters import queries, words
from charta.charters.models import Charter
from charta.charters.policies import STAFF, is_installation_admin
from charta.charters.requests import held_back
from charta.core.actors import Actor


def overview(actor: Actor) -> Overview:
    """All charters, those first in which the actor has something to do. One query."""
    places = [_place(actor, charter) for charter in queries.all_charters()]
    places.sort(key=lambda place: not place.staff)
    return Overview(places, may_create=is_installation_admin(actor))


def _place(actor: Actor, charter: Charter) -> Place:
    held = [role for role in STAFF if actor.has(role, charter.id)]
    roles = tuple(str(words.ROLES[role]) for role in held)
    return Place(
        charter.slug,
        charter.name,
        charter.city,
        roles,
        staff=bool(held),
        held_back=charter.id in held_back(),
    )
