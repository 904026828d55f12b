"""Proving that no release was changed, dropped or slipped in behind the system's back."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from charta.core.database import db
from charta.core.hashing import GENESIS
from charta.journal.models import JournalEntry
from charta.journal.verification import Break
from charta.releases.models import Opening, Release, ReleaseItem

TABLE = "releases"


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Release)) or 0


def breaks() -> Iterator[Break]:
    """Walk the releases of each charter from the first one: their hashes, their chain, their
    numbers without a gap; each as the journal has it. Then their openings, since these decide
    what is public. Four queries and one a release."""
    yield from _releases()
    yield from _openings()


def _releases() -> Iterator[Break]:
    journaled = _journaled("hash", "release.prepared")
    releases = db.session.scalars(select(Release).order_by(Release.charter_id, Release.number))
    charter_id, expected, previous = 0, 1, GENESIS
    for release in releases.all():
        if release.charter_id != charter_id:
            charter_id, expected, previous = release.charter_id, 1, GENESIS
        if release.number != expected:
            yield Break(TABLE, release.id, f"folgt nicht auf Fassung {expected - 1}")
        if release.previous_hash != previous:
            yield Break(TABLE, release.id, "schließt nicht an die vorige Fassung an")
        yield from _changed(release)
        if journaled.pop(release.id, None) != release.hash:
            yield Break(TABLE, release.id, "steht so nicht im Protokoll")
        expected, previous = release.number + 1, release.hash
    for release_id in journaled:
        yield Break(TABLE, release_id, "steht im Protokoll und fehlt")


def _changed(release: Release) -> Iterator[Break]:
    """The hash over the release, its items in order and their revisions' own hashes."""
    items = db.session.scalars(
        select(ReleaseItem)
        .where(ReleaseItem.release_id == release.id)
        .order_by(ReleaseItem.position)
        .options(joinedload(ReleaseItem.revision))
    ).all()
    for item in items:
        if item.revision.document_id != item.document_id:
            yield Break("release_items", item.id, "nennt die Version einer anderen Klausel")
        if item.revision.digest() != item.revision.hash:
            yield Break("release_items", item.id, "zeigt eine veränderte Version")
    if release.digest(list(items)) != release.hash:
        yield Break(TABLE, release.id, "wurde verändert")


def _openings() -> Iterator[Break]:
    """Each opening must be the one that the journal noted when somebody opened the release."""
    journaled = _journaled("opening", "release.opened", "release.published")
    for opening in db.session.scalars(select(Opening).order_by(Opening.id)).all():
        if journaled.pop(opening.release_id, None) != opening.digest():
            yield Break("openings", opening.id, "steht so nicht im Protokoll")
    for release_id in journaled:
        yield Break(TABLE, release_id, "ist laut Protokoll geöffnet, die Öffnung fehlt")


def _journaled(detail: str, *actions: str) -> dict[int, str]:
    """What the journal noted of each release, by its id."""
    entries = db.session.execute(
        select(JournalEntry.subject_id, JournalEntry.details)
        .where(JournalEntry.action.in_(actions))
        .order_by(JournalEntry.id)
    )
    return {release_id: str(details.get(detail)) for release_id, details in entries}
