"""The order of the draft: which place, in which section."""

from __future__ import annotations

from datetime import datetime

from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import NotFound
from charta.drafting import rules
from charta.drafting.models import Document
from charta.drafting.policies import require_editor
from charta.drafting.queries import siblings
from charta.drafting.services.clauses import check_open_section
from charta.drafting.services.revisions import check_not_withdrawn
from charta.journal.services import record


def move(
    actor: Actor,
    now: datetime,
    document: Document,
    *,
    place: int,
    section: Document | None = None,
) -> bool:
    """Put a document at ``place`` (from 1) among its siblings, a clause also into another
    section; its key stays. Says whether anything changed.

    Raises NotAllowed, NotFound and Conflict (the text or the section is withdrawn).
    """
    require_editor(actor, document.charter_id)
    check_not_withdrawn(document)
    old_parent = document.parent_id
    if section is not None:
        if document.kind != "clause" or section.charter_id != document.charter_id:
            raise NotFound
        check_open_section(section)
    new_parent = section.id if section is not None else old_parent
    rows = siblings(document.charter_id, new_parent)
    before = [row.id for row in rows]
    after = rules.placed(before, document.id, place)
    if after == before:
        return False
    places = {identity: position for position, identity in enumerate(after, start=1)}
    document.parent_id = new_parent
    for row in {*rows, document}:
        row.position = places[row.id]
    db.session.flush()
    db.session.expire(document, ["parent"])
    record(
        actor,
        now,
        f"{document.kind}.moved",
        document,
        document.charter_id,
        place=places[document.id],
        **({"from": old_parent, "to": new_parent} if old_parent != new_parent else {}),
    )
    return True


def shift(actor: Actor, now: datetime, document: Document, *, steps: int) -> bool:
    """Move a document up (negative) or down among its siblings, as far as there is room."""
    order = [row.id for row in siblings(document.charter_id, document.parent_id)]
    place = order.index(document.id) + 1 if document.id in order else 1
    return move(actor, now, document, place=place + steps)
