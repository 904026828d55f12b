"""Releases and which of them are open; what is public is said once, in :func:`public_releases`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple, TypeVar

from sqlalchemy import BindParameter, Select, bindparam, func, select
from sqlalchemy.orm import contains_eager, joinedload

from charta.core.database import UtcDateTime, db, rows
from charta.core.errors import NotFound
from charta.releases.models import Opening, Release, ReleaseItem
from charta.releases.rules import Kind

PAGE = 50

Row = TypeVar("Row")


def public_releases(now: datetime | BindParameter[datetime]) -> Select[Release]:
    """The releases that have opened: the one answer to what is public, with their openings.

    Everything the public sees is selected through it, for instance
    ``Release.id.in_(public_releases(now).with_only_columns(Release.id))``.
    """
    return select(Release).join(Release.opening).where(Opening.opens_at <= now)


def public_release_ids(now: datetime) -> Select[int]:
    """The same as :func:`public_releases`, to be used inside another select."""
    return public_releases(now).with_only_columns(Release.id)


def _opened(charter_id: int, now: datetime) -> Select[Release]:
    """Of one charter, newest number first, each with its opening."""
    return (
        public_releases(now)
        .where(Release.charter_id == charter_id)
        .options(contains_eager(Release.opening))
        .order_by(Release.number.desc())
    )


def opened(charter_id: int, now: datetime) -> Sequence[Release]:
    """The public releases of a charter with their openings, newest first."""
    return db.session.scalars(_opened(charter_id, now)).all()


def newest_opened(charter_id: int, now: datetime) -> Release | None:
    """The newest public release of either kind."""
    return db.session.scalars(_opened(charter_id, now).limit(1)).first()


def current_edition(charter_id: int, now: datetime) -> Release | None:
    """The charter as it is in force: the newest published edition."""
    query = _opened(charter_id, now).where(Release.kind == Kind.EDITION).limit(1)
    return db.session.scalars(query).first()


class Edition(NamedTuple):
    """The charter in force with the council's decision: what its page says of it."""

    id: int
    number: int
    title: str
    prepared_at: datetime
    hash: str
    decided_on: date | None
    decision_number: str
    decision_link: str


EDITION_IN_FORCE = (
    public_releases(bindparam("now", type_=UtcDateTime()))
    .with_only_columns(
        Release.id,
        Release.number,
        Release.title,
        Release.prepared_at,
        Release.hash,
        Opening.decided_on,
        Opening.decision_number,
        Opening.decision_link,
    )
    .where(Release.charter_id == bindparam("charter_id"), Release.kind == Kind.EDITION)
    .order_by(Release.number.desc())
    .limit(1)
)


def edition_in_force(charter_id: int, now: datetime) -> Edition | None:
    """The same release as :func:`current_edition` as plain values. One query."""
    found = rows(EDITION_IN_FORCE, charter_id=charter_id, now=now)
    return Edition._make(found[0]) if found else None


def public_release(charter_id: int, number: int, now: datetime) -> Release:
    """Release ``number`` with its opening; raises NotFound when it is not public."""
    return found(_opened(charter_id, now).where(Release.number == number))


def release_by_number(charter_id: int, number: int) -> Release:
    """Release ``number``, public or not, with its preparer, opening and opener: for staff.
    Raises NotFound."""
    return found(
        select(Release)
        .where(Release.charter_id == charter_id, Release.number == number)
        .options(
            joinedload(Release.prepared_by),
            joinedload(Release.opening).joinedload(Opening.opened_by),
        )
    )


def found(query: Select[Row]) -> Row:
    row = db.session.scalars(query.limit(1)).first()
    if row is None:
        raise NotFound
    return row


def opening_of(release_id: int) -> Opening | None:
    """The release's opening, past or to come."""
    return db.session.scalars(select(Opening).where(Opening.release_id == release_id)).first()


def newest(charter_id: int) -> Release | None:
    """The release with the highest number, public or not."""
    return db.session.scalars(
        select(Release)
        .where(Release.charter_id == charter_id)
        .order_by(Release.number.desc())
        .limit(1)
    ).first()


def releases(charter_id: int, before: int | None = None, limit: int = PAGE) -> Sequence[Release]:
    """All releases for staff, newest first, below number ``before`` when it is given; reads one
    more than ``limit`` so that the page knows whether there is another."""
    query = (
        select(Release)
        .where(Release.charter_id == charter_id)
        .options(joinedload(Release.prepared_by), joinedload(Release.opening))
        .order_by(Release.number.desc())
        .limit(limit + 1)
    )
    if before is not None:
        query = query.where(Release.number < before)
    return db.session.scalars(query).all()


def sizes(release_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """For each release the number of its sections and of its clauses. One query."""
    rows = db.session.execute(
        select(
            ReleaseItem.release_id,
            func.count().filter(ReleaseItem.parent_id.is_(None)),
            func.count().filter(ReleaseItem.parent_id.is_not(None)),
        )
        .where(ReleaseItem.release_id.in_(release_ids))
        .group_by(ReleaseItem.release_id)
    )
    return {release_id: (sections, clauses) for release_id, sections, clauses in rows}
