"""Builders for charters and what they are made of."""

from __future__ import annotations

from datetime import datetime

from flask import Flask
from sqlalchemy import select

from charta.accounts import visiting
from charta.charters import services
from charta.charters.models import Charter, LegalPage
from charta.core.actors import Role
from charta.core.database import db, transaction
from charta.journal.models import JournalEntry
from tests.support.accounts import mailed_path
from tests.support.cast import START, Cast


def the_charter(city: Cast) -> Charter:
    """The row of the cast's charter; in an app context."""
    charter = db.session.get(Charter, city.charter_id)
    assert charter is not None
    return charter


def a_legal_page(
    city: Cast, slug: str = "impressum", source: str = "Rathaus, Markt 1"
) -> LegalPage:
    """A legal page of the cast's charter; inside a transaction."""
    page = LegalPage(
        charter_id=city.charter_id,
        slug=slug,
        source=source,
        html=f"<p>{source}</p>",
        updated_at=START,
    )
    db.session.add(page)
    db.session.flush()
    return page


def newest_entry() -> JournalEntry:
    """The journal's last entry; in an app context."""
    return db.session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc()).limit(1)).one()


def entries() -> list[str]:
    """What the journal says has been done, oldest first; in an app context."""
    return list(db.session.scalars(select(JournalEntry.action).order_by(JournalEntry.id)))


def an_invitation(
    app: Flask,
    city: Cast,
    email: str = "neele@example.org",
    role: Role = Role.EDITOR,
    *,
    now: datetime = START,
) -> str:
    """Somebody is invited by the admin; the token in the link of the mail. In an app context."""
    with transaction():
        services.invite(
            city.admin, now, visiting.settings(), the_charter(city), email=email, role=role
        )
    return mailed_path(app).split("/")[3]
