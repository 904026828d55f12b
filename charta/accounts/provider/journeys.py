"""A way to the provider and back: what this browser was sent there with.

It stands encrypted in a cookie of its own, for ten minutes, so that nobody can go one way and let
somebody else come back it (CWE-352, CWE-384).
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from authlib.common.security import generate_token

from charta.accounts.provider.asking import session
from charta.accounts.provider.discovery import description
from charta.accounts.provider.ours import Provider

Purpose = Literal["sign_in", "link", "again"]

LASTS = timedelta(minutes=10)


@dataclass(frozen=True)
class Journey:
    """``person_id`` is whoever is signed in here and proves themselves again, or links an account;
    the three secrets belong to one request alone."""

    purpose: Purpose
    begun_at: str
    person_id: int | None
    next_path: str | None
    language: str
    state: str
    nonce: str
    verifier: str

    def is_over(self, now: datetime) -> bool:
        return not timedelta() <= now - self.began < LASTS

    def is_answered_by(self, state: str) -> bool:
        return hmac.compare_digest(self.state.encode(), state.encode())

    @property
    def began(self) -> datetime:
        return datetime.fromisoformat(self.begun_at)

    def as_values(self) -> dict[str, Any]:
        return asdict(self)


def begin(
    now: datetime,
    purpose: Purpose,
    *,
    language: str,
    person_id: int | None = None,
    next_path: str | None = None,
) -> Journey:
    return Journey(
        purpose=purpose,
        begun_at=now.isoformat(),
        person_id=person_id,
        next_path=next_path,
        language=language,
        state=secrets.token_urlsafe(24),
        nonce=secrets.token_urlsafe(24),
        verifier=generate_token(64),
    )


def address(provider: Provider, journey: Journey) -> str:
    """Where the provider asks who somebody is; raises ProviderFault. Who proves themselves once
    more is to do so now, whatever the provider remembers."""
    more: dict[str, Any] = {"nonce": journey.nonce, "ui_locales": journey.language}
    if journey.purpose == "again":
        more |= {"prompt": "login", "max_age": 0}
    where = description(provider).authorization
    with session(provider) as asking:
        found: tuple[str, str] = asking.create_authorization_url(
            where, state=journey.state, code_verifier=journey.verifier, **more
        )
    return found[0]
