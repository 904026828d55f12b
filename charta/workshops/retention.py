"""Tables of ideas that nobody took over, as what is kept for a while only."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from charta.accounts.duties import Duty
from charta.core.database import db
from charta.sheets.uploads import KEPT
from charta.workshops.models import IdeaImport
from config import Settings


def forget_uploads(now: datetime, _settings: Settings, limit: int) -> int:
    found = db.session.scalars(
        select(IdeaImport.id).where(IdeaImport.created_at <= now - KEPT).limit(limit)
    ).all()
    db.session.execute(delete(IdeaImport).where(IdeaImport.id.in_(found)))
    return len(found)


DUTIES = (Duty("idea_uploads", lambda: "", lambda _settings: "", forget_uploads, "idea_imports"),)
"""On the page they stand together with the tables of contributions."""
