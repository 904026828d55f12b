"""A round's dates and an answer's disposition in words."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask_babel import format_date, format_time, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from charta.consultation.models import Round
from charta.consultation.proposing import Proposal, Trouble
from charta.consultation.rules import Disposition, State

DISPOSITIONS = {
    Disposition.ADOPTED: _l("übernommen"),
    Disposition.PARTLY_ADOPTED: _l("teilweise übernommen"),
    Disposition.NOT_ADOPTED: _l("nicht übernommen"),
    Disposition.NOTED: _l("zur Kenntnis genommen"),
}

STATES = {
    State.BEFORE: _l("angekündigt"),
    State.OPEN: _l("geöffnet"),
    State.CLOSED: _l("beendet"),
}


def disposition(code: str) -> str:
    return str(DISPOSITIONS[Disposition(code)])


def state(found: State) -> str:
    return str(STATES[found])


def moment(at: datetime) -> str:
    """A moment with its time as the clocks in Stralsund show it."""
    day, time = format_date(at, "long"), format_time(at, "HH:mm")
    return str(_("%(day)s, %(time)s Uhr", day=day, time=time))


def when(found: Round, now: datetime) -> str:
    """In a few words when the round opens, how long it is open, or when it ended."""
    stands = found.state(now)
    if stands is State.BEFORE:
        return str(_("geöffnet ab %(moment)s", moment=moment(found.opens_at)))
    if stands is State.CLOSED:
        return str(_("beendet am %(moment)s", moment=moment(found.closes_at)))
    return remaining(found.closes_at, now)


def remaining(closes_at: datetime, now: datetime) -> str:
    """How long one may still speak: in whole days, below one day in hours, below one hour in
    minutes; rounded down, so that nobody comes too late."""
    left = closes_at - now
    if left >= timedelta(days=1):
        return str(ngettext("noch %(num)s Tag", "noch %(num)s Tage", left.days))
    if left >= timedelta(hours=1):
        hours = int(left.total_seconds()) // 3600
        return str(ngettext("noch %(num)s Stunde", "noch %(num)s Stunden", hours))
    minutes = max(1, int(left.total_seconds()) // 60)
    return str(ngettext("noch %(num)s Minute", "noch %(num)s Minuten", minutes))


SINCE = {
    "unchanged": _l("Die Stelle steht noch genauso im Text."),
    "moved": _l("Die Stelle steht jetzt woanders im Text."),
    "reworded": _l("Die Stelle ist seitdem umformuliert worden."),
}
"""What became of a suggestion's passage since, where it can still be put in."""

TROUBLES = {
    Trouble.REMOVED: _l("Die Stelle gibt es im heutigen Text nicht mehr."),
    Trouble.UNCERTAIN: _l("Wo die Stelle heute steht, ist nicht sicher."),
    Trouble.CONFLICT: _l("Dieselben Worte sind seitdem anders geändert worden."),
    Trouble.UNFIT: _l("Die Worte passen nicht ohne Weiteres in die Gliederung des Textes."),
    Trouble.CONTAINED: _l("Der Text lautet schon so."),
}


def since(proposal: Proposal, *, whole: bool) -> str | None:
    """In a sentence what the editor must know about a suggestion made on an older version."""
    if proposal.trouble is not None:
        return str(TROUBLES[proposal.trouble])
    if proposal.verdict is None:
        return None
    if whole:
        return str(_("Der Text ist seitdem an anderen Stellen geändert worden."))
    return str(SINCE[proposal.verdict])
