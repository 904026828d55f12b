"""Which comment comes before and which after another, in the list somebody works through."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, literal, select, tuple_

from charta.consultation.models import Comment
from charta.core.database import db
from charta.weighing.queries import filtering, ordering
from charta.weighing.queries.filtering import Asking
from charta.weighing.standing import Source
from charta.weighing.viewing import Sort, View


@dataclass(frozen=True)
class Neighbours:
    """The numbers of the comments before and after one; None at the ends of the list."""

    previous: int | None
    next: int | None


def neighbours(asking: Asking, view: View, comment: Comment) -> Neighbours:
    """Those beside ``comment`` in a view of its round's table, from whatever page; it need not fit
    the view any more itself. One query."""
    before = _beside(asking, view, comment, falling=not view.descending)
    after = _beside(asking, view, comment, falling=view.descending)
    row = db.session.execute(select(before.scalar_subquery(), after.scalar_subquery())).one()
    return Neighbours(*row)


def _beside(asking: Asking, view: View, comment: Comment, *, falling: bool) -> Select[int]:
    """The number of the nearest one with a smaller value, or with a greater one."""
    query = select(Comment.number).where(filtering.comments(asking, view.first))
    if view.sort is Sort.KEY:
        beyond = Comment.id < comment.id if falling else Comment.id > comment.id
        return query.where(beyond).order_by(Comment.id.desc() if falling else Comment.id).limit(1)
    value = ordering.value(asking, view.sort, Source.COMMENTS)
    known = select(value).where(Comment.id == comment.id).correlate(None).scalar_subquery()
    here, there = tuple_(value, Comment.id), tuple_(known, literal(comment.id))
    columns = (value, Comment.id)
    return (
        query.where(here < there if falling else here > there)
        .order_by(*[column.desc() if falling else column for column in columns])
        .limit(1)
    )
