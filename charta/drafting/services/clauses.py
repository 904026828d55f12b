"""Clauses: the sentences of the charter."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from charta.charters.models import Theme
from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Conflict, NotFound
from charta.drafting import rules
from charta.drafting.models import Document
from charta.drafting.policies import require_editor
from charta.drafting.services.numbering import next_clause_number, next_position
from charta.drafting.services.revisions import first_revision
from charta.journal.services import record


def create_clause(
    actor: Actor,
    now: datetime,
    section: Document,
    *,
    title: str,
    source: str,
    note: str = "",
    theme: Theme | None = None,
) -> Document:
    """Add a clause at the end of ``section``, with its first revision; without ``theme`` it
    takes the section's, which gives the key its letters.

    Raises NotAllowed, NotFound, Conflict (the section is withdrawn) and Invalid.
    """
    require_editor(actor, section.charter_id)
    check_open_section(section)
    theme = theme or db.session.get_one(Theme, section.theme_id)
    if theme.charter_id != section.charter_id:
        raise NotFound
    number = next_clause_number(section.charter_id, theme)
    document = Document(
        charter_id=section.charter_id,
        kind="clause",
        key=rules.clause_key(theme.code, number),
        number=number,
        theme=theme,
        parent=section,
        position=next_position(section.charter_id, section.id),
        created_at=now,
    )
    db.session.add(document)
    revision = first_revision(actor, now, document, title=title, source=source, note=note)
    record(
        actor,
        now,
        "clause.created",
        document,
        document.charter_id,
        key=document.key,
        section=section.id,
        theme=theme.id,
        revision=revision.id,
        number=revision.number,
        hash=revision.hash,
    )
    return document


def check_open_section(section: Document) -> None:
    """Raise NotFound for what is no section and Conflict for a withdrawn one."""
    if section.kind != "section":
        raise NotFound
    if section.withdrawn_at is not None:
        raise Conflict(
            _(
                "Der Abschnitt %(key)s ist zurückgezogen. Nehmen Sie ihn zuerst wieder auf.",
                key=section.key,
            )
        )
