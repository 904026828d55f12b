"""How many contributions an edition still owes an answer, and the reasons given for that."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from charta.consultation.rules import State
from charta.core.database import db
from charta.releases.models import Release
from charta.releases.queries import public_release_ids
from charta.releases.rules import Kind
from charta.weighing.balance import Balance
from charta.weighing.models import Waiver
from charta.weighing.queries.ledger import balances, rounds_before


def owed(release: Release, now: datetime) -> list[Balance]:
    """The rounds whose contributions an edition must have answers to. Nine queries."""
    return balances(rounds_before([release])[release.id], release.charter_id, now)


@dataclass(frozen=True)
class Debt:
    """What an edition still owes: how many contributions of its rounds have no public answer, and
    how many of these rounds are not over, so that more can come."""

    unanswered: int = 0
    running: int = 0

    def __bool__(self) -> bool:
        return bool(self.unanswered or self.running)


def debts(releases: Collection[Release], now: datetime) -> dict[int, Debt]:
    """What each release owes; only editions do. As many queries for one as for many editions of
    a charter."""
    editions = [one for one in releases if one.kind == Kind.EDITION]
    before = rounds_before(editions) if editions else {}
    missing: dict[int, int] = {}
    for charter_id in {one.charter_id for one in editions}:
        every = {found.id: found for rounds in before.values() for found in rounds}
        rounds = [one for one in every.values() if one.charter_id == charter_id]
        missing |= {one.round.id: one.open for one in balances(rounds, charter_id, now)}
    owing = {
        release_id: Debt(
            sum(missing[found.id] for found in rounds),
            sum(found.state(now) is not State.CLOSED for found in rounds),
        )
        for release_id, rounds in before.items()
    }
    return {release.id: owing.get(release.id, Debt()) for release in releases}


def waiver_of(release_id: int) -> Waiver | None:
    """The reason stated for an edition, public or not. One query."""
    return db.session.scalars(select(Waiver).where(Waiver.release_id == release_id)).one_or_none()


def waived(release_ids: Collection[int]) -> set[int]:
    """The editions for which a reason is stated. One query."""
    return set(
        db.session.scalars(select(Waiver.release_id).where(Waiver.release_id.in_(release_ids)))
    )


def public_waivers(charter_id: int, now: datetime) -> list[Waiver]:
    """The reasons that went out with public editions, newest first, with their releases. One
    query."""
    return list(
        db.session.scalars(
            select(Waiver)
            .where(Waiver.charter_id == charter_id, Waiver.release_id.in_(public_release_ids(now)))
            .options(joinedload(Waiver.release))
            .order_by(Waiver.id.desc())
        )
    )
