"""What an ID token must be to prove anything; each forgery differs from a good one in one thing.

They stand for CVE-2015-9235 (``alg: none`` and shared secrets made of public keys), mixed-up
issuers and audiences (Fett, Küsters and Schmitz 2016), replayed and expired tokens.
"""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from joserfc import jwk, jwt
from joserfc.errors import JoseError
from joserfc.jws import JWSRegistry

from charta.accounts.provider import Fault, Provider, ProviderFault, claims, ours, tokens
from config import Settings

NOW = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
NONCE = "einmalig-und-lang"
ISSUER = "https://anmelden.stadt.example"


def a_provider(**more: Any) -> Provider:
    settings = Settings(
        environment="testing",
        oidc_issuer=ISSUER,
        oidc_client_id="charta",
        oidc_client_secret="geheim",
        oidc_name="Stadtkonto",
        oidc_second_step=("mfa", "urn:zwei"),
        **more,
    )
    found = ours.of(settings)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def key() -> jwk.RSAKey:
    return jwk.RSAKey.generate_key(2048, {"kid": "eins", "use": "sig"})


@pytest.fixture(scope="module")
def keys(key: jwk.RSAKey) -> jwk.KeySet:
    return jwk.KeySet.import_key_set({"keys": [key.as_dict(private=False)]})


def a_token(key: Any, header: dict[str, Any] | None = None, **changed: Any) -> str:
    at = int(NOW.timestamp())
    told = {"iss": ISSUER, "sub": "bea", "aud": "charta", "iat": at, "exp": at + 300}
    told |= {"nonce": NONCE, **changed}
    told = {name: value for name, value in told.items() if value is not None}
    full = {"alg": "RS256", "kid": "eins", **(header or {})}
    registry = JWSRegistry(algorithms=[full["alg"]], strict_check_header=False)
    return jwt.encode(full, told, key, registry=registry)


def read(keys: jwk.KeySet, token: object, now: datetime = NOW) -> dict[str, Any]:
    return tokens.verified(a_provider(), keys, token, nonce=NONCE, now=now)


def refused(keys: jwk.KeySet, token: object, now: datetime = NOW) -> bool:
    try:
        read(keys, token, now)
    except ProviderFault as error:
        return error.fault is Fault.UNTRUSTED
    except JoseError:
        return True
    return False


def test_a_good_token_is_believed(key: jwk.RSAKey, keys: jwk.KeySet) -> None:
    assert read(keys, a_token(key))["sub"] == "bea"
    assert read(keys, a_token(key, aud=["charta"]))["sub"] == "bea"
    several = a_token(key, aud=["charta", "other"], azp="charta")
    assert read(keys, several)["sub"] == "bea"


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://anmelden.stadt.example/"},
        {"iss": "https://boese.example"},
        {"iss": None},
        {"aud": "other"},
        {"aud": "other", "azp": "charta"},
        {"aud": ["other"], "azp": "charta"},
        {"aud": ["other"]},
        {"aud": ["charta", "other"]},
        {"aud": ["charta", "other"], "azp": "other"},
        {"aud": []},
        {"aud": None},
        {"azp": "other"},
        {"nonce": "anders"},
        {"nonce": ""},
        {"nonce": None},
        {"nonce": ["einmalig-und-lang"]},
        {"exp": None},
        {"exp": "morgen"},
        {"iat": None},
        {"nbf": int(NOW.timestamp()) + 600},
        {"iat": int(NOW.timestamp()) + 600},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": "x" * 256},
        {"sub": "a\nb"},
        {"auth_time": "eben"},
        {"amr": "mfa"},
    ],
    ids=str,
)
def test_one_thing_wrong_is_enough(
    key: jwk.RSAKey, keys: jwk.KeySet, changed: dict[str, Any]
) -> None:
    assert refused(keys, a_token(key, **changed))


def test_it_ends(key: jwk.RSAKey, keys: jwk.KeySet) -> None:
    token = a_token(key)
    assert not refused(keys, token, NOW + timedelta(minutes=5, seconds=30))
    assert refused(keys, token, NOW + timedelta(minutes=6, seconds=1))


def test_another_key_signs_nothing(keys: jwk.KeySet) -> None:
    other = jwk.RSAKey.generate_key(2048, {"kid": "eins"})
    assert refused(keys, a_token(other))
    assert refused(keys, a_token(other, {"kid": "zwei"}))
    own = {"jwk": other.as_dict(private=False)}
    assert refused(keys, a_token(other, own)), "a key that the token brings along"


def test_nothing_unsigned_or_signed_with_what_all_know(key: jwk.RSAKey, keys: jwk.KeySet) -> None:
    head, body, signature = a_token(key).split(".")

    def headed(**header: str) -> str:
        return urlsafe_b64encode(json.dumps(header).encode()).decode().rstrip("=")

    assert refused(keys, f"{headed(alg='none')}.{body}.")
    assert refused(keys, f"{headed(alg='None', kid='eins')}.{body}.{signature}")
    assert refused(keys, f"{head}.{body}.")
    signed = f"{headed(alg='HS256', kid='eins')}.{body}"
    for secret in (key.as_pem(private=False), b"geheim"):
        mac = hmac.digest(secret, signed.encode(), "sha256")
        assert refused(keys, f"{signed}.{urlsafe_b64encode(mac).decode().rstrip('=')}")
    shared = jwk.OctKey.generate_key(256, {"kid": "zwei"})
    assert refused(jwk.KeySet([key, shared]), a_token(shared, {"alg": "HS256", "kid": "zwei"}))


@pytest.mark.parametrize("token", [None, 7, "", "a.b", "a.b.c", "a.b.c.d.e", "x" * 40_000], ids=str)
def test_what_is_no_token(keys: jwk.KeySet, token: object) -> None:
    with pytest.raises((ProviderFault, JoseError, ValueError)):
        read(keys, token)


@pytest.mark.parametrize(
    ("told", "email"),
    [
        ({"email": "Bea@Stadt.example", "email_verified": True}, "bea@stadt.example"),
        ({"email": "bea@stadt.example", "email_verified": "true"}, None),
        ({"email": "bea@stadt.example", "email_verified": 1}, None),
        ({"email": "bea@stadt.example"}, None),
        ({"email": ["bea@stadt.example"], "email_verified": True}, None),
        ({"email": "bea", "email_verified": True}, None),
        ({"email_verified": True}, None),
    ],
)
def test_which_addresses_are_proven(told: dict[str, Any], email: str | None) -> None:
    assert claims.read(a_provider(), {"sub": "bea", **told}).email == email


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ({"name": " Bea  Beispiel "}, "Bea  Beispiel"),
        ({"given_name": "Bea", "family_name": "Beispiel"}, "Bea Beispiel"),
        ({"name": "x" * 81, "given_name": "Bea"}, "Bea"),
        ({"name": "Bea\u202egnp"}, ""),
        ({"name": ["Bea"], "email": "bea@stadt.example"}, ""),
        ({}, ""),
    ],
)
def test_which_name_is_proposed(told: dict[str, Any], name: str) -> None:
    assert claims.read(a_provider(), {"sub": "bea", **told}).name == name


@pytest.mark.parametrize(
    ("claim", "told", "roles"),
    [
        ("groups", {"groups": ["a", "b", "c", 7]}, ("a", "b")),
        ("groups", {"groups": "a"}, ("a",)),
        ("groups", {"groups": {"a": 1}}, ()),
        ("groups", {}, ()),
        ("realm_access.roles", {"realm_access": {"roles": ["b"]}}, ("b",)),
        ("realm_access.roles", {"realm_access": ["b"]}, ()),
        ("https://stadt.example/rollen", {"https://stadt.example/rollen": ["a"]}, ("a",)),
    ],
)
def test_which_roles_are_read(claim: str, told: dict[str, Any], roles: tuple[str, ...]) -> None:
    rules = "a=stralsund:editor; b=stralsund:approver"
    found = a_provider(oidc_role_claim=claim, oidc_roles=rules)
    assert claims.read(found, {"sub": "bea", **told}).roles == roles


@pytest.mark.parametrize(
    ("told", "two"),
    [
        ({"amr": ["pwd", "mfa"]}, True),
        ({"acr": "urn:zwei"}, True),
        ({"amr": ["pwd"], "acr": "1"}, False),
        ({"amr": "mfa"}, False),
        ({"acr": ["urn:zwei"]}, False),
        ({"acr": ""}, False),
        ({}, False),
    ],
)
def test_what_counts_as_two_steps(told: dict[str, Any], two: bool) -> None:
    assert claims.read(a_provider(), {"sub": "bea", **told}).two_steps is two


@pytest.mark.parametrize("seconds", [True, "1", None, 1e300, float("nan"), -1e300])
def test_a_moment_that_is_none(seconds: object) -> None:
    assert claims.read(a_provider(), {"sub": "bea", "auth_time": seconds}).proven_at is None


@pytest.mark.parametrize(
    ("url", "ours_to_ask"),
    [
        ("https://anmelden.stadt.example/token", True),
        ("https://ANMELDEN.stadt.example/token", True),
        ("https://schluessel.stadt.example/jwks", True),
        ("http://anmelden.stadt.example/token", False),
        ("https://anmelden.stadt.example:8443/token", False),
        ("https://anmelden.stadt.example.boese.example/", False),
        ("https://boese.example/", False),
        ("https://anmelden.stadt.example@boese.example/", False),
        ("https://charta:x@anmelden.stadt.example/", False),
        ("https://127.0.0.1/", False),
        ("file:///etc/passwd", False),
        ("https://[/", False),
        ("", False),
        (None, False),
    ],
)
def test_whom_we_ask(url: object, ours_to_ask: bool) -> None:
    assert a_provider(oidc_hosts=("Schluessel.stadt.example",)).owns(url) is ours_to_ask
