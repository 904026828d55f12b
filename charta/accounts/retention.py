"""What is kept for a while only, told by each feature: of what, how long by the settings, and how
it is forgotten. Once a night the worker carries it out, and the page „Datenschutz“ shows the same
periods, so that neither can say what the other does not do.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app
from flask_babel import gettext as _

from charta.accounts import erasures
from charta.core import jobs
from charta.core.actors import OPERATOR
from charta.core.database import transaction
from charta.core.logs import log, places
from charta.journal.services import record
from config import Settings

KEY = "charta.retention"
DONE = "charta.retention_done"

NIGHT = 2
"""From this hour on (UTC) it is the night's turn, once a day."""
BATCH = 200
"""Rows in one transaction, so that nobody waits long for theirs."""


@dataclass(frozen=True)
class Duty:
    """One kind of things that are kept for a while. ``carry_out`` forgets at most so many of them
    inside a transaction and says how many; ``what`` and ``period`` are words for everybody,
    none where another duty speaks of the same."""

    kind: str
    what: Callable[[], str]
    period: Callable[[Settings], str]
    carry_out: Callable[[datetime, Settings, int], int]
    table: str


@dataclass(frozen=True)
class Swept:
    """What the journal says was swept: a table, no single row of it."""

    __tablename__: str
    id: int = 0


def add(app: Flask, *duties: Duty) -> None:
    app.extensions.setdefault(KEY, []).extend(duties)


def duties() -> Sequence[Duty]:
    found: Sequence[Duty] = current_app.extensions.get(KEY, ())
    return found


def init_app(app: Flask) -> None:
    jobs.every_minute(app, nightly)


def nightly(now: datetime) -> None:
    """Once a day; a worker that was down at the time, or has begun anew, catches up."""
    if now.hour < NIGHT or current_app.extensions.get(DONE) == now.date():
        return
    current_app.extensions[DONE] = now.date()
    carry_out(now)


def carry_out(now: datetime) -> dict[str, int]:
    """Do all duties; how many of each kind were forgotten. One that fails does not keep the
    others from being done, and is tried again the next night."""
    settings: Settings = current_app.extensions["charta.settings"]
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


def months_before(at: datetime, months: int) -> datetime:
    """The same day so many months ago, or the last of that month."""
    year, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    return at.replace(year=year, month=month + 1, day=min(at.day, monthrange(year, month + 1)[1]))


def periods(settings: Settings) -> list[tuple[str, str]]:
    """For everybody to read: what is kept for a while, and how long."""
    return [
        *((words, duty.period(settings)) for duty in duties() if (words := duty.what())),
        (_("Sitzungen"), _("bis zum Abmelden, höchstens %(n)s Stunden", n=settings.session_hours)),
        (_("Links aus E-Mails"), _("bis zu ihrem Ablauf, höchstens 48 Stunden")),
        (_("E-Mails, die nicht zugestellt werden konnten"), _("30 Tage")),
        (_("Unterlagen für Rat und Verwaltung als Datei"), _("7 Tage")),
    ]
