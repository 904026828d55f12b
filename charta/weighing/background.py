"""Looking for groups while nobody waits for it."""

from __future__ import annotations

from typing import Any

from charta.consultation.models import Round
from charta.core.clock import now
from charta.core.database import db, transaction
from charta.text.similarity import groups
from charta.weighing.queries.groups import texts_to_group
from charta.weighing.services.groups import replace_proposals


def deliver(payload: dict[str, Any]) -> None:
    """The worker's turn for one round. It reads and compares before it takes the lock of writers;
    who decides meanwhile is not disturbed, since a person's decision is checked anew."""
    found = db.session.get(Round, payload["round"])
    if found is None:
        return
    proposed = groups(texts_to_group(found.id))
    with transaction():
        replace_proposals(now(), found, proposed)
