"""Who has written ideas down, as what the site holds about a person. Ideas themselves are taken
without names."""

from __future__ import annotations

from sqlalchemy import delete

from charta.accounts.belongings import Fate, Holder, Leaving, goes, stays
from charta.core.database import db
from charta.workshops.models import IdeaImport

OF_THE_CITY = "wer eine Idee eingetragen hat, bleibt als Nummer nachvollziehbar"


def forget(leaving: Leaving) -> None:
    db.session.execute(delete(IdeaImport).where(IdeaImport.created_by_id == leaving.person_id))


HOLDER = Holder(
    (
        *goes(Fate.GONE, idea_imports=("created_by_id",)),
        *stays(OF_THE_CITY, ideas=("created_by_id",)),
    ),
    forget=forget,
)
