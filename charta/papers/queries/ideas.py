"""The ideas of a round with what became of them, for papers."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, func, select

from charta.charters.models import StakeholderGroup, Theme
from charta.consultation.models import Round
from charta.consultation.rules import Disposition
from charta.consultation.words import disposition
from charta.core.clock import BERLIN
from charta.core.database import db
from charta.drafting.models import Document, Promotion, Revision, Shelving
from charta.papers.rows import WeighingRow
from charta.releases.models import ReleaseItem
from charta.releases.queries import public_release_ids
from charta.weighing.queries import standing
from charta.weighing.standing import Kind, State, Way
from charta.weighing.table_words import KINDS, WAYS
from charta.workshops.models import Idea, Workshop


class Given(NamedTuple):
    """What was decided about an idea, and why."""

    disposition: Disposition
    reason: str
    decided_at: datetime


def ideas_in_order(found: Round, now: datetime) -> list[tuple[int, int | None, str | None]]:
    """The ideas of the round: id, where the clause they went into stands in the round's release,
    and that clause's key; both only where the public can read it. One query."""
    position = (
        select(ReleaseItem.position)
        .where(
            ReleaseItem.release_id == found.release_id,
            ReleaseItem.document_id == _clause_id(now),
        )
        .correlate(Idea)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Idea.id, position, Document.key)
        .outerjoin(Document, Document.id == _clause_id(now))
        .where(_told_in(found))
        .order_by(Idea.id)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def unanswered_idea_keys(found: Round, now: datetime) -> list[str]:
    """The ideas of which the public cannot read what became of them. One query."""
    query = select(Idea.number).where(
        _told_in(found), standing.idea_state(now) != State.RELEASED.value
    )
    return [f"I-{number}" for number in db.session.scalars(query.order_by(Idea.number))]


def idea_dispositions(found: Round, now: datetime) -> dict[str, int]:
    """How many ideas became what, in words. One query."""
    became = standing.idea_disposition()
    rows = db.session.execute(
        select(became, func.count(Idea.id))
        .where(_told_in(found), standing.idea_state(now) == State.RELEASED.value)
        .group_by(became)
    )
    return {disposition(name): number for name, number in rows if name}


def idea_rows(
    found: Round, ids: Collection[int], *, now: datetime, named: bool
) -> dict[int, WeighingRow]:
    """A row for each of the ideas, by its id. Three queries."""
    rows = db.session.execute(_ideas(found, now).where(Idea.id.in_(ids))).all()
    told = [row.id for row in rows if row.state == State.RELEASED]
    given = _set_aside(told) | _taken_up(told, now)
    return {row.id: _row(row, given.get(row.id), named=named) for row in rows}


def _told_in(found: Round) -> ColumnElement[bool]:
    """Of an idea: it belongs to the round, and the public can read its workshop. Papers leave the
    house, so they hold no idea of one that is still closed."""
    opened = exists().where(Workshop.id == Idea.workshop_id, Workshop.opened_at.is_not(None))
    return and_(standing.is_idea_of(found), opened)


def _clause_id(now: datetime) -> ColumnElement[int | None]:
    """The first clause that an idea went into and that the public can read."""
    return (
        select(func.min(Promotion.document_id))
        .where(Promotion.idea_id == Idea.id, _readable(now))
        .correlate(Idea)
        .scalar_subquery()
    )


def _readable(now: datetime) -> ColumnElement[bool]:
    """Of a promotion: a release that is open shows its clause."""
    return Promotion.document_id.in_(
        select(ReleaseItem.document_id).where(ReleaseItem.release_id.in_(public_release_ids(now)))
    )


def _ideas(found: Round, now: datetime) -> Select[*tuple[Any, ...]]:
    """The clause is titled as in the round's release, else as in the newest that is open."""
    title = (
        select(Revision.title)
        .join(ReleaseItem, ReleaseItem.revision_id == Revision.id)
        .where(
            ReleaseItem.document_id == Document.id,
            ReleaseItem.release_id.in_(public_release_ids(now)),
        )
        .order_by((ReleaseItem.release_id == found.release_id).desc(), ReleaseItem.id.desc())
        .limit(1)
        .correlate(Document)
        .scalar_subquery()
    )
    return (
        select(
            Idea.id,
            Idea.number,
            Idea.text,
            standing.idea_state(now).label("state"),
            Workshop.starts_at,
            Theme.name.label("theme"),
            StakeholderGroup.name.label("group"),
            Document.key,
            title.label("title"),
        )
        .select_from(Idea)
        .join(Workshop, Workshop.id == Idea.workshop_id)
        .join(Theme, Theme.id == Idea.theme_id)
        .outerjoin(StakeholderGroup, StakeholderGroup.id == Idea.group_id)
        .outerjoin(Document, Document.id == _clause_id(now))
    )


def _taken_up(ids: Collection[int], now: datetime) -> dict[int, Given]:
    """With every reason, when an idea went into several clauses."""
    rows = db.session.execute(
        select(Promotion.idea_id, Promotion.reason, Promotion.decided_at)
        .where(Promotion.idea_id.in_(ids), _readable(now))
        .order_by(Promotion.id)
    ).all()
    reasons: dict[int, dict[str, None]] = {}
    for idea_id, reason, _decided_at in rows:
        reasons.setdefault(idea_id, {})[reason] = None
    return {
        idea_id: Given(Disposition.ADOPTED, "\n\n".join(reasons[idea_id]), decided_at)
        for idea_id, _reason, decided_at in rows
    }


def _set_aside(ids: Collection[int]) -> dict[int, Given]:
    rows = db.session.execute(
        select(Shelving.idea_id, Shelving.reason, Shelving.decided_at).where(
            Shelving.idea_id.in_(ids), Shelving.ended_at.is_(None)
        )
    )
    return {row[0]: Given(Disposition.NOT_ADOPTED, row[1], row[2]) for row in rows}


def _row(row: Any, given: Given | None, *, named: bool) -> WeighingRow:
    return WeighingRow(
        key=f"I-{row.number}",
        kind=str(KINDS[Kind.IDEA]),
        channel=str(WAYS[Way.WORKSHOP]),
        clause_key=row.key or "",
        clause_title=row.title or "",
        theme=row.theme,
        passage="",
        author=(row.group or "") if named else "",
        text=row.text,
        received_on=row.starts_at.astimezone(BERLIN).date(),
        disposition=disposition(given.disposition) if given else "",
        reason=given.reason if given else "",
        later_wording="",
        answered_on=given.decided_at.astimezone(BERLIN).date() if given else None,
        department="",
        placement="",
        on_text=False,
    )
