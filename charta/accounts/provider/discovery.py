"""What the provider says about itself (OpenID Connect Discovery 1.0) and the keys it signs with,
kept for an hour in each process."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from flask import current_app
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from charta.accounts.provider.asking import fetch
from charta.accounts.provider.faults import Fault, ProviderFault
from charta.accounts.provider.ours import Provider

KEPT_FOR = 3600.0
AGAIN_AFTER = 60.0
"""Seconds before unknown keys are asked for once more."""
SHELF = "charta.provider"


@dataclass(frozen=True)
class Description:
    """Where the provider is asked for what; every address is one of its own hosts."""

    authorization: str
    token: str
    keys: str
    userinfo: str | None
    names_itself: bool
    """Whether it says in each answer who it is (RFC 9207)."""
    by_post: bool
    """Whether it wants our secret in the form, not in the header."""


def description(provider: Provider) -> Description:
    """Raises ProviderFault when the provider cannot be asked, or says it is another one."""
    found: Description = _kept(provider, "description", lambda: _describe(provider))
    return found


def keys(provider: Provider, *, anew: bool = False) -> KeySet:
    """The keys it signs with; ``anew`` where one was not among them, but not each minute."""
    where = description(provider).keys
    oldest = AGAIN_AFTER if anew else KEPT_FOR
    found: KeySet = _kept(provider, "keys", lambda: _key_set(provider, where), oldest)
    return found


def _kept(provider: Provider, what: str, make: Any, oldest: float = KEPT_FOR) -> Any:
    shelf = current_app.extensions.setdefault(SHELF, {})
    since, found = shelf.get((provider, what), (0.0, None))
    if found is None or time.monotonic() - since > oldest:
        found = make()
        shelf[provider, what] = (time.monotonic(), found)
    return found


def _describe(provider: Provider) -> Description:
    told = fetch(provider, provider.issuer.rstrip("/") + "/.well-known/openid-configuration")
    needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if told.get("issuer") != provider.issuer or not all(provider.owns(told.get(n)) for n in needed):
        raise ProviderFault(Fault.UNTRUSTED)
    userinfo = told.get("userinfo_endpoint")
    ways = told.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return Description(
        authorization=told["authorization_endpoint"],
        token=told["token_endpoint"],
        keys=told["jwks_uri"],
        userinfo=userinfo if provider.owns(userinfo) else None,
        names_itself=told.get("authorization_response_iss_parameter_supported") is True,
        by_post="client_secret_basic" not in ways,
    )


def _key_set(provider: Provider, where: str) -> KeySet:
    told = fetch(provider, where).get("keys")
    usable = [one for one in told if _signs(one)] if isinstance(told, list) else []
    try:
        return KeySet.import_key_set({"keys": usable})
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise ProviderFault(Fault.UNTRUSTED) from error


def _signs(key: Any) -> bool:
    """Public keys for signatures of a kind we know; others may stand beside them."""
    known = isinstance(key, dict) and key.get("kty") in {"RSA", "EC", "OKP"}
    return known and key.get("use", "sig") == "sig"
