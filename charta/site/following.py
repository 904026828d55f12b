"""Parts of public pages, kept until the journal tells of something that concerns them.

A whole page holds only as long as nothing at all has changed (:mod:`charta.site.unchanged`), which
in a busy round is not long. But an entry of the journal says what it is about: what is said of one
text does not change when somebody speaks of another. So a part is kept with the entry it was made
after, and when it is asked for again the entries since are looked through. Only what is known to
be of no concern here lets it stand; an action that this module has never heard of does not.

A part knows nothing of who reads: it is made of macros without a context, from what everybody may
read. What is personal, such as the header, is made for each request around it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import Flask, current_app
from sqlalchemy import Row, bindparam, select

from charta.core.addresses import place
from charta.core.database import rows
from charta.journal.models import JournalEntry
from charta.site.unchanged import CLOCK, Shelf, Stamp, stamp

KEPT_BYTES = 16 * 1024 * 1024
"""Memory for parts in each process."""

LOOKED_THROUGH = 200
"""Entries; after more of them a part is made anew without looking."""

SHOWN_NOWHERE = frozenset(
    {
        "answer.draft_discarded",
        "answer.drafted",
        "answer.finished",
        "case.taken",
        "idea.added",
        "invitation.renewed",
        "invitation.sent",
        "invitation.withdrawn",
        "measure.blocked",
        "measure.kept",
        "measure.warned",
        "objection.received",
        "objection.rejected",
        "person.confirmed",
        "person.created",
        "person.password_changed",
        "person.password_reset",
        "person.signed_up",
        "report.received",
        "text_module.changed",
        "text_module.created",
        "text_module.removed",
    }
)
"""Actions that change no part: an answer is shown once it has been released, an idea beside a text
once it has been taken up, a person once they have spoken, an invitation nowhere, and of what was
reported only what was hidden, redacted or restored."""

OF_ONE_TEXT = frozenset({"comment.posted"})
"""Actions that change only what is said of the text which their details name."""

SINCE = (
    select(JournalEntry.id, JournalEntry.hash, *CLOCK)
    .add_columns(JournalEntry.charter_id, JournalEntry.action, JournalEntry.details)
    .where(JournalEntry.id >= bindparam("seen"))
    .order_by(JournalEntry.id)
    .limit(LOOKED_THROUGH)
)
STAMP_COLUMNS = 5


@dataclass(frozen=True)
class Part:
    """``values`` for a template, words and markup; ``about`` is the id of the only text that they
    speak of, None when they speak of more."""

    values: Mapping[str, Any]
    about: int | None = None


@dataclass(frozen=True)
class KeptPart:
    """A part and the state of the charter it is known to hold in."""

    stamp: Stamp
    part: Part
    size: int


def init_app(app: Flask) -> None:
    app.extensions["charta.following"] = Shelf[KeptPart](KEPT_BYTES)


def followed(charter_id: int, name: Hashable, moment: datetime, make: Callable[[], Part]) -> Part:
    """The part ``name`` of a charter, as ``make`` would make it now. One query, and those of
    ``make`` when something has happened that concerns the part."""
    shelf: Shelf[KeptPart] = current_app.extensions["charta.following"]
    key = (charter_id, name, place())
    kept = shelf.find(key)
    since = rows(SINCE, seen=kept.stamp[0], now=moment) if kept and kept.stamp else ()
    current = tuple(since[-1])[:STAMP_COLUMNS] if since else stamp(moment)
    if kept is not None and kept.stamp == current:
        return kept.part
    if kept is not None and _holds(kept, charter_id, since):
        shelf.put(key, replace(kept, stamp=current))
        return kept.part
    part = make()
    size = sum(sys.getsizeof(value) for value in part.values.values())
    shelf.put(key, KeptPart(current, part, size))
    return part


def _holds(kept: KeptPart, charter_id: int, since: Sequence[Row[*tuple[Any, ...]]]) -> bool:
    """Whether the journal goes on where the part was made, nothing has opened or closed since,
    and all entries since have been looked through and none concerns it."""
    if not since or tuple(since[0])[:STAMP_COLUMNS] != kept.stamp or len(since) == LOOKED_THROUGH:
        return False
    return not any(
        _concerns(entry.action, entry.details, kept.part.about)
        for entry in since[1:]
        if entry.charter_id in {None, charter_id}
    )


def _concerns(action: str, details: Mapping[str, Any], about: int | None) -> bool:
    if action in SHOWN_NOWHERE:
        return False
    return action not in OF_ONE_TEXT or about is None or details.get("document", about) == about
