"""Carrying comments while nobody waits for it: what sets it off, and what the worker does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from charta.consultation.models import Comment
from charta.consultation.queries.carrying import later_releases, standings
from charta.consultation.services import carrying
from charta.core import outbox
from charta.core.actors import Actor
from charta.core.clock import now
from charta.core.database import db, transaction
from charta.releases.listeners import Obstacle
from charta.releases.models import Release

BATCHES = 4
"""So many batches a turn; then the message goes to the end of the queue, so that mails need not
wait until all comments of a charter have been carried."""


def carry_to(_actor: Actor, _now: datetime, release: Release) -> None:
    """When a release is prepared: have all comments on earlier ones carried to it."""
    if standings([release.id])[release.id].waiting:
        outbox.put(carrying.CARRY, {"release": release.id})


def deliver(payload: dict[str, Any]) -> None:
    """The worker's turn for one message; it opens its own transactions, one a batch."""
    if "comment" in payload:
        _carry_late(payload["comment"])
        return
    release = db.session.get(Release, payload["release"])
    if release is not None and not carry_batches(release, most=BATCHES):
        with transaction():
            outbox.put(carrying.CARRY, payload)


def carry_batches(
    release: Release, *, most: int | None = None, told: Callable[[int], None] | None = None
) -> bool:
    """Carry at most so many batches, each in a transaction of its own; says whether nothing is
    left. ``told`` is given the number of comments after each batch."""
    done = 0
    while most is None or done < most:
        batch = carrying.next_batch(release)
        if not batch:
            return True
        with transaction():
            count = carrying.keep(now(), release, batch)
        done += 1
        if told is not None:
            told(count)
    return False


def _carry_late(comment_id: int) -> None:
    """A comment that was made on a release after newer ones had been prepared."""
    comment = db.session.get(Comment, comment_id)
    for release in later_releases(comment) if comment is not None else ():
        batch = carrying.next_batch(release, comment_id=comment_id)
        if batch:
            with transaction():
                carrying.keep(now(), release, batch)


def gate(releases: Sequence[Release]) -> Mapping[int, Obstacle]:
    """A release does not open while comments are on their way to it, nor before somebody has
    said where the uncertain ones stand. One query."""
    found: dict[int, Obstacle] = {}
    for release_id, standing in standings([one.id for one in releases]).items():
        if standing.waiting:
            found[release_id] = Obstacle(
                ngettext(
                    "%(num)s Stellungnahme wird noch in diese Fassung übertragen.",
                    "%(num)s Stellungnahmen werden noch in diese Fassung übertragen.",
                    standing.waiting,
                ),
                "consultation.placements",
                _("Wie weit es ist"),
            )
        elif standing.uncertain:
            found[release_id] = Obstacle(
                ngettext(
                    "Bei %(num)s Stellungnahme ist nicht sicher, wo ihre Stelle jetzt steht.",
                    "Bei %(num)s Stellungnahmen ist nicht sicher, wo ihre Stelle jetzt steht.",
                    standing.uncertain,
                ),
                "consultation.placements",
                _("Jetzt klären"),
                (("urteil", "unsicher"),),
            )
    return found
