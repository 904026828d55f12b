"""What is kept for a while only, told by each feature: of what, how long by the settings, and how
it is forgotten. The night carries it out (``retention.py``), and the page „Datenschutz“ shows the
same periods, so that neither can say what the other does not do.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app
from flask_babel import gettext as _

from config import Settings

KEY = "charta.retention"
DONE = "charta.retention_done"

NIGHT = 2
"""From this hour on (UTC) it is the night's turn, once a day."""


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


def add(app: Flask, *duties: Duty) -> None:
    app.extensions.setdefault(KEY, []).extend(duties)


def duties() -> Sequence[Duty]:
    found: Sequence[Duty] = current_app.extensions.get(KEY, ())
    return found


def is_due(now: datetime) -> bool:
    """Whether the night's turn has come and nobody has taken it; whoever asks takes it."""
    if now.hour < NIGHT or current_app.extensions.get(DONE) == now.date():
        return False
    current_app.extensions[DONE] = now.date()
    return True


def months_before(at: datetime, months: int) -> datetime:
    """The same day so many months ago, or the last of that month."""
    year, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    return at.replace(year=year, month=month + 1, day=min(at.day, monthrange(year, month + 1)[1]))


def periods(settings: Settings) -> list[tuple[str, str]]:
    """For everybody to read: what is kept for a while, and how long."""
    return [
        *((words, duty.period(settings)) for duty in duties() if (words := duty.what())),
        (_("Sitzungen"), _("bis zum Abmelden, höchstens %(n)s Stunden", n=settings.session_hours)),
        (_("Links zum Anmelden und Bestätigen aus E-Mails"), _("bis zu ihrem Ablauf")),
        (
            _("E-Mail-Adressen von Menschen, denen eine Rolle angeboten wurde"),
            _("bis sie annehmen oder das Angebot nach 7 Tagen abläuft"),
        ),
        (_("E-Mails, die nicht zugestellt werden konnten"), _("30 Tage")),
        (_("Unterlagen für Rat und Verwaltung als Datei"), _("7 Tage")),
    ]
