"""Setting an idea aside, with a reason that everybody may read."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Conflict
from charta.drafting import rules
from charta.drafting.models import Shelving
from charta.drafting.policies import require_editor
from charta.drafting.queries import fates
from charta.journal.services import record
from charta.workshops.models import Idea


def shelve(actor: Actor, now: datetime, idea: Idea, *, reason: str) -> Shelving:
    """Set ``idea`` aside; ``reason`` is public.

    Raises NotAllowed, Conflict (promoted, or set aside already) and Invalid (no reason).
    """
    require_editor(actor, idea.charter_id)
    rules.check_reason(reason)
    fate = fates([idea.id])[idea.id]
    if fate.state == "promoted":
        keys = ", ".join(promotion.document.key for promotion in fate.promotions)
        raise Conflict(
            _("%(idea)s ist schon übernommen: %(keys)s.", idea=idea.key, keys=keys),
        )
    if fate.state == "shelved":
        raise Conflict(_("%(idea)s ist schon zurückgestellt.", idea=idea.key))
    shelving = Shelving(
        idea_id=idea.id, reason=reason, decided_by_id=actor.person_id, decided_at=now
    )
    db.session.add(shelving)
    db.session.flush()
    record(actor, now, "idea.shelved", idea, idea.charter_id, shelving=shelving.id)
    return shelving


def unshelve(actor: Actor, now: datetime, idea: Idea) -> None:
    """Look at an idea again that had been set aside. Raises NotAllowed and Conflict."""
    require_editor(actor, idea.charter_id)
    ended = end_shelving(now, idea)
    if ended is None:
        raise Conflict(_("%(idea)s ist nicht zurückgestellt.", idea=idea.key))
    record(actor, now, "idea.unshelved", idea, idea.charter_id, shelving=ended)


def end_shelving(now: datetime, idea: Idea) -> int | None:
    """End the shelving of ``idea`` that is in force, if there is one; returns its id."""
    shelving = db.session.scalars(
        select(Shelving).where(Shelving.idea_id == idea.id, Shelving.ended_at.is_(None))
    ).first()
    if shelving is None:
        return None
    shelving.ended_at = now
    db.session.flush()
    return shelving.id
