"""What editors read when they answer: comments, and the versions they may have led to."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from charta.consultation.models import Comment
from charta.core.database import db
from charta.drafting.models import Document, Revision


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
