"""Roles and invitations as what the site holds about a person."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _
from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import aliased, joinedload

from charta.accounts.belongings import Fate, Holder, Leaving, Section, goes, stays
from charta.charters import words
from charta.charters.models import Charter, Invitation, Membership
from charta.core.actors import Role
from charta.core.database import db

OF_RECORD = "wer eine Rolle angeboten oder angenommen hat, bleibt als Nummer nachvollziehbar"


def forget(leaving: Leaving) -> None:
    """Roles end, and what was offered to the address is withdrawn."""
    db.session.execute(delete(Membership).where(Membership.person_id == leaving.person_id))
    if leaving.email is None:
        return
    offered = Invitation.email == leaving.email
    db.session.execute(
        update(Invitation)
        .where(offered, Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None))
        .values(withdrawn_at=leaving.at)
    )
    db.session.execute(update(Invitation).where(offered).values(email=None, token_hash=None))


def objects(person_id: int) -> str | None:
    """The last administrator of a charter hands over first. One query."""
    other = aliased(Membership)
    another = exists().where(
        other.charter_id == Membership.charter_id,
        other.role == Role.ADMIN.value,
        other.person_id != person_id,
    )
    alone = db.session.scalars(
        select(Charter.name)
        .join(Membership, Membership.charter_id == Charter.id)
        .where(Membership.person_id == person_id, Membership.role == Role.ADMIN.value, ~another)
        .order_by(Charter.name)
    ).all()
    if not alone:
        return None
    message: str = _(
        "Sie sind die letzte Verwaltung von: %(names)s. Geben Sie diese Rolle erst einer anderen "
        "Person; dann lässt sich Ihr Konto löschen.",
        names=", ".join(f"„{name}“" for name in alone),
    )
    return message


def tell(person_id: int) -> Iterator[Section]:
    """One's roles. Two queries."""
    held = db.session.scalars(
        select(Membership)
        .where(Membership.person_id == person_id)
        .options(joinedload(Membership.department))
        .order_by(Membership.id)
    ).all()
    names = {one.id: one.name for one in db.session.scalars(select(Charter))} if held else {}
    yield Section(
        "roles",
        _("Rollen"),
        [("charter", _("Charta")), ("role", _("Rolle")), ("since", _("Seit"))],
        [
            (
                names.get(one.charter_id or 0, _("alle")),
                words.role_and_office(one.role, one.department),
                one.created_at,
            )
            for one in held
        ],
    )


HOLDER = Holder(
    (
        *goes(Fate.GONE, memberships=("person_id",)),
        *goes(Fate.EMPTIED, invitations=("email",)),
        *stays(OF_RECORD, invitations=("invited_by_id", "accepted_by_id")),
    ),
    forget=forget,
    tell=tell,
    objects=objects,
)
