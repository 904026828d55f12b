"""Sections, clauses and revisions with dull defaults, made through the services.

Each builder opens a transaction of its own, unless the test has opened one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from charta.charters.models import Charter, Theme
from charta.core import database
from charta.core.database import db, transaction
from charta.drafting import queries, services
from charta.drafting.models import Document, Revision
from tests.support.cast import START, Cast


@contextmanager
def writing() -> Iterator[None]:
    """The transaction that is open, else a new one."""
    if database._writing.get():
        yield
        return
    with transaction():
        yield


def a_section(
    city: Cast,
    theme: str = "MOB",
    title: str = "Nachhaltige Mobilität",
    source: str = "Wie wir unterwegs sein wollen.",
    now: datetime = START,
) -> Document:
    """A section with its first revision, at the end of the draft."""
    with writing():
        return services.create_section(
            city.editor,
            now,
            db.session.get_one(Charter, city.charter_id),
            theme=db.session.get_one(Theme, city.themes[theme]),
            title=title,
            source=source,
        )


def a_clause(
    city: Cast,
    section: Document | None = None,
    *,
    title: str = "Sichere Radwege",
    source: str = "Die Stadt baut sichere Radwege.",
    theme: str | None = None,
    now: datetime = START,
) -> Document:
    """A clause with its first revision, in ``section`` or in one made for it."""
    with writing():
        return services.create_clause(
            city.editor,
            now,
            section or a_section(city, theme or "MOB", now=now),
            title=title,
            source=source,
            theme=db.session.get_one(Theme, city.themes[theme]) if theme else None,
        )


def a_revision(
    city: Cast,
    document: Document,
    source: str = "Die Stadt baut sichere Radwege, zuerst zu den Schulen.",
    *,
    title: str | None = None,
    note: str = "Genauer gefasst",
    now: datetime = START,
) -> Revision:
    """A further revision of ``document`` on top of its current one."""
    with writing():
        current = queries.current_revision(document.id)
        return services.save_revision(
            city.editor,
            now,
            document,
            base_number=current.number,
            title=title or current.title,
            source=source,
            note=note,
        )
