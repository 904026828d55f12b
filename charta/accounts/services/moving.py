"""An account moves to another mail address: asked for here, confirmed there, told at the old."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from charta.accounts import mails, queries, rules, sessions
from charta.accounts.mails import Event
from charta.accounts.models import Person
from charta.accounts.services.links import living_link, new_link, withdraw_links
from charta.accounts.services.selves import as_actor, myself
from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Conflict, Invalid
from charta.journal.services import record


def ask_to_move(actor: Actor, now: datetime, *, email: str) -> None:
    """Send a link to the new address, or tell its owner that it has an account already; one mail
    either way. Raises Invalid for what is no address, or already the account's own."""
    email = rules.normal_address(email)
    person = myself(actor)
    if email == person.email:
        raise Invalid(_("Das ist schon die Adresse Ihres Kontos."), "email")
    other = queries.person_by_email(email)
    if other is None:
        mails.move(person, email, new_link(now, person, "move", email))
    else:
        mails.already_there(other)


def move(now: datetime, token: str, *, but: int | None = None) -> Person:
    """Give the account the address to which the link was sent and end all its sessions but the
    one with the number ``but``; the old address is told.

    Raises NotFound for a link that does not exist, Conflict for one that is too old or used or
    whose address has an account by now.
    """
    link = living_link(now, token, "move")
    if link.email is None or queries.person_by_email(link.email) is not None:
        raise Conflict(_("Zu dieser Adresse gibt es inzwischen ein anderes Konto."))
    person, old = link.person, link.person.email
    person.email = link.email
    link.used_at = now
    sessions.close_all_sessions(person.id, but=but)
    withdraw_links(now, person)
    db.session.flush()
    record(as_actor(person), now, "person.address_changed", person, None)
    mails.tell(person, Event.ADDRESS, to=old)
    return person
