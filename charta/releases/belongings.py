"""Bookmarks, as what the site holds about a person."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _
from sqlalchemy import delete, select

from charta.accounts.belongings import Fate, Holder, Leaving, Section, goes, stays
from charta.charters.models import Charter
from charta.core.database import db
from charta.releases.models import Reading, Release

OF_THE_CITY = "Teil der Prüfsumme der Fassung: wer sie vorbereitet und geöffnet hat, als Nummer"


def forget(leaving: Leaving) -> None:
    db.session.execute(delete(Reading).where(Reading.person_id == leaving.person_id))


def tell(person_id: int) -> Iterator[Section]:
    """How far one has read. One query."""
    rows = db.session.execute(
        select(Charter.name, Release.number, Reading.read_at)
        .join(Release, Release.id == Reading.release_id)
        .join(Charter, Charter.id == Reading.charter_id)
        .where(Reading.person_id == person_id)
        .order_by(Reading.id)
    ).all()
    yield Section(
        "readings",
        _("Lesezeichen"),
        [("charter", _("Charta")), ("release", _("Fassung")), ("at", _("Gelesen"))],
        [tuple(row) for row in rows],
    )


HOLDER = Holder(
    (
        *goes(Fate.GONE, readings=("person_id",)),
        *stays(OF_THE_CITY, releases=("prepared_by_id",), openings=("opened_by_id",)),
    ),
    forget=forget,
    tell=tell,
)
