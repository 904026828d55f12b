"""Reports, objections and blocks, as what the site holds about a person."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, delete, func, or_, select, update

from charta.accounts.belongings import Fate, Holder, Leaving, Section, goes, stays
from charta.accounts.models import Person
from charta.consultation.models import Comment
from charta.core.database import db
from charta.moderation.models import Block, Case, Measure, Objection, Report, Withheld

OF_THE_CITY = "wer für die Stadt entschieden hat, bleibt als Nummer nachvollziehbar"


def forget(leaving: Leaving) -> None:
    """A report stays without who sent it, a decision without whom it met; words that it hid go,
    since nobody can get them back any more."""
    mine = Case.comment_id.in_(select(Comment.id).where(Comment.author_id == leaving.person_id))
    measures = select(Measure.id).join(Case, Case.id == Measure.case_id).where(mine)
    db.session.execute(delete(Withheld).where(Withheld.measure_id.in_(measures)))
    db.session.execute(delete(Block).where(Block.person_id == leaving.person_id))
    db.session.execute(
        update(Objection).where(Objection.person_id == leaving.person_id).values(person_id=None)
    )
    db.session.execute(
        update(Report)
        .where(_reported(leaving.person_id, leaving.email))
        .values(name=None, email=None, person_id=None)
    )
    db.session.execute(
        update(Case)
        .where(Case.taken_by_id == leaving.person_id)
        .values(taken_by_id=None, taken_at=None)
    )


def _reported(person_id: int, email: str | None) -> ColumnElement[bool]:
    mine = Report.person_id == person_id
    return mine if email is None else or_(mine, func.lower(Report.email) == email)


def tell(person_id: int) -> Iterator[Section]:
    """What one has reported and objected to, and blocks. Four queries."""
    email = db.session.scalar(select(Person.email).where(Person.id == person_id))
    reports = db.session.scalars(
        select(Report).where(_reported(person_id, email)).order_by(Report.id)
    ).all()
    yield Section(
        "reports",
        _("Meldungen"),
        [
            ("at", _("Gesendet")),
            ("name", _("Name")),
            ("email", _("E-Mail-Adresse")),
            ("text", _("Text")),
        ],
        [(one.created_at, one.name, one.email, one.source) for one in reports],
    )
    objections = db.session.scalars(
        select(Objection).where(Objection.person_id == person_id).order_by(Objection.id)
    ).all()
    yield Section(
        "objections",
        _("Widersprüche"),
        [("at", _("Gesendet")), ("text", _("Text")), ("answer", _("Antwort"))],
        [(one.created_at, one.source, one.answer or None) for one in objections],
    )
    blocks = db.session.scalars(
        select(Block).where(Block.person_id == person_id).order_by(Block.id)
    ).all()
    yield Section(
        "blocks",
        _("Sperren"),
        [("since", _("Seit")), ("until", _("Bis")), ("lifted", _("Aufgehoben"))],
        [(one.since, one.until, one.lifted_at) for one in blocks],
    )


HOLDER = Holder(
    (
        *goes(Fate.GONE, blocks=("person_id",)),
        *goes(
            Fate.EMPTIED,
            reports=("name", "email", "person_id"),
            objections=("person_id",),
            cases=("taken_by_id",),
        ),
        *stays(OF_THE_CITY, measures=("decided_by_id",), objections=("decided_by_id",)),
    ),
    forget=forget,
    tell=tell,
)
