"""What the provider says about a person, as far as we want to know it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Self

from charta.accounts.provider.ours import Provider
from charta.accounts.rules import normal_address
from charta.core.errors import Invalid
from charta.core.forms import clean_text

LONGEST_NAME = 80
LONGEST_SUBJECT = 255


@dataclass(frozen=True)
class Claims:
    """A person at the provider. ``email`` is there only if the provider has proven it; ``roles``
    are the values of the role claim for which there is a rule."""

    issuer: str
    subject: str
    email: str | None
    name: str
    roles: tuple[str, ...]
    two_steps: bool
    proven_at: datetime | None

    def as_values(self) -> dict[str, Any]:
        """For a cookie, without the moment, which only the way there and back needs."""
        return {**asdict(self), "proven_at": None}

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> Self:
        return cls(**{**values, "roles": tuple(values["roles"])})


def read(provider: Provider, told: Mapping[str, Any]) -> Claims:
    """The claims of a token that has been verified, its subject checked."""
    seen = told.get("auth_time")
    return Claims(
        issuer=provider.issuer,
        subject=told["sub"],
        email=_proven_address(told),
        name=_name(told),
        roles=_roles(provider, told),
        two_steps=_two_steps(provider, told),
        proven_at=_moment(seen),
    )


def role_values(told: Mapping[str, Any], claim: str) -> list[Any]:
    """What stands under the claim: under its whole name, or its parts divided by points, as in
    ``realm_access.roles``."""
    found: Any = told.get(claim) if claim else None
    if found is None and claim:
        found = told
        for part in claim.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
    return found if isinstance(found, list) else [found]


def _roles(provider: Provider, told: Mapping[str, Any]) -> tuple[str, ...]:
    values = {one for one in role_values(told, provider.role_claim) if isinstance(one, str)}
    return tuple(sorted(values & provider.role_values))


def _proven_address(told: Mapping[str, Any]) -> str | None:
    """Only ``true`` is true: what is missing or a word proves nothing."""
    email = told.get("email")
    if told.get("email_verified") is not True or not isinstance(email, str) or len(email) > 254:
        return None
    try:
        return normal_address(email)
    except Invalid:
        return None


def _name(told: Mapping[str, Any]) -> str:
    """A proposal, which the person sees and may change before anybody else does."""
    words = [told.get("name"), " ".join(_words(told, "given_name", "family_name"))]
    for found in words:
        cleaned = clean_text(found) if isinstance(found, str) else None
        if cleaned and len(cleaned) <= LONGEST_NAME and _readable(cleaned):
            return cleaned
    return ""


def _words(told: Mapping[str, Any], *names: str) -> list[str]:
    return [told[name] for name in names if isinstance(told.get(name), str)]


def _readable(words: str) -> bool:
    return not any(unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co", "Cn"} for sign in words)


def _two_steps(provider: Provider, told: Mapping[str, Any]) -> bool:
    methods = told.get("amr")
    said = [told.get("acr"), *(methods if isinstance(methods, list) else [])]
    return any(isinstance(one, str) and one in provider.second_step for one in said)


def _moment(seconds: object) -> datetime | None:
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)):
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
