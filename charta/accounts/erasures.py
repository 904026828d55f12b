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

LAST_NUMBER = 2**31 - 1
"""Of a person, in PostgreSQL."""


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


@dataclass(frozen=True)
class Listed:
    """What the list says, in its order, and how many of its lines say nothing that we could read:
    a crash may have cut one off, and then the night has added it again."""

    erasures: Sequence[Erasure] = ()
    unreadable: int = 0


def read(path: Path) -> Listed:
    """The whole list; an empty one where there is none. Raises ``OSError`` where it may not be
    read."""
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return Listed()
    found = [_read_line(line) for line in lines if line]
    erasures = [one for one in found if one is not None]
    return Listed(erasures, unreadable=len(found) - len(erasures))


def _read_line(line: bytes) -> Erasure | None:
    try:
        content = json.loads(line)
        number, at = content["person"], datetime.fromisoformat(content["at"])
        texts = bool(content["texts"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if type(number) is not int or not 0 < number <= LAST_NUMBER or at.tzinfo is None:
        return None
    return Erasure(number, at, texts)


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
    try:
        listed = read(settings.erasure_list)
    except OSError as error:
        log.error("erasure_list", failure=type(error).__name__)
        return 0
    if listed.unreadable:
        log.error("erasure_list", failure="unreadable", lines=listed.unreadable)
    known = set(listed.erasures)
    missing = [one for one in of_the_journal() if one not in known]
    if missing:
        write_down(settings, missing)
    return len(missing)
