"""Proposed and confirmed groups of comments that say the same."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import aliased, joinedload

from charta.accounts.models import Person
from charta.consultation.models import Comment, Suggestion
from charta.consultation.queries.force import has_answer, weighable
from charta.core.database import db
from charta.core.outbox import OutboxMessage
from charta.drafting.models import Document
from charta.weighing.grouping import Member
from charta.weighing.models import Group, Grouped, GroupProposal
from charta.weighing.queries import standing
from charta.weighing.standing import State

PROPOSE = "propose_groups"
"""The kind of message that has the worker look for groups in one round (``round``)."""

PAGE = 20


@dataclass(frozen=True)
class GroupLine:
    """A confirmed group with how many comments are in it and how many of them wait."""

    group: Group
    members: int
    waiting: int


def _grouped() -> ColumnElement[bool]:
    return (
        exists()
        .where(Grouped.comment_id == Comment.id, Grouped.left_at.is_(None))
        .correlate(Comment)
    )


def running_since(round_id: int) -> datetime | None:
    """Since when the worker has been asked to look for groups in a round; None when it has not,
    or is done. One query."""
    asked = db.session.execute(
        select(OutboxMessage.payload, OutboxMessage.created_at)
        .where(OutboxMessage.kind == PROPOSE, OutboxMessage.given_up_at.is_(None))
        .order_by(OutboxMessage.id)
    )
    return next((at for payload, at in asked if payload.get("round") == round_id), None)


def texts_to_group(round_id: int) -> list[tuple[int, str]]:
    """What people said in a round that has no answer yet and is in no group, with the other words
    they suggest. One query."""
    rows = db.session.execute(
        select(Comment.id, Comment.source, Suggestion.wording)
        .outerjoin(Suggestion, Suggestion.comment_id == Comment.id)
        .where(Comment.round_id == round_id, weighable(), ~has_answer(), ~_grouped())
        .order_by(Comment.id)
    )
    return [(id_, f"{source}\n{wording}" if wording else source) for id_, source, wording in rows]


def open_proposals(
    round_id: int, *, after: int | None = None, limit: int = PAGE
) -> Sequence[GroupProposal]:
    """The proposals nobody has decided about, the largest first as they were made; reads one more
    than ``limit``. One query."""
    query = select(GroupProposal).where(
        GroupProposal.round_id == round_id, GroupProposal.decided_at.is_(None)
    )
    if after is not None:
        query = query.where(GroupProposal.id > after)
    return db.session.scalars(query.order_by(GroupProposal.id).limit(limit + 1)).all()


def proposal_counts(round_id: int) -> tuple[int, datetime | None]:
    """How many proposals wait for a decision, and when the last ones were made. One query."""
    waits = func.count().filter(GroupProposal.decided_at.is_(None))
    row = db.session.execute(
        select(waits, func.max(GroupProposal.proposed_at)).where(GroupProposal.round_id == round_id)
    ).one()
    return row[0], row[1]


def proposal_by_id(round_id: int, proposal_id: int) -> GroupProposal | None:
    """One proposal of a round. One query."""
    return db.session.scalars(
        select(GroupProposal).where(
            GroupProposal.round_id == round_id, GroupProposal.id == proposal_id
        )
    ).first()


def proposed_members(comment_ids: Sequence[int]) -> list[Member]:
    """The comments of a proposal in its order. One query."""
    rows = db.session.execute(
        select(
            Comment.id,
            Comment.number,
            Comment.source,
            Suggestion.wording,
            Document.key,
            Person.name,
            weighable() & ~has_answer() & ~_grouped(),
        )
        .join(Document, Document.id == Comment.document_id)
        .join(Person, Person.id == Comment.author_id)
        .outerjoin(Suggestion, Suggestion.comment_id == Comment.id)
        .where(Comment.id.in_(comment_ids))
    )
    found = {}
    for id_, number, source, wording, key, name, free in rows:
        text = f"{source}\n{wording}" if wording else source
        found[id_] = Member(id_, number, text, key, name, bool(free))
    return [found[id_] for id_ in comment_ids if id_ in found]


def first_texts(proposals: Collection[GroupProposal]) -> dict[int, str]:
    """What the representative of each proposal says, by the proposals' ids. One query."""
    leaders = {one.comment_ids[0]: one.id for one in proposals if one.comment_ids}
    rows = db.session.execute(
        select(Comment.id, func.substr(Comment.source, 1, 600)).where(Comment.id.in_(leaders))
    )
    return {leaders[id_]: source for id_, source in rows}


def members_of() -> ColumnElement[int]:
    """How many comments are in a group."""
    inside = aliased(Grouped)
    return (
        select(func.count(inside.id))
        .where(inside.group_id == Group.id, inside.left_at.is_(None))
        .correlate(Group)
        .scalar_subquery()
    )


def waiting_of() -> ColumnElement[int]:
    """How many of them have no answer."""
    inside = aliased(Grouped)
    return (
        select(func.count())
        .select_from(inside)
        .join(Comment, Comment.id == inside.comment_id)
        .where(inside.group_id == Group.id, inside.left_at.is_(None), ~has_answer())
        .correlate(Group)
        .scalar_subquery()
    )


def groups_in(
    round_id: int, *, before: int | None = None, limit: int = PAGE
) -> Sequence[GroupLine]:
    """The groups of a round in which somebody is, the newest first; reads one more than
    ``limit``. One query."""
    living = exists().where(Grouped.group_id == Group.id, Grouped.left_at.is_(None))
    query = select(Group, members_of(), waiting_of()).where(Group.round_id == round_id, living)
    if before is not None:
        query = query.where(Group.number < before)
    rows = db.session.execute(query.order_by(Group.number.desc()).limit(limit + 1))
    return [GroupLine(*row) for row in rows]


def group_by_number(round_id: int, number: int) -> GroupLine | None:
    """One group of a round, dissolved ones too. One query."""
    row = db.session.execute(
        select(Group, members_of(), waiting_of()).where(
            Group.round_id == round_id, Group.number == number
        )
    ).first()
    return GroupLine(*row) if row else None


def group_members(
    group_id: int, *, after: int | None = None, limit: int = PAGE
) -> Sequence[tuple[Comment, State]]:
    """The comments of a group with author and text, and how far the answer to each is, oldest
    first; reads one more than ``limit``. One query."""
    query = (
        select(Comment, standing.state())
        .join(Grouped, Grouped.comment_id == Comment.id)
        .where(Grouped.group_id == group_id, Grouped.left_at.is_(None))
        .options(joinedload(Comment.author), joinedload(Comment.document))
        .order_by(Comment.id)
        .limit(limit + 1)
    )
    if after is not None:
        query = query.where(Comment.id > after)
    return [(comment, State(state)) for comment, state in db.session.execute(query)]


def first_waiting(group_id: int) -> int | None:
    """The number of the first comment of a group that has no answer. One query."""
    return db.session.scalars(
        select(Comment.number)
        .join(Grouped, Grouped.comment_id == Comment.id)
        .where(Grouped.group_id == group_id, Grouped.left_at.is_(None), ~has_answer())
        .order_by(Comment.id)
        .limit(1)
    ).first()
