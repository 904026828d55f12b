"""Taking a text out of the draft, and back in. Its key and its history stay."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Conflict
from charta.drafting import rules
from charta.drafting.models import Document
from charta.drafting.policies import require_editor
from charta.drafting.queries import siblings
from charta.drafting.services.clauses import check_open_section
from charta.drafting.services.numbering import next_position
from charta.journal.services import record


def withdraw(actor: Actor, now: datetime, document: Document, *, reason: str) -> None:
    """Take a text out of the draft.

    Raises NotAllowed, Conflict (withdrawn already, or a section that still has clauses) and
    Invalid (no reason).
    """
    require_editor(actor, document.charter_id)
    if document.withdrawn_at is not None:
        raise Conflict(_("%(key)s ist schon zurückgezogen.", key=document.key))
    if document.kind == "section" and siblings(document.charter_id, document.id):
        raise Conflict(
            _(
                "Der Abschnitt %(key)s enthält noch Klauseln. Verschieben Sie diese in einen "
                "anderen Abschnitt oder ziehen Sie sie zurück.",
                key=document.key,
            )
        )
    rules.check_reason(reason)
    document.withdrawn_at = now
    document.withdrawal_reason = reason
    db.session.flush()
    record(actor, now, f"{document.kind}.withdrawn", document, document.charter_id)


def reinstate(actor: Actor, now: datetime, document: Document) -> None:
    """Take a withdrawn text into the draft again, at the end of its section.

    Raises NotAllowed and Conflict (not withdrawn, or its section is).
    """
    require_editor(actor, document.charter_id)
    if document.withdrawn_at is None:
        raise Conflict(_("%(key)s ist nicht zurückgezogen.", key=document.key))
    if document.parent_id is not None:
        check_open_section(db.session.get_one(Document, document.parent_id))
    document.withdrawn_at = None
    document.withdrawal_reason = None
    document.position = next_position(document.charter_id, document.parent_id)
    db.session.flush()
    record(actor, now, f"{document.kind}.reinstated", document, document.charter_id)
