"""What a receipt tells: a contribution, where it stands, its answer, and what came of it.

Of the charter's texts it tells no more than any reader may know; of what the holder of the receipt
has said, all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from charta.consultation import queries as consultation
from charta.consultation.models import Comment, Part
from charta.consultation.queries.force import weighable
from charta.consultation.queries.parts import cuts_of
from charta.core.database import db
from charta.core.errors import NotFound
from charta.drafting.models import Revision
from charta.intake.models import Excerpt, HeldComment, Intake
from charta.receipts.models import Receipt
from charta.receipts.queries import codes
from charta.releases import queries as releases
from charta.releases.models import ReleaseItem
from charta.site.outcomes import Outcome, outcomes
from charta.text.diff import Difference, Edit, blocks, words
from charta.text.markdown import render
from charta.workshops.models import Idea


@dataclass(frozen=True)
class Subject:
    """What a receipt is for: the table and the id of a contribution, and its charter."""

    charter_id: int
    kind: str
    id: int


@dataclass(frozen=True)
class Change:
    """What became of a text: its title and words then and later, compared."""

    title: Sequence[Edit]
    text: Difference
    then: Revision
    later: Revision

    @property
    def any(self) -> bool:
        return self.then.number != self.later.number


@dataclass(frozen=True)
class OnComment:
    """A comment with its answers, its way, the wording it led to and the newest public wording
    of its text beside the one it was made on; None where there is none. ``parts`` are what it was
    split into, each answered on its own, with the codes of their receipts by their ids."""

    found: consultation.Permalink
    said: consultation.Contribution
    difference: Change | None
    today: Change | None
    newest: ReleaseItem | None
    parts: Sequence[consultation.Contribution] = ()
    codes: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class OnIdea:
    """An idea and what became of it in public."""

    idea: Idea
    outcome: Outcome


@dataclass(frozen=True)
class OnIntake:
    """What came by another channel, and the comments that were made of it."""

    intake: Intake
    comments: Sequence[consultation.Contribution]


def subject(found: Receipt) -> Subject:
    """What a receipt is for; what a guest said is the comment that it has become. One query for
    a guest's receipt, none for others."""
    if found.subject_type == "held_comments":
        became = select(HeldComment.comment_id).where(HeldComment.id == found.subject_id)
        comment_id = db.session.scalar(became)
        if comment_id is not None:
            return Subject(found.charter_id, "comments", comment_id)
    return Subject(found.charter_id, found.subject_type, found.subject_id)


def on_comment(charter_id: int, comment_id: int, now: datetime) -> OnComment:
    """Raises NotFound when its text is not public (any more). Up to eight queries."""
    number = db.session.scalar(select(Comment.number).where(Comment.id == comment_id))
    found = consultation.comment_by_number(charter_id, number or 0, now=now)
    if found is None:
        raise NotFound
    comment = found.comment
    parts = [one.comment for one in cuts_of(comment.id)] if found.parts else []
    part_ids = [one.id for one in parts]
    answers = consultation.answers_to([comment.id, *part_ids], now=now)
    said = consultation.Contribution(comment, answers.get(comment.id, ()))
    led_to = consultation.wording_led_to(said.answer)
    newest = _newest(charter_id, comment.document.key, now)
    return OnComment(
        found,
        said,
        _change(comment.revision, led_to),
        _change(comment.revision, newest.revision if newest else None),
        newest,
        [consultation.Contribution(one, answers.get(one.id, ())) for one in parts],
        codes(Comment.__tablename__, part_ids) if parts else {},
    )


def on_idea(idea_id: int, now: datetime) -> OnIdea:
    """Three queries."""
    idea = db.session.scalars(
        select(Idea)
        .where(Idea.id == idea_id)
        .options(joinedload(Idea.workshop), joinedload(Idea.theme))
    ).one_or_none()
    if idea is None:
        raise NotFound
    return OnIdea(idea, outcomes([idea.id], now)[idea.id])


def on_intake(intake_id: int, now: datetime) -> OnIntake:
    """Three queries."""
    intake = db.session.scalars(
        select(Intake).where(Intake.id == intake_id).options(joinedload(Intake.round))
    ).one_or_none()
    if intake is None:
        raise NotFound
    taken = select(Excerpt.comment_id).where(Excerpt.intake_id == intake.id)
    parts = select(Part.comment_id).where(Part.original_id.in_(taken))
    comments = db.session.scalars(
        select(Comment)
        .where(or_(Comment.id.in_(taken), Comment.id.in_(parts)), weighable())
        .options(
            joinedload(Comment.author),
            joinedload(Comment.document),
            joinedload(Comment.revision),
            joinedload(Comment.passage),
            joinedload(Comment.suggestion),
        )
        .order_by(Comment.id)
    ).all()
    answers = consultation.answers_to([one.id for one in comments], now=now) if comments else {}
    said = [consultation.Contribution(one, answers.get(one.id, ())) for one in comments]
    return OnIntake(intake, said)


def on_held(held_id: int) -> HeldComment:
    """What a guest said and nobody else may read yet. One query."""
    held = db.session.scalars(
        select(HeldComment)
        .where(HeldComment.id == held_id)
        .options(
            joinedload(HeldComment.round),
            joinedload(HeldComment.document),
            joinedload(HeldComment.revision),
        )
    ).one_or_none()
    if held is None:
        raise NotFound
    return held


def _newest(charter_id: int, key: str, now: datetime) -> ReleaseItem | None:
    try:
        return releases.public_item(charter_id, key, now)
    except NotFound:
        return None


def _change(then: Revision, later: Revision | None) -> Change | None:
    if later is None:
        return None
    return Change(
        words(then.title, later.title),
        blocks(render(then.source), render(later.source)),
        then,
        later,
    )
