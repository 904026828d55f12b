"""A restored backup forgets again who was erased after it was made."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, current_app

from charta.accounts import erasures
from charta.accounts.erasures import Listed
from charta.accounts.models import Person
from charta.accounts.services.erasing import erase_again
from charta.backup import afterwards
from charta.core.actors import OPERATOR
from charta.core.clock import now
from charta.core.database import db, transaction
from config import Settings


def init_app(app: Flask) -> None:
    afterwards.add(app, prepare)


def prepare() -> afterwards.Work:
    """Read the list as long as nothing has been restored yet."""
    settings: Settings = current_app.extensions["charta.settings"]
    listed = erasures.read(settings.erasure_list)
    return lambda: erase_all_again(listed, settings.erasure_list)


def erase_all_again(listed: Listed, place: Path) -> str:
    """Carry out the list of erasures; what is erased already stays as it is. A number that was
    given anew since belongs to somebody who came later, and is left alone."""
    count = 0
    for one in listed.erasures:
        with transaction():
            person = db.session.get(Person, one.person_id)
            if person is None or person.erased_at is not None or person.created_at > one.at:
                continue
            erase_again(OPERATOR, now(), person, one)
            count += 1
    return _in_words(listed, count, place)


def _in_words(listed: Listed, count: int, place: Path) -> str:
    if not listed.erasures and not listed.unreadable:
        return (
            f"Löschungen: keine Liste unter {place}. Wer seit der Sicherung gelöscht wurde, ist "
            "wieder da."
        )
    said = f"Löschungen: {len(listed.erasures)} in der Liste, {count} noch einmal ausgeführt"
    if not listed.unreadable:
        return said
    return (
        f"{said}; in {place} nicht zu lesen: {listed.unreadable}. Sehen Sie nach, wessen Löschung "
        "dort stand, und führen Sie sie mit `people erase` noch einmal aus."
    )
