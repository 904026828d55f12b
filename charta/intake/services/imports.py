"""Taking over whole tables of letters and calls: first a preview, then one write, all or
nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _

from charta.consultation.models import Round
from charta.consultation.rules import State as RoundState
from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Conflict, NotAllowed
from charta.drafting.models import Document
from charta.intake import policies
from charta.intake.judging import Candidate, Verdict, judge
from charta.intake.models import IntakeImport
from charta.intake.queries.imports import known
from charta.intake.services.intakes import Entry, enter_intake, next_number
from charta.intake.sheets import Row, Sheet, kept
from charta.journal.services import record
from charta.sheets import uploads
from charta.sheets.judging import State, count


def prepare_import(
    actor: Actor,
    now: datetime,
    round: Round,  # noqa: A002 - the glossary's word
    *,
    file_name: str,
    sheet: Sheet,
) -> IntakeImport:
    """Keep an uploaded table for its preview and sweep those older than a day.

    Raises NotAllowed, Conflict before the round has begun.
    """
    _check(actor, now, round)
    prepared = IntakeImport(round_id=round.id)
    uploads.keep(actor, now, prepared, file_name=file_name, sheet=sheet)
    details = {"round": round.id, "rows": len(sheet.rows)}
    record(actor, now, "intakes.prepared", prepared, round.charter_id, **details)
    return prepared


def confirm_import(
    actor: Actor,
    now: datetime,
    round: Round,  # noqa: A002 - the glossary's word
    prepared: IntakeImport,
    *,
    expected: int,
) -> int:
    """Write the rows that the preview promised, ``expected`` of them; returns how many.

    Pressed twice it adds nothing. Raises NotAllowed, and Conflict when other rows would be
    taken by now than the preview has shown.
    """
    _check(actor, now, round)
    if prepared.confirmed_at is not None:
        return 0
    rows = kept(prepared.sheet).rows
    verdicts = judge(rows, known(round, rows, now))
    uploads.close(now, prepared, verdicts, expected=expected)
    _write(actor, now, round, verdicts, prepared.file_name)
    return expected


def import_intakes(
    actor: Actor,
    now: datetime,
    round: Round,  # noqa: A002 - the glossary's word
    rows: Sequence[Row],
    *,
    file_name: str,
) -> list[Verdict]:
    """Write the rows that can be taken and say of each what became of it; raises NotAllowed."""
    _check(actor, now, round)
    verdicts = judge(rows, known(round, rows, now))
    _write(actor, now, round, verdicts, file_name)
    return verdicts


def _check(actor: Actor, now: datetime, found: Round) -> None:
    if not policies.may_enter(actor, found.charter_id):
        raise NotAllowed
    if found.state(now) is RoundState.BEFORE:
        raise Conflict(_("Diese Beteiligung hat noch nicht begonnen."))


def _write(
    actor: Actor, now: datetime, found: Round, verdicts: Sequence[Verdict], file_name: str
) -> None:
    """Enter what is taken, each with its own entries in the journal as by hand, since each goes its
    own way from then on; one more entry says what the table as a whole gave."""
    taken = [verdict.candidate for verdict in verdicts if verdict.candidate is not None]
    if not taken:
        return
    first = next_number(found.charter_id)
    for candidate in taken:
        document = (
            db.session.get_one(Document, candidate.document_id) if candidate.document_id else None
        )
        enter_intake(actor, now, found, _entry(candidate, file_name), document=document)
    counts = count(verdicts)
    record(
        actor,
        now,
        "intakes.imported",
        found,
        found.charter_id,
        first=first,
        taken=len(taken),
        duplicates=counts[State.DUPLICATE],
        faulty=counts[State.FAULTY],
    )


def _entry(candidate: Candidate, file_name: str) -> Entry:
    return Entry(
        channel=candidate.channel.value,
        received_on=candidate.received_on,
        title=candidate.title,
        source=candidate.source,
        public_name=candidate.public_name,
        sender_name=candidate.sender_name,
        sender_email=candidate.sender_email,
        file_name=file_name,
    )
