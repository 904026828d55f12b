"""Accounts and their passwords. Passwords come hashed: hashing is slow on purpose and must
not happen while a transaction keeps others waiting.

The journal names changes of a person; sessions and mailed links, which only carry somebody
there, leave no entry.
"""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from charta.accounts import guests, mails, policies, proofs, queries, rules, sessions
from charta.accounts.mails import Event
from charta.accounts.models import Person
from charta.accounts.proofs import Proof
from charta.accounts.services.links import living_link, new_link, withdraw_links
from charta.accounts.services.selves import as_actor, myself
from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Conflict, Invalid, NotAllowed
from charta.journal.services import record
from config import Settings


def sign_up(
    now: datetime,
    *,
    email: str,
    name: str,
    password_hash: str,
    proof: Proof | None = None,
    next_path: str | None = None,
) -> None:
    """Begin an account, or tell the owner of the address that there is one; one mail either way.

    Somebody who signs up again before confirming replaces what they said before; older links
    then lead nowhere, so that a link always confirms the newest password. A guest keeps the name
    under which the public has read them until they can prove to be themselves; the mail says so.
    Without a proof of work nobody is turned away: a moderator reads first what they say. Raises
    Invalid.
    """
    email = rules.normal_address(email)
    proven = proofs.spend(proof)
    person = queries.person_by_email(email)
    if person is not None and person.confirmed_at is not None:
        mails.already_there(person)
        return
    if person is None:
        person = Person(email=email, name=name, password_hash=password_hash, created_at=now)
        person.unproven = not proven
        db.session.add(person)
    else:
        person.unproven = person.unproven and not proven
        person.name = person.name if guests.is_guest(person) else name
        person.password_hash = password_hash
    db.session.flush()
    record(as_actor(person), now, "person.signed_up", person, None)
    mails.confirm(person, new_link(now, person, "confirm"), next_path)


def send_confirmation_again(now: datetime, *, email: str) -> None:
    """Send a fresh link to confirm the address, or say why there is none; one mail either way."""
    email = rules.normal_address(email)
    person = queries.person_by_email(email)
    if person is None or not person.has_account:
        mails.nobody_there(email)
    elif person.confirmed_at is not None:
        mails.already_there(person)
    else:
        mails.confirm(person, new_link(now, person, "confirm"), None)


def confirm(now: datetime, token: str) -> Person:
    """Confirm the address to which the link was sent.

    Raises NotFound for a link that does not exist and Conflict for one that is too old or used.
    """
    link = living_link(now, token, "confirm")
    link.used_at = link.person.confirmed_at = now
    db.session.flush()
    record(as_actor(link.person), now, "person.confirmed", link.person, None)
    return link.person


def join(now: datetime, *, email: str, name: str, password_hash: str) -> Person:
    """Make the account of somebody who has proven the address, in its normal spelling, by a link
    that was sent there for another end.

    What a stranger may have begun with the address is theirs now. Raises Conflict when somebody
    has confirmed it.
    """
    person = queries.person_by_email(email)
    if person is None:
        person = Person(email=email, created_at=now)
        db.session.add(person)
    elif person.confirmed_at is not None:
        raise Conflict(_("Zu dieser Adresse gibt es schon ein Konto. Bitte melden Sie sich an."))
    person.name, person.password_hash = name, password_hash
    person.confirmed_at, person.unproven = now, False
    db.session.flush()
    withdraw_links(now, person)
    record(as_actor(person), now, "person.joined", person, None)
    return person


def ask_for_reset(now: datetime, *, email: str) -> None:
    """Send a link to set a new password, or say that there is no account; one mail either way."""
    email = rules.normal_address(email)
    person = queries.person_by_email(email)
    if person is None or not person.has_account:
        mails.nobody_there(email)
    else:
        mails.reset(person, new_link(now, person, "reset"))


def reset_password(now: datetime, token: str, *, password_hash: str) -> Person:
    """Set a new password by a mailed link and end all sessions of the person.

    Whoever can read the mail owns the address, so it counts as confirmed. Raises NotFound for
    a link that does not exist and Conflict for one that is too old or used.
    """
    link = living_link(now, token, "reset")
    person = link.person
    link.used_at = now
    person.password_hash = password_hash
    person.confirmed_at = person.confirmed_at or now
    sessions.close_all_sessions(person.id)
    withdraw_links(now, person)
    db.session.flush()
    record(as_actor(person), now, "person.password_reset", person, None)
    mails.tell(person, Event.PASSWORD)
    return person


def rename(actor: Actor, now: datetime, *, name: str) -> None:
    """Change the name under which the actor appears."""
    person = myself(actor)
    person.name = name
    db.session.flush()
    record(actor, now, "person.renamed", person, None)


def rename_person(actor: Actor, now: datetime, person: Person, *, name: str) -> None:
    """Call somebody otherwise whose name nobody may read: it stands above what they have said,
    hidden or not. Raises NotAllowed, Conflict for an erased account."""
    if not policies.may_rename(actor):
        raise NotAllowed
    if person.erased_at is not None:
        raise Conflict(_("Dieses Konto gibt es nicht mehr."))
    person.name = name
    db.session.flush()
    record(actor, now, "person.renamed", person, None)


def change_password(
    actor: Actor,
    now: datetime,
    settings: Settings,
    *,
    verified_hash: str,
    password_hash: str,
    browser: str = "",
) -> sessions.Visitor:
    """Replace the password, end all sessions and open a new one for this browser.

    Raises Conflict when it is no longer the password that was verified.
    """
    person = myself(actor)
    if person.password_hash != verified_hash:
        raise Conflict(_("Das Passwort wurde eben geändert. Bitte melden Sie sich neu an."))
    person.password_hash = password_hash
    sessions.close_all_sessions(person.id)
    withdraw_links(now, person)
    db.session.flush()
    record(actor, now, "person.password_changed", person, None)
    mails.tell(person, Event.PASSWORD)
    return sessions.open_session(person, now, settings, browser)


def create_person(
    actor: Actor,
    now: datetime,
    *,
    email: str,
    name: str,
    password_hash: str,
    confirmed: bool = True,
) -> Person:
    """Make an account for somebody, by default one whose address needs no confirmation.

    Raises NotAllowed, and Invalid for an address that is none or has an account already.
    """
    if not policies.may_create_people(actor):
        raise NotAllowed
    email = rules.normal_address(email)
    person = queries.person_by_email(email)
    if person is None:
        person = Person(email=email, created_at=now)
        db.session.add(person)
    elif person.has_account:
        raise Invalid(_("Diese Adresse hat schon ein Konto."), "email")
    person.name, person.password_hash = name, password_hash
    person.confirmed_at = now if confirmed else None
    db.session.flush()
    record(actor, now, "person.created", person, None)
    return person
