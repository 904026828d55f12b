"""Who may ask, judge and release."""

from __future__ import annotations

from charta.core.actors import Actor, Role
from charta.feasibility.models import Assessment


def may_request(actor: Actor, charter_id: int) -> bool:
    """Say which departments are responsible for a clause."""
    return actor.has(Role.EDITOR, charter_id)


def may_judge(actor: Actor, charter_id: int, department_id: int) -> bool:
    """Speak for a department; whether it was asked is another question."""
    return department_id in actor.departments(charter_id)


def may_release(actor: Actor, charter_id: int, assessment: Assessment) -> bool:
    """The second pair of eyes: an approver who is not the reviewer."""
    is_other_person = actor.person_id != assessment.reviewer_id
    return actor.has(Role.APPROVER, charter_id) and is_other_person
