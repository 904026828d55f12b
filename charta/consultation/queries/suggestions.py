"""Suggestions of other words, what was taken over of them, and whom a revision is owed to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import defer, joinedload

from charta.accounts.models import Person
from charta.consultation.models import (
    Adoption,
    Comment,
    Placement,
    Round,
    Suggestion,
)
from charta.consultation.queries.force import has_answer
from charta.consultation.queries.moments import MOMENT
from charta.core.database import db
from charta.core.errors import NotFound
from charta.drafting.models import Document, Revision
from charta.releases.queries import public_release_ids

MOST_COMPARED = 100
"""How many open suggestions on one text are looked at for collisions, the oldest first."""

PAGE = 24


@dataclass(frozen=True)
class Settled:
    """A suggestion that was taken over or answered; ``version`` is the number it became."""

    comment: Comment
    adoption: Adoption | None
    version: int | None


@dataclass(frozen=True)
class SuggestedText:
    """A text with the number of suggestions on it that wait, and of all."""

    document: Document
    waiting: int
    total: int


@dataclass(frozen=True)
class Thanks:
    """A comment that a version of a text goes back to."""

    revision_id: int
    revision_number: int
    comment_number: int
    name: str

    @property
    def key(self) -> str:
        return f"S-{self.comment_number}"


def settled() -> ColumnElement[bool]:
    """Whether a comment's suggestion was taken over, or the comment answered."""
    adopted = exists().where(Adoption.comment_id == Comment.id).correlate(Comment)
    return adopted | has_answer()


def _suggestions(document_id: int) -> Select[Comment]:
    return (
        select(Comment)
        .join(Suggestion, Suggestion.comment_id == Comment.id)
        .where(Comment.document_id == document_id)
        .options(
            joinedload(Comment.author),
            joinedload(Comment.passage),
            joinedload(Comment.suggestion),
        )
        .order_by(Comment.id)
    )


def waiting_suggestions(
    document_id: int, *, after: int | None = None, limit: int = PAGE
) -> tuple[Sequence[Comment], int | None]:
    """A page of the comments on a text whose suggestions wait, oldest first, with author, passage
    and suggestion, and the key of the next page. One query."""
    query = _suggestions(document_id).where(~settled()).limit(limit + 1)
    if after is not None:
        query = query.where(Comment.id > after)
    found = db.session.scalars(query).all()
    return found[:limit], found[limit - 1].id if len(found) > limit else None


def compared_suggestions(document_id: int) -> Sequence[Comment]:
    """The comments whose suggestions are looked at for collisions: the oldest that wait, without
    their words. One query."""
    query = _suggestions(document_id).where(~settled()).limit(MOST_COMPARED)
    return db.session.scalars(query.options(defer(Comment.source), defer(Comment.html))).all()


def settled_suggestions(
    document_id: int, *, before: int | None = None, limit: int = PAGE
) -> tuple[list[Settled], int | None]:
    """A page of the suggestions on a text that were taken over or answered, newest first, and
    the key of the next page. One query."""
    query = (
        _suggestions(document_id)
        .add_columns(Adoption, Revision.number)
        .outerjoin(Adoption, Adoption.comment_id == Comment.id)
        .outerjoin(Revision, Revision.id == Adoption.revision_id)
        .where(settled())
        .order_by(None)
        .order_by(Comment.id.desc())
        .limit(limit + 1)
    )
    if before is not None:
        query = query.where(Comment.id < before)
    found = [Settled(*row) for row in db.session.execute(query)]
    return found[:limit], found[limit - 1].comment.id if len(found) > limit else None


def revisions_of(comments: Collection[Comment]) -> dict[int, Revision]:
    """The wordings that comments were made on, by their ids. One query, or none."""
    if not comments:
        return {}
    ids = {comment.revision_id for comment in comments}
    found = db.session.scalars(select(Revision).where(Revision.id.in_(ids)))
    return {revision.id: revision for revision in found}


def settled_places(comment_ids: Collection[int]) -> dict[int, Placement]:
    """Where people have said that the passages of comments stand, by the comments: the newest of
    each, with its revision. One query."""
    newest = (
        select(func.max(Placement.id))
        .where(Placement.comment_id.in_(comment_ids), Placement.decided_by_id.is_not(None))
        .group_by(Placement.comment_id)
    )
    found = db.session.scalars(
        select(Placement).where(Placement.id.in_(newest)).options(joinedload(Placement.revision))
    )
    return {place.comment_id: place for place in found}


def suggestion_counts(document_id: int) -> tuple[int, int]:
    """How many suggestions on a text wait, and how many are settled. One query."""
    here = (Comment.document_id == document_id) & (Suggestion.comment_id == Comment.id)
    waiting = select(func.count(Suggestion.id)).where(here, ~settled()).scalar_subquery()
    done = select(func.count(Suggestion.id)).where(here, settled()).scalar_subquery()
    row = db.session.execute(select(waiting, done)).one()
    return row[0], row[1]


def suggestion_by_number(charter_id: int, number: int) -> tuple[Comment, Adoption | None]:
    """A comment that suggests other words, with author, document, theme, section, round, wording,
    passage and suggestion, and its adoption with its revision. Raises NotFound. One query."""
    row = db.session.execute(
        select(Comment, Adoption)
        .join(Suggestion, Suggestion.comment_id == Comment.id)
        .outerjoin(Adoption, Adoption.comment_id == Comment.id)
        .where(Comment.charter_id == charter_id, Comment.number == number)
        .options(
            joinedload(Comment.author),
            joinedload(Comment.document).joinedload(Document.theme),
            joinedload(Comment.document).joinedload(Document.parent),
            joinedload(Comment.passage),
            joinedload(Comment.revision),
            joinedload(Comment.round),
            joinedload(Comment.suggestion),
            joinedload(Adoption.revision).options(
                defer(Revision.source), defer(Revision.html), defer(Revision.plain)
            ),
        )
    ).first()
    if row is None:
        raise NotFound
    return row[0], row[1]


def texts_with_suggestions(charter_id: int) -> list[SuggestedText]:
    """The texts of a charter with suggestions that wait, those with most of them first. One
    query."""
    waiting = func.count().filter(~settled())
    query = (
        select(Document, waiting, func.count())
        .join(Comment, Comment.document_id == Document.id)
        .join(Suggestion, Suggestion.comment_id == Comment.id)
        .where(Document.charter_id == charter_id)
        .group_by(Document.id)
        .having(waiting > 0)
        .order_by(waiting.desc(), Document.id)
    )
    return [SuggestedText(*row) for row in db.session.execute(query)]


def _thanks() -> Select[int, int, int, str]:
    return (
        select(
            Adoption.revision_id,
            Revision.number.label("revision_number"),
            Comment.number.label("comment_number"),
            Person.name,
        )
        .join(Revision, Revision.id == Adoption.revision_id)
        .join(Comment, Comment.id == Adoption.comment_id)
        .join(Person, Person.id == Comment.author_id)
    )


def thanks_for(revision_ids: Collection[int]) -> list[Thanks]:
    """Whose suggestions became these revisions, for staff, in order. One query."""
    query = _thanks().where(Adoption.revision_id.in_(revision_ids))
    return [Thanks(*row) for row in db.session.execute(query.order_by(Comment.number))]


def public_thanks() -> Select[int, int, int, str]:
    """Rows for :class:`Thanks`: whose comments that the public can read became which versions.
    A version is only to be named where a public release shows it or a later one. Takes the
    parameter ``now``."""
    return (
        _thanks()
        .join(Round, Round.id == Comment.round_id)
        .where(Round.release_id.in_(public_release_ids(MOMENT)))
    )
