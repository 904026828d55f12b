"""What the worker does every minute so that people are told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from charta.notifications.services.mailing import mail_next
from charta.notifications.services.noting import take_note
from charta.notifications.services.telling import tell_next

MOST_TURNS = 20
"""So many batches of each step in one go; the rest in the next minute, so that other work is not
kept waiting."""

STEPS: tuple[Callable[[datetime], bool], ...] = (take_note, tell_next, mail_next)


def tell_people(now: datetime) -> None:
    """Read the journal, find out whom it concerns, and write the mails that are due. Each batch is
    a transaction of its own that leaves nothing half done."""
    for step in STEPS:
        for _turn in range(MOST_TURNS):
            if not step(now):
                break
