"""The Textbausteine of a charter."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from charta.core.database import db
from charta.weighing.models import TextModule


def text_modules(charter_id: int) -> Sequence[TextModule]:
    """All of a charter by their titles. One query."""
    return db.session.scalars(
        select(TextModule)
        .where(TextModule.charter_id == charter_id)
        .order_by(TextModule.title, TextModule.id)
    ).all()


def text_module_titles(charter_id: int) -> list[tuple[int, str]]:
    """The ids and titles of all of them, to choose from. One query."""
    rows = db.session.execute(
        select(TextModule.id, TextModule.title)
        .where(TextModule.charter_id == charter_id)
        .order_by(TextModule.title, TextModule.id)
    )
    return [(id_, title) for id_, title in rows]


def text_module(charter_id: int, module_id: int) -> TextModule | None:
    """One of a charter. One query."""
    return db.session.scalars(
        select(TextModule).where(TextModule.charter_id == charter_id, TextModule.id == module_id)
    ).first()
