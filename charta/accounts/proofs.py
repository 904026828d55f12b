"""The proof of work that a browser brings with a form (ALTCHA, version 2 of its protocol).

A task is made from nothing but the installation's key: what has been given out is nowhere
written down, what has been solved is, so that no solution is good twice. Nobody is refused
for want of a proof; whoever takes it decides who reads first what came without one.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import altcha
from sqlalchemy import select

from charta.accounts import keys
from charta.accounts.models import SpentChallenge
from charta.core.database import db
from config import Settings

Purpose = Literal["sign_up", "guest"]
PURPOSES: tuple[Purpose, ...] = ("sign_up", "guest")

ALGORITHM = "PBKDF2/SHA-256"
ROUNDS = 5_000
"""Of the algorithm for one key. Some thousand make each try worth its call in a browser, and what
we must do ourselves for a task, two keys, takes three milliseconds."""

LASTS = timedelta(minutes=20)
"""How long a task may be solved; the browser asks for another before."""
LONGEST = 4_000
"""Characters of a solution."""


@dataclass(frozen=True)
class Proof:
    """A task that has been solved in time; by ``digest`` it is known when it comes again."""

    digest: str
    expires_at: datetime


def task(now: datetime, settings: Settings, purpose: Purpose) -> dict[str, Any]:
    """What a browser is to solve before a form of this purpose is sent.

    It has to find the one number whose key begins as ours does: on average after
    ``settings.proof_tries`` tries, at most after half as many again.
    """
    tries = settings.proof_tries
    made = altcha.create_challenge(
        ALGORITHM,
        ROUNDS,
        counter=tries // 2 + secrets.randbelow(tries + 1),
        data={"until": int((now + LASTS).timestamp())},
        hmac_secret=_secret(settings, purpose),
    )
    return made.to_dict()


def read(now: datetime, settings: Settings, purpose: Purpose, solution: str) -> Proof | None:
    """The proof that a form brings along; None for none, and for one that is wrong, too old, or
    for another purpose. Takes a few milliseconds and no query: call it before the transaction.

    The end of a task stands in its signed data, not where the library would look for it: the
    library reads the machine's clock, we read ours.
    """
    if not 0 < len(solution) <= LONGEST:
        return None
    try:
        payload = altcha.Payload.from_base64(solution)
        good = altcha.verify_solution(payload, _secret(settings, purpose)).verified
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None  # some are signed alike and cannot be used: 5000.0 rounds
    if not good:
        return None
    until = (payload.challenge.parameters.data or {}).get("until", 0)
    expires_at = datetime.fromtimestamp(until, tz=UTC)
    if now >= expires_at:
        return None
    signature = payload.challenge.signature or ""
    return Proof(hashlib.sha256(signature.encode()).hexdigest(), expires_at)


def spend(proof: Proof | None) -> bool:
    """Whether there is a proof that has not been used before; now it has been. Inside the
    transaction of what it is for, so that what fails spends nothing. Two statements."""
    if proof is None:
        return False
    spent = select(SpentChallenge.id).where(SpentChallenge.digest == proof.digest)
    if db.session.scalar(spent) is not None:
        return False
    db.session.add(SpentChallenge(digest=proof.digest, expires_at=proof.expires_at))
    db.session.flush()
    return True


def _secret(settings: Settings, purpose: Purpose) -> str:
    return keys.keyed(settings, "proof of work", purpose)
