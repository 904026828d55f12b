"""The second step: an app, recovery codes, and whether it is asked for at all."""

from __future__ import annotations

from datetime import datetime

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import delete

from charta.accounts import mails, policies, provider, queries, sessions
from charta.accounts.mails import Event
from charta.accounts.models import Authenticator, Passkey, Person, RecoveryCode
from charta.accounts.services import codes
from charta.accounts.services.selves import myself
from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Conflict, Invalid, NotAllowed
from charta.journal.services import record
from config import Settings


def begin_authenticator(actor: Actor, now: datetime, settings: Settings) -> None:
    """Make a secret for an app; it counts once a code made with it has been typed. Raises
    Conflict while another app counts. Nothing has changed yet that the journal would tell."""
    person = myself(actor)
    found = queries.authenticator(person.id)
    if found is not None and found.confirmed_at is not None:
        raise Conflict(_("Es ist schon eine App eingerichtet. Entfernen Sie erst diese."))
    if found is None:
        found = Authenticator(person_id=person.id, last_step=0)
        db.session.add(found)
    found.secret, found.created_at = codes.new_secret(settings), now
    db.session.flush()


def confirm_authenticator(
    actor: Actor, now: datetime, settings: Settings, *, code: str, sign_in_id: int
) -> list[str]:
    """Let the app count from now on, and with it the second step; the new recovery codes, if the
    step was not on before. Raises Conflict where no app waits, Invalid for a wrong code."""
    person = myself(actor)
    found = queries.authenticator(person.id)
    if found is None or found.confirmed_at is not None:
        raise Conflict(_("Hier wartet keine App auf ihren ersten Code."))
    if not codes.use_of_app(now, settings, found, "".join(code.split())):
        raise Invalid(_("Dieser Code passt nicht. Nehmen Sie den nächsten aus Ihrer App."), "code")
    found.confirmed_at = now
    db.session.flush()
    record(actor, now, "person.authenticator_added", person, None)
    mails.tell(person, Event.APP_ADDED)
    return _on(actor, now, person, sign_in_id)


def remove_authenticator(actor: Actor, now: datetime) -> None:
    """Forget the app; without a passkey that is the end of the second step."""
    person = myself(actor)
    found = queries.authenticator(person.id)
    if found is None:
        return
    counted = found.confirmed_at is not None
    db.session.delete(found)
    db.session.flush()
    if counted:
        record(actor, now, "person.authenticator_removed", person, None)
        mails.tell(person, Event.APP_REMOVED)
        off_without_factors(actor, now, person)


def switch_on(actor: Actor, now: datetime, *, sign_in_id: int) -> list[str]:
    """Ask for the second step from now on; the recovery codes, if it was off. Raises Conflict
    where there is nothing to take it with."""
    person = myself(actor)
    if not _has_factor(person):
        raise Conflict(_("Richten Sie erst eine App oder einen Passkey ein."))
    return _on(actor, now, person, sign_in_id)


def switch_off(actor: Actor, now: datetime) -> None:
    """Ask for a password alone again."""
    person = myself(actor)
    if person.second_step_since is not None:
        _off(actor, now, person)


def take_second_step(actor: Actor, now: datetime, person: Person) -> None:
    """Open the account of somebody who has lost everything their second step can be taken with:
    app and passkeys count no more, and all browsers are signed out. Raises NotAllowed, and
    Conflict while the second step is off."""
    if not policies.may_take_second_steps(actor):
        raise NotAllowed
    if person.second_step_since is None:
        raise Conflict(_("Dieses Konto verlangt keinen zweiten Schritt."))
    for factor in (Authenticator, Passkey):
        db.session.execute(delete(factor).where(factor.person_id == person.id))
    sessions.close_all_sessions(person.id)
    _off(actor, now, person)


def new_recovery_codes(actor: Actor, now: datetime) -> list[str]:
    """Ten new codes in place of the old. Raises Conflict while the second step is off."""
    person = myself(actor)
    if person.second_step_since is None:
        raise Conflict(_("Schalten Sie erst die Anmeldung in zwei Schritten ein."))
    made = codes.make_recovery_codes(person)
    record(actor, now, "person.recovery_codes_made", person, None)
    mails.tell(person, Event.CODES)
    return made


def off_without_factors(actor: Actor, now: datetime, person: Person) -> None:
    """Nobody is asked for a step that they have nothing left to take with."""
    if person.second_step_since is not None and not _has_factor(person):
        _off(actor, now, person)


def _has_factor(person: Person) -> bool:
    app = queries.authenticator(person.id)
    if (app is not None and app.confirmed_at is not None) or queries.passkeys(person.id):
        return True
    return proven_by_provider(person)


def proven_by_provider(person: Person) -> bool:
    """Whether the provider can take the second step for this person: they are linked to it, and
    what it says about steps is believed here."""
    found = provider.of(current_app.extensions["charta.settings"])
    if found is None or not found.second_step:
        return False
    return bool(queries.identities(person.id, found.issuer))


def _on(actor: Actor, now: datetime, person: Person, sign_in_id: int) -> list[str]:
    """Browsers that have taken one step only are signed out."""
    if person.second_step_since is not None:
        return []
    person.second_step_since = now
    made = codes.make_recovery_codes(person)
    sessions.close_all_sessions(person.id, but=sign_in_id)
    db.session.flush()
    record(actor, now, "person.second_step_on", person, None)
    mails.tell(person, Event.STEPS_ON)
    return made


def _off(actor: Actor, now: datetime, person: Person) -> None:
    person.second_step_since = None
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    db.session.flush()
    record(actor, now, "person.second_step_off", person, None)
    mails.tell(person, Event.STEPS_OFF)
