"""Roles offered by mail: whoever proves the address may take the role.

Nobody is looked up when an invitation is written, so it tells nobody who has an account.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import delete, select

from charta.accounts import queries as accounts
from charta.accounts import services as accounts_services
from charta.accounts import sessions
from charta.accounts.keys import keyed
from charta.accounts.models import Person
from charta.accounts.rules import normal_address
from charta.accounts.sessions import token_hash
from charta.accounts.throttling import Origin, may_mail
from charta.charters import mails, policies, queries, rules
from charta.charters.models import Charter, Department, Invitation
from charta.charters.services.members import check_place, take
from charta.core.actors import Actor, Role
from charta.core.database import db
from charta.core.errors import Conflict, Invalid, NotAllowed, NotFound
from charta.journal.services import record
from config import Settings

DAY = timedelta(days=1)


def invite(
    actor: Actor,
    now: datetime,
    settings: Settings,
    charter: Charter,
    *,
    email: str,
    role: Role,
    department: Department | None = None,
) -> Invitation:
    """Offer a role of the charter to whoever reads the mails of this address.

    Raises NotAllowed, and Invalid for what is no address, when role and department do not go
    together, when the same is offered already, or when too many mails would leave.
    """
    policies.demand(policies.is_admin(actor, charter) and actor.signed_in)
    check_place(charter, role, department)
    email = normal_address(email)
    invitation = Invitation(
        charter_id=charter.id,
        email=email,
        role=role.value,
        department_id=department.id if department is not None else None,
        created_at=now,
    )
    if _is_open_already(now, invitation):
        raise Invalid(
            _("Für diese Adresse und diese Rolle ist schon eine Einladung offen."), "email"
        )
    if not _may_mail(now, settings, charter, email):
        raise Invalid(_too_many(), "email")
    _mail(actor, now, charter, invitation, department)
    db.session.add(invitation)
    db.session.flush()
    _record(actor, now, "invitation.sent", invitation)
    return invitation


def send_again(
    actor: Actor, now: datetime, settings: Settings, charter: Charter, invitation: Invitation
) -> None:
    """Send another link, which lasts as long as the first; that one is dead now. Whoever sends it
    answers for the invitation from here on.

    Raises NotAllowed, NotFound for one of another charter, and Conflict when it is no longer open
    or too many mails would leave.
    """
    email = _demand_open(actor, now, charter, invitation)
    if not _may_mail(now, settings, charter, email):
        raise Conflict(_too_many())
    _mail(actor, now, charter, invitation, invitation.department)
    db.session.flush()
    _record(actor, now, "invitation.renewed", invitation)


def withdraw_invitation(
    actor: Actor, now: datetime, charter: Charter, invitation: Invitation
) -> None:
    """Take an invitation back; its link leads nowhere, its address is forgotten.

    Raises NotAllowed, NotFound for one of another charter, Conflict when it is no longer open.
    """
    _demand_open(actor, now, charter, invitation)
    invitation.withdrawn_at = now
    invitation.email = invitation.token_hash = None
    db.session.flush()
    _record(actor, now, "invitation.withdrawn", invitation)


def accept_invitation(actor: Actor, now: datetime, token: str) -> Invitation:
    """Give the role to the actor, whose account has the address that was invited.

    Raises NotFound for a link that leads nowhere (any more), NotAllowed for somebody else.
    """
    invitation = _living(now, token)
    if actor.person_id is None:
        raise NotAllowed
    person = accounts.person(actor.person_id)
    if person.confirmed_at is None or person.email != invitation.email:
        raise NotAllowed
    _take(now, invitation, person)
    return invitation


def join_by_invitation(  # noqa: PLR0917
    now: datetime,
    settings: Settings,
    token: str,
    name: str,
    password_hash: str,
    browser: str = "",
) -> tuple[Person, sessions.Visitor]:
    """Make an account for the address that was invited, which the link proves, and give it the
    role; the person, and the session in which they go on.

    Raises NotFound for a link that leads nowhere (any more), and Conflict when the address has an
    account by now.
    """
    invitation = _living(now, token)
    person = accounts_services.join(
        now, email=invitation.email or "", name=name, password_hash=password_hash
    )
    _take(now, invitation, person)
    return person, sessions.open_session(person, now, settings, browser)


def forget_decided(department: Department) -> None:
    """Delete the invitations for a department that are over, so that it can be removed."""
    db.session.execute(
        delete(Invitation).where(
            Invitation.department_id == department.id, Invitation.token_hash.is_(None)
        )
    )


def _living(now: datetime, token: str) -> Invitation:
    found = queries.invitation_by_token(token, now)
    if found is None:
        raise NotFound
    return found[0]


def _take(now: datetime, invitation: Invitation, person: Person) -> None:
    """The one entry of the journal says both: that it is accepted, and who holds which role."""
    take(now, person.id, invitation.charter_id, Role(invitation.role), invitation.department_id)
    invitation.accepted_at, invitation.accepted_by_id = now, person.id
    invitation.email = invitation.token_hash = None
    db.session.flush()
    _record(Actor(person.id, person.name), now, "invitation.accepted", invitation, person=person.id)


def _demand_open(actor: Actor, now: datetime, charter: Charter, invitation: Invitation) -> str:
    """The address of an open invitation of the charter."""
    policies.demand(policies.is_admin(actor, charter) and actor.signed_in)
    if invitation.charter_id != charter.id:
        raise NotFound
    if invitation.email is None or invitation.token_hash is None or invitation.expires_at <= now:
        raise Conflict(_("Diese Einladung ist schon angenommen, zurückgezogen oder abgelaufen."))
    return invitation.email


def _is_open_already(now: datetime, wanted: Invitation) -> bool:
    same = select(Invitation.id).where(
        *queries.open_at(now),
        Invitation.charter_id == wanted.charter_id,
        Invitation.email == wanted.email,
        Invitation.role == wanted.role,
        Invitation.department_id.is_not_distinct_from(wanted.department_id),
    )
    return db.session.scalar(same) is not None


def _may_mail(now: datetime, settings: Settings, charter: Charter, email: str) -> bool:
    """Counted by keyed hashes, also after an invitation has been forgotten, and apart from the
    mails that strangers cause: those must not keep an invitation away."""
    origin = Origin(
        keyed(settings, "invited address", email),
        keyed(settings, "inviting charter", str(charter.id)),
    )
    return may_mail(
        now,
        origin,
        most=rules.INVITATIONS_TO_ADDRESS,
        most_of_network=rules.INVITATIONS_OF_CHARTER,
        window=DAY,
    )


def _too_many() -> str:
    return str(
        _(
            "Heute sind schon viele Einladungen an diese Adresse oder von dieser Charta gegangen. "
            "Bitte versuchen Sie es morgen wieder."
        )
    )


def _mail(
    actor: Actor,
    now: datetime,
    charter: Charter,
    invitation: Invitation,
    department: Department | None,
) -> None:
    """Send a fresh link in the actor's name."""
    if actor.person_id is None or invitation.email is None:
        raise NotAllowed
    token = secrets.token_urlsafe(32)
    invitation.token_hash, invitation.invited_by_id = token_hash(token), actor.person_id
    invitation.expires_at = now + rules.INVITATION_LASTS
    mails.invitation(invitation.email, charter, Role(invitation.role), department, token)


def _record(
    actor: Actor, now: datetime, action: str, invitation: Invitation, **details: int
) -> None:
    record(
        actor,
        now,
        action,
        invitation,
        invitation.charter_id,
        role=invitation.role,
        department=invitation.department_id,
        **details,
    )
