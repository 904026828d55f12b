"""Who is what: a table."""

from __future__ import annotations

import pytest

from charta.charters import policies
from charta.charters.models import Charter
from charta.core.access import Predicate
from charta.core.actors import ANYBODY, OPERATOR, Actor, Grant, Role
from charta.core.errors import NotAllowed

HERE, THERE = Charter(id=1), Charter(id=2)

PREDICATES: dict[Role, Predicate] = {
    Role.FACILITATOR: policies.is_facilitator,
    Role.REVIEWER: policies.is_reviewer,
    Role.EDITOR: policies.is_editor,
    Role.APPROVER: policies.is_approver,
    Role.ADMIN: policies.is_admin,
}


@pytest.mark.parametrize("role", PREDICATES)
def test_a_role_holds_in_its_charter_and_says_nothing_of_others(role: Role) -> None:
    actor = Actor(7, "Wer", frozenset({Grant(role, HERE.id)}))
    for other, predicate in PREDICATES.items():
        assert predicate(actor, HERE) is (other is role)
        assert not predicate(actor, THERE)
        assert not predicate(actor, None)
    assert policies.is_staff(actor, HERE)
    assert not policies.is_staff(actor, THERE)
    assert not policies.is_installation_admin(actor)


def test_whoever_administers_all_administers_each() -> None:
    for charter in (HERE, THERE, None):
        assert policies.is_admin(OPERATOR, charter)
        assert policies.is_staff(OPERATOR, charter)
        assert not policies.is_editor(OPERATOR, charter)
    assert policies.is_installation_admin(OPERATOR)


@pytest.mark.parametrize("actor", [ANYBODY, Actor(8, "Carla")])
def test_everybody_else_is_nothing(actor: Actor) -> None:
    every: list[Predicate] = [*PREDICATES.values(), policies.is_staff]
    for predicate in (*every, policies.is_installation_admin):
        assert not predicate(actor, HERE)
    with pytest.raises(NotAllowed):
        policies.demand(policies.is_admin(actor, HERE))
