"""The provider's answer: a code, for which it tells us who somebody is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from authlib.common.errors import AuthlibBaseError
from joserfc.errors import JoseError
from requests import RequestException

from charta.accounts.provider import claims, tokens
from charta.accounts.provider.asking import session
from charta.accounts.provider.discovery import Description, description, keys
from charta.accounts.provider.faults import Fault, ProviderFault
from charta.accounts.provider.journeys import Journey
from charta.accounts.provider.ours import Provider

ONLY_SIGNED = frozenset({"auth_time", "acr", "amr"})
CLOCKS_DIFFER = timedelta(seconds=tokens.LEEWAY)


def check_sender(provider: Provider, issuer: str | None) -> None:
    """Raise ProviderFault for the answer of another provider (RFC 9207)."""
    if issuer != provider.issuer and (issuer is not None or description(provider).names_itself):
        raise ProviderFault(Fault.UNTRUSTED)


def answer_to(provider: Provider, journey: Journey, code: str, now: datetime) -> claims.Claims:
    """Who has come back from the journey; raises ProviderFault. Three requests at most."""
    where = description(provider)
    way = "client_secret_post" if where.by_post else "client_secret_basic"
    try:
        with session(provider, token_endpoint_auth_method=way) as asking:
            given = asking.fetch_token(where.token, code=code, code_verifier=journey.verifier)
            told = _verified(provider, journey, given, now)
            told = {**_more(asking, where, told), **told}
    except AuthlibBaseError as error:
        used = error.error == "invalid_grant"  # a code is good once, and not for long
        raise ProviderFault(Fault.EXPIRED if used else Fault.UNTRUSTED) from error
    except (RequestException, ValueError, TypeError, AttributeError) as error:
        raise ProviderFault(Fault.UNREACHABLE) from error  # or it does not speak as it should
    found = claims.read(provider, told)
    if journey.purpose == "again" and not _just_now(found, journey):
        raise ProviderFault(Fault.STALE)
    return found


def _verified(
    provider: Provider, journey: Journey, given: Mapping[str, Any], now: datetime
) -> dict[str, Any]:
    """The claims of the ID token. Keys change: one that is unknown is asked for once more."""
    for anew in (False, True):
        try:
            return tokens.verified(
                provider,
                keys(provider, anew=anew),
                given.get("id_token"),
                nonce=journey.nonce,
                now=now,
                access_token=given.get("access_token"),
            )
        except (JoseError, ValueError, TypeError, KeyError) as error:
            if anew:
                raise ProviderFault(Fault.UNTRUSTED) from error
    raise ProviderFault(Fault.UNTRUSTED)


def _more(asking: Any, where: Description, signed: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the provider keeps for those who ask with the access token; about nobody else. How
    somebody has signed in counts only where it is signed, and so does whether an address of the
    token is proven."""
    if where.userinfo is None:
        return {}
    answer = asking.get(where.userinfo)
    answer.raise_for_status()
    told = answer.json()
    if not isinstance(told, dict) or told.get("sub") != signed["sub"]:
        raise ProviderFault(Fault.UNTRUSTED)
    left_out = ONLY_SIGNED | ({"email_verified"} if "email" in signed else set())
    return {name: value for name, value in told.items() if name not in left_out}


def _just_now(found: claims.Claims, journey: Journey) -> bool:
    return found.proven_at is not None and found.proven_at >= journey.began - CLOCKS_DIFFER
