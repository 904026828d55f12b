"""Workshops and their tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from charta.core.database import db
from charta.core.errors import NotFound
from charta.workshops.models import Idea, Table, Workshop


@dataclass(frozen=True)
class Overview:
    """A workshop in a list, with how much there is in it."""

    workshop: Workshop
    tables: int
    ideas: int


@dataclass(frozen=True)
class TableOverview:
    """A table in a list, with how many ideas were written down at it."""

    table: Table
    ideas: int


def overview(charter_id: int, *, public: bool = False) -> list[Overview]:
    """The workshops of a charter, the latest first; one query."""
    ideas = (
        select(func.count()).where(Idea.workshop_id == Workshop.id).correlate(Workshop)
    ).scalar_subquery()
    tables = (
        select(func.count()).where(Table.workshop_id == Workshop.id).correlate(Workshop)
    ).scalar_subquery()
    query = (
        select(Workshop, tables, ideas)
        .where(Workshop.charter_id == charter_id)
        .order_by(Workshop.starts_at.desc(), Workshop.id.desc())
    )
    if public:
        query = query.where(Workshop.opened_at.is_not(None))
    return [Overview(*row) for row in db.session.execute(query)]


def public_workshops(charter_id: int) -> Sequence[Workshop]:
    """The workshops that are open to the public, the latest first."""
    return db.session.scalars(
        select(Workshop)
        .where(Workshop.charter_id == charter_id, Workshop.opened_at.is_not(None))
        .order_by(Workshop.starts_at.desc(), Workshop.id.desc())
    ).all()


def workshop_by_number(charter_id: int, number: int) -> Workshop:
    """One workshop of this charter, open or not; raises NotFound."""
    workshop = db.session.scalars(
        select(Workshop).where(Workshop.charter_id == charter_id, Workshop.number == number)
    ).first()
    if workshop is None:
        raise NotFound
    return workshop


def public_workshop(charter_id: int, number: int) -> Workshop:
    """One workshop that is open to the public; raises NotFound."""
    workshop = workshop_by_number(charter_id, number)
    if workshop.opened_at is None:
        raise NotFound
    return workshop


def tables(workshop_id: int) -> list[TableOverview]:
    """The tables of a workshop with their themes, by number; one query."""
    ideas = (
        select(func.count()).where(Idea.table_id == Table.id).correlate(Table)
    ).scalar_subquery()
    rows = db.session.execute(
        select(Table, ideas)
        .options(joinedload(Table.theme))
        .where(Table.workshop_id == workshop_id)
        .order_by(Table.number)
    )
    return [TableOverview(*row) for row in rows]


def table_by_id(workshop_id: int, table_id: int) -> Table:
    """One table of this workshop with its theme; raises NotFound."""
    table = db.session.scalars(
        select(Table)
        .options(joinedload(Table.theme))
        .where(Table.workshop_id == workshop_id, Table.id == table_id)
    ).first()
    if table is None:
        raise NotFound
    return table


def next_table(workshop_id: int) -> int:
    """The number a new table gets."""
    highest = db.session.scalar(
        select(func.max(Table.number)).where(Table.workshop_id == workshop_id)
    )
    return (highest or 0) + 1
