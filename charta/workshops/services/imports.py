"""Taking over whole tables of ideas: first a preview, then one write, all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select

from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import NotAllowed
from charta.journal.services import record
from charta.receipts import services as receipts
from charta.sheets import uploads
from charta.sheets.judging import State, count
from charta.workshops import queries
from charta.workshops.judging import Candidate, Verdict, judge
from charta.workshops.models import Idea, IdeaImport, Workshop
from charta.workshops.policies import may_run
from charta.workshops.services.ideas import next_number
from charta.workshops.sheets import Row, Sheet, kept


def prepare_import(
    actor: Actor, now: datetime, workshop: Workshop, *, file_name: str, sheet: Sheet
) -> IdeaImport:
    """Keep an uploaded table for its preview and sweep those older than a day.

    Raises NotAllowed.
    """
    if not may_run(actor, workshop.charter_id):
        raise NotAllowed
    prepared = IdeaImport(workshop_id=workshop.id)
    uploads.keep(actor, now, prepared, file_name=file_name, sheet=sheet)
    details = {"workshop": workshop.number, "rows": len(sheet.rows)}
    record(actor, now, "import.prepared", prepared, workshop.charter_id, **details)
    return prepared


def confirm_import(
    actor: Actor, now: datetime, workshop: Workshop, prepared: IdeaImport, *, expected: int
) -> int:
    """Write the rows that the preview promised, ``expected`` of them; returns how many.

    Pressed twice it adds nothing. Raises NotAllowed, and Conflict when other rows would be
    taken by now than the preview has shown.
    """
    if not may_run(actor, workshop.charter_id):
        raise NotAllowed
    if prepared.confirmed_at is not None:
        return 0
    verdicts = judge(kept(prepared.sheet).rows, queries.known(workshop))
    uploads.close(now, prepared, verdicts, expected=expected)
    _write(actor, now, workshop, verdicts)
    return expected


def import_ideas(
    actor: Actor, now: datetime, workshop: Workshop, rows: Sequence[Row]
) -> list[Verdict]:
    """Write the rows that can be taken and say of each what became of it; raises NotAllowed."""
    if not may_run(actor, workshop.charter_id):
        raise NotAllowed
    verdicts = judge(rows, queries.known(workshop))
    _write(actor, now, workshop, verdicts)
    return verdicts


def _write(actor: Actor, now: datetime, workshop: Workshop, verdicts: list[Verdict]) -> None:
    """Insert what is taken in one statement and one journal entry."""
    taken = [verdict.candidate for verdict in verdicts if verdict.candidate is not None]
    if not taken:
        return
    first = next_number(workshop.charter_id)
    db.session.execute(
        insert(Idea),
        [
            _values(actor, now, workshop, candidate, number)
            for number, candidate in enumerate(taken, start=first)
        ],
    )
    written = db.session.scalars(
        select(Idea.id).where(Idea.charter_id == workshop.charter_id, Idea.number >= first)
    ).all()
    receipts.issue_all(now, workshop.charter_id, Idea.__tablename__, written)
    counts = count(verdicts)
    record(
        actor,
        now,
        "ideas.imported",
        workshop,
        workshop.charter_id,
        first=first,
        taken=len(taken),
        duplicates=counts[State.DUPLICATE],
        faulty=counts[State.FAULTY],
    )


def _values(
    actor: Actor, now: datetime, workshop: Workshop, candidate: Candidate, number: int
) -> dict[str, object]:
    return {
        "charter_id": workshop.charter_id,
        "number": number,
        "workshop_id": workshop.id,
        "table_id": candidate.table_id,
        "theme_id": candidate.theme_id,
        "group_id": candidate.group_id,
        "channel": candidate.channel.value,
        "text": candidate.text,
        "fingerprint": candidate.fingerprint,
        "created_at": now,
        "created_by_id": actor.person_id,
    }
