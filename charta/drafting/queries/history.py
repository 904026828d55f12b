"""The revisions of one document."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import defer, joinedload

from charta.core.database import db
from charta.core.errors import NotFound
from charta.drafting.models import Revision
from charta.drafting.queries.documents import TEXTS

HISTORY_PAGE = 25


def history(
    document_id: int, before: int | None = None, limit: int = HISTORY_PAGE
) -> Sequence[Revision]:
    """The newest revisions, those below number ``before`` when it is given, author loaded and
    texts left in the database; reads one more than ``limit``, so that the page knows whether
    there is another. One query."""
    query = (
        select(Revision)
        .where(Revision.document_id == document_id)
        .options(joinedload(Revision.author), *(defer(text, raiseload=True) for text in TEXTS))
        .order_by(Revision.number.desc())
        .limit(limit + 1)
    )
    if before is not None:
        query = query.where(Revision.number < before)
    return db.session.scalars(query).all()


def revision_by_number(document_id: int, number: int) -> Revision:
    """One revision, author loaded; raises NotFound. One query."""
    revision = db.session.scalars(
        select(Revision)
        .where(Revision.document_id == document_id, Revision.number == number)
        .options(joinedload(Revision.author))
    ).first()
    if revision is None:
        raise NotFound
    return revision


def newest_number_of(document_id: int) -> int:
    """The number of the current revision. One query."""
    return (
        db.session.scalar(
            select(func.max(Revision.number)).where(Revision.document_id == document_id)
        )
        or 0
    )


def count_revisions() -> int:
    """How many revisions there are in the whole installation."""
    return db.session.scalar(select(func.count()).select_from(Revision)) or 0
