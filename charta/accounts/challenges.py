"""What a passkey is asked to sign, and for which site (WebAuthn, level 3)."""

from __future__ import annotations

import hashlib
import ipaddress
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from urllib.parse import urlsplit

from flask import session
from flask_babel import gettext as _
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from charta.accounts import keys, queries
from charta.accounts.models import Passkey, Person
from charta.core.errors import Invalid
from config import Settings

Purpose = Literal["sign_in", "second", "again", "add"]

LASTS = timedelta(minutes=10)
KEPT = "challenge"


@dataclass(frozen=True)
class Site:
    """For whom keys are made: a host name, which an IP address is not, and the page's origin."""

    name: str
    origin: str

    @property
    def possible(self) -> bool:
        """Whether browsers make passkeys for this site at all."""
        try:
            ipaddress.ip_address(self.name)
        except ValueError:
            return bool(self.name)
        return False


def site(settings: Settings) -> Site:
    """The one site of this installation, whatever a request says."""
    parts = urlsplit(settings.base_url)
    return Site(parts.hostname or "", f"{parts.scheme}://{parts.netloc}")


def to_add(now: datetime, settings: Settings, person: Person) -> dict[str, Any]:
    """What the browser is asked to make a new key pair with."""
    handle = keys.keyed(settings, "passkey", str(person.id))
    options = generate_registration_options(
        rp_id=site(settings).name,
        rp_name="Charta",
        user_id=hashlib.sha256(handle.encode()).digest(),
        user_name=person.email or person.name,
        user_display_name=person.name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
        exclude_credentials=_descriptors(queries.passkeys(person.id)),
    )
    return _kept(now, "add", options)


def to_prove(
    now: datetime, settings: Settings, purpose: Purpose, person_id: int | None
) -> dict[str, Any]:
    """What the browser is asked to sign: with a key of this person, or with whichever it has."""
    found = queries.passkeys(person_id) if person_id is not None else ()
    options = generate_authentication_options(
        rp_id=site(settings).name,
        allow_credentials=_descriptors(found) or None,
        user_verification=UserVerificationRequirement.PREFERRED
        if purpose == "second"
        else UserVerificationRequirement.REQUIRED,
    )
    return _kept(now, purpose, options)


def asked(now: datetime, purpose: Purpose) -> str:
    """The challenge this browser was shown for this purpose; raises Invalid for none or an old
    one."""
    kept = session.pop(KEPT, None)
    mine = isinstance(kept, list) and len(kept) == 3 and kept[0] == purpose
    if mine and now - datetime.fromisoformat(kept[2]) < LASTS:
        return str(kept[1])
    raise Invalid(_("Das hat zu lange gedauert. Bitte versuchen Sie es noch einmal."))


def _kept(now: datetime, purpose: Purpose, options: Any) -> dict[str, Any]:
    session[KEPT] = [purpose, bytes_to_base64url(options.challenge), now.isoformat()]
    shown: dict[str, Any] = json.loads(options_to_json(options))
    return shown


def _descriptors(found: Any) -> list[PublicKeyCredentialDescriptor]:
    return [_descriptor(passkey) for passkey in found]


def _descriptor(passkey: Passkey) -> PublicKeyCredentialDescriptor:
    return PublicKeyCredentialDescriptor(id=base64url_to_bytes(passkey.credential))
