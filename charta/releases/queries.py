"""Reading releases. What is public is said once, in :func:`public_releases`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import NamedTuple, TypeVar

from sqlalchemy import BindParameter, Integer, Select, bindparam, func, select
from sqlalchemy.orm import contains_eager, joinedload

from charta.core.database import UtcDateTime, db, rows
from charta.core.errors import NotFound
from charta.drafting.models import Document, Revision
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
    return _found(_opened(charter_id, now).where(Release.number == number))


def release_by_number(charter_id: int, number: int) -> Release:
    """Release ``number``, public or not, with its preparer, opening and opener: for staff.
    Raises NotFound."""
    return _found(
        select(Release)
        .where(Release.charter_id == charter_id, Release.number == number)
        .options(
            joinedload(Release.prepared_by),
            joinedload(Release.opening).joinedload(Opening.opened_by),
        )
    )


def _found(query: Select[Row]) -> Row:
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


def _items() -> Select[ReleaseItem]:
    return (
        select(ReleaseItem)
        .join(ReleaseItem.document)
        .options(
            contains_eager(ReleaseItem.document).joinedload(Document.theme),
            joinedload(ReleaseItem.revision),
        )
    )


def items(release_id: int) -> Sequence[ReleaseItem]:
    """What a release contains, in order, with documents, themes and revisions."""
    query = _items().where(ReleaseItem.release_id == release_id)
    return db.session.scalars(query.order_by(ReleaseItem.position)).all()


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


def public_item(
    charter_id: int, key: str, now: datetime, release_number: int | None = None
) -> ReleaseItem:
    """The document ``key`` as release ``release_number`` shows it to the public; without a
    number, as the newest public release that contains it does. With document, theme, revision,
    release and opening. Raises NotFound where nothing is public."""
    query = (
        _public_items(now)
        .where(Document.charter_id == charter_id, Document.key == key)
        .order_by(Release.number.desc())
    )
    if release_number is not None:
        query = query.where(Release.number == release_number)
    return _found(query)


def public_history(document_id: int, now: datetime) -> Sequence[ReleaseItem]:
    """Each public release that contains the document, newest first, with the wording it shows
    and its opening."""
    query = _public_items(now).where(ReleaseItem.document_id == document_id)
    return db.session.scalars(query.order_by(Release.number.desc())).all()


def _public_items(now: datetime) -> Select[ReleaseItem]:
    return (
        _items()
        .join(ReleaseItem.release)
        .where(ReleaseItem.release_id.in_(public_release_ids(now)))
        .options(contains_eager(ReleaseItem.release).joinedload(Release.opening))
    )


def public_revision_ids(now: datetime) -> Select[int]:
    """The revisions the public may read, to be used inside another select."""
    return select(ReleaseItem.revision_id).where(
        ReleaseItem.release_id.in_(public_release_ids(now))
    )


def public_revision(charter_id: int, key: str, revision_number: int, now: datetime) -> Revision:
    """One wording of the document ``key``; raises NotFound when no public release shows it."""
    return _found(
        select(Revision)
        .join(Revision.document)
        .where(
            Document.charter_id == charter_id,
            Document.key == key,
            Revision.number == revision_number,
            Revision.id.in_(public_revision_ids(now)),
        )
    )


@cache
def _trail() -> Select[Release, ReleaseItem]:
    """The query of :func:`public_trail`, put together once."""
    charter_id = bindparam("charter_id", type_=Integer())
    document_id = (
        select(Document.id)
        .where(Document.charter_id == charter_id, Document.key == bindparam("key"))
        .scalar_subquery()
    )
    return (
        public_releases(bindparam("now", type_=UtcDateTime()))
        .where(Release.charter_id == charter_id)
        .order_by(Release.number.desc())
        .add_columns(ReleaseItem)
        .outerjoin(
            ReleaseItem,
            (ReleaseItem.release_id == Release.id) & (ReleaseItem.document_id == document_id),
        )
        .options(
            contains_eager(Release.opening),
            joinedload(ReleaseItem.document).joinedload(Document.theme),
            joinedload(ReleaseItem.revision),
            joinedload(ReleaseItem.release),
        )
    )


def public_trail(
    charter_id: int, key: str, now: datetime
) -> Sequence[tuple[Release, ReleaseItem | None]]:
    """All public releases of a charter with their openings, newest first, each with the document
    ``key`` as it shows it, or None where it does not contain it. One query."""
    found = db.session.execute(_trail(), {"charter_id": charter_id, "key": key, "now": now})
    return [(release, item) for release, item in found]
