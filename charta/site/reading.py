"""The words of a release as the public reads them, kept in memory because they never change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

from sqlalchemy import select

from charta.core.database import db
from charta.drafting.models import Document, Revision
from charta.releases.models import ReleaseItem

KEPT_RELEASES = 32


@dataclass(frozen=True)
class Passage:
    """One document of a release: a section with its clauses, or a clause without any."""

    document_id: int
    key: str
    title: str
    html: str
    revision_id: int
    revision_number: int
    note: str = ""
    clauses: tuple[Passage, ...] = ()


Contents = tuple[tuple[str, str, "Contents"], ...]
"""A table of contents: words, anchor, and the same below it."""


class Fixed(Protocol):
    """A release, or what has been read of one."""

    @property
    def id(self) -> int: ...

    @property
    def hash(self) -> str: ...


def read(release: Fixed) -> tuple[Passage, ...]:
    """The sections of ``release`` in order, each with its clauses. One query, or none when the
    release has been read before: its hash vouches for the words."""
    return _read(release.id, release.hash)


@lru_cache(maxsize=KEPT_RELEASES)
def _read(release_id: int, _hash: str) -> tuple[Passage, ...]:
    rows = db.session.execute(
        select(
            ReleaseItem.parent_id,
            Document.id,
            Document.key,
            Revision.title,
            Revision.html,
            Revision.id,
            Revision.number,
            Revision.note,
        )
        .join(Document, Document.id == ReleaseItem.document_id)
        .join(Revision, Revision.id == ReleaseItem.revision_id)
        .where(ReleaseItem.release_id == release_id)
        .order_by(ReleaseItem.position)
    ).all()
    clauses: dict[int | None, list[Passage]] = {}
    for row in rows:
        clauses.setdefault(row[0], []).append(Passage(*row[1:]))
    return tuple(
        replace(section, clauses=tuple(clauses.get(section.document_id, ())))
        for section in clauses.get(None, ())
    )


def contents(release: Fixed) -> Contents:
    """The table of contents of ``release``, kept like its words."""
    return _contents(release.id, release.hash)


@lru_cache(maxsize=KEPT_RELEASES)
def _contents(release_id: int, fixed_hash: str) -> Contents:
    return tuple(
        (
            section.title,
            f"#{section.key}",
            tuple((c.title, f"#{c.key}", ()) for c in section.clauses),
        )
        for section in _read(release_id, fixed_hash)
    )


def documents(sections: tuple[Passage, ...]) -> list[Passage]:
    """All passages, sections and clauses, in reading order."""
    return [passage for section in sections for passage in (section, *section.clauses)]
