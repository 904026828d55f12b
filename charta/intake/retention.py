"""What guests and senders of letters leave with us, as what is kept for a while only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, delete, exists, or_, select, update
from sqlalchemy.orm import aliased

from charta.accounts import belongings
from charta.accounts.duties import Duty, months_before
from charta.accounts.lapsing import in_days, in_months
from charta.accounts.models import Person
from charta.consultation.models import Answered, Comment, Response
from charta.consultation.queries.force import answered_by_parts, has_answer
from charta.core.database import db
from charta.intake.models import Excerpt, HeldComment, Intake, IntakeImport
from charta.intake.rules import FORGOTTEN_AFTER
from charta.receipts import services as receipts
from charta.sheets.uploads import KEPT
from config import Settings


def settled(limit: datetime) -> ColumnElement[bool]:
    """Whether a comment has its answer, in force and none newer than ``limit``."""
    newer = exists().where(
        Answered.comment_id == Comment.id,
        Response.id == Answered.response_id,
        Response.answered_at > limit,
    )
    return and_(or_(has_answer(), answered_by_parts()), ~newer.correlate(Comment))


def forget_never_confirmed(now: datetime, _settings: Settings, limit: int) -> int:
    """Nobody has said it for certain."""
    found = _held(
        limit,
        HeldComment.token_hash.is_not(None),
        HeldComment.comment_id.is_(None),
        HeldComment.sent_at <= now - FORGOTTEN_AFTER,
    )
    return _delete(found)


def forget_refused(now: datetime, settings: Settings, limit: int) -> int:
    """Long enough for its author to read why."""
    refused = HeldComment.refused_at <= now - timedelta(days=settings.keep_refused_days)
    return _delete(_held(limit, refused))


def forget_guests(now: datetime, settings: Settings, limit: int) -> int:
    """The addresses of people without an account, once all they have said has been answered for a
    while: nothing more is to be told. Their names, which the public reads, stay."""
    before = months_before(now, settings.keep_addresses_months)
    said = exists().where(Comment.author_id == Person.id)
    unsettled = said.where(~settled(before))
    waiting = exists().where(
        HeldComment.email == Person.email,
        HeldComment.comment_id.is_(None),
        HeldComment.refused_at.is_(None),
    )
    found = db.session.scalars(
        select(Person)
        .where(
            Person.email.is_not(None),
            Person.password_hash.is_(None),
            Person.confirmed_at.is_(None),
            said.correlate(Person),
            ~unsettled.correlate(Person),
            ~waiting.correlate(Person),
        )
        .order_by(Person.id)
        .limit(limit)
    ).all()
    for person in found:
        person.email = None
        for holder in belongings.holders():
            holder.silence(person.id)
    db.session.flush()
    return len(found)


def forget_addresses(now: datetime, settings: Settings, limit: int) -> int:
    """The addresses beside what guests have sent, by the same rule."""
    before = months_before(now, settings.keep_addresses_months)
    over = exists().where(Comment.id == HeldComment.comment_id, settled(before))
    found = _held(limit, HeldComment.email.is_not(None), over.correlate(HeldComment))
    numbers = [one.id for one in found]
    db.session.execute(
        update(HeldComment).where(HeldComment.id.in_(numbers)).values(email=None, token_hash=None)
    )
    return len(numbers)


def forget_senders(now: datetime, settings: Settings, limit: int) -> int:
    """Name, address and mail address of who wrote a letter, once all of it has been answered for
    a while. Under which name the public reads it stays."""
    before = months_before(now, settings.keep_addresses_months)
    excerpt = aliased(Excerpt)
    open_part = exists().where(
        excerpt.intake_id == Intake.id, Comment.id == excerpt.comment_id, ~settled(before)
    )
    known = or_(Intake.sender_name != "", Intake.sender_address != "", Intake.sender_email != "")
    found = db.session.scalars(
        select(Intake.id)
        .where(known, Intake.finished_at <= before, ~open_part.correlate(Intake))
        .order_by(Intake.id)
        .limit(limit)
    ).all()
    db.session.execute(
        update(Intake)
        .where(Intake.id.in_(found))
        .values(sender_name="", sender_address="", sender_email="")
    )
    return len(found)


def forget_uploads(now: datetime, _settings: Settings, limit: int) -> int:
    """Tables that somebody has uploaded and not taken over."""
    found = db.session.scalars(
        select(IntakeImport.id).where(IntakeImport.created_at <= now - KEPT).limit(limit)
    ).all()
    db.session.execute(delete(IntakeImport).where(IntakeImport.id.in_(found)))
    return len(found)


def _held(limit: int, *conditions: ColumnElement[bool]) -> Sequence[HeldComment]:
    query = select(HeldComment).where(*conditions).order_by(HeldComment.id).limit(limit)
    return db.session.scalars(query).all()


def _delete(found: Sequence[HeldComment]) -> int:
    for one in found:
        receipts.withdraw(one)
        db.session.delete(one)
    db.session.flush()
    return len(found)


def _after_answer(settings: Settings) -> str:
    months = in_months(settings.keep_addresses_months)
    return str(_("%(months)s nach der Antwort", months=months))


DUTIES = (
    Duty(
        "never_confirmed",
        lambda: _("Beiträge ohne Konto, deren Adresse nie bestätigt wurde"),
        lambda _settings: in_days(FORGOTTEN_AFTER.days),
        forget_never_confirmed,
        "held_comments",
    ),
    Duty(
        "refused",
        lambda: _("Beiträge, die nach dem Lesen abgelehnt wurden"),
        lambda settings: in_days(settings.keep_refused_days),
        forget_refused,
        "held_comments",
    ),
    Duty(
        "guests",
        lambda: _("E-Mail-Adressen von Menschen ohne Konto"),
        _after_answer,
        forget_guests,
        "people",
    ),
    Duty("guest_addresses", lambda: "", _after_answer, forget_addresses, "held_comments"),
    Duty(
        "senders",
        lambda: _("Name und Anschrift von Menschen, die uns geschrieben oder angerufen haben"),
        _after_answer,
        forget_senders,
        "intakes",
    ),
    Duty(
        "intake_uploads",
        lambda: _("hochgeladene Tabellen, die niemand übernommen hat"),
        lambda _settings: in_days(KEPT.days),
        forget_uploads,
        "intake_imports",
    ),
)
