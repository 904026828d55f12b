"""Which rows of the table fit a view: conditions for each of the three sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select

from charta.accounts.models import Person
from charta.charters.models import Theme
from charta.consultation.models import Comment, Passage, Round, Suggestion
from charta.consultation.queries.force import weighable
from charta.core.database import db
from charta.drafting.models import Document, Promotion
from charta.intake.models import Excerpt, Intake
from charta.releases.models import ReleaseItem
from charta.weighing.models import AdviceRequest, Group, Grouped
from charta.weighing.queries import standing
from charta.weighing.standing import SAID, Kind, State, Way
from charta.weighing.viewing import MINE, NOBODY, View
from charta.workshops.models import Idea

Conditions = Iterator[ColumnElement[bool]]


@dataclass(frozen=True)
class Asking:
    """Who asks for the table of which round, and when."""

    round: Round
    now: datetime
    today: date
    me: int | None


def spelt(words: str) -> Callable[[Any], ColumnElement[bool]]:
    """A condition on a column: it contains the words, in whatever case. SQLite, and PostgreSQL in
    some locales, fold the case of ASCII only, hence the spellings; SQLite's LIKE does that by
    itself, and asking it to fold first would double the time."""
    spellings = {words, words.lower(), words.upper(), words.capitalize()}
    if words.isascii():
        spellings = {words}
    folds = db.engine.dialect.name == "sqlite"
    return lambda column: or_(
        *[
            column.contains(one, autoescape=True)
            if folds
            else column.icontains(one, autoescape=True)
            for one in sorted(spellings)
        ]
    )


def numbered(words: str, letter: str) -> int | None:
    """The number in a key (``S-12``, or only ``12``) that is searched for."""
    text = words.upper().removeprefix(f"{letter}-")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def comments(asking: Asking, view: View) -> ColumnElement[bool]:
    """Of the round's comments those that fit; split ones are weighed by their parts."""
    here = (Comment.round_id == asking.round.id, weighable())
    return and_(*here, *_comments(asking, view))


def _comments(asking: Asking, view: View) -> Conditions:
    yield from _described(asking.round, view)
    yield from _handled(asking, view)
    if view.kind is not None:
        yield _is_kind(view.kind)
    if view.way is not None:
        yield standing.way() == view.way.value
    if view.search:
        yield or_(*_says(asking.round, view.search))


def _described(found: Round, view: View) -> Conditions:
    """What comments are about and where that stands now."""
    if view.theme is not None:
        yield Comment.document_id.in_(_of_theme(found, view.theme))
    if view.text is not None:
        yield Comment.document_id.in_(_in_text(found, view.text))
    if view.verdict is not None:
        yield standing.verdict(standing.newest_release(found)) == view.verdict.value


def _handled(asking: Asking, view: View) -> Conditions:
    """How far they are, and who sees to them until when."""
    if view.state is not None:
        yield standing.state() == view.state.value
    if view.disposition is not None:
        yield standing.disposition() == view.disposition.value
    if view.assignee is not None:
        yield _is_assigned(asking, view.assignee)
    if view.overdue:
        yield standing.due_on(asking.round) < asking.today
        yield standing.state() != State.RELEASED.value
    if view.group is not None:
        yield _is_in_group(asking.round, view.group)
    if view.department is not None:
        yield _was_asked(view.department)


def _is_kind(kind: Kind) -> ColumnElement[bool]:
    suggests = exists().where(Suggestion.comment_id == Comment.id).correlate(Comment)
    reply, part = Comment.parent_id.is_not(None), standing.is_part()
    return {
        Kind.COMMENT: and_(~suggests, ~reply, ~part),
        Kind.SUGGESTION: and_(suggests, ~reply, ~part),
        Kind.REPLY: and_(reply, ~part),
        Kind.PART: part,
    }.get(kind, false())


def _of_theme(found: Round, code: str) -> Select[int]:
    return (
        select(Document.id)
        .join(Theme, Theme.id == Document.theme_id)
        .where(Theme.charter_id == found.charter_id, Theme.code == code)
    )


def _in_text(found: Round, key: str) -> Select[int]:
    text = (
        select(Document.id)
        .where(Document.charter_id == found.charter_id, Document.key == key)
        .scalar_subquery()
    )
    return select(ReleaseItem.document_id).where(
        ReleaseItem.release_id == found.release_id,
        or_(ReleaseItem.document_id == text, ReleaseItem.parent_id == text),
    )


def _is_assigned(asking: Asking, wanted: int | str) -> ColumnElement[bool]:
    if wanted == NOBODY:
        return standing.assignee_id().is_(None)
    return standing.assignee_id() == (asking.me if wanted == MINE else wanted)


def _is_in_group(found: Round, number: int) -> ColumnElement[bool]:
    return Comment.id.in_(
        select(Grouped.comment_id)
        .join(Group, Group.id == Grouped.group_id)
        .where(Group.round_id == found.id, Group.number == number, Grouped.left_at.is_(None))
    )


def _was_asked(department_id: int) -> ColumnElement[bool]:
    return (
        exists()
        .where(
            AdviceRequest.comment_id == Comment.id,
            AdviceRequest.department_id == department_id,
            AdviceRequest.withdrawn_at.is_(None),
        )
        .correlate(Comment)
    )


def _says(found: Round, words: str) -> Conditions:
    contains = spelt(words)
    yield contains(Comment.source)
    yield Comment.id.in_(
        select(Suggestion.comment_id)
        .where(contains(Suggestion.wording))
        .union_all(select(Passage.comment_id).where(contains(Passage.exact)))
    )
    yield Comment.document_id.in_(
        select(Document.id).where(
            Document.charter_id == found.charter_id, Document.key == words.upper()
        )
    )
    yield Comment.author_id.in_(select(Person.id).where(contains(Person.name)))
    yield Comment.id.in_(
        select(Excerpt.comment_id)
        .join(Intake, Intake.id == Excerpt.intake_id)
        .where(Intake.round_id == found.id, contains(Intake.sender_name))
    )
    number = numbered(words, "S")
    if number is not None:
        yield Comment.number == number


def intakes(asking: Asking, view: View) -> ColumnElement[bool]:
    """Of the round's intakes those that nobody has finished dividing and that fit."""
    here = (Intake.round_id == asking.round.id, Intake.finished_at.is_(None))
    return and_(*here, *_intakes(asking, view))


def _intakes(asking: Asking, view: View) -> Conditions:
    late = asking.round.answer_by is not None and asking.round.answer_by < asking.today
    fits = (
        view.state in {None, State.OPEN}
        and view.kind in {None, Kind.INTAKE}
        and (late or not view.overdue)
        and not (view.disposition or view.theme or view.text or _only_comments(view))
    )
    if not fits:
        yield false()
    if view.way is not None:
        yield Intake.channel == view.way.value
    if view.search:
        contains = spelt(view.search)
        names = (Intake.title, Intake.source, Intake.sender_name)
        number = numbered(view.search, "E")
        yield or_(*[contains(name) for name in names], Intake.number == number)


def _only_comments(view: View) -> bool:
    """Whether a view asks for what only comments have."""
    asked = (view.assignee, view.verdict, view.group, view.department)
    return any(one is not None for one in asked)


def ideas(asking: Asking, view: View) -> ColumnElement[bool]:
    """Of the round's ideas those that fit."""
    return and_(standing.is_idea_of(asking.round), *_ideas(asking, view))


def _ideas(asking: Asking, view: View) -> Conditions:
    late = asking.round.answer_by is not None and asking.round.answer_by < asking.today
    if (
        view.kind in SAID | {Kind.INTAKE}
        or view.way not in {None, Way.WORKSHOP}
        or (view.overdue and not late)
        or _only_comments(view)
    ):
        yield false()
    if view.overdue:
        yield standing.idea_state(asking.now) != State.RELEASED.value
    if view.state is not None:
        yield standing.idea_state(asking.now) == view.state.value
    if view.disposition is not None:
        yield standing.idea_disposition() == view.disposition.value
    if view.theme is not None:
        yield Idea.theme_id.in_(
            select(Theme.id).where(
                Theme.charter_id == asking.round.charter_id, Theme.code == view.theme
            )
        )
    if view.text is not None:
        yield Idea.id.in_(
            select(Promotion.idea_id).where(
                Promotion.document_id.in_(_in_text(asking.round, view.text))
            )
        )
    if view.search:
        number = numbered(view.search, "I")
        yield or_(spelt(view.search)(Idea.text), Idea.number == number)
