"""Who somebody is at the identity provider, and the account here that belongs to it.

An account is never joined to a provider's word because the addresses are the same: whoever began
the account, or could make the provider believe an address, would share it from then on
("pre-hijacking"). It takes a proof for both sides in one browser.
"""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from charta.accounts import guests, mails, queries, rules, sessions
from charta.accounts.arrivals import tell_arrival, tell_cut
from charta.accounts.mails import Event
from charta.accounts.models import Identity, Person
from charta.accounts.provider.claims import Claims
from charta.accounts.services.factors import off_without_factors
from charta.accounts.services.links import withdraw_links
from charta.accounts.services.selves import as_actor, myself
from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Conflict, NotAllowed, NotFound
from charta.journal.services import record
from config import Settings

Entered = tuple[Person, sessions.Visitor | None]


def enter_by_identity(
    now: datetime, settings: Settings, claims: Claims, *, browser: str = ""
) -> Entered | None:
    """Sign in whoever the claims are linked to: the person and their session, or None for it when
    a second step is to come that the provider has not seen. None where nobody is linked. Raises
    NotAllowed for people of the demonstration elsewhere."""
    identity = queries.identity(claims.issuer, claims.subject)
    if identity is None:
        return None
    person = queries.person(identity.person_id)
    if rules.is_out_of_place(person.email or "", demonstration=settings.demonstration):
        raise NotAllowed
    _has_come(now, identity, person, claims)
    if person.second_step_since is not None and not claims.two_steps:
        return person, None
    return person, sessions.open_session(person, now, settings, browser)


def join_by_provider(
    now: datetime, settings: Settings, claims: Claims, *, name: str, browser: str = ""
) -> Entered:
    """Begin an account without a password for somebody whose address the provider has proven.

    What anybody had begun under the address and never confirmed falls away, its password first; a
    guest keeps the name under which the public has read them. Raises Conflict when there is an
    account by now, NotAllowed without an address.
    """
    if claims.email is None:
        raise NotAllowed
    if queries.identity(claims.issuer, claims.subject) is not None:  # sent twice
        raise Conflict(_("Sie haben inzwischen ein Konto."))
    if rules.is_out_of_place(claims.email, demonstration=settings.demonstration):
        raise NotAllowed
    person = queries.person_by_email(claims.email)
    if person is None:
        person = Person(email=claims.email, name=name, created_at=now)
        db.session.add(person)
    elif person.confirmed_at is not None:
        raise Conflict(_("Zu dieser Adresse gibt es inzwischen ein Konto."))
    else:
        person.name = person.name if guests.is_guest(person) else name
        sessions.close_all_sessions(person.id)
        withdraw_links(now, person)
    person.password_hash, person.confirmed_at, person.unproven = None, now, False
    db.session.flush()
    record(as_actor(person), now, "person.joined_by_provider", person, None)
    _has_come(now, _link(now, person, claims), person, claims)
    return person, sessions.open_session(person, now, settings, browser)


def link(actor: Actor, now: datetime, claims: Claims) -> None:
    """Let the provider sign the actor in from now on. Raises Conflict for an identity that belongs
    to another account; one's own is left as it is."""
    person = myself(actor)
    there = queries.identity(claims.issuer, claims.subject)
    if there is not None and there.person_id != person.id:
        raise Conflict(_("Dieser Zugang gehört schon zu einem anderen Konto."))
    identity = there or _link(now, person, claims)
    _has_come(now, identity, person, claims)
    if there is None:
        record(actor, now, "person.identity_linked", person, None)
        mails.tell(person, Event.PROVIDER_LINKED)


def cut(actor: Actor, now: datetime, number: int) -> None:
    """Let the provider sign the actor in no more; what it has granted goes with it. Raises
    NotFound, and Conflict where a later stage holds something against it."""
    person = myself(actor)
    identity = db.session.get(Identity, number)
    if identity is None or identity.person_id != person.id:
        raise NotFound
    tell_cut(now, person, identity.issuer)
    db.session.delete(identity)
    db.session.flush()
    record(actor, now, "person.identity_cut", person, None)
    mails.tell(person, Event.PROVIDER_CUT)
    off_without_factors(actor, now, person)


def prove_by_identity(now: datetime, visitor: sessions.Visitor, claims: Claims) -> bool:
    """Whether the claims are the visitor's own; then each is as good as a password."""
    identity = queries.identity(claims.issuer, claims.subject)
    if identity is None or identity.person_id != visitor.person_id:
        return False
    _has_come(now, identity, queries.person(identity.person_id), claims)
    return True


def _link(now: datetime, person: Person, claims: Claims) -> Identity:
    identity = Identity(
        person_id=person.id,
        issuer=claims.issuer,
        subject=claims.subject,
        created_at=now,
        last_used_at=now,
    )
    db.session.add(identity)
    db.session.flush()
    return identity


def _has_come(now: datetime, identity: Identity, person: Person, claims: Claims) -> None:
    """Note when the provider last spoke for the person, and what it says they may do."""
    identity.last_used_at = now
    db.session.flush()
    tell_arrival(now, person, claims.issuer, claims.roles)
