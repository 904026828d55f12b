"""Passkeys (WebAuthn): a device signs what it is shown; checked with py_webauthn."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import select
from webauthn import verify_authentication_response, verify_registration_response
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.parse_authentication_credential_json import (
    parse_authentication_credential_json,
)

from charta.accounts import mails, queries
from charta.accounts.challenges import LASTS, Site
from charta.accounts.mails import Event
from charta.accounts.models import Passkey, SpentChallenge
from charta.accounts.services.factors import off_without_factors
from charta.accounts.services.selves import myself
from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Conflict, Invalid
from charta.journal.services import record

MOST = 20
"""Passkeys of one person."""
LONGEST_ANSWER = 20_000


def add_passkey(
    actor: Actor, now: datetime, site: Site, *, challenge: str, answer: str, name: str
) -> Passkey:
    """Keep the public half of a new key pair. Raises Invalid for an answer that proves nothing,
    Conflict for a key that is here already, or one too many."""
    person = myself(actor)
    if len(queries.passkeys(person.id)) >= MOST:
        raise Conflict(_("Mehr als %(limit)s Passkeys sind nicht möglich.", limit=MOST))
    _spend(now, challenge)
    try:
        made = verify_registration_response(
            credential=_bounded(answer),
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.name,
            expected_origin=site.origin,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise _no_proof() from error
    credential = bytes_to_base64url(made.credential_id)
    if queries.passkey_by_credential(credential) is not None:
        raise Conflict(_("Diesen Passkey gibt es hier schon."))
    passkey = Passkey(
        person_id=person.id,
        credential=credential,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        name=name,
        created_at=now,
    )
    db.session.add(passkey)
    db.session.flush()
    record(actor, now, "person.passkey_added", person, None)
    mails.tell(person, Event.PASSKEY_ADDED)
    return passkey


def use_passkey(
    now: datetime,
    site: Site,
    *,
    challenge: str,
    answer: str,
    verified: bool,
    person_id: int | None = None,
) -> Passkey:
    """The passkey that has signed the challenge, of this person if one is named; ``verified``
    demands that the device has made sure of its owner, by finger, face or PIN. Raises Invalid."""
    _spend(now, challenge)
    try:
        given = parse_authentication_credential_json(_bounded(answer))
        passkey = queries.passkey_by_credential(bytes_to_base64url(given.raw_id))
        if passkey is None or person_id not in {None, passkey.person_id}:
            raise _no_proof()
        proven = verify_authentication_response(
            credential=given,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.name,
            expected_origin=site.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=verified,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise _no_proof() from error
    passkey.sign_count, passkey.last_used_at = proven.new_sign_count, now
    db.session.flush()
    return passkey


def name_passkey(actor: Actor, now: datetime, number: int, *, name: str) -> None:
    """Call a passkey what its owner calls the device. Raises NotFound."""
    person = myself(actor)
    queries.passkey(person.id, number).name = name
    db.session.flush()
    record(actor, now, "person.passkey_named", person, None)


def remove_passkey(actor: Actor, now: datetime, number: int) -> None:
    """Forget a passkey; the last one without an app is the end of the second step. Raises
    NotFound."""
    person = myself(actor)
    db.session.delete(queries.passkey(person.id, number))
    db.session.flush()
    record(actor, now, "person.passkey_removed", person, None)
    mails.tell(person, Event.PASSKEY_REMOVED)
    off_without_factors(actor, now, person)


def _spend(now: datetime, challenge: str) -> None:
    """A challenge proves something once, whoever has copied the answer to it."""
    digest = hashlib.sha256(challenge.encode()).hexdigest()
    spent = select(SpentChallenge.id).where(SpentChallenge.digest == digest)
    if db.session.scalar(spent) is not None:
        raise _no_proof()
    db.session.add(SpentChallenge(digest=digest, expires_at=now + LASTS + timedelta(minutes=1)))
    db.session.flush()


def _bounded(answer: str) -> str:
    if len(answer) > LONGEST_ANSWER:
        raise _no_proof()
    return answer


def _no_proof() -> Invalid:
    return Invalid(
        _("Das hat mit diesem Passkey nicht geklappt. Bitte versuchen Sie es noch einmal.")
    )
