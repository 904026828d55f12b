"""Entering what came by other ways, splitting it into comments, and finishing it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import func, select

from charta.accounts import guests
from charta.accounts.rules import normal_address
from charta.consultation.models import Comment, Round
from charta.consultation.rules import State
from charta.consultation.services import Said, enter_comment
from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Conflict, Invalid, NotAllowed
from charta.drafting.models import Document
from charta.intake import policies, queries, rules
from charta.intake.models import Excerpt, Intake
from charta.intake.stretches import overlap
from charta.journal.services import record
from charta.receipts import services as receipts
from charta.text.long import render_long
from charta.text.spans import Span


@dataclass(frozen=True)
class Entry:
    """What somebody enters. ``public_name`` is what the public reads as the author, empty for
    the usual one of the channel; all of the sender is known to staff only."""

    channel: str
    received_on: date
    title: str
    source: str
    public_name: str = ""
    sender_name: str = ""
    sender_address: str = ""
    sender_email: str = ""
    file_name: str = ""


class EnteredBefore(Conflict):
    """The same words of the same sender have been entered already, as ``E-number``."""

    def __init__(self, number: int) -> None:
        message = _("Dieselben Worte sind schon als E-%(number)s eingetragen.", number=number)
        super().__init__(message)
        self.number = number


class StretchTaken(Conflict):
    """A chosen stretch has become part of a comment already; ``key`` is that one."""

    def __init__(self, key: str) -> None:
        super().__init__(_("Diese Stelle ist schon %(key)s zugeordnet.", key=key))
        self.key = key


def enter_intake(
    actor: Actor,
    now: datetime,
    round: Round,  # noqa: A002 - the glossary's word
    entry: Entry,
    *,
    document: Document | None = None,
    seen: int | None = None,
) -> Intake:
    """Write an Eingabe down; with ``document`` all of it becomes one comment on that text and it
    is finished. It gets a receipt. After the round has closed it is taken as well.

    ``seen`` is the number of the equal one that has been shown before. Raises NotAllowed,
    EnteredBefore for an equal one that has not, Conflict before the round has begun, Invalid.
    """
    if not policies.may_enter(actor, round.charter_id):
        raise NotAllowed
    if round.state(now) is State.BEFORE:
        raise Conflict(_("Diese Beteiligung hat noch nicht begonnen."))
    intake = _intake(actor, now, round, entry)
    before = queries.equal(round.id, [intake.fingerprint]).get(intake.fingerprint)
    if before is not None and before != seen:
        raise EnteredBefore(before)
    return write(actor, now, round, intake, document)


def write(
    actor: Actor,
    now: datetime,
    round: Round,  # noqa: A002 - the glossary's word
    intake: Intake,
    document: Document | None,
) -> Intake:
    """Add an Eingabe that has been made ready, with its receipt and, perhaps, its comment."""
    db.session.add(intake)
    db.session.flush()
    receipts.issue(now, intake)
    record(
        actor,
        now,
        "intake.entered",
        intake,
        intake.charter_id,
        number=intake.number,
        round=round.id,
        channel=intake.channel,
    )
    if document is not None:
        _become(actor, now, intake, round, document=document, stretches=[(0, len(intake.source))])
        finish(actor, now, intake)
    return intake


def _intake(actor: Actor, now: datetime, found: Round, entry: Entry) -> Intake:
    """An Eingabe of what was entered, its author written; raises Invalid."""
    source = rules.checked_text(entry.source)
    rules.check_received(entry.received_on, now)
    name = rules.public_name(entry.channel, entry.public_name)
    email = _address(entry.sender_email)
    return Intake(
        charter_id=found.charter_id,
        number=next_number(found.charter_id),
        round_id=found.id,
        channel=entry.channel,
        received_on=entry.received_on,
        title=entry.title,
        source=source,
        html=render_long(source),
        file_name=entry.file_name,
        fingerprint=rules.fingerprint(
            source, entry.sender_name or email or entry.public_name, entry.channel
        ),
        author_id=guests.a_voice(now, name=name).id,
        sender_name=entry.sender_name,
        sender_address=entry.sender_address,
        sender_email=email,
        entered_by_id=actor.person_id,
        entered_at=now,
    )


def _address(typed: str) -> str:
    if not typed:
        return ""
    try:
        return normal_address(typed)
    except Invalid as error:
        raise Invalid(error.message, "sender_email") from error


def next_number(charter_id: int) -> int:
    """The number of the next Eingabe of a charter."""
    highest = db.session.scalar(
        select(func.max(Intake.number)).where(Intake.charter_id == charter_id)
    )
    return (highest or 0) + 1


def assign(
    actor: Actor,
    now: datetime,
    intake: Intake,
    chosen: Collection[Span],
    document: Document,
) -> Comment:
    """Make stretches of an Eingabe (with its round loaded) one comment on a text of the round.

    Raises NotAllowed, StretchTaken, Conflict once it is finished, Invalid for stretches that are
    none, NotFound for a text the round does not show.
    """
    if not policies.may_enter(actor, intake.charter_id):
        raise NotAllowed
    if intake.finished_at is not None:
        raise Conflict(
            _("Diese Eingabe ist abgeschlossen. Öffnen Sie sie wieder, um mehr daraus zuzuordnen.")
        )
    stretches = rules.merged(intake.source, chosen)
    for taken, key in queries.stretches(queries.excerpts(intake.id)).items():
        if any(overlap(taken, stretch) for stretch in stretches):
            raise StretchTaken(key)
    return _become(actor, now, intake, intake.round, document=document, stretches=stretches)


def _become(
    actor: Actor,
    now: datetime,
    intake: Intake,
    found: Round,
    *,
    document: Document,
    stretches: list[Span],
) -> Comment:
    comment = enter_comment(
        actor,
        now,
        found,
        document,
        Said(rules.joined(intake.source, stretches)),
        author_id=intake.author_id,
        submission=f"excerpt-{stretches[0][0]}",
        intake=intake.id,
    )
    db.session.add_all(
        Excerpt(intake_id=intake.id, comment_id=comment.id, start=start, end=end)
        for start, end in stretches
    )
    db.session.flush()
    return comment


def finish(actor: Actor, now: datetime, intake: Intake) -> None:
    """Say that all of it that wants an answer has become a comment.

    Raises NotAllowed, Conflict when it is finished already, Invalid when nothing has become one.
    """
    if not policies.may_enter(actor, intake.charter_id):
        raise NotAllowed
    if intake.finished_at is not None:
        raise Conflict(_("Diese Eingabe ist schon abgeschlossen."))
    if not queries.excerpts(intake.id):
        raise Invalid(
            _("Bitte ordnen Sie zuerst eine Stelle zu: Jede Eingabe bekommt eine Antwort."),
            "stretches",
        )
    intake.finished_at, intake.finished_by_id = now, actor.person_id
    db.session.flush()
    record(actor, now, "intake.finished", intake, intake.charter_id, number=intake.number)


def reopen(actor: Actor, now: datetime, intake: Intake) -> None:
    """Go on splitting; raises NotAllowed, Conflict when it is not finished."""
    if not policies.may_enter(actor, intake.charter_id):
        raise NotAllowed
    if intake.finished_at is None:
        raise Conflict(_("Diese Eingabe ist noch nicht abgeschlossen."))
    intake.finished_at = intake.finished_by_id = None
    db.session.flush()
    record(actor, now, "intake.reopened", intake, intake.charter_id, number=intake.number)
