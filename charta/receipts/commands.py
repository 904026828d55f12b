"""``flask receipts issue``: receipts for what was contributed before there were any."""

from __future__ import annotations

import click
from flask.cli import AppGroup
from sqlalchemy import Table, exists, select

from charta.core.clock import now
from charta.core.database import Base, db, transaction
from charta.receipts.models import Receipt
from charta.receipts.services import issue_all

commands = AppGroup("receipts", help="Receipts of contributions.")

SUBJECTS = ("ideas", "comments")


@commands.command("issue")
def issue_command() -> None:
    """Give a receipt to every idea and comment that has none."""
    for name in SUBJECTS:
        with transaction():
            click.echo(f"{name}: {_issue_missing(Base.metadata.tables[name])}")


def _issue_missing(table: Table) -> int:
    has_one = exists().where(Receipt.subject_type == table.name, Receipt.subject_id == table.c.id)
    missing: dict[int, list[int]] = {}
    for row in db.session.execute(select(table.c.id, table.c.charter_id).where(~has_one)):
        missing.setdefault(row.charter_id, []).append(row.id)
    moment = now()
    for charter_id, ids in missing.items():
        issue_all(moment, charter_id, table.name, ids)
    return sum(map(len, missing.values()))
