"""What became of ideas, as far as the public may know."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select

from charta.core.database import db
from charta.drafting.models import Document, Promotion, Revision, Shelving
from charta.releases.models import Release, ReleaseItem
from charta.releases.queries import public_release_ids


@dataclass(frozen=True)
class Adoption:
    """A clause that took up an idea, titled as the newest public release titles it."""

    key: str
    title: str
    reason: str
    decided_at: datetime


@dataclass(frozen=True)
class Outcome:
    """What the public may know of an idea's way; a clause that no release shows is not in it."""

    adoptions: tuple[Adoption, ...] = ()
    shelving: Shelving | None = None

    @property
    def state(self) -> Literal["open", "adopted", "shelved"]:
        if self.adoptions:
            return "adopted"
        return "shelved" if self.shelving else "open"


def outcomes(idea_ids: Collection[int], now: datetime) -> dict[int, Outcome]:
    """What became of each idea, by its id. Two queries."""
    adoptions = _adoptions(idea_ids, now)
    shelvings = {
        shelving.idea_id: shelving
        for shelving in db.session.scalars(
            select(Shelving).where(Shelving.idea_id.in_(idea_ids), Shelving.ended_at.is_(None))
        )
    }
    return {
        idea_id: Outcome(tuple(adoptions.get(idea_id, {}).values()), shelvings.get(idea_id))
        for idea_id in idea_ids
    }


def _adoptions(idea_ids: Collection[int], now: datetime) -> dict[int, dict[int, Adoption]]:
    """By idea and document. Only releases fixed after the promotion tell of it, as in
    ``provenance``; of several the newest one names the clause."""
    rows = db.session.execute(
        select(
            Promotion.idea_id,
            Promotion.document_id,
            Document.key,
            Revision.title,
            Promotion.reason,
            Promotion.decided_at,
        )
        .join(Document, Document.id == Promotion.document_id)
        .join(ReleaseItem, ReleaseItem.document_id == Promotion.document_id)
        .join(Release, Release.id == ReleaseItem.release_id)
        .join(Revision, Revision.id == ReleaseItem.revision_id)
        .where(
            Promotion.idea_id.in_(idea_ids),
            Release.id.in_(public_release_ids(now)),
            Release.prepared_at >= Promotion.decided_at,
        )
        .order_by(Promotion.id, Release.number)
    )
    found: dict[int, dict[int, Adoption]] = {}
    for row in rows:
        adoption = Adoption(row.key, row.title, row.reason, row.decided_at)
        found.setdefault(row.idea_id, {})[row.document_id] = adoption
    return found
