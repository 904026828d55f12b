"""Uploads that wait for their confirmation, and what a round knows to judge them by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from charta.consultation.models import Round
from charta.consultation.queries import contents
from charta.core.database import BATCH
from charta.intake.judging import Known, candidates, today
from charta.intake.models import IntakeImport
from charta.intake.queries.intakes import equal
from charta.intake.sheets import Row
from charta.sheets.uploads import upload_by_id
from charta.text.normalising import folded


def import_by_id(round_id: int, import_id: int, now: datetime) -> IntakeImport:
    """One upload for this round, not older than a day; raises NotFound."""
    return upload_by_id(IntakeImport, import_id, now, IntakeImport.round_id == round_id)


def known(found: Round, rows: Sequence[Row], now: datetime) -> Known:
    """The texts of a round and those of the rows that are there already; two queries."""
    documents = {folded(line.key): line.document_id for line in contents(found)}
    empty = Known(documents, {}, today(now))
    marks = [one.fingerprint for one in candidates(rows, empty)]
    intakes: dict[str, int] = {}
    for at in range(0, len(marks), BATCH):
        intakes |= equal(found.id, marks[at : at + BATCH])
    return Known(documents, intakes, empty.today)
