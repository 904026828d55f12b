"""How far a contribution is, which way it came, where it stands: fragments for queries.

Each is a scalar or a condition on one row of comments, intakes or ideas and asks only through
indexes, so that a hundred thousand rows can be sorted by it.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ColumnElement, Date, and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from charta.accounts.models import Person
from charta.consultation.models import Answered, Comment, Part, Placement, Response, Round
from charta.consultation.queries.force import has_answer, not_reopened
from charta.drafting.models import Promotion, Shelving
from charta.intake.models import Excerpt, HeldComment, Intake
from charta.releases.models import Release, ReleaseItem
from charta.releases.queries import public_release_ids
from charta.weighing.models import Draft, Drafted, Handling
from charta.weighing.standing import State, Way
from charta.workshops.models import Idea, Workshop


def is_part() -> ColumnElement[bool]:
    return exists().where(Part.comment_id == Comment.id).correlate(Comment)


def _has_finished_draft() -> ColumnElement[bool]:
    return (
        exists()
        .where(
            Drafted.comment_id == Comment.id,
            Draft.id == Drafted.draft_id,
            Draft.finished_at.is_not(None),
        )
        .correlate(Comment)
    )


def state() -> ColumnElement[int]:
    """The state of a comment."""
    return case(
        (has_answer(), State.RELEASED.value),
        (_has_finished_draft(), State.DRAFTED.value),
        else_=State.OPEN.value,
    )


def disposition() -> ColumnElement[str | None]:
    """What becomes of a comment by the answer in force, else by the draft."""
    answered = (
        select(Response.disposition)
        .join(Answered, Answered.response_id == Response.id)
        .where(Answered.comment_id == Comment.id, not_reopened())
        .order_by(Response.id.desc())
        .limit(1)
        .correlate(Comment)
        .scalar_subquery()
    )
    drafted = (
        select(Draft.disposition)
        .join(Drafted, Drafted.draft_id == Draft.id)
        .where(Drafted.comment_id == Comment.id)
        .correlate(Comment)
        .scalar_subquery()
    )
    return func.coalesce(answered, drafted)


def intake_id() -> ColumnElement[int | None]:
    """The intake that a comment, or the comment it is a part of, was taken from; looked for only
    where anything came by another way at all."""
    own = (
        select(Excerpt.intake_id)
        .where(Excerpt.comment_id == Comment.id)
        .limit(1)
        .correlate(Comment)
        .scalar_subquery()
    )
    original = (
        select(Excerpt.intake_id)
        .join(Part, Part.original_id == Excerpt.comment_id)
        .where(Part.comment_id == Comment.id)
        .limit(1)
        .correlate(Comment)
        .scalar_subquery()
    )
    return case((exists(select(Excerpt.id).correlate(None)), func.coalesce(own, original)))


def way() -> ColumnElement[str]:
    """How a comment came."""
    taken = (
        select(Intake.channel).where(Intake.id == intake_id()).correlate(Comment).scalar_subquery()
    )
    held = exists().where(HeldComment.comment_id == Comment.id).correlate(Comment)
    return func.coalesce(taken, case((held, Way.GUEST.value), else_=Way.WEB.value))


def author() -> ColumnElement[str]:
    """Who said it, as staff read it: who sent the letter, else the public name."""
    public = (
        select(Person.name)
        .where(Person.id == Comment.author_id)
        .correlate(Comment)
        .scalar_subquery()
    )
    sender = (
        select(func.nullif(Intake.sender_name, ""))
        .where(Intake.id == intake_id())
        .correlate(Comment)
        .scalar_subquery()
    )
    return func.coalesce(sender, public)


def assignee_id() -> ColumnElement[int | None]:
    return (
        select(Handling.assignee_id)
        .where(Handling.comment_id == Comment.id)
        .correlate(Comment)
        .scalar_subquery()
    )


def assignee() -> ColumnElement[str | None]:
    return (
        select(Person.name)
        .join(Handling, Handling.assignee_id == Person.id)
        .where(Handling.comment_id == Comment.id)
        .correlate(Comment)
        .scalar_subquery()
    )


def due_on(found: Round) -> ColumnElement[date | None]:
    """Until when a comment is to be answered: its own day, else what the round has promised."""
    own = (
        select(Handling.due_on)
        .where(Handling.comment_id == Comment.id)
        .correlate(Comment)
        .scalar_subquery()
    )
    return func.coalesce(own, literal(found.answer_by, Date))


def verdict(release_id: ColumnElement[int | None]) -> ColumnElement[str | None]:
    """Where a comment's words stand in a release."""
    return (
        select(Placement.verdict)
        .where(Placement.release_id == release_id, Placement.comment_id == Comment.id)
        .order_by(Placement.id.desc())
        .limit(1)
        .correlate(Comment)
        .scalar_subquery()
    )


def position(found: Round) -> ColumnElement[int]:
    """Where a comment's text stands in the round's release."""
    return (
        select(ReleaseItem.position)
        .where(
            ReleaseItem.release_id == found.release_id,
            ReleaseItem.document_id == Comment.document_id,
        )
        .correlate(Comment)
        .scalar_subquery()
    )


def newest_release(found: Round) -> ColumnElement[int | None]:
    """The newest release of the charter after the round's own, opened or not."""
    own = aliased(Release)
    made_on = select(own.number).where(own.id == found.release_id).scalar_subquery()
    return (
        select(Release.id)
        .where(Release.charter_id == found.charter_id, Release.number > made_on)
        .order_by(Release.number.desc())
        .limit(1)
        .scalar_subquery()
    )


def is_idea_of(found: Round) -> ColumnElement[bool]:
    """Whether an idea belongs to a round: its workshop began before the round closes, and not
    before an earlier one had."""
    earlier = aliased(Round)
    before = (
        select(func.max(earlier.closes_at))
        .where(earlier.charter_id == found.charter_id, earlier.closes_at < found.closes_at)
        .scalar_subquery()
    )
    held = select(Workshop.id).where(
        Workshop.charter_id == found.charter_id,
        Workshop.starts_at < found.closes_at,
        or_(before.is_(None), Workshop.starts_at >= before),
    )
    return and_(Idea.charter_id == found.charter_id, Idea.workshop_id.in_(held))


def _promoted() -> ColumnElement[bool]:
    return exists().where(Promotion.idea_id == Idea.id).correlate(Idea)


def _shelved() -> ColumnElement[bool]:
    return exists().where(Shelving.idea_id == Idea.id, Shelving.ended_at.is_(None)).correlate(Idea)


def idea_state(now: datetime) -> ColumnElement[int]:
    """The state of an idea: answered once the public reads a release that was fixed after the
    idea had gone into its clause (as ``site.outcomes`` tells it), or why it was set aside."""
    readable = (
        exists()
        .where(
            Promotion.idea_id == Idea.id,
            ReleaseItem.document_id == Promotion.document_id,
            ReleaseItem.release_id.in_(public_release_ids(now)),
            Release.id == ReleaseItem.release_id,
            Release.prepared_at >= Promotion.decided_at,
        )
        .correlate(Idea)
    )
    told = exists().where(Workshop.id == Idea.workshop_id, Workshop.opened_at.is_not(None))
    return case(
        (readable, State.RELEASED.value),
        (_promoted(), State.DRAFTED.value),
        (and_(_shelved(), told.correlate(Idea)), State.RELEASED.value),
        (_shelved(), State.DRAFTED.value),
        else_=State.OPEN.value,
    )


def idea_disposition() -> ColumnElement[str | None]:
    return case((_promoted(), "adopted"), (_shelved(), "not_adopted"), else_=None)


def idea_text_id() -> ColumnElement[int | None]:
    """The clause that an idea went into first."""
    return (
        select(func.min(Promotion.document_id))
        .where(Promotion.idea_id == Idea.id)
        .correlate(Idea)
        .scalar_subquery()
    )


def idea_position(found: Round) -> ColumnElement[int | None]:
    return (
        select(func.min(ReleaseItem.position))
        .join(Promotion, Promotion.document_id == ReleaseItem.document_id)
        .where(Promotion.idea_id == Idea.id, ReleaseItem.release_id == found.release_id)
        .correlate(Idea)
        .scalar_subquery()
    )
