"""Carrying comments to a later release, a batch at a time.

A batch is computed first and written afterwards, so that whoever carries in the background holds
the lock of writers only for the writing. What has been carried is a fact in the database: begun
again after whatever has happened, carrying goes on with what is left, and no comment gets two
placements by the machine.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import insert, select

from charta.consultation.models import Placement
from charta.consultation.placing import Placed, found_elsewhere, placed, to_be_found
from charta.consultation.queries import carrying as queries
from charta.core.actors import OPERATOR
from charta.core.database import db
from charta.journal.services import record
from charta.releases.models import Release
from charta.text.spans import Span

CARRY = "carry"
"""The kind of message that has one release (``release``) served, or one late comment carried
(``comment``)."""

BATCH = 500
"""Comments of a batch. Only their passages and the texts they are carried between are held in
memory, never what people wrote."""


def carry_all(now: datetime, release: Release, *, comment_id: int | None = None) -> int:
    """Carry everything that is left, or one comment, within the open transaction; returns how
    many were carried. For what is small: a background worker takes a batch at a time."""
    count = 0
    while batch := next_batch(release, comment_id=comment_id):
        count += keep(now, release, batch)
    return count


def next_batch(
    release: Release, *, comment_id: int | None = None, limit: int | None = None
) -> list[Placed]:
    """Where the next comments that wait stand in ``release``; empty when none waits. Only reads:
    at most four queries."""
    ids = queries.outstanding(release, comment_id=comment_id, limit=limit or BATCH)
    if not ids:
        return []
    travellers = queries.travellers(release, ids)
    needed = {
        revision
        for one in travellers
        for revision in (one.made_on, one.old, one.new, *(one.adopted or ()))
        if revision is not None
    }
    found = placed(travellers, queries.wordings(needed))
    words = {one.comment_id: one.passage.exact for one in travellers if one.passage is not None}
    sought = to_be_found(found, words)
    return found_elsewhere(found, words, _places(release, sought)) if sought else found


def _places(
    release: Release, sought: Mapping[str, re.Pattern[str]]
) -> dict[str, list[tuple[int, Span]]]:
    """Where words stand in all the texts of a release; two places are as good as more."""
    found: dict[str, list[tuple[int, Span]]] = {words: [] for words in sought}
    for revision_id, plain in queries.texts_of(release):
        for words, pattern in sought.items():
            if len(found[words]) < 2:
                found[words] += [(revision_id, one.span()) for one in pattern.finditer(plain)][:2]
    return found


def keep(now: datetime, release: Release, batch: Sequence[Placed]) -> int:
    """Write a batch; what somebody else has written meanwhile stays. Returns how many rows."""
    there = _there(release, [one.comment_id for one in batch])
    rows = [_row(now, release, one) for one in batch if one.comment_id not in there]
    if not rows:
        return 0
    db.session.execute(insert(Placement), rows)
    record(
        OPERATOR,
        now,
        "comments.carried",
        release,
        release.charter_id,
        number=release.number,
        carried=len(rows),
    )
    return len(rows)


def _there(release: Release, comment_ids: Collection[int]) -> set[int]:
    return set(
        db.session.scalars(
            select(Placement.comment_id).where(
                Placement.release_id == release.id,
                Placement.decided_by_id.is_(None),
                Placement.comment_id.in_(comment_ids),
            )
        )
    )


def _row(now: datetime, release: Release, one: Placed) -> dict[str, object]:
    start, end = one.span or (None, None)
    return {
        "comment_id": one.comment_id,
        "release_id": release.id,
        "revision_id": one.revision_id,
        "verdict": one.verdict.value,
        "start": start,
        "end": end,
        "confidence": one.confidence,
        "decided_by_id": None,
        "reason": "",
        "decided_at": now,
    }
