"""Comments with their replies and answers, in pages by key. No page reads all comments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any, Literal

from sqlalchemy import Row, Select, bindparam, func, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from charta.accounts.models import Person
from charta.consultation.models import Comment, Round
from charta.consultation.queries.answers import Answer, answers_to, in_force
from charta.consultation.queries.parts import original_number, part_count
from charta.consultation.queries.travelling import Travelled, place_in, with_journey, with_place
from charta.core.database import db
from charta.drafting.models import Document
from charta.releases.queries import public_release_ids

PAGE = 25
"""Comments of a page."""

WITH_PASSAGE = (joinedload(Comment.passage), joinedload(Comment.suggestion))
"""What a comment needs so that it can be shown with the words it is on and those it suggests."""

REPLIES_SHOWN = 5
"""Replies shown below a comment; the rest stands on the comment's own page."""


@dataclass(frozen=True)
class Contribution:
    """A comment with its author, the answers to it, the first of its replies, and where it stands
    in the newest release."""

    comment: Comment
    answers: tuple[Answer, ...] = ()
    replies: tuple[Contribution, ...] = ()
    reply_count: int = 0
    travelled: Travelled | None = None
    part_of: int | None = None
    """The number of the comment that it was cut out of."""
    parts: int = 0
    """How many parts were cut out of it; those are answered, not itself."""

    @property
    def answer(self) -> Answer | None:
        """The answer in force."""
        return in_force(self.answers)

    @property
    def earlier(self) -> tuple[Answer, ...]:
        """Answers that a correction has replaced or the author has reopened, newest first."""
        return self.answers[1:] if self.answer else self.answers


@dataclass(frozen=True)
class ContributionPage:
    """Some comments in order; ``previous`` and ``next`` are the keys of the neighbouring pages,
    to be given as ``before`` and ``after``."""

    items: tuple[Contribution, ...]
    previous: int | None
    next: int | None


@dataclass(frozen=True)
class Permalink:
    """A comment on its own, with the number and author of the comment it replies to, and its way
    through the releases that followed."""

    comment: Comment
    parent_number: int | None
    parent_author: str | None
    journey: tuple[Travelled, ...] = ()
    part_of: int | None = None
    parts: int = 0


Side = Literal["first", "after", "before"]
"""Where a page lies: at the beginning, after a key, or before one."""


def _side(after: int | None, before: int | None) -> Side:
    if after is not None:
        return "after"
    return "first" if before is None else "before"


def _window(query: Select[int], side: Side) -> Select[int]:
    """The ids of a page, with the parameters ``key`` and ``limit``."""
    if side == "before":
        query = query.where(Comment.id < bindparam("key")).order_by(Comment.id.desc())
    else:
        query = query.order_by(Comment.id)
        if side == "after":
            query = query.where(Comment.id > bindparam("key"))
    return query.limit(bindparam("limit"))


def _asked(after: int | None, before: int | None, limit: int) -> dict[str, int]:
    """The parameters of :func:`_window`; it reads one more than the page shows, at the end that
    was not entered from."""
    key = after if after is not None else before
    return {"limit": limit + 1} | ({} if key is None else {"key": key})


def _cut(
    found: list[Contribution], after: int | None, before: int | None, limit: int
) -> ContributionPage:
    """The page from what was read, in the order of the ids."""
    backwards = before is not None and after is None
    more = len(found) > limit
    items = found[-limit:] if backwards else found[:limit]
    has_previous = more if backwards else after is not None
    has_next = True if backwards else more
    return ContributionPage(
        tuple(items),
        items[0].comment.id if items and has_previous else None,
        items[-1].comment.id if items and has_next else None,
    )


def comments_on(
    document_id: int,
    round_id: int | None,
    *,
    now: datetime,
    after: int | None = None,
    before: int | None = None,
    limit: int = PAGE,
    answered: bool = True,
) -> ContributionPage:
    """The comments on a document in one round, or over all rounds, oldest first: each with its
    author, its answers, its place in the newest release and its first replies. Two queries; one
    where answers are left to :func:`with_answers`."""
    asked: dict[str, Any] = {"document": document_id, "now": now}
    asked |= _asked(after, before, limit)
    if round_id is not None:
        asked["round"] = round_id
    query = _discussion(_side(after, before), in_round=round_id is not None)
    rows = db.session.execute(query, asked).all()
    page = _cut(_threads(rows), after, before, limit)
    return with_answers(page, now=now)[0] if answered else page


def with_answers(*pages: ContributionPage, now: datetime) -> list[ContributionPage]:
    """Pages with the answers to their comments and the replies shown. One query for all."""
    said = [one for page in pages for top in page.items for one in (top, *top.replies)]
    found = answers_to({one.comment.id for one in said}, now=now) if said else {}

    def answer(one: Contribution) -> Contribution:
        replies = tuple(map(answer, one.replies))
        return replace(one, answers=found.get(one.comment.id, ()), replies=replies)

    return [replace(page, items=tuple(map(answer, page.items))) for page in pages]


@cache
def _discussion(side: Side, *, in_round: bool) -> Select[*tuple[Any, ...]]:
    """The query of :func:`comments_on`: the comments of a page with their places, and the first
    replies to each, with how many there are; built once since every page of a text asks it."""
    top = select(Comment.id).where(
        Comment.document_id == bindparam("document"), Comment.parent_id.is_(None)
    )
    if in_round:
        top = top.where(Comment.round_id == bindparam("round"))
    page = _window(top, side).cte("page")
    place = func.row_number().over(partition_by=Comment.parent_id, order_by=Comment.id)
    total = func.count().over(partition_by=Comment.parent_id)
    ranked = (
        select(Comment.id, place.label("n"), total.label("total"))
        .where(Comment.parent_id.in_(select(page.c.id)))
        .subquery()
    )
    return with_place(
        select(Comment, ranked.c.total, original_number(), part_count())
        .join(Comment.author)
        .outerjoin(ranked, ranked.c.id == Comment.id)
        .where(Comment.id.in_(select(page.c.id)) | (ranked.c.n <= REPLIES_SHOWN))
        .options(contains_eager(Comment.author), *WITH_PASSAGE)
        .order_by(Comment.id)
    )


def _threads(rows: Sequence[Row[*tuple[Any, ...]]]) -> list[Contribution]:
    top: dict[int, Contribution] = {}
    for row in rows:
        comment, total, part_of, parts = row[:4]
        said = Contribution(comment, travelled=place_in(row), part_of=part_of, parts=parts)
        if comment.parent_id is None:
            top[comment.id] = said
        else:
            thread = top[comment.parent_id]
            top[comment.parent_id] = replace(
                thread, replies=(*thread.replies, said), reply_count=total or 0
            )
    return list(top.values())


def replies_to(
    comment_id: int,
    *,
    now: datetime,
    after: int | None = None,
    before: int | None = None,
    limit: int = PAGE,
) -> ContributionPage:
    """The replies to a comment, oldest first, with authors and answers. Two queries."""
    asked = _asked(after, before, limit) | {"parent": comment_id}
    comments = db.session.scalars(_replies(_side(after, before)), asked).all()
    answers = answers_to([comment.id for comment in comments], now=now) if comments else {}
    found = [Contribution(comment, answers.get(comment.id, ())) for comment in comments]
    return _cut(found, after, before, limit)


@cache
def _replies(side: Side) -> Select[Comment]:
    """The query of :func:`replies_to`."""
    ids = _window(select(Comment.id).where(Comment.parent_id == bindparam("parent")), side)
    return (
        select(Comment)
        .where(Comment.id.in_(select(ids.subquery().c.id)))
        .options(joinedload(Comment.author))
        .order_by(Comment.id)
    )


def comment_by_number(charter_id: int, number: int, *, now: datetime) -> Permalink | None:
    """A comment the public can read, with author, document, theme, the wording it was made on
    its round, and its way through later releases. One query."""
    parent, parent_author = aliased(Comment), aliased(Person)
    query = with_journey(
        select(Comment, parent.number, parent_author.name, original_number(), part_count())
        .join(Comment.round)
        .outerjoin(parent, parent.id == Comment.parent_id)
        .outerjoin(parent_author, parent_author.id == parent.author_id)
        .where(
            Comment.charter_id == charter_id,
            Comment.number == number,
            Round.release_id.in_(public_release_ids(now)),
        )
        .options(
            joinedload(Comment.author),
            joinedload(Comment.document).joinedload(Document.theme),
            joinedload(Comment.revision),
            contains_eager(Comment.round).joinedload(Round.release),
            *WITH_PASSAGE,
        )
    )
    found = db.session.execute(query, {"now": now}).all()
    if not found:
        return None
    journey = tuple(stage for row in found if (stage := place_in(row)) is not None)
    comment, parent_number, parent_name, part_of, parts = found[0][:5]
    return Permalink(comment, parent_number, parent_name, journey, part_of, parts)


def own_comments(
    charter_id: int,
    person_id: int,
    *,
    now: datetime,
    after: int | None = None,
    limit: int = PAGE,
) -> ContributionPage:
    """What a person has said in any round of a charter, newest first, with document, wording,
    round, answers and place in the newest release; ``after`` is the last one of the page before.
    Two queries."""
    query = with_place(
        select(Comment, original_number(), part_count())
        .where(Comment.charter_id == charter_id, Comment.author_id == person_id)
        .options(
            joinedload(Comment.author),
            joinedload(Comment.document),
            joinedload(Comment.revision),
            joinedload(Comment.round),
            *WITH_PASSAGE,
        )
        .order_by(Comment.id.desc())
        .limit(limit + 1)
    )
    if after is not None:
        query = query.where(Comment.id < after)
    rows = db.session.execute(query, {"now": now}).all()
    answers = answers_to([row[0].id for row in rows], now=now) if rows else {}
    items = tuple(
        Contribution(
            row[0],
            answers.get(row[0].id, ()),
            travelled=place_in(row),
            part_of=row[1],
            parts=row[2],
        )
        for row in rows[:limit]
    )
    return ContributionPage(items, None, items[-1].comment.id if len(rows) > limit else None)
