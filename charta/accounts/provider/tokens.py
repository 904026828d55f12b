"""What an ID token is worth (OpenID Connect Core 1.0, 3.1.3.7): signed by the provider, for us,
about this one way there and back, and still good."""

from __future__ import annotations

import hmac
from datetime import datetime
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from charta.accounts.provider.claims import LONGEST_SUBJECT
from charta.accounts.provider.faults import Fault, ProviderFault
from charta.accounts.provider.ours import Provider

ALGORITHMS = [
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512", "Ed25519", "EdDSA"),
]
"""With a private key of the provider's; never a shared secret, never none."""
LEEWAY = 60
"""Seconds by which clocks may differ."""
LONGEST_TOKEN = 32 * 1024


def verified(
    provider: Provider,
    keys: KeySet,
    token: object,
    *,
    nonce: str,
    now: datetime,
    access_token: str | None = None,
) -> dict[str, Any]:
    """The claims of the token; raises ProviderFault for one that proves nothing, and JoseError
    where it names a key that is not among these."""
    if not isinstance(token, str) or len(token) > LONGEST_TOKEN:
        raise ProviderFault(Fault.UNTRUSTED)
    registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
    read = jwt.decode(token, key=keys, registry=registry)
    expected = {
        "iss": {"essential": True, "value": provider.issuer},
        "aud": {"essential": True, "value": provider.client_id},
        "sub": {"essential": True},
    }
    params = {"nonce": nonce, "client_id": provider.client_id, "access_token": access_token}
    claims = CodeIDToken(read.claims, read.header, expected, params)
    try:
        claims.validate(now=int(now.timestamp()), leeway=LEEWAY)
    except (JoseError, ValueError, TypeError) as error:
        raise ProviderFault(Fault.UNTRUSTED) from error
    if not nonce or not _same(claims.get("nonce"), nonce) or not is_subject(claims.get("sub")):
        raise ProviderFault(Fault.UNTRUSTED)
    return dict(claims)


def is_subject(found: object) -> bool:
    """What may be kept as somebody's name at the provider."""
    return isinstance(found, str) and 0 < len(found) <= LONGEST_SUBJECT and found.isprintable()


def _same(found: object, expected: str) -> bool:
    return isinstance(found, str) and hmac.compare_digest(found.encode(), expected.encode())
