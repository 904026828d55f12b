"""Who may do what with releases."""

from __future__ import annotations

from charta.core.actors import Actor, Role
from charta.releases.models import Release


def may_prepare(actor: Actor, charter_id: int) -> bool:
    return actor.has(Role.EDITOR, charter_id)


def may_open(actor: Actor, release: Release) -> bool:
    """Open a consultation draft, by announcing a round on it."""
    return actor.has_any(release.charter_id, Role.EDITOR, Role.APPROVER)


def may_publish(actor: Actor, release: Release) -> bool:
    """The second pair of eyes: an approver who has not prepared the edition."""
    is_other_person = actor.person_id != release.prepared_by_id
    return actor.has(Role.APPROVER, release.charter_id) and is_other_person


def may_mark_read(actor: Actor) -> bool:
    """Whoever can be recognised at the next visit."""
    return actor.signed_in
