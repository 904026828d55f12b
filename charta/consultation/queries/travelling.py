"""What became of comments in later releases, as the public may know it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import aliased

from charta.consultation.models import Comment, Passage, Placement
from charta.consultation.queries.carrying import in_force
from charta.consultation.queries.moments import MOMENT
from charta.consultation.rules import PLACED
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


PLACES = 11
"""How many columns are added."""


def with_place(query: Select[*Columns]) -> Select[*Columns]:
    """Add to a select of comments, at its end, where each stands in the newest public release
    after the one it was made on, with the parameter ``now``. :func:`place_in` reads it."""
    at, release = aliased(Placement), aliased(Release)
    newest = (
        select(at.id)
        .join(release, release.id == at.release_id)
        .where(at.comment_id == Comment.id, at.release_id.in_(public_release_ids(MOMENT)))
        .order_by(release.number.desc(), at.id.desc())
        .limit(1)
        .correlate(Comment)
        .scalar_subquery()
    )
    return _described(query.outerjoin(Placement, Placement.id == newest))


def _described(query: Select[*Columns]) -> Select[*Columns]:
    """Add what :class:`Travelled` holds to a select of comments and placements."""
    home, passage = aliased(Document), aliased(Passage)
    length = Placement.end - Placement.start
    return (
        query.select_from(Comment)
        .outerjoin(Release, Release.id == Placement.release_id)
        .outerjoin(home, home.id == Comment.document_id)
        .outerjoin(passage, passage.comment_id == Comment.id)
        .outerjoin(Revision, Revision.id == Placement.revision_id)
        .outerjoin(Document, Document.id == Revision.document_id)
        .add_columns(
            Placement.comment_id,
            Release.number,
            Placement.verdict,
            passage.exact,
            func.substr(Revision.plain, Placement.start + 1, length),
            home.key,
            Document.key,
            Document.kind,
            Placement.decided_at,
            Placement.decided_by_id.is_not(None),
            Placement.reason,
        )
    )


def with_journey(query: Select[*Columns]) -> Select[*Columns]:
    """Add to a select of one comment, at its end, where it stands in each public release after
    the one it was made on, in order, with the parameter ``now``: a row for each, or one with
    nothing added. :func:`place_in` reads it."""
    public = Placement.release_id.in_(public_release_ids(MOMENT))
    here = (Placement.comment_id == Comment.id) & public & in_force()
    return _described(query.outerjoin(Placement, here)).order_by(Release.number)


def place_in(row: Row[*Columns]) -> Travelled | None:
    """What :func:`with_place` or :func:`with_journey` has added to a row; None when the comment
    has not travelled."""
    added = tuple(row)[-PLACES:]
    return None if added[0] is None else _travelled(added)


def _travelled(added: Columns) -> Travelled:
    comment, release, verdict, exact, now, home, key, kind, at, by_person, reason = added
    if verdict not in PLACED:
        now = key = kind = None
    if not by_person:
        at, reason = None, ""
    return Travelled(comment, release, verdict, exact, now, home, key, kind, at, reason)
