"""Ideas as editors look at them: filtered by what became of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Select,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import joinedload

from charta.accounts.models import Person
from charta.charters.models import StakeholderGroup, Theme
from charta.core.database import db
from charta.drafting.models import Promotion, Shelving
from charta.drafting.queries.fates import Fate, State
from charta.workshops.models import Idea, Workshop

IDEAS_PAGE = 50
MOST_WORDS = 10


@dataclass(frozen=True)
class Filters:
    """Which ideas: of a workshop (by number), of a theme or group (by id), in a state, with all
    these words in the text."""

    workshop: int | None = None
    theme: int | None = None
    group: int | None = None
    state: State | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class IdeaPage:
    """A page of the list, newest first; ``newer`` and ``older`` are the numbers to ask with."""

    ideas: Sequence[Idea]
    newer: int | None
    older: int | None


def list_ideas(
    charter_id: int, filters: Filters, *, before: int | None = None, after: int | None = None
) -> IdeaPage:
    """The ideas below number ``before`` or above ``after``; workshop, theme and group loaded.
    One query."""
    query = _matching(select(Idea), charter_id, filters).options(
        joinedload(Idea.workshop), joinedload(Idea.theme), joinedload(Idea.group)
    )
    if after is not None:
        query = query.where(Idea.number > after).order_by(Idea.number)
    elif before is not None:
        query = query.where(Idea.number < before).order_by(Idea.number.desc())
    else:
        query = query.order_by(Idea.number.desc())
    found = list(db.session.scalars(query.limit(IDEAS_PAGE + 1)))
    ideas, more = found[:IDEAS_PAGE], len(found) > IDEAS_PAGE
    if after is not None:
        ideas.reverse()
        return IdeaPage(ideas, _edge(ideas, 0, more), _edge(ideas, -1, True))
    return IdeaPage(ideas, _edge(ideas, 0, before is not None), _edge(ideas, -1, more))


def count_ideas(charter_id: int, filters: Filters) -> int:
    """How many ideas match. One query."""
    query = _matching(select(func.count()).select_from(Idea), charter_id, filters)
    return db.session.scalar(query) or 0


def ideas_by_numbers(charter_id: int, numbers: Iterable[int]) -> Sequence[Idea]:
    """Those of the ideas that this charter has, in the order of their numbers; workshop, theme
    and group loaded. One query."""
    return db.session.scalars(
        select(Idea)
        .where(Idea.charter_id == charter_id, Idea.number.in_(set(numbers)))
        .options(joinedload(Idea.workshop), joinedload(Idea.theme), joinedload(Idea.group))
        .order_by(Idea.number)
    ).all()


def choices(charter_id: int) -> dict[str, list[tuple[int, str]]]:
    """What the list can be filtered by: ``workshop`` (numbers), ``theme`` and ``group`` (ids)
    with their names, in order. One query."""
    parts = union_all(
        _choice("workshop", Workshop, Workshop.number, Workshop.title, Workshop.number),
        _choice("theme", Theme, Theme.id, Theme.name, Theme.position),
        _choice(
            "group",
            StakeholderGroup,
            StakeholderGroup.id,
            StakeholderGroup.name,
            StakeholderGroup.position,
        ),
    )
    rows = db.session.execute(
        parts.order_by("kind", "position", "value"), {"charter_id": charter_id}
    )
    found: dict[str, list[tuple[int, str]]] = {"workshop": [], "theme": [], "group": []}
    for kind, value, label, _position in rows:
        found[kind].append((value, label))
    return found


@dataclass(frozen=True)
class Event:
    """One thing that happened to an idea; ``who`` is empty where nobody is known."""

    kind: Literal["promoted", "shelved", "reopened"]
    at: datetime
    who: str
    reason: str
    key: str = ""


def story(idea_id: int, fate: Fate) -> list[Event]:
    """What was decided about an idea, oldest first. Two queries."""
    shelvings = db.session.scalars(
        select(Shelving).where(Shelving.idea_id == idea_id).order_by(Shelving.id)
    ).all()
    deciders = [row.decided_by_id for row in fate.promotions]
    people = _names({*deciders, *(row.decided_by_id for row in shelvings)})
    promoted_at = {row.decided_at for row in fate.promotions}
    events = []
    for row in shelvings:
        who = people.get(row.decided_by_id, "")
        events.append(Event("shelved", row.decided_at, who, row.reason))
        if row.ended_at and row.ended_at not in promoted_at:
            events.append(Event("reopened", row.ended_at, "", ""))
    for promotion in fate.promotions:
        who = people.get(promotion.decided_by_id, "")
        key = promotion.document.key
        events.append(Event("promoted", promotion.decided_at, who, promotion.reason, key))
    return sorted(events, key=lambda event: event.at)


def _matching(query: Select[Any], charter_id: int, filters: Filters) -> Select[Any]:
    query = query.where(Idea.charter_id == charter_id)
    if filters.workshop is not None:
        query = query.where(
            Idea.workshop_id.in_(
                select(Workshop.id).where(
                    Workshop.charter_id == charter_id, Workshop.number == filters.workshop
                )
            )
        )
    if filters.theme is not None:
        query = query.where(Idea.theme_id == filters.theme)
    if filters.group is not None:
        query = query.where(Idea.group_id == filters.group)
    if filters.state is not None:
        query = query.where(_in_state(filters.state))
    for word in filters.words[:MOST_WORDS]:
        query = query.where(_contains(word))
    return query


def _in_state(state: State) -> ColumnElement[bool]:
    promoted = exists().where(Promotion.idea_id == Idea.id)
    shelved = exists().where(Shelving.idea_id == Idea.id, Shelving.ended_at.is_(None))
    conditions: dict[State, ColumnElement[bool]] = {
        "promoted": promoted,
        "shelved": ~promoted & shelved,
        "open": ~promoted & ~shelved,
    }
    return conditions[state]


def _contains(word: str) -> ColumnElement[bool]:
    """Whether the text has ``word`` in any case. SQLite folds only the letters a to z, so the
    usual spellings of a word with an umlaut are asked for as well."""
    spellings = {word, word.lower(), word.upper(), word.capitalize()}
    return or_(*(Idea.text.icontains(each, autoescape=True) for each in sorted(spellings)))


def _choice(
    kind: str, table: Any, value: Any, label: Any, position: Any
) -> Select[str, int, str, int]:

    return select(
        literal(kind).label("kind"),
        value.label("value"),
        label.label("label"),
        position.label("position"),
    ).where(table.charter_id == bindparam("charter_id"))


def _names(person_ids: set[int | None]) -> dict[int | None, str]:
    rows = db.session.execute(
        select(Person.id, Person.name).where(Person.id.in_(person_ids - {None}))
    )
    return {row.id: row.name for row in rows}


def _edge(ideas: Sequence[Idea], index: int, exists: bool) -> int | None:
    return ideas[index].number if exists and ideas else None
