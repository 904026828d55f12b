"""From ideas to clauses and back: what became of an idea, where a clause came from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager, joinedload

from charta.core.database import db
from charta.drafting.models import Document, Promotion, Shelving
from charta.workshops.models import Idea, Workshop

State = Literal["open", "promoted", "shelved"]


@dataclass(frozen=True)
class Fate:
    """What became of an idea. Each promotion has its clause loaded (``.document.key``); titles
    are not here, since the public may read only those of a release."""

    promotions: tuple[Promotion, ...] = ()
    shelving: Shelving | None = None

    @property
    def state(self) -> State:
        if self.promotions:
            return "promoted"
        return "shelved" if self.shelving else "open"

    @property
    def reason(self) -> str:
        """Why the idea was set aside; empty when it was not."""
        return self.shelving.reason if self.shelving else ""


def fates(idea_ids: Iterable[int]) -> dict[int, Fate]:
    """What became of each idea, by its id. Two queries."""
    wanted = set(idea_ids)
    promotions: dict[int, list[Promotion]] = {}
    for promotion in db.session.scalars(
        select(Promotion)
        .where(Promotion.idea_id.in_(wanted))
        .options(joinedload(Promotion.document))
        .order_by(Promotion.id)
    ):
        promotions.setdefault(promotion.idea_id, []).append(promotion)
    shelvings = {
        shelving.idea_id: shelving
        for shelving in db.session.scalars(
            select(Shelving).where(Shelving.idea_id.in_(wanted), Shelving.ended_at.is_(None))
        )
    }
    return {
        idea_id: Fate(tuple(promotions.get(idea_id, ())), shelvings.get(idea_id))
        for idea_id in wanted
    }


def origins(document_ids: Iterable[int], *, public: bool = False) -> dict[int, list[Promotion]]:
    """The promotions that led to each clause, by its id, oldest first, with idea, its workshop,
    theme and group loaded; ``public`` leaves only ideas of opened workshops. One query."""
    wanted = set(document_ids)
    query = (
        select(Promotion)
        .join(Promotion.idea)
        .join(Idea.workshop)
        .where(Promotion.document_id.in_(wanted))
        .options(
            contains_eager(Promotion.idea).contains_eager(Idea.workshop),
            contains_eager(Promotion.idea).joinedload(Idea.group),
            contains_eager(Promotion.idea).joinedload(Idea.theme),
        )
        .order_by(Promotion.id)
    )
    if public:
        query = query.where(Workshop.opened_at.is_not(None))
    found: dict[int, list[Promotion]] = {document_id: [] for document_id in wanted}
    for promotion in db.session.scalars(query):
        found[promotion.document_id].append(promotion)
    return found


def promotions_in(idea_ids: Iterable[int], section_id: int) -> Sequence[Promotion]:
    """Promotions of these ideas that were made in a section, or whose clause stands in it now;
    idea and clause loaded. One query."""
    return db.session.scalars(
        select(Promotion)
        .join(Promotion.document)
        .where(
            Promotion.idea_id.in_(set(idea_ids)),
            or_(Promotion.section_id == section_id, Document.parent_id == section_id),
        )
        .options(contains_eager(Promotion.document), joinedload(Promotion.idea))
        .order_by(Promotion.id)
    ).all()
