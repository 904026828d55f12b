"""Somebody who may do all that can be done in one charter."""

from __future__ import annotations

from charta.charters.models import Membership
from charta.core.actors import Actor, Grant, Role
from charta.core.database import db, transaction
from tests.support.cast import START, Cast, a_person


def of_every_role(city: Cast) -> Actor:
    grants = {
        Grant(role, city.charter_id, city.departments["Bauamt"] if role is Role.REVIEWER else None)
        for role in Role
        if role is not Role.CITIZEN
    }
    with transaction():
        person = a_person(f"alles@{city.slug}.example", "Alma Alles")
        for grant in grants:
            db.session.add(
                Membership(
                    person_id=person.id,
                    charter_id=grant.charter_id,
                    role=grant.role.value,
                    department_id=grant.department_id,
                    created_at=START,
                )
            )
        return Actor(person.id, person.name, frozenset(grants))
