"""Codes of the second step: from an app (TOTP, RFC 6238) or from the list of recovery codes."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

import pyotp
from flask_babel import gettext as _
from sqlalchemy import delete

from charta.accounts import keys, mails, queries
from charta.accounts.mails import Event
from charta.accounts.models import Authenticator, Person, RecoveryCode
from charta.core.database import db
from charta.core.errors import Invalid
from config import Settings

PURPOSE = "authenticator"
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""No letter that can be taken for another."""
HOW_MANY, PARTS, LETTERS_IN_PART = 10, 4, 4
DIGITS, SECONDS = 6, 30


def new_secret(settings: Settings) -> str:
    """A secret for an app, encrypted as it is kept."""
    return keys.encrypt(settings, PURPOSE, pyotp.random_base32())


def secret_of(settings: Settings, authenticator: Authenticator) -> str | None:
    """The secret in clear; None when the key of the installation has changed since."""
    return keys.decrypt(settings, PURPOSE, authenticator.secret)


def use(now: datetime, settings: Settings, person: Person, typed: str) -> None:
    """Take a code that proves the second step; no code is taken twice, and of a recovery code the
    person is told, whatever it was used for. Raises Invalid."""
    code = "".join(character for character in typed.casefold() if character.isalnum())
    authenticator = queries.authenticator(person.id)
    counts = authenticator is not None and authenticator.confirmed_at is not None
    if authenticator is not None and counts and use_of_app(now, settings, authenticator, code):
        return
    if len(code) == PARTS * LETTERS_IN_PART and _use_recovery(person, code):
        mails.tell(person, Event.CODE_USED)
        return
    raise Invalid(
        _("Dieser Code gilt nicht oder nicht mehr. Bitte nehmen Sie einen anderen."), "code"
    )


def use_of_app(now: datetime, settings: Settings, authenticator: Authenticator, code: str) -> bool:
    """Whether the code is that of this half minute or of one beside it, and newer than the last
    one taken; then it is taken."""
    secret = secret_of(settings, authenticator)
    if secret is None or len(code) != DIGITS:
        return False
    made = pyotp.TOTP(secret, digits=DIGITS, interval=SECONDS)
    present = int(now.timestamp()) // SECONDS
    for step in (present - 1, present, present + 1):
        expected = made.generate_otp(step)
        if step > authenticator.last_step and secrets.compare_digest(expected, code):
            authenticator.last_step = step
            db.session.flush()
            return True
    return False


def make_recovery_codes(person: Person) -> list[str]:
    """Ten new codes, of which only hashes are kept; the old ones are gone. 79 bits each, so a
    plain hash cannot be turned round."""
    made = [_code() for _number in range(HOW_MANY)]
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    db.session.add_all(
        RecoveryCode(person_id=person.id, code_hash=_hash(code.replace("-", ""))) for code in made
    )
    db.session.flush()
    return made


def _use_recovery(person: Person, code: str) -> bool:
    mine = (RecoveryCode.person_id == person.id) & (RecoveryCode.code_hash == _hash(code))
    used = db.session.execute(delete(RecoveryCode).where(mine))
    return bool(used.rowcount)  # type: ignore[attr-defined]


def _code() -> str:
    return "-".join(
        "".join(secrets.choice(LETTERS) for _letter in range(LETTERS_IN_PART))
        for _part in range(PARTS)
    )


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
