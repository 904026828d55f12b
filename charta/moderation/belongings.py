"""Reports, decisions, objections and blocks, as what the site holds about a person."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import pgettext
from sqlalchemy import ColumnElement, delete, func, or_, select, update

from charta.accounts.belongings import Fate, Holder, Leaving, Section, goes, stays
from charta.accounts.models import Person
from charta.consultation.models import Comment
from charta.core.database import db
from charta.moderation import words
from charta.moderation.models import Block, Case, Measure, Objection, Report, Withheld
from charta.moderation.rules import Kind
from charta.workshops.models import Idea

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
    """What one has reported and objected to, what was decided about what one has said, and
    blocks. Five queries."""
    email = db.session.scalar(select(Person.email).where(Person.id == person_id))
    yield _reports(person_id, email)
    yield _decisions(person_id)
    yield _objections(person_id)
    blocks = db.session.scalars(
        select(Block).where(Block.person_id == person_id).order_by(Block.id)
    ).all()
    yield Section(
        "blocks",
        _("Sperren"),
        [("since", _("Seit")), ("until", _("Bis")), ("lifted", _("Aufgehoben"))],
        [(one.since, one.until, one.lifted_at) for one in blocks],
    )


def _reports(person_id: int, email: str | None) -> Section:
    rows = db.session.execute(
        select(Report, Comment, Idea)
        .join(Case, Case.id == Report.case_id)
        .outerjoin(Comment, Comment.id == Case.comment_id)
        .outerjoin(Idea, Idea.id == Case.idea_id)
        .where(_reported(person_id, email))
        .order_by(Report.id)
    )
    return Section(
        "reports",
        _("Meldungen"),
        [
            ("at", _("Gesendet")),
            ("about", pgettext("Spalte", "Beitrag")),
            ("ground", _("Worum es geht")),
            ("name", _("Name")),
            ("email", _("E-Mail-Adresse")),
            ("text", _("Text")),
        ],
        [
            (
                one.created_at,
                (comment or idea).key,
                words.ground(one.ground),
                one.name,
                one.email,
                one.source,
            )
            for one, comment, idea in rows
        ],
    )


def _decisions(person_id: int) -> Section:
    """With the reasons, and with one's own words while they are kept; that nothing was changed
    tells only that somebody has reported it."""
    rows = db.session.execute(
        select(Measure, Comment, Withheld)
        .join(Case, Case.id == Measure.case_id)
        .join(Comment, Comment.id == Case.comment_id)
        .outerjoin(Withheld, Withheld.measure_id == Measure.id)
        .where(Comment.author_id == person_id, Measure.kind != Kind.KEPT)
        .order_by(Measure.id)
    )
    return Section(
        "decisions",
        _("Entscheidungen über Ihre Beiträge"),
        [
            ("at", _("Entschieden")),
            ("about", pgettext("Spalte", "Beitrag")),
            ("decision", pgettext("Spalte", "Entscheidung")),
            ("until", _("Bis")),
            ("basis", _("Grundlage")),
            ("provision", _("Bestimmung")),
            ("facts", _("Gründe")),
            ("public", _("Für alle")),
            ("original", _("Ihr ursprünglicher Text")),
            ("original_wording", _("Vorgeschlagene Worte")),
        ],
        [
            (
                one.decided_at,
                comment.key,
                words.kind(one.kind),
                one.until,
                words.basis(one.basis),
                one.provision,
                one.facts,
                one.public or None,
                kept.source if kept else None,
                kept.wording if kept else None,
            )
            for one, comment, kept in rows
        ],
    )


def _objections(person_id: int) -> Section:
    rows = db.session.execute(
        select(Objection, Measure, Comment, Idea)
        .join(Measure, Measure.id == Objection.measure_id)
        .join(Case, Case.id == Measure.case_id)
        .outerjoin(Comment, Comment.id == Case.comment_id)
        .outerjoin(Idea, Idea.id == Case.idea_id)
        .where(Objection.person_id == person_id)
        .order_by(Objection.id)
    )
    return Section(
        "objections",
        _("Widersprüche"),
        [
            ("at", _("Gesendet")),
            ("about", pgettext("Spalte", "Beitrag")),
            ("decision", pgettext("Spalte", "Entscheidung")),
            ("text", _("Text")),
            ("upheld", _("War er richtig?")),
            ("answer", _("Antwort")),
        ],
        [
            (
                one.created_at,
                (comment or idea).key,
                words.kind(measure.kind),
                one.source,
                one.upheld,
                one.answer or None,
            )
            for one, measure, comment, idea in rows
        ],
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
