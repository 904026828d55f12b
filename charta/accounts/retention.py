"""Once a night the worker forgets what was kept long enough, in small transactions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Flask

from charta.accounts import erasures
from charta.accounts.duties import Duty, duties, is_due
from charta.core import jobs
from charta.core.actors import OPERATOR
from charta.core.database import transaction
from charta.core.logs import log, places
from charta.journal.services import record
from config import Settings

BATCH = 200
"""Rows in one transaction, so that nobody waits long for theirs."""


@dataclass(frozen=True)
class Swept:
    """What the journal says was swept: a table, no single row of it."""

    __tablename__: str
    id: int = 0


def init_app(app: Flask) -> None:
    jobs.every_minute(app, nightly)


def nightly(now: datetime) -> None:
    """Once a day; a worker that was down at the time, or has begun anew, catches up."""
    if is_due(now):
        carry_out(now)


def carry_out(now: datetime) -> dict[str, int]:
    """Do all duties; how many of each kind were forgotten. One that fails does not keep the
    others from being done, and is tried again the next night."""
    settings = erasures.settings()
    done = {}
    for duty in duties():
        try:
            done[duty.kind] = _do(duty, now, settings)
        except Exception as error:  # noqa: BLE001 - the others must be done
            log.error("retention", kind=duty.kind, failure=type(error).__name__, at=places(error))
    erasures.complete(settings)
    return done


def _do(duty: Duty, now: datetime, settings: Settings) -> int:
    """In batches, each with its entry in the journal: what kind and how many."""
    total = 0
    while True:
        with transaction():
            count = duty.carry_out(now, settings, BATCH)
            if count:
                swept = Swept(duty.table)
                record(OPERATOR, now, "retention.done", swept, None, kind=duty.kind, count=count)
        total += count
        if count < BATCH:
            return total
