"""Sections: the parts of the charter."""

from __future__ import annotations

from datetime import datetime

from charta.charters.models import Charter, Theme
from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import NotFound
from charta.drafting import rules
from charta.drafting.models import Document
from charta.drafting.policies import require_editor
from charta.drafting.services.numbering import next_position, next_section_number
from charta.drafting.services.revisions import first_revision
from charta.journal.services import record


def create_section(
    actor: Actor,
    now: datetime,
    charter: Charter,
    *,
    theme: Theme,
    title: str,
    source: str,
    note: str = "",
) -> Document:
    """Add a section at the end of the draft, with its first revision.

    Raises NotAllowed, NotFound (a theme of another charter) and Invalid.
    """
    require_editor(actor, charter.id)
    if theme.charter_id != charter.id:
        raise NotFound
    number = next_section_number(charter.id)
    document = Document(
        charter_id=charter.id,
        kind="section",
        key=rules.section_key(number),
        number=number,
        theme=theme,
        parent=None,
        position=next_position(charter.id, None),
        created_at=now,
    )
    db.session.add(document)
    revision = first_revision(actor, now, document, title=title, source=source, note=note)
    record(
        actor,
        now,
        "section.created",
        document,
        charter.id,
        key=document.key,
        theme=theme.id,
        revision=revision.id,
        number=revision.number,
        hash=revision.hash,
    )
    return document
