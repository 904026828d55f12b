"""The journal about oneself. Here, since here it has words."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _
from sqlalchemy import and_, or_, select

from charta.accounts.belongings import Holder, Section
from charta.accounts.models import Person
from charta.charters.models import Charter
from charta.core.database import db
from charta.desk.person_words import action
from charta.journal.models import JournalEntry


def tell(person_id: int) -> Iterator[Section]:
    """What one has done and what was done with one's account. Two queries."""
    about = and_(
        JournalEntry.subject_type == Person.__tablename__, JournalEntry.subject_id == person_id
    )
    entries = db.session.scalars(
        select(JournalEntry)
        .where(or_(JournalEntry.actor_id == person_id, about))
        .order_by(JournalEntry.id)
    ).all()
    names = {one.id: one.name for one in db.session.scalars(select(Charter))} if entries else {}
    yield Section(
        "journal",
        _("Protokoll"),
        [
            ("number", _("Nummer")),
            ("at", _("Wann")),
            ("action", _("Was")),
            ("code", _("Zeichen")),
            ("charter", _("Charta")),
            ("by_me", _("Von Ihnen")),
        ],
        [
            (
                one.id,
                one.at,
                action(one.action),
                one.action,
                names.get(one.charter_id or 0),
                one.actor_id == person_id,
            )
            for one in entries
        ],
    )


HOLDER = Holder((), tell=tell)
