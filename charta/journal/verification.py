"""Proving that nothing was changed behind the system's back.

Features whose rows are chained or hashed register a verifier with :func:`add`; the command
``journal verify`` runs them all. A verifier yields a :class:`Break` for each row that does not
hold, first one first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask import Flask, current_app
from sqlalchemy import select

from charta.core.database import streamed
from charta.core.hashing import GENESIS
from charta.journal.models import JournalEntry


@dataclass(frozen=True)
class Break:
    """A row that is not what it was when it was written."""

    table: str
    row: int
    reason: str


@dataclass(frozen=True)
class Verifier:
    """``find`` yields the breaks, ``count`` says how many rows it looked at."""

    name: str
    find: Callable[[], Iterator[Break]]
    count: Callable[[], int]


def add(app: Flask, verifier: Verifier) -> None:
    app.extensions.setdefault("charta.verifiers", []).append(verifier)


def verifiers() -> list[Verifier]:
    found: list[Verifier] = current_app.extensions.get("charta.verifiers", [])
    return found


def journal_breaks() -> Iterator[Break]:
    """Walk the chain from its first entry; one query, streamed."""
    expected_id, previous = 1, GENESIS
    for (entry,) in streamed(select(JournalEntry).order_by(JournalEntry.id)):
        if entry.id != expected_id:
            yield Break("journal_entries", expected_id, "fehlt")
        if entry.previous_hash != previous:
            yield Break("journal_entries", entry.id, "schließt nicht an den Vorgänger an")
        if entry.digest() != entry.hash:
            yield Break("journal_entries", entry.id, "wurde verändert")
        expected_id, previous = entry.id + 1, entry.hash
