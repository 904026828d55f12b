"""What the worker does every minute so that people are told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from charta.notifications.services.mailing import mail_next
from charta.notifications.services.noting import take_note
from charta.notifications.services.telling import tell_next

MOST_TURNS = 200
MOST_MAILINGS = 20
"""So many batches of a step in one go; the rest in the next minute, so that other work is not kept
waiting."""


def tell_people(now: datetime) -> None:
    """Read the journal, find out whom it concerns, and then write the mails that are due: what is
    told to one person at one moment is one mail. Each batch is a transaction of its own that
    leaves nothing half done."""
    steps = ((take_note, MOST_TURNS), (tell_next, MOST_TURNS), (mail_next, MOST_MAILINGS))
    for step, most in steps:
        if not _repeated(step, now, most):
            return


def _repeated(step: Callable[[datetime], bool], now: datetime, most: int) -> bool:
    """Take the step until nothing is left; False when it was broken off before."""
    return any(not step(now) for _turn in range(most))
