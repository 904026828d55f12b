"""Documents and the words they have now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased, defer, joinedload

from charta.core.database import db
from charta.core.errors import NotFound
from charta.drafting.models import Document, Revision

TEXTS = (Revision.source, Revision.html, Revision.plain)


@dataclass(frozen=True)
class OutlineClause:
    """A clause with its current revision."""

    document: Document
    revision: Revision


@dataclass(frozen=True)
class OutlineSection:
    """A section with its current revision and its clauses in order."""

    document: Document
    revision: Revision
    clauses: list[OutlineClause] = field(default_factory=list)


def newest_number(document_id: InstrumentedAttribute[int]) -> ColumnElement[int]:
    """The number of the newest revision, as a subquery on a column holding a document's id."""
    newer = aliased(Revision)
    return (
        select(func.max(newer.number))
        .where(newer.document_id == document_id)
        .correlate_except(newer)
        .scalar_subquery()
    )


def with_current(texts: bool = True) -> Select[Document, Revision]:
    """Select documents, theme loaded, with their current revision; without ``texts`` its long
    columns stay in the database."""
    query = (
        select(Document, Revision)
        .join(
            Revision,
            and_(
                Revision.document_id == Document.id,
                Revision.number == newest_number(Document.id),
            ),
        )
        .options(joinedload(Document.theme))
    )
    if not texts:
        query = query.options(*(defer(column, raiseload=True) for column in TEXTS))
    return query


def outline(charter_id: int, *, texts: bool = True) -> list[OutlineSection]:
    """The current draft in order, without what is withdrawn. One query."""
    rows = db.session.execute(
        with_current(texts)
        .where(Document.charter_id == charter_id, Document.withdrawn_at.is_(None))
        .order_by(Document.position, Document.id)
    ).all()
    sections = {
        document.id: OutlineSection(document, revision)
        for document, revision in rows
        if document.parent_id is None
    }
    for document, revision in rows:
        if document.parent_id is not None and document.parent_id in sections:
            sections[document.parent_id].clauses.append(OutlineClause(document, revision))
    return list(sections.values())


def withdrawn(charter_id: int) -> list[OutlineClause]:
    """Sections and clauses taken out of the draft, the last one first. One query."""
    rows = db.session.execute(
        with_current(texts=False)
        .where(Document.charter_id == charter_id, Document.withdrawn_at.is_not(None))
        .order_by(Document.withdrawn_at.desc(), Document.id)
    )
    return [OutlineClause(document, revision) for document, revision in rows]


def document_by_key(charter_id: int, key: str) -> Document:
    """A document, theme and section loaded; raises NotFound. One query."""
    document = db.session.scalars(
        select(Document)
        .where(Document.charter_id == charter_id, Document.key == key)
        .options(joinedload(Document.theme), joinedload(Document.parent))
    ).first()
    if document is None:
        raise NotFound
    return document


def document_by_id(charter_id: int, document_id: int) -> Document:
    """A document of this charter; raises NotFound. One query."""
    document = db.session.scalars(
        select(Document).where(Document.charter_id == charter_id, Document.id == document_id)
    ).first()
    if document is None:
        raise NotFound
    return document


def clauses_of(section_id: int) -> list[OutlineClause]:
    """The clauses that stand in a section, in order, without their texts. One query."""
    rows = db.session.execute(
        with_current(texts=False)
        .where(Document.parent_id == section_id, Document.withdrawn_at.is_(None))
        .order_by(Document.position, Document.id)
    )
    return [OutlineClause(document, revision) for document, revision in rows]


def current_revision(document_id: int) -> Revision:
    """The newest revision of a document, author loaded. One query."""
    return db.session.scalars(
        select(Revision)
        .where(Revision.document_id == document_id)
        .order_by(Revision.number.desc())
        .limit(1)
        .options(joinedload(Revision.author))
    ).one()


def latest_revisions(document_ids: Iterable[int]) -> dict[int, Revision]:
    """The newest revision of each document, by its id. One query."""
    rows = db.session.scalars(
        select(Revision).where(
            Revision.document_id.in_(set(document_ids)),
            Revision.number == newest_number(Revision.document_id),
        )
    )
    return {revision.document_id: revision for revision in rows}


def titles(document_ids: Iterable[int]) -> dict[int, str]:
    """The current titles, for staff: the public reads those of a release. One query."""
    rows = db.session.execute(
        select(Revision.document_id, Revision.title).where(
            Revision.document_id.in_(set(document_ids)),
            Revision.number == newest_number(Revision.document_id),
        )
    )
    return {row.document_id: row.title for row in rows}


def siblings(charter_id: int, parent_id: int | None) -> Sequence[Document]:
    """What stands in a section (or the sections of a charter) in order, without what is
    withdrawn. One query."""
    return db.session.scalars(
        select(Document)
        .where(
            Document.charter_id == charter_id,
            Document.parent_id.is_not_distinct_from(parent_id),
            Document.withdrawn_at.is_(None),
        )
        .order_by(Document.position, Document.id)
    ).all()
