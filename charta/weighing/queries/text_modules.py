"""The Textbausteine of a charter."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import case, literal, select, union_all

from charta.charters.models import Department
from charta.core.database import db
from charta.weighing.models import TextModule


def text_modules(charter_id: int) -> Sequence[TextModule]:
    """All of a charter by their titles. One query."""
    return db.session.scalars(
        select(TextModule)
        .where(TextModule.charter_id == charter_id)
        .order_by(TextModule.title, TextModule.id)
    ).all()


Choices = list[tuple[int, str]]
"""Ids and names to choose from."""


def to_rest_on_and_insert(charter_id: int) -> tuple[Choices, Choices]:
    """The departments in their order, whose advice an answer may rest on, and the text modules by
    their titles. One query."""
    departments = select(
        literal(False).label("is_module"), Department.position, Department.id, Department.name
    ).where(Department.charter_id == charter_id)
    modules = select(literal(True), literal(0), TextModule.id, TextModule.title).where(
        TextModule.charter_id == charter_id
    )
    both = union_all(departments, modules).subquery().c
    title = case((both.is_module, both.name))
    found: dict[bool, Choices] = {False: [], True: []}
    for is_module, id_, name in db.session.execute(
        select(both.is_module, both.id, both.name).order_by(both.position, title, both.id)
    ):
        found[is_module].append((id_, name))
    return found[False], found[True]


def text_module(charter_id: int, module_id: int) -> TextModule | None:
    """One of a charter. One query."""
    return db.session.scalars(
        select(TextModule).where(TextModule.charter_id == charter_id, TextModule.id == module_id)
    ).first()
