"""Proving that every wording is what it was when it was saved."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from charta.core.database import streamed
from charta.core.hashing import GENESIS
from charta.drafting.models import Revision
from charta.drafting.queries import count_revisions
from charta.journal.models import JournalEntry
from charta.journal.verification import Break, Verifier

ACTIONS = ("section.created", "section.revised", "clause.created", "clause.revised")


def revision_breaks() -> Iterator[Break]:
    """Walk every document's chain, then hold all revisions against the journal. Two passes over
    the revisions and one over the journal, streamed."""
    yield from _broken_chains()
    yield from _unlike_the_journal()


def _broken_chains() -> Iterator[Break]:
    document_id, number, previous = 0, 1, GENESIS
    in_order = select(Revision).order_by(Revision.document_id, Revision.number)
    for (revision,) in streamed(in_order):
        if revision.document_id != document_id:
            document_id, number, previous = revision.document_id, 1, GENESIS
        if revision.number != number:
            yield Break(
                Revision.__tablename__,
                revision.id,
                f"Version {revision.number} folgt auf Version {number - 1}: dazwischen fehlt eine",
            )
        if revision.previous_hash != previous:
            yield Break(Revision.__tablename__, revision.id, "schließt nicht an den Vorgänger an")
        if revision.digest() != revision.hash:
            yield Break(Revision.__tablename__, revision.id, "wurde verändert")
        number, previous = revision.number + 1, revision.hash


def _unlike_the_journal() -> Iterator[Break]:
    """Revisions and journal entries are written one after the other, so both lie in the same
    order and can be walked side by side."""
    journal = _journaled()
    entry = next(journal, None)
    for revision_id, saved in _saved():
        while entry is not None and entry[0] < revision_id:
            yield Break(Revision.__tablename__, entry[0], "steht im Protokoll, aber fehlt")
            entry = next(journal, None)
        if entry is None or entry[0] > revision_id:
            yield Break(Revision.__tablename__, revision_id, "steht nicht im Protokoll")
            continue
        if entry[1] != saved:
            yield Break(
                Revision.__tablename__, revision_id, "ist nicht die, die das Protokoll nennt"
            )
        entry = next(journal, None)
    while entry is not None:
        yield Break(Revision.__tablename__, entry[0], "steht im Protokoll, aber fehlt")
        entry = next(journal, None)


def _saved() -> Iterator[tuple[int, str]]:
    rows = streamed(select(Revision.id, Revision.hash).order_by(Revision.id))
    return ((row.id, row.hash) for row in rows)


def _journaled() -> Iterator[tuple[int, str]]:
    """The revisions the journal speaks of, with their hashes."""
    rows = streamed(
        select(JournalEntry.details)
        .where(JournalEntry.action.in_(ACTIONS))
        .order_by(JournalEntry.id)
    )
    return ((int(row.details["revision"]), str(row.details["hash"])) for row in rows)


VERIFIER = Verifier("Versionen", revision_breaks, count_revisions)
