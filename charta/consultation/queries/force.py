"""Which answer is in force: fragments for queries. An author may reopen (``Reopening``): then no
earlier answer is in force for their comment, until the city answers it anew."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists

from charta.consultation.models import Answered, Comment, Reopening


def not_reopened() -> ColumnElement[bool]:
    """Of a row of ``answered``: whether its comment's author has let the answer stand."""
    return ~exists().where(
        Reopening.response_id == Answered.response_id,
        Reopening.comment_id == Answered.comment_id,
    ).correlate(Answered)


def has_answer() -> ColumnElement[bool]:
    """Whether a comment has an answer that is in force."""
    return exists().where(Answered.comment_id == Comment.id, not_reopened()).correlate(Comment)
