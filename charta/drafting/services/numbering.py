"""The next number, key and place. Safe inside ``transaction()``, where writers queue."""

from __future__ import annotations

from sqlalchemy import func, select

from charta.charters.models import Theme
from charta.core.database import db
from charta.drafting.models import Document


def next_section_number(charter_id: int) -> int:
    """One more than any section ever had, withdrawn ones included."""
    highest = db.session.scalar(
        select(func.max(Document.number)).where(
            Document.charter_id == charter_id, Document.kind == "section"
        )
    )
    return (highest or 0) + 1


def next_clause_number(charter_id: int, theme: Theme) -> int:
    """One more than any clause ever had in this theme or under this code, so that a key is not
    used again even after a theme has been given another code."""
    under_code = Document.key.startswith(f"{theme.code}-", autoescape=True)
    highest = db.session.scalar(
        select(func.max(Document.number)).where(
            Document.charter_id == charter_id,
            Document.kind == "clause",
            (Document.theme_id == theme.id) | under_code,
        )
    )
    return (highest or 0) + 1


def next_position(charter_id: int, parent_id: int | None) -> int:
    """The place after the last sibling."""
    highest = db.session.scalar(
        select(func.max(Document.position)).where(
            Document.charter_id == charter_id, Document.parent_id.is_not_distinct_from(parent_id)
        )
    )
    return (highest or 0) + 1
