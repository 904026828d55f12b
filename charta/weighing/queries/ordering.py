"""What the rows of the table are sorted by: one value for each row, whichever source it is from.

A value is never missing, so that rows have one order and a page can begin after any of them:
what has no author, day or place comes last.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Date, Text, case, cast, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.types import TypeEngine

from charta.accounts.models import Person
from charta.charters.models import StakeholderGroup, Theme
from charta.consultation.models import Comment, Passage
from charta.consultation.rules import Disposition, Verdict
from charta.core.database import Base
from charta.drafting.models import Document
from charta.intake.models import Intake
from charta.weighing.queries import standing
from charta.weighing.queries.filtering import Asking
from charta.weighing.standing import Source, State, Way
from charta.weighing.viewing import Sort
from charta.workshops.models import Idea

LAST = 999_999_999
LAST_DAY = date(9999, 12, 31)
LAST_WORD = "\U0010ffff"
BEGINNING = 80
"""Characters of a text that it is sorted by."""
LONGEST_TEXT = 1_000_000
"""More characters than any text has; a place in the release is its text's place, then its own."""

Value = ColumnElement[Any] | InstrumentedAttribute[Any]


class Values(NamedTuple):
    """The value of a row, for each source."""

    intakes: Value
    comments: Value
    ideas: Value


TABLES: dict[Source, type[Base]] = {
    Source.INTAKES: Intake,
    Source.COMMENTS: Comment,
    Source.IDEAS: Idea,
}


def value(asking: Asking, sort: Sort, source: Source) -> Value:
    """What a row of ``source`` is sorted by; numbers, days or words by the sort."""
    return SORTS[sort](asking)[source]


def _ranked(column: Value, order: list[str]) -> Value:
    """The place of a word in a list; what is none of them comes last."""
    places = {one: place for place, one in enumerate(order)}
    return case(places, value=column, else_=LAST)


def _number(column: Value | int) -> Value:
    return cast(func.coalesce(column, LAST), BigInteger)


def _day(column: Value | date | None) -> Value:
    return func.coalesce(column, literal(LAST_DAY, Date), type_=Date())


def _words(column: Value) -> Value:
    return func.coalesce(func.lower(column), LAST_WORD, type_=Text())


def _same(kind: TypeEngine[Any], what: object) -> Value:
    return cast(literal(what, kind), kind)


def _by_key(_asking: Asking) -> Values:
    nothing = _same(BigInteger(), 0)
    return Values(nothing, nothing, nothing)


def _by_text(asking: Asking) -> Values:
    return Values(
        _number(LAST),
        _number(standing.position(asking.round)),
        _number(standing.idea_position(asking.round)),
    )


def _by_passage(asking: Asking) -> Values:
    start = (
        select(Passage.start)
        .where(Passage.comment_id == Comment.id)
        .correlate(Comment)
        .scalar_subquery()
    )
    text = cast(standing.position(asking.round), BigInteger) * LONGEST_TEXT
    within = func.coalesce(start + 1, 0)
    idea = cast(standing.idea_position(asking.round), BigInteger) * LONGEST_TEXT
    return Values(_same(BigInteger(), LAST), _number(text + within), _number(idea))


def _by_author(_asking: Asking) -> Values:
    public = select(Person.name).where(Person.id == Intake.author_id).scalar_subquery()
    group = (
        select(StakeholderGroup.name)
        .where(StakeholderGroup.id == Idea.group_id)
        .correlate(Idea)
        .scalar_subquery()
    )
    return Values(
        _words(func.coalesce(func.nullif(Intake.sender_name, ""), public)),
        _words(standing.author()),
        _words(group),
    )


def _by_way(_asking: Asking) -> Values:
    ways = [one.value for one in Way]
    return Values(
        _number(_ranked(Intake.channel, ways)),
        _number(_ranked(standing.way(), ways)),
        _number(ways.index(Way.WORKSHOP)),
    )


def _by_words(_asking: Asking) -> Values:
    return Values(
        _words(func.substr(Intake.source, 1, BEGINNING)),
        _words(func.substr(Comment.source, 1, BEGINNING)),
        _words(func.substr(Idea.text, 1, BEGINNING)),
    )


def _by_theme(_asking: Asking) -> Values:
    of_comment = (
        select(Theme.position)
        .join(Document, Document.theme_id == Theme.id)
        .where(Document.id == Comment.document_id)
        .correlate(Comment)
        .scalar_subquery()
    )
    of_idea = (
        select(Theme.position).where(Theme.id == Idea.theme_id).correlate(Idea).scalar_subquery()
    )
    return Values(_number(LAST), _number(of_comment), _number(of_idea))


def _by_place(asking: Asking) -> Values:
    """What is uncertain first, what stands as it did last."""
    order = [one.value for one in reversed(Verdict)]
    verdict = standing.verdict(standing.newest_release(asking.round))
    return Values(_number(LAST), _number(_ranked(verdict, order)), _number(LAST))


def _by_assignee(_asking: Asking) -> Values:
    nobody = _same(Text(), LAST_WORD)
    return Values(nobody, _words(standing.assignee()), nobody)


def _by_due(asking: Asking) -> Values:
    promised = _day(literal(asking.round.answer_by, Date))
    return Values(promised, _day(standing.due_on(asking.round)), promised)


def _by_disposition(_asking: Asking) -> Values:
    order = [one.value for one in Disposition]
    return Values(
        _number(LAST),
        _number(_ranked(standing.disposition(), order)),
        _number(_ranked(standing.idea_disposition(), order)),
    )


def _by_state(asking: Asking) -> Values:
    return Values(
        _number(State.OPEN.value),
        _number(standing.state()),
        _number(standing.idea_state(asking.now)),
    )


SORTS: dict[Sort, Callable[[Asking], Values]] = {
    Sort.KEY: _by_key,
    Sort.TEXT: _by_text,
    Sort.PASSAGE: _by_passage,
    Sort.AUTHOR: _by_author,
    Sort.WAY: _by_way,
    Sort.WORDS: _by_words,
    Sort.THEME: _by_theme,
    Sort.PLACE: _by_place,
    Sort.ASSIGNEE: _by_assignee,
    Sort.DUE: _by_due,
    Sort.DISPOSITION: _by_disposition,
    Sort.STATE: _by_state,
}
