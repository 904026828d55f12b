"""Erasing a person: everything that tells who they were goes in one transaction.

The row of ``people`` stays, empty: what they have said, decided and noted leads to its number, and
a number that was freed could be given to somebody else.
"""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import delete

from charta.accounts import belongings, erasures, mails, policies
from charta.accounts.belongings import Leaving
from charta.accounts.keys import keyed
from charta.accounts.models import (
    Authenticator,
    Identity,
    MailLink,
    Passkey,
    Person,
    RecoveryCode,
    SignIn,
    SignInAttempt,
)
from charta.accounts.names import ERASED
from charta.core import forgetting
from charta.core.actors import Actor
from charta.core.database import after_commit, db
from charta.core.errors import Conflict, NotAllowed
from charta.journal.services import record

OWN_ROWS = (SignIn, MailLink, Authenticator, RecoveryCode, Passkey, Identity)


def objections(person_id: int) -> list[str]:
    """Why somebody cannot go yet, in words; empty when nothing is in the way."""
    said = (holder.objects(person_id) for holder in belongings.holders())
    return [words for words in said if words is not None]


def erase(
    actor: Actor, now: datetime, person: Person, *, texts: bool = False, farewell: bool = True
) -> None:
    """Erase a person and say goodbye to their address; with ``texts`` also what they have said in
    rounds that are open now. What must not live again in a restored backup is written down after
    the commit.

    Raises NotAllowed for the account of another, Conflict when it has gone already and where
    somebody else must take over first.
    """
    if not policies.may_erase(actor, person.id):
        raise NotAllowed
    if person.erased_at is not None:
        raise Conflict(_("Dieses Konto gibt es nicht mehr."))
    for words in objections(person.id):
        raise Conflict(words)
    leaving = Leaving(person.id, person.email, now, texts)
    _forget(leaving, person)
    record(actor, now, "person.erased", person, None, texts=texts)
    if farewell and leaving.email is not None:
        mails.farewell(leaving.email, texts=texts)
    note = erasures.Erasure(leaving.person_id, now, texts)
    settings = erasures.settings()
    after_commit(lambda: erasures.write_down(settings, [note]))


def erase_again(actor: Actor, now: datetime, person: Person, erasure: erasures.Erasure) -> None:
    """Erase a person whom a restored backup has brought back, with the scope of the first time.
    Nobody is told, and nothing can be in the way any more."""
    leaving = Leaving(person.id, person.email, erasure.at, erasure.texts)
    _forget(leaving, person)
    record(actor, now, "person.erased", person, None, texts=erasure.texts, again=True)


def _forget(leaving: Leaving, person: Person) -> None:
    for holder in reversed(belongings.holders()):
        holder.forget(leaving)
    for kind in OWN_ROWS:
        db.session.execute(delete(kind).where(kind.person_id == leaving.person_id))
    settings = erasures.settings()
    if leaving.email is not None:
        account = keyed(settings, "account", leaving.email)
        db.session.execute(delete(SignInAttempt).where(SignInAttempt.account == account))
        forgetting.forget_mails(leaving.email)
    person.email = person.password_hash = person.confirmed_at = None
    person.second_step_since = person.last_active_at = person.inactive_warned_at = None
    person.unproven = False
    person.name = ERASED
    person.erased_at = leaving.at
    db.session.flush()
