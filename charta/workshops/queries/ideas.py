"""Ideas, in lists that are paginated by key, and one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import contains_eager, joinedload

from charta.charters.models import StakeholderGroup, Theme
from charta.core.database import db
from charta.core.errors import NotFound
from charta.workshops.models import Idea, Workshop

AT_TABLE = 20
AT_DESK = 50
IN_PUBLIC = 100

Shown = Select[Idea]


@dataclass(frozen=True)
class Slice:
    """A part of a list: its ideas, and the numbers to ask for what lies before and after it."""

    ideas: list[Idea]
    previous: int | None = None
    following: int | None = None


@dataclass(frozen=True)
class Count:
    """How many ideas of one theme came from one group, or from nobody in particular."""

    theme_id: int
    theme: str
    group_id: int | None
    group: str | None
    ideas: int


@dataclass(frozen=True)
class Tally:
    """The counts of a workshop, in the order of themes and groups."""

    counts: list[Count]

    def total(self, theme_id: int | None = None, group_id: int | None = None) -> int:
        """How many ideas there are, all or only those of a theme, of a group, or of both."""
        return sum(
            count.ideas
            for count in self.counts
            if theme_id in {None, count.theme_id} and group_id in {None, count.group_id}
        )

    @property
    def themes(self) -> list[tuple[int, str]]:
        """The themes that have ideas."""
        return list(dict.fromkeys((count.theme_id, count.theme) for count in self.counts))

    @property
    def groups(self) -> list[tuple[int, str]]:
        """The groups that have ideas."""
        found = (
            (count.group_id, count.group)
            for count in self.counts
            if count.group_id is not None and count.group is not None
        )
        return list(dict.fromkeys(found))


def ideas_at_table(table_id: int, *, before: int | None = None, after: int | None = None) -> Slice:
    """The ideas of a table, the newest first."""
    query = _loaded().where(Idea.table_id == table_id)
    return _newest_first(query, AT_TABLE, before, after)


def ideas_of(
    workshop_id: int,
    *,
    theme_id: int | None = None,
    group_id: int | None = None,
    search: str = "",
    before: int | None = None,
    after: int | None = None,
) -> Slice:
    """The ideas of a workshop, the newest first, narrowed by theme, group and words."""
    query = _narrowed(_loaded().where(Idea.workshop_id == workshop_id), theme_id, group_id)
    for word in search.split():
        query = query.where(Idea.text.icontains(word, autoescape=True))
    return _newest_first(query, AT_DESK, before, after)


def ideas_by_theme(
    workshop_id: int,
    *,
    theme_id: int | None = None,
    group_id: int | None = None,
    before: int | None = None,
    after: int | None = None,
) -> Slice:
    """The ideas of a workshop in the order of themes, in each the oldest first.

    ``before`` and ``after`` are numbers of ideas of this workshop; others are not heeded.
    """
    place = tuple_(Theme.position, Theme.id, Idea.number)
    query = _narrowed(_loaded().where(Idea.workshop_id == workshop_id), theme_id, group_id)
    forward = query.order_by(Theme.position, Theme.id, Idea.number)
    backward = query.order_by(Theme.position.desc(), Theme.id.desc(), Idea.number.desc())
    if before is not None and (stop := _place(workshop_id, before)):
        return _backward(backward.where(place < stop), IN_PUBLIC)
    if after is not None and (start := _place(workshop_id, after)):
        return _forward(forward.where(place > start), IN_PUBLIC, begun=True)
    return _forward(forward, IN_PUBLIC)


def tally(workshop_id: int) -> Tally:
    """How many ideas a workshop has by theme and group; one query."""
    rows = db.session.execute(
        select(Theme.id, Theme.name, StakeholderGroup.id, StakeholderGroup.name, func.count())
        .select_from(Idea)
        .join(Idea.theme)
        .outerjoin(Idea.group)
        .where(Idea.workshop_id == workshop_id)
        .group_by(Theme.id, StakeholderGroup.id)
        .order_by(Theme.position, Theme.id, StakeholderGroup.position, StakeholderGroup.id)
    )
    return Tally([Count(*row) for row in rows])


def idea_by_number(charter_id: int, number: int) -> Idea:
    """One idea with workshop, theme, group and table; raises NotFound."""
    return _one(_loaded().where(Idea.charter_id == charter_id, Idea.number == number))


def _one(query: Shown) -> Idea:
    idea = db.session.scalars(
        query.options(joinedload(Idea.workshop), joinedload(Idea.table))
    ).first()
    if idea is None:
        raise NotFound
    return idea


def idea_in(workshop_id: int, number: int) -> Idea:
    """One idea of this workshop, loaded like the others; raises NotFound."""
    return _one(_loaded().where(Idea.workshop_id == workshop_id, Idea.number == number))


def public_idea(charter_id: int, number: int) -> Idea:
    """One idea of a workshop that is open to the public; raises NotFound."""
    idea = idea_by_number(charter_id, number)
    if idea.workshop.opened_at is None:
        raise NotFound
    return idea


def idea_count(workshop_id: int) -> int:
    """How many ideas a workshop has."""
    return _count(select(func.count()).where(Idea.workshop_id == workshop_id))


def table_count(table_id: int) -> int:
    """How many ideas were written down at a table."""
    return _count(select(func.count()).where(Idea.table_id == table_id))


def public_idea_count(charter_id: int) -> int:
    """How many ideas the public can see."""
    return _count(
        select(func.count(Idea.id))
        .join(Workshop, Workshop.id == Idea.workshop_id)
        .where(Idea.charter_id == charter_id, Workshop.opened_at.is_not(None))
    )


def _count(query: Select[int]) -> int:
    return db.session.scalar(query) or 0


def _loaded() -> Shown:
    return select(Idea).join(Idea.theme).options(contains_eager(Idea.theme), joinedload(Idea.group))


def _narrowed(query: Shown, theme_id: int | None, group_id: int | None) -> Shown:
    if theme_id is not None:
        query = query.where(Idea.theme_id == theme_id)
    if group_id is not None:
        query = query.where(Idea.group_id == group_id)
    return query


def _newest_first(query: Shown, size: int, before: int | None, after: int | None) -> Slice:
    if after is not None:
        return _backward(query.where(Idea.number > after).order_by(Idea.number), size)
    forward = query.order_by(Idea.number.desc())
    if before is not None:
        return _forward(forward.where(Idea.number < before), size, begun=True)
    return _forward(forward, size)


def _forward(query: Shown, size: int, *, begun: bool = False) -> Slice:
    """The next ideas in the list's order; one more is read to know whether there are others."""
    found = list(db.session.scalars(query.limit(size + 1)))
    ideas = found[:size]
    previous = ideas[0].number if begun and ideas else None
    return Slice(ideas, previous, ideas[-1].number if len(found) > size else None)


def _backward(query: Shown, size: int) -> Slice:
    """The ideas that come before, found in reverse order."""
    found = list(db.session.scalars(query.limit(size + 1)))
    ideas = found[:size][::-1]
    previous = ideas[0].number if len(found) > size else None
    return Slice(ideas, previous, ideas[-1].number if ideas else None)


def _place(workshop_id: int, number: int) -> Any:
    """Where an idea stands among the themes; None when the workshop does not have it."""
    return db.session.execute(
        select(Theme.position, Theme.id, Idea.number)
        .join(Idea, Idea.theme_id == Theme.id)
        .where(Idea.workshop_id == workshop_id, Idea.number == number)
    ).first()
