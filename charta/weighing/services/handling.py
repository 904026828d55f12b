"""Who sees to comments and until when: for one or for many, in one entry of the journal."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import exists, select

from charta.charters.models import Membership
from charta.consultation.models import Comment, Round
from charta.consultation.policies import may_answer_in
from charta.core.actors import Actor, Role
from charta.core.clock import BERLIN
from charta.core.database import db
from charta.core.errors import Invalid, NotAllowed, NotFound
from charta.journal.services import record
from charta.weighing.models import Handling


def assign(
    actor: Actor,
    now: datetime,
    found: Round,
    comments: Sequence[Comment],
    assignee_id: int | None,
) -> None:
    """Let an editor see to comments of a round, or nobody (None). Raises NotAllowed, NotFound,
    Invalid when the person is no editor here or has said one of them."""
    _check(actor, found, comments)
    if assignee_id is not None:
        _check_assignee(found, comments, assignee_id)
    for handling in _handlings([comment.id for comment in comments]):
        handling.assignee_id = assignee_id
    db.session.flush()
    _note(actor, now, "comments.assigned", found, comments, assignee=assignee_id)


def set_due(
    actor: Actor,
    now: datetime,
    found: Round,
    comments: Sequence[Comment],
    due_on: date | None,
) -> None:
    """Let comments of a round be answered until a day of their own, or until the round's (None).
    Raises NotAllowed, NotFound, Invalid for a day that is over."""
    _check(actor, found, comments)
    if due_on is not None and due_on < now.astimezone(BERLIN).date():
        raise Invalid(_("Dieser Tag ist schon vorbei."), "due_on")
    for handling in _handlings([comment.id for comment in comments]):
        handling.due_on = due_on
    db.session.flush()
    day = due_on.isoformat() if due_on else None
    _note(actor, now, "comments.due_set", found, comments, due_on=day)


def _check(actor: Actor, found: Round, comments: Sequence[Comment]) -> None:
    if not may_answer_in(actor, found.charter_id):
        raise NotAllowed
    if not comments or any(comment.round_id != found.id for comment in comments):
        raise NotFound


def _check_assignee(found: Round, comments: Sequence[Comment], assignee_id: int) -> None:
    editing = exists().where(
        Membership.person_id == assignee_id,
        Membership.charter_id == found.charter_id,
        Membership.role == Role.EDITOR,
    )
    if not db.session.scalar(select(editing)):
        raise Invalid(_("Diese Person gehört nicht zur Redaktion."), "assignee")
    if any(comment.author_id == assignee_id for comment in comments):
        raise Invalid(_("Die eigene Stellungnahme beantwortet jemand anderes."), "assignee")


def _handlings(comment_ids: Collection[int]) -> list[Handling]:
    """The rows of these comments, made where there was none."""
    found = {
        handling.comment_id: handling
        for handling in db.session.scalars(
            select(Handling).where(Handling.comment_id.in_(comment_ids))
        )
    }
    missing = [Handling(comment_id=one) for one in comment_ids if one not in found]
    db.session.add_all(missing)
    return [*found.values(), *missing]


def _note(
    actor: Actor,
    now: datetime,
    action: str,
    found: Round,
    comments: Sequence[Comment],
    **details: object,
) -> None:
    details |= {"number": found.number, "comments": [comment.id for comment in comments]}
    record(actor, now, action, found, found.charter_id, **details)
