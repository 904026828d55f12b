"""The table of all contributions of a round: which rows a page shows, and how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    false,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute

from charta.core.database import db
from charta.weighing.queries import filtering, ordering, standing
from charta.weighing.queries.filtering import Asking
from charta.weighing.queries.lines import Line, lines
from charta.weighing.standing import Source, State
from charta.weighing.viewing import BY_WORDS, Cursor, Sort, View

PAGE = 50

CONDITIONS = {
    Source.INTAKES: filtering.intakes,
    Source.COMMENTS: filtering.comments,
    Source.IDEAS: filtering.ideas,
}


@dataclass(frozen=True)
class Page:
    """Some rows of the table in order, and the pages beside it."""

    lines: Sequence[Line] = ()
    before: Cursor | None = None
    after: Cursor | None = None


@dataclass
class Tally:
    """How many rows fit the filters of a view in each state, and how many of them are comments:
    only those can be worked on together."""

    rows: dict[State, int] = field(default_factory=lambda: dict.fromkeys(State, 0))
    comments: dict[State, int] = field(default_factory=lambda: dict.fromkeys(State, 0))

    @property
    def total(self) -> int:
        return sum(self.rows.values())

    def shown(self, state: State | None) -> int:
        """How many rows a view has that asks for a state, or for all."""
        return self.total if state is None else self.rows[state]

    def workable(self, state: State | None) -> int:
        """How many comments it has."""
        return sum(self.comments.values()) if state is None else self.comments[state]


@dataclass(frozen=True)
class _Place:
    """A row of the order: the value it is sorted by, where it comes from, its id."""

    value: int | str | date
    source: Source
    id: int

    def cursor(self, sort: Sort) -> Cursor:
        known = None if sort in BY_WORDS or sort is Sort.KEY else self.value
        assert not isinstance(known, str)  # noqa: S101 - sorts by words are left out
        return Cursor(self.source, self.id, known)


def page(asking: Asking, view: View, *, limit: int = PAGE) -> Page:
    """A page of the rows that fit a view, in its order. Two to four queries."""
    backwards = view.before is not None
    places = _places(asking, view, limit + 1)
    further = len(places) > limit
    places = places[:limit]
    if backwards:
        places.reverse()
    if not places:
        return Page()
    found = lines(asking, [(one.source, one.id) for one in places])
    has_before = further if backwards else view.after is not None
    has_after = True if backwards else further
    return Page(
        found,
        places[0].cursor(view.sort) if has_before else None,
        places[-1].cursor(view.sort) if has_after else None,
    )


def _places(asking: Asking, view: View, limit: int) -> list[_Place]:
    """The places next to the cursor, those nearest to it first. One query: the first of each
    source, and of them the first."""
    falling = view.descending != (view.before is not None)
    parts = [_part(asking, view, source, limit, falling=falling) for source in Source]
    together = union_all(*[select(part.subquery()) for part in parts]).subquery()
    columns = (together.c.value, together.c.source, together.c.id)
    order = [column.desc() if falling else column for column in columns]
    rows = db.session.execute(select(*columns).order_by(*order).limit(limit))
    return [_Place(value, Source(source), id_) for value, source, id_ in rows]


def _part(
    asking: Asking, view: View, source: Source, limit: int, *, falling: bool
) -> Select[Any, int, int]:
    id_ = ordering.TABLES[source].id  # type: ignore[attr-defined]
    value = ordering.value(asking, view.sort, source)
    query = select(
        value.label("value"), literal(source.value).label("source"), id_.label("id")
    ).where(CONDITIONS[source](asking, view))
    cursor = view.after or view.before
    if cursor is not None:
        query = query.where(_beyond(asking, view.sort, source, cursor, falling=falling))
    sorting = [id_] if view.sort is Sort.KEY else [value, id_]
    return query.order_by(*[one.desc() if falling else one for one in sorting]).limit(limit)


def _beyond(
    asking: Asking, sort: Sort, source: Source, cursor: Cursor, *, falling: bool
) -> ColumnElement[bool]:
    """Whether a row of ``source`` comes after the cursor, by value, source and id."""
    id_: InstrumentedAttribute[int] = ordering.TABLES[source].id  # type: ignore[attr-defined]
    later_source = source < cursor.source if falling else source > cursor.source
    if sort is Sort.KEY:
        if source is not cursor.source:
            return true() if later_source else false()
        return id_ < cursor.id if falling else id_ > cursor.id
    value, known = ordering.value(asking, sort, source), _known(asking, sort, cursor)
    if source is cursor.source:
        row: ColumnElement[Any] = tuple_(value, id_)
        there = tuple_(known, literal(cursor.id))
        return row < there if falling else row > there
    beyond: ColumnElement[bool] = value < known if falling else value > known
    level: ColumnElement[bool] = value == known
    return or_(beyond, level) if later_source else beyond


def _known(asking: Asking, sort: Sort, cursor: Cursor) -> ColumnElement[Any]:
    """The value a cursor stands at; words are looked up by its row."""
    if sort in BY_WORDS:
        id_ = ordering.TABLES[cursor.source].id  # type: ignore[attr-defined]
        value = ordering.value(asking, sort, cursor.source)
        return select(value).where(id_ == cursor.id).correlate(None).scalar_subquery()
    return literal(cursor.value)


def tally(asking: Asking, view: View) -> Tally:
    """Count the rows that fit a view's filters but for the state, by their state. One query."""
    states = {
        Source.INTAKES: literal(State.OPEN.value),
        Source.COMMENTS: standing.state(),
        Source.IDEAS: standing.idea_state(asking.now),
    }
    parts = [
        select(literal(source.value).label("source"), states[source].label("state"))
        .select_from(ordering.TABLES[source])
        .where(CONDITIONS[source](asking, view.beyond_state))
        for source in Source
    ]
    rows = union_all(*parts).subquery()
    counted = select(rows.c.source, rows.c.state, func.count()).group_by(
        rows.c.source, rows.c.state
    )
    found = Tally()
    for source, state, number in db.session.execute(counted):
        found.rows[State(state)] += number
        if source == Source.COMMENTS:
            found.comments[State(state)] = number
    return found
