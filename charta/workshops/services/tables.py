"""The World-Café tables of a workshop."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import exists, select

from charta.charters.models import Theme
from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Conflict, Invalid, NotAllowed, NotFound
from charta.journal.services import record
from charta.workshops import queries
from charta.workshops.models import Idea, Table, Workshop
from charta.workshops.policies import may_run
from charta.workshops.rules import HIGHEST_TABLE


def add_table(
    actor: Actor,
    now: datetime,
    workshop: Workshop,
    *,
    theme: Theme,
    host: str = "",
    number: int | None = None,
) -> Table:
    """Put up a table, by default with the next number; raises NotAllowed, NotFound, Invalid."""
    _check(actor, workshop, theme)
    if number is None:
        number = queries.next_table(workshop.id)
    _check_number(workshop, number, None)
    table = Table(workshop_id=workshop.id, number=number, theme_id=theme.id, host=host)
    db.session.add(table)
    db.session.flush()
    record(actor, now, "table.created", table, workshop.charter_id, number=number, theme=theme.code)
    return table


def change_table(
    actor: Actor,
    now: datetime,
    workshop: Workshop,
    table: Table,
    *,
    theme: Theme,
    host: str,
    number: int,
) -> bool:
    """Change a table; ideas written down at it keep their theme. False when nothing is different.

    Raises NotAllowed, NotFound and Invalid.
    """
    _check(actor, workshop, theme)
    _check_number(workshop, number, table)
    values = {"theme_id": theme.id, "host": host, "number": number}
    changed = sorted(name for name, value in values.items() if getattr(table, name) != value)
    if not changed:
        return False
    for name in changed:
        setattr(table, name, values[name])
    db.session.flush()
    record(actor, now, "table.changed", table, workshop.charter_id, fields=changed)
    return True


def remove_table(actor: Actor, now: datetime, workshop: Workshop, table: Table) -> None:
    """Take down a table at which nothing was written; raises NotAllowed and Conflict."""
    if not may_run(actor, workshop.charter_id):
        raise NotAllowed
    if db.session.scalar(select(exists().where(Idea.table_id == table.id))):
        raise Conflict(_("An diesem Tisch stehen Ideen. Er bleibt deshalb erhalten."))
    record(actor, now, "table.removed", table, workshop.charter_id, number=table.number)
    db.session.delete(table)
    db.session.flush()


def _check(actor: Actor, workshop: Workshop, theme: Theme) -> None:
    if not may_run(actor, workshop.charter_id):
        raise NotAllowed
    if theme.charter_id != workshop.charter_id:
        raise NotFound


def _check_number(workshop: Workshop, number: int, table: Table | None) -> None:
    if not 1 <= number <= HIGHEST_TABLE:
        raise Invalid(
            _(
                "Bitte geben Sie eine Zahl von %(least)s bis %(most)s ein.",
                least=1,
                most=HIGHEST_TABLE,
            ),
            "number",
        )
    taken = select(Table.id).where(Table.workshop_id == workshop.id, Table.number == number)
    found = db.session.scalar(taken)
    if found is not None and (table is None or found != table.id):
        raise Invalid(_("Tisch %(number)s gibt es schon.", number=number), "number")
