"""What releases contain: which document, at which place, in which wording."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import Integer, Select, bindparam, select
from sqlalchemy.orm import contains_eager, joinedload

from charta.core.database import UtcDateTime, db
from charta.drafting.models import Document
from charta.releases.models import Release, ReleaseItem
from charta.releases.queries.releases import found, public_release_ids, public_releases


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
    return found(query)


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
