"""A restored backup forgets again who was erased after it was made."""

from __future__ import annotations

from flask import Flask, current_app

from charta.accounts import erasures
from charta.accounts.models import Person
from charta.accounts.services.erasing import erase_again
from charta.backup import afterwards
from charta.core.actors import OPERATOR
from charta.core.clock import now
from charta.core.database import db, transaction
from config import Settings


def init_app(app: Flask) -> None:
    afterwards.add(app, erase_all_again)


def erase_all_again() -> str:
    """Carry out the list of erasures; what is erased already stays as it is. A number that was
    given anew since belongs to somebody who came later, and is left alone."""
    settings: Settings = current_app.extensions["charta.settings"]
    listed = erasures.read(settings.erasure_list)
    count = 0
    for one in listed:
        with transaction():
            person = db.session.get(Person, one.person_id)
            if person is None or person.erased_at is not None or person.created_at > one.at:
                continue
            erase_again(OPERATOR, now(), person, one)
            count += 1
    if not listed:
        return (
            f"Löschungen: keine Liste unter {settings.erasure_list}. Wer seit der Sicherung "
            "gelöscht wurde, ist wieder da."
        )
    return f"Löschungen: {len(listed)} in der Liste, {count} noch einmal ausgeführt"
