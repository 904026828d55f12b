"""The rows of the table as they are shown: loaded by their ids, one query for each source."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, Select, exists, func, literal, select
from sqlalchemy.orm import aliased

from charta.accounts.models import Person
from charta.charters.models import StakeholderGroup, Theme
from charta.consultation.models import (
    Adoption,
    Comment,
    Passage,
    Reopening,
    Round,
    Suggestion,
)
from charta.core.database import db
from charta.drafting.models import Document, Revision
from charta.intake.models import Intake
from charta.weighing.models import AdviceRequest, Draft, Drafted, Group, Grouped, Handling
from charta.weighing.queries import standing
from charta.weighing.queries.filtering import Asking
from charta.weighing.standing import Kind, Source, State, Way
from charta.workshops.models import Idea

EXCERPT = 400
"""Characters of the text, tags included, that a row is given."""
WORDS = 120
"""Characters of the passage it speaks of."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row: a comment, an intake that is still to be divided, or an idea."""

    kind: Kind
    id: int
    number: int
    state: State
    author: str
    way: Way
    text: str
    """The beginning of what it says, without marks."""
    own: bool = False
    """Whether the person who looks has said it."""
    document: str | None = None
    """The key of the clause or section it is about."""
    title: str = ""
    passage: str | None = None
    theme: str | None = None
    theme_code: str | None = None
    verdict: str | None = None
    """Where its words stand in the newest release."""
    assignee_id: int | None = None
    assignee: str | None = None
    due_on: date | None = None
    overdue: bool = False
    own_due: bool = False
    """Whether its day is its own and not the round's."""
    disposition: str | None = None
    begun: bool = False
    """Whether an answer is being written that is not finished."""
    suggests: bool = False
    adopted: bool = False
    reopened: bool = False
    """Whether its author has said that the answer misses what they meant."""
    group: int | None = None
    group_title: str = ""
    asked: int = 0
    """How many departments were asked."""

    @property
    def key(self) -> str:
        letter = {Kind.INTAKE: "E", Kind.IDEA: "I"}.get(self.kind, "S")
        return f"{letter}-{self.number}"

    @property
    def is_comment(self) -> bool:
        return self.kind not in {Kind.INTAKE, Kind.IDEA}


def lines(asking: Asking, wanted: Sequence[tuple[Source, int]]) -> list[Line]:
    """The rows with these sources and ids, in this order. One query for each source that is
    among them."""
    readers = {Source.INTAKES: _intakes, Source.COMMENTS: _comments, Source.IDEAS: _ideas}
    found: dict[tuple[Source, int], Line] = {}
    for source, read in readers.items():
        ids = [id_ for one, id_ in wanted if one is source]
        if ids:
            found |= {(source, line.id): line for line in read(asking, ids)}
    return [found[place] for place in wanted if place in found]


def beginning(start: str) -> str:
    """Plain words from the beginning of some stored HTML that may end within a tag or entity."""
    whole = start[: start.rfind("<")] if start.rfind("<") > start.rfind(">") else start
    whole = re.sub(r"&[#a-z0-9]{0,10}$", "", whole, flags=re.IGNORECASE)
    return " ".join(html.unescape(re.sub(r"<[^<>]*>", " ", whole)).split())


def _comments(asking: Asking, ids: Collection[int]) -> list[Line]:
    rows = db.session.execute(_select_comments(asking.round).where(Comment.id.in_(ids)))
    return [_comment(asking, **row._asdict()) for row in rows]


def _select_comments(found: Round) -> Select[*tuple[Any, ...]]:
    person = aliased(Person)
    reopened = exists().where(Reopening.comment_id == Comment.id).correlate(Comment)
    asked = (
        select(func.count(AdviceRequest.id))
        .where(AdviceRequest.comment_id == Comment.id, AdviceRequest.withdrawn_at.is_(None))
        .correlate(Comment)
        .scalar_subquery()
    )
    return (
        select(
            Comment.id.label("id"),
            Comment.number.label("number"),
            Comment.author_id.label("author_id"),
            Comment.parent_id.label("parent_id"),
            standing.state().label("state"),
            standing.author().label("author"),
            standing.way().label("way"),
            func.substr(Comment.html, 1, EXCERPT).label("html"),
            Document.key.label("document"),
            Revision.title.label("title"),
            func.substr(Passage.exact, 1, WORDS).label("passage"),
            Theme.name.label("theme"),
            Theme.code.label("theme_code"),
            standing.verdict(standing.newest_release(found)).label("verdict"),
            Handling.assignee_id.label("assignee_id"),
            person.name.label("assignee"),
            Handling.due_on.label("own_due_on"),
            standing.due_on(found).label("due_on"),
            standing.disposition().label("disposition"),
            Draft.id.label("draft_id"),
            Draft.finished_at.label("finished_at"),
            Suggestion.id.label("suggestion_id"),
            Adoption.id.label("adoption_id"),
            standing.is_part().label("is_part"),
            reopened.label("reopened"),
            Group.number.label("group"),
            Group.title.label("group_title"),
            asked.label("asked"),
        )
        .select_from(Comment)
        .join(Document, Document.id == Comment.document_id)
        .join(Theme, Theme.id == Document.theme_id)
        .join(Revision, Revision.id == Comment.revision_id)
        .outerjoin(Passage, Passage.comment_id == Comment.id)
        .outerjoin(Suggestion, Suggestion.comment_id == Comment.id)
        .outerjoin(Adoption, Adoption.comment_id == Comment.id)
        .outerjoin(Handling, Handling.comment_id == Comment.id)
        .outerjoin(person, person.id == Handling.assignee_id)
        .outerjoin(Drafted, Drafted.comment_id == Comment.id)
        .outerjoin(Draft, Draft.id == Drafted.draft_id)
        .outerjoin(Grouped, (Grouped.comment_id == Comment.id) & Grouped.left_at.is_(None))
        .outerjoin(Group, Group.id == Grouped.group_id)
    )


def _comment(
    asking: Asking,
    *,
    author_id: int,
    parent_id: int | None,
    html: str,
    own_due_on: date | None,
    draft_id: int | None,
    finished_at: Any,
    suggestion_id: int | None,
    adoption_id: int | None,
    is_part: bool,
    **row: Any,
) -> Line:
    state, way, due_on = State(row.pop("state")), Way(row.pop("way")), row["due_on"]
    kind = Kind.SUGGESTION if suggestion_id else Kind.COMMENT
    kind = Kind.PART if is_part else Kind.REPLY if parent_id else kind
    return Line(
        **row,
        kind=kind,
        state=state,
        way=way,
        text=beginning(html),
        own=author_id == asking.me,
        own_due=own_due_on is not None,
        overdue=_is_late(asking, state, due_on),
        begun=draft_id is not None and finished_at is None,
        suggests=suggestion_id is not None,
        adopted=adoption_id is not None,
    )


def _is_late(asking: Asking, state: State, due_on: date | None) -> bool:
    return due_on is not None and due_on < asking.today and state is not State.RELEASED


def _intakes(asking: Asking, ids: Collection[int]) -> list[Line]:
    rows = db.session.execute(
        select(
            Intake.id,
            Intake.number,
            Intake.channel,
            Intake.title,
            func.substr(Intake.source, 1, EXCERPT),
            func.coalesce(func.nullif(Intake.sender_name, ""), Person.name),
        )
        .join(Person, Person.id == Intake.author_id)
        .where(Intake.id.in_(ids))
    )
    due_on = asking.round.answer_by
    return [
        Line(
            kind=Kind.INTAKE,
            id=id_,
            number=number,
            state=State.OPEN,
            author=author,
            way=Way(channel),
            title=title,
            text=text,
            due_on=due_on,
            overdue=_is_late(asking, State.OPEN, due_on),
        )
        for id_, number, channel, title, text, author in rows
    ]


def _ideas(asking: Asking, ids: Collection[int]) -> list[Line]:
    due_on = literal(asking.round.answer_by, Date)
    rows = db.session.execute(
        select(
            Idea.id.label("id"),
            Idea.number.label("number"),
            standing.idea_state(asking.now).label("state"),
            standing.idea_disposition().label("disposition"),
            func.coalesce(StakeholderGroup.name, "").label("author"),
            func.substr(Idea.text, 1, EXCERPT).label("text"),
            Theme.name.label("theme"),
            Theme.code.label("theme_code"),
            Document.key.label("document"),
            due_on.label("due_on"),
        )
        .join(Theme, Theme.id == Idea.theme_id)
        .outerjoin(StakeholderGroup, StakeholderGroup.id == Idea.group_id)
        .outerjoin(Document, Document.id == standing.idea_text_id())
        .where(Idea.id.in_(ids))
    )
    return [_idea(asking, **row._asdict()) for row in rows]


def _idea(asking: Asking, *, state: int, **row: Any) -> Line:
    stands = State(state)
    late = _is_late(asking, stands, row["due_on"])
    return Line(**row, kind=Kind.IDEA, state=stands, way=Way.WORKSHOP, overdue=late)
