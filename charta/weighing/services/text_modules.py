"""Textbausteine of a charter: words that answers are written with."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from charta.consultation.policies import may_answer_in
from charta.consultation.services.words import written
from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Conflict, Invalid, NotAllowed
from charta.journal.services import record
from charta.weighing import placeholders, rules
from charta.weighing.models import TextModule


def create_text_module(
    actor: Actor, now: datetime, charter_id: int, *, title: str, source: str
) -> TextModule:
    """Add a module. Raises NotAllowed, and Invalid at ``title`` when there is one of that name,
    at ``source`` when it cannot be read or names an unknown placeholder."""
    _check(actor, charter_id, title, source)
    module = TextModule(
        charter_id=charter_id,
        title=title,
        source=source,
        updated_by_id=actor.person_id,
        updated_at=now,
    )
    db.session.add(module)
    db.session.flush()
    record(actor, now, "text_module.created", module, charter_id)
    return module


def change_text_module(
    actor: Actor,
    now: datetime,
    module: TextModule,
    *,
    title: str,
    source: str,
    seen_at: str,
) -> TextModule:
    """Give a module other words; ``seen_at`` is the :func:`stamp` its page was made from. Answers
    that were written with it stay. Raises as :func:`create_text_module` does, and Conflict when
    somebody else has changed it."""
    _check(actor, module.charter_id, title, source, module)
    if (title, source) == (module.title, module.source):
        return module
    if seen_at != stamp(module):
        raise Conflict(_("Diesen Textbaustein hat inzwischen jemand anderes geändert."))
    module.title, module.source = title, source
    module.updated_by_id = actor.person_id or module.updated_by_id
    module.updated_at = now
    db.session.flush()
    record(actor, now, "text_module.changed", module, module.charter_id)
    return module


def remove_text_module(actor: Actor, now: datetime, module: TextModule) -> None:
    """Take a module away; answers that were written with it stay. Raises NotAllowed."""
    if not may_answer_in(actor, module.charter_id):
        raise NotAllowed
    record(actor, now, "text_module.removed", module, module.charter_id)
    db.session.delete(module)
    db.session.flush()


def stamp(module: TextModule) -> str:
    """Names the words of a module, for forms."""
    return f"{module.updated_at:%Y%m%d%H%M%S%f}"


def _check(
    actor: Actor, charter_id: int, title: str, source: str, module: TextModule | None = None
) -> None:
    if not may_answer_in(actor, charter_id):
        raise NotAllowed
    same = db.session.scalars(
        select(TextModule).where(TextModule.charter_id == charter_id, TextModule.title == title)
    ).first()
    if same is not None and same is not module:
        raise Invalid(_("Einen Textbaustein mit diesem Titel gibt es schon."), "title")
    written(source, rules.MODULE_LENGTH)
    strange = placeholders.unknown(source)
    if strange:
        message = _("Den Platzhalter %(name)s gibt es nicht.", name=strange[0])
        raise Invalid(message, "source")
