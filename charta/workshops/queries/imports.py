"""Uploads that wait for their confirmation, and what a workshop knows to judge them by."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from charta.charters.queries import groups, themes
from charta.core.database import db
from charta.sheets.uploads import upload_by_id
from charta.text.normalising import folded
from charta.workshops.judging import Known
from charta.workshops.models import Idea, IdeaImport, Table, Workshop


def import_by_id(workshop_id: int, import_id: int, now: datetime) -> IdeaImport:
    """One upload for this workshop, not older than a day; raises NotFound."""
    return upload_by_id(IdeaImport, import_id, now, IdeaImport.workshop_id == workshop_id)


def known(workshop: Workshop) -> Known:
    """Themes by name and code, groups, tables and the ideas there are; four queries."""
    of_charter = themes(workshop.charter_id)
    by_name = {folded(theme.name): theme.id for theme in of_charter}
    by_code = {folded(theme.code): theme.id for theme in of_charter}
    tables = db.session.execute(
        select(Table.number, Table.id, Table.theme_id).where(Table.workshop_id == workshop.id)
    )
    ideas = db.session.execute(
        select(Idea.fingerprint, Idea.number).where(Idea.workshop_id == workshop.id)
    )
    return Known(
        themes={**by_name, **by_code},
        groups={folded(group.name): group.id for group in groups(workshop.charter_id)},
        tables={number: (table_id, theme_id) for number, table_id, theme_id in tables},
        ideas={row.fingerprint: row.number for row in ideas},
    )
