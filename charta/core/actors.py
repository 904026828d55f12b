"""Who acts, and by what right: plain values that rules and services take."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What a person may be in a charter (DESIGN §1)."""

    CITIZEN = "citizen"
    FACILITATOR = "facilitator"
    REVIEWER = "reviewer"
    EDITOR = "editor"
    APPROVER = "approver"
    ADMIN = "admin"


@dataclass(frozen=True)
class Grant:
    """One role in one charter; without a charter it holds in the whole installation."""

    role: Role
    charter_id: int | None
    department_id: int | None = None


@dataclass(frozen=True)
class Actor:
    """The person behind a request, a command or a job; ``person_id`` is None for the public."""

    person_id: int | None = None
    name: str = ""
    grants: frozenset[Grant] = field(default_factory=frozenset)

    @property
    def signed_in(self) -> bool:
        return self.person_id is not None

    def has(self, role: Role, charter_id: int | None) -> bool:
        """Whether the actor holds ``role`` in this charter or in the whole installation."""
        if role is Role.CITIZEN:
            return self.signed_in
        return any(
            grant.role is role and grant.charter_id in (charter_id, None) for grant in self.grants
        )

    def has_any(self, charter_id: int | None, *roles: Role) -> bool:
        return any(self.has(role, charter_id) for role in roles)

    def departments(self, charter_id: int) -> frozenset[int]:
        """The departments the actor reviews for in this charter."""
        return frozenset(
            grant.department_id
            for grant in self.grants
            if grant.role is Role.REVIEWER
            and grant.charter_id == charter_id
            and grant.department_id is not None
        )


ANYBODY = Actor()

OPERATOR = Actor(name="Betrieb", grants=frozenset({Grant(Role.ADMIN, None)}))
"""Whoever has the command line; the journal shows these entries without a person."""
