"""What editors read when they answer: a round's comments by state, place and words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload

from charta.consultation.models import Adoption, Comment, Round
from charta.consultation.queries.answers import Answer, answers_to, in_force
from charta.consultation.queries.force import has_answer
from charta.core.database import db
from charta.drafting.models import Document, Revision
from charta.releases.models import ReleaseItem

PAGE = 50


@dataclass(frozen=True)
class Filter:
    """What to list: everything, or what fits each of the given."""

    state: Literal["open", "answered"] | None = None
    section: str | None = None
    """The key of a section: it and its clauses."""
    theme: str | None = None
    """The code of a theme."""
    search: str = ""
    """Words in the comment, or the key of a comment or document."""


@dataclass(frozen=True)
class Pending:
    """One comment as editors list it, with the answer in force and what was taken over of its
    suggestion."""

    comment: Comment
    answer: Answer | None
    adoption: Adoption | None = None


def pending(
    found: Round, chosen: Filter, *, after: int | None = None, limit: int = PAGE
) -> tuple[list[Pending], int | None]:
    """A page of a round's comments, oldest first, with author, document and wording, and the key
    of the next page (None at the end). Two queries."""
    query = (
        select(Comment, Adoption)
        .join(Comment.document)
        .outerjoin(Adoption, Adoption.comment_id == Comment.id)
        .where(Comment.round_id == found.id)
        .options(
            joinedload(Comment.author),
            joinedload(Comment.document).joinedload(Document.theme),
            joinedload(Comment.revision),
            joinedload(Comment.suggestion),
        )
        .order_by(Comment.id)
        .limit(limit + 1)
    )
    query = _filtered(query, found, chosen)
    if after is not None:
        query = query.where(Comment.id > after)
    read = db.session.execute(query).all()
    answers = answers_to([comment.id for comment, _ in read], now=None) if read else {}
    rows = [
        Pending(comment, in_force(answers.get(comment.id, ())), adoption)
        for comment, adoption in read[:limit]
    ]
    return rows, rows[-1].comment.id if len(read) > limit else None


def _filtered(
    query: Select[Comment, Adoption], found: Round, chosen: Filter
) -> Select[Comment, Adoption]:
    if chosen.state == "open":
        query = query.where(~has_answer())
    elif chosen.state == "answered":
        query = query.where(has_answer())
    if chosen.theme:
        query = query.where(Document.theme.has(code=chosen.theme))
    if chosen.section:
        query = query.where(Comment.document_id.in_(_in_section(found, chosen.section)))
    if chosen.search:
        query = query.where(or_(*_says(chosen.search)))
    return query


def _in_section(found: Round, key: str) -> Select[int]:
    section = (
        select(Document.id)
        .where(Document.charter_id == found.charter_id, Document.key == key)
        .scalar_subquery()
    )
    return select(ReleaseItem.document_id).where(
        ReleaseItem.release_id == found.release_id,
        (ReleaseItem.document_id == section) | (ReleaseItem.parent_id == section),
    )


def _says(words: str) -> list[ColumnElement[bool]]:
    """Conditions for a search; SQLite folds the case of ASCII only, hence the spellings."""
    spellings = {words, words.lower(), words.upper(), words.capitalize()}
    conditions: list[ColumnElement[bool]] = [Document.key == words.upper()]
    conditions += [Comment.source.icontains(spelling, autoescape=True) for spelling in spellings]
    number = words.upper().removeprefix("S-")
    if number.isascii() and number.isdigit() and len(number) < 10:
        conditions.append(Comment.number == int(number))
    return conditions


def comments_by_numbers(charter_id: int, numbers: Collection[int]) -> Sequence[Comment]:
    """Comments of a charter for staff, with author, document, theme, wording, round, passage and
    suggestion, oldest first; numbers that do not exist are left out."""
    return db.session.scalars(
        select(Comment)
        .where(Comment.charter_id == charter_id, Comment.number.in_(numbers))
        .options(
            joinedload(Comment.author),
            joinedload(Comment.document).joinedload(Document.theme),
            joinedload(Comment.revision),
            joinedload(Comment.round),
            joinedload(Comment.passage),
            joinedload(Comment.suggestion),
        )
        .order_by(Comment.id)
    ).all()


def newer_revisions(comments: Collection[Comment]) -> Sequence[Revision]:
    """The versions the comments may have led to, newest first: those newer than the wording each
    was made on. None where the comments speak of several documents."""
    documents = {comment.document_id for comment in comments}
    if len(documents) != 1:
        return ()
    newest = max(comment.revision.number for comment in comments)
    return db.session.scalars(
        select(Revision)
        .where(Revision.document_id == documents.pop(), Revision.number > newest)
        .order_by(Revision.number.desc())
    ).all()


def sections(found: Round) -> Sequence[tuple[str, str]]:
    """Key and title of the sections in the round's release, in order: choices of a filter."""
    rows = db.session.execute(
        select(Document.key, Revision.title)
        .select_from(ReleaseItem)
        .join(Document, Document.id == ReleaseItem.document_id)
        .join(Revision, Revision.id == ReleaseItem.revision_id)
        .where(ReleaseItem.release_id == found.release_id, ReleaseItem.parent_id.is_(None))
        .order_by(ReleaseItem.position)
    )
    return list(rows.all())
