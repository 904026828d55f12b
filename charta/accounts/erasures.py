"""The list of erasures, outside of the database: numbers, moments and scopes, nothing else.

A backup brings back who has been erased since it was made. What has to be forgotten again stands
in this list, which is only ever added to; the journal knows the same, so what a crash has kept
out of the list is added in the next night.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from charta.core.database import db
from charta.core.logs import log
from charta.journal.models import JournalEntry
from config import Settings

ACTION = "person.erased"


@dataclass(frozen=True)
class Erasure:
    """Who was erased, when, and whether what they had said in open rounds went with them."""

    person_id: int
    at: datetime
    texts: bool


def settings() -> Settings:
    """Where the list is, and all that whoever forgets must know."""
    found: Settings = current_app.extensions["charta.settings"]
    return found


def write_down(settings: Settings, erasures: Iterable[Erasure]) -> None:
    """Add to the list. A disk that is full does not undo the erasure: the night adds it again."""
    lines = "".join(_line(one) for one in erasures)
    path = settings.erasure_list
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "r+", encoding="utf-8") as file:
            file.write(lines if _ends_well(path) else f"\n{lines}")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        log.error("erasure_list", failure=type(error).__name__)


def _ends_well(path: Path) -> bool:
    """Whether no crash has cut off the last line."""
    return path.read_bytes()[-1:] in {b"", b"\n"}


def _line(one: Erasure) -> str:
    content = {"person": one.person_id, "at": one.at.isoformat(), "texts": one.texts}
    return json.dumps(content) + "\n"


def read(path: Path) -> Sequence[Erasure]:
    """All erasures of the list in their order. A line that a crash has cut off is left out."""
    if not path.is_file():
        return ()
    found = []
    for line in filter(None, path.read_text(encoding="utf-8").splitlines()):
        try:
            content = json.loads(line)
            at = datetime.fromisoformat(content["at"])
            found.append(Erasure(int(content["person"]), at, bool(content["texts"])))
        except (ValueError, KeyError, TypeError):
            log.error("erasure_list", failure="unreadable")
    return found


def of_the_journal() -> Sequence[Erasure]:
    """The same from the journal, without those that were carried out again. One query."""
    entries = db.session.scalars(
        select(JournalEntry).where(JournalEntry.action == ACTION).order_by(JournalEntry.id)
    )
    return [
        Erasure(one.subject_id, one.at, bool(one.details.get("texts")))
        for one in entries
        if not one.details.get("again")
    ]


def complete(settings: Settings) -> int:
    """Add to the list what the journal knows and the list does not; how many that were."""
    listed = set(read(settings.erasure_list))
    missing = [one for one in of_the_journal() if one not in listed]
    if missing:
        write_down(settings, missing)
    return len(missing)
