"""Which answer is in force, and what counts as one contribution: fragments for queries.

An author may reopen (``Reopening``): then no earlier answer is in force for their comment, until
the city answers it anew. A comment that was split (``Part``) is weighed by its parts, yet it is
one voice: it has an answer when all its parts have one.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, or_, select, union
from sqlalchemy.orm import aliased

from charta.consultation.models import Answered, Comment, Part, Reopening


def not_reopened(answered: type[Answered] = Answered) -> ColumnElement[bool]:
    """Of a row of ``answered``: whether its comment's author has let the answer stand."""
    return ~exists().where(
        Reopening.response_id == answered.response_id,
        Reopening.comment_id == answered.comment_id,
    ).correlate(answered)


def weighable() -> ColumnElement[bool]:
    """Whether a comment gets an answer of its own: it was not split."""
    return ~exists().where(Part.original_id == Comment.id).correlate(Comment)


def voice() -> ColumnElement[bool]:
    """Whether a comment is one more of "n Stellungnahmen": it is no part of another."""
    return ~exists().where(Part.comment_id == Comment.id).correlate(Comment)


def voice_here() -> ColumnElement[bool]:
    """The same among the comments on one text, where a part stands that was said elsewhere: of
    an original and its parts on a text the first one counts. Most comments are no part, and for
    them the rest is not asked."""
    part, mine, sibling = aliased(Part), aliased(Part), aliased(Part)
    said = aliased(Comment)
    original = select(mine.original_id).where(mine.comment_id == Comment.id).correlate(Comment)
    siblings = (
        select(sibling.comment_id)
        .join(mine, mine.original_id == sibling.original_id)
        .where(mine.comment_id == Comment.id)
        .correlate(Comment)
    )
    earlier = exists().where(
        said.document_id == Comment.document_id,
        said.id < Comment.id,
        said.id.in_(union(original, siblings)),
    )
    return or_(Comment.id.not_in(select(part.comment_id)), ~earlier.correlate(Comment))


def has_answer() -> ColumnElement[bool]:
    """Whether a comment that is weighed itself has an answer that is in force."""
    return exists().where(Answered.comment_id == Comment.id, not_reopened()).correlate(Comment)


def answered_by_parts() -> ColumnElement[bool]:
    """Whether a comment was split and all its parts have an answer that is in force."""
    part = aliased(Part)
    given = exists().where(Answered.comment_id == part.comment_id, not_reopened())
    waits = exists().where(part.original_id == Comment.id, ~given.correlate(part))
    return and_(~weighable(), ~waits.correlate(Comment))
