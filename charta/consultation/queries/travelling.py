"""What became of comments in later releases, as the public may know it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, select

from charta.consultation.models import Comment, Passage, Placement
from charta.consultation.queries.carrying import in_force
from charta.consultation.queries.moments import MOMENT
from charta.consultation.rules import Verdict
from charta.core.database import rows
from charta.drafting.models import Document, Revision
from charta.releases.models import Release
from charta.releases.queries import public_release_ids
from charta.text.diff import Edit, words

Columns = tuple[Any, ...]


@dataclass(frozen=True)
class Travelled:
    """Where a comment stands in one public release. Plain values only, so that what is made of
    them can be kept.

    ``exact`` are the words it was made on, None when it was made on the whole text; ``now`` the
    words in their place; ``key`` and ``kind`` are those of the text they stand in, None when it
    is gone; ``home`` is the key of the text the comment was made on.
    """

    comment_id: int
    release: int
    verdict: str
    exact: str | None
    now: str | None
    home: str
    key: str | None
    kind: str | None
    corrected_at: datetime | None
    """When a person has settled this; None when it is the machine's verdict."""
    reason: str
    """Why the person decided so."""

    @cached_property
    def edits(self) -> tuple[Edit, ...]:
        """The difference between the words then and now."""
        return words(self.exact or "", self.now or "")


@cache
def _placed() -> Select[*Columns]:
    """What :class:`Travelled` holds, of all public releases, with the comments ``ids``."""
    home = (
        select(Document.key)
        .join(Comment, Comment.document_id == Document.id)
        .where(Comment.id == Placement.comment_id)
        .scalar_subquery()
    )
    length = Placement.end - Placement.start
    return (
        select(
            Placement.comment_id,
            Release.number,
            Placement.verdict,
            Passage.exact,
            func.substr(Revision.plain, Placement.start + 1, length),
            home,
            Document.key,
            Document.kind,
            Placement.decided_at,
            Placement.decided_by_id.is_not(None),
            Placement.reason,
            func.row_number()
            .over(partition_by=Placement.comment_id, order_by=Release.number.desc())
            .label("place"),
        )
        .join(Release, Release.id == Placement.release_id)
        .outerjoin(Passage, Passage.comment_id == Placement.comment_id)
        .outerjoin(Revision, Revision.id == Placement.revision_id)
        .outerjoin(Document, Document.id == Revision.document_id)
        .where(
            Placement.comment_id.in_(bindparam("ids", expanding=True)),
            Placement.release_id.in_(public_release_ids(MOMENT)),
            in_force(),
        )
    )


@cache
def _newest() -> Select[*Columns]:
    """The newest of :func:`_placed` for each comment."""
    placed = _placed().subquery()
    return select(placed).where(placed.c.place == 1)


@cache
def _all() -> Select[*Columns]:
    return _placed().order_by(Release.number)


def _travelled(row: Row[*Columns]) -> Travelled:
    comment, release, verdict, exact, now, home, key, kind, at, by_person, reason, _place = row
    if verdict in {Verdict.UNCERTAIN, Verdict.REMOVED}:
        now = key = kind = None
    if not by_person:
        at, reason = None, ""
    return Travelled(comment, release, verdict, exact, now, home, key, kind, at, reason)


def travelled(comment_ids: Collection[int], *, now: datetime) -> dict[int, Travelled]:
    """For each comment where it stands in the newest public release after the one it was made
    on; comments that have not travelled are left out. One query."""
    found = rows(_newest(), ids=list(comment_ids), now=now)
    return {one.comment_id: one for one in map(_travelled, found)}


def journey(comment_id: int, *, now: datetime) -> list[Travelled]:
    """A comment through all public releases after the one it was made on, in order. One query."""
    return [_travelled(row) for row in rows(_all(), ids=[comment_id], now=now)]
