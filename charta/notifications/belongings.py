"""What somebody wants to hear of, as what the site holds about a person."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _
from sqlalchemy import delete, select

from charta.accounts.belongings import Fate, Holder, Leaving, Section, goes
from charta.charters.models import Charter
from charta.core.database import db
from charta.notifications.models import Addressee, Notice, Watch, Wish
from charta.notifications.rules import Frequency
from charta.notifications.words import FREQUENCIES

KINDS = (Addressee, Wish, Watch, Notice)


def forget(leaving: Leaving) -> None:
    """With the last of it nobody can be written to any more."""
    silence(leaving.person_id)


def silence(person_id: int) -> None:
    """Whose address is forgotten is told nothing more, and has nothing to choose."""
    for kind in KINDS:
        db.session.execute(delete(kind).where(kind.person_id == person_id))


def tell(person_id: int) -> Iterator[Section]:
    """Wishes and the charters one asked to hear of. Three queries."""
    wishes = db.session.scalars(
        select(Wish).where(Wish.person_id == person_id).order_by(Wish.topic)
    ).all()
    watched = db.session.scalars(
        select(Charter.name)
        .join(Watch, Watch.charter_id == Charter.id)
        .where(Watch.person_id == person_id)
        .order_by(Charter.name)
    ).all()
    language = db.session.scalar(select(Addressee.language).where(Addressee.person_id == person_id))
    topics = {
        "answers": _("Antworten auf das, was ich gesagt habe"),
        "clauses": _("Texte, zu denen ich etwas gesagt habe"),
        "rounds": _("neue Beteiligungen"),
    }
    yield Section(
        "notifications",
        _("Benachrichtigungen"),
        [("topic", _("Worüber")), ("wish", _("Wunsch"))],
        [
            *((topics[one.topic], str(FREQUENCIES[Frequency(one.frequency)])) for one in wishes),
            *((name, _("neue Beteiligungen")) for name in watched),
            *([(_("Sprache der E-Mails"), language)] if language else []),
        ],
    )


HOLDER = Holder(
    goes(
        Fate.GONE,
        addressees=("person_id",),
        wishes=("person_id",),
        watches=("person_id",),
        notices=("person_id",),
    ),
    forget=forget,
    tell=tell,
    silence=silence,
)
