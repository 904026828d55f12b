"""Groups of comments that say the same: the machine proposes, a person decides."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import delete, exists, func, insert, select, update

from charta.consultation.models import Comment, Round
from charta.consultation.policies import may_answer_in
from charta.consultation.queries.force import has_answer, weighable
from charta.consultation.rules import MOST_COVERED
from charta.core import outbox
from charta.core.actors import OPERATOR, Actor
from charta.core.database import db
from charta.core.errors import Conflict, Invalid, NotAllowed, NotFound
from charta.journal.services import record
from charta.text import similarity
from charta.weighing import rules
from charta.weighing.models import Group, Grouped, GroupProposal
from charta.weighing.queries.groups import PROPOSE, running_since

FEWEST = 2
"""A group of one says nothing."""


def request_proposals(actor: Actor, now: datetime, found: Round) -> None:
    """Have the worker look for comments of a round that say the same. Raises NotAllowed, Conflict
    while it is at it."""
    _check_actor(actor, found.charter_id)
    if running_since(found.id) is not None:
        raise Conflict(_("Die Gruppen werden gerade schon gesucht."))
    outbox.put(PROPOSE, {"round": found.id})
    record(actor, now, "comment_groups.requested", found, found.charter_id, number=found.number)


def replace_proposals(
    now: datetime, found: Round, groups: Sequence[similarity.Group]
) -> Sequence[GroupProposal]:
    """Put new proposals in the place of those nobody has decided about. What was turned down is
    not proposed again."""
    turned_down = [
        set(ids)
        for ids in db.session.scalars(
            select(GroupProposal.comment_ids).where(
                GroupProposal.round_id == found.id,
                GroupProposal.decided_at.is_not(None),
                GroupProposal.group_id.is_(None),
            )
        )
    ]
    db.session.execute(
        delete(GroupProposal).where(
            GroupProposal.round_id == found.id, GroupProposal.decided_at.is_(None)
        )
    )
    proposals = [
        GroupProposal(
            round_id=found.id,
            comment_ids=_led(group),
            words=list(group.words),
            similarity=min(max(group.similarity, 0.0), 1.0),
            proposed_at=now,
        )
        for group in groups
        if not any(set(group.members) <= before for before in turned_down)
    ]
    db.session.add_all(proposals)
    db.session.flush()
    record(
        OPERATOR,
        now,
        "comment_groups.proposed",
        found,
        found.charter_id,
        number=found.number,
        proposals=len(proposals),
    )
    return proposals


def _led(group: similarity.Group) -> list[int]:
    """The members of a proposed group, the one they are all like in front; not more than one
    answer may cover."""
    others = [one for one in group.members if one != group.representative]
    return [group.representative, *others][:MOST_COVERED]


def confirm_group(
    actor: Actor,
    now: datetime,
    proposal: GroupProposal,
    *,
    title: str,
    members: Collection[int],
) -> Group:
    """Make a group of those comments of a proposal that say the same indeed. Raises NotAllowed,
    Conflict when somebody has decided already or a comment is not free any more, Invalid."""
    found = db.session.get_one(Round, proposal.round_id)
    _check_actor(actor, found.charter_id)
    _check_undecided(proposal)
    if not set(members) <= set(proposal.comment_ids):
        raise NotFound
    comments = db.session.scalars(
        select(Comment).where(Comment.id.in_(members)).order_by(Comment.id)
    ).all()
    group = create_group(actor, now, found, comments, title=title)
    proposal.decided_at, proposal.decided_by_id = now, actor.person_id
    proposal.group_id = group.id
    db.session.flush()
    return group


def turn_down_proposal(actor: Actor, now: datetime, proposal: GroupProposal) -> None:
    """Say that these comments do not say the same; they are not proposed again. Raises
    NotAllowed, Conflict when somebody has decided already."""
    found = db.session.get_one(Round, proposal.round_id)
    _check_actor(actor, found.charter_id)
    _check_undecided(proposal)
    proposal.decided_at, proposal.decided_by_id = now, actor.person_id
    db.session.flush()
    record(
        actor,
        now,
        "comment_group.turned_down",
        proposal,
        found.charter_id,
        comments=proposal.comment_ids[:1],
        members=len(proposal.comment_ids),
    )


def create_group(
    actor: Actor,
    now: datetime,
    found: Round,
    comments: Sequence[Comment],
    *,
    title: str,
) -> Group:
    """Group comments of a round that say the same. Raises NotAllowed, Conflict when one of them
    is not free, Invalid at the field to mend."""
    _check_actor(actor, found.charter_id)
    words = title.strip()
    if not words or len(words) > rules.GROUP_TITLE:
        limit = rules.GROUP_TITLE
        raise Invalid(_("Bitte geben Sie einen Titel bis %(limit)s Zeichen.", limit=limit), "title")
    if len(comments) < FEWEST:
        raise Invalid(_("Eine Gruppe braucht mindestens zwei Stellungnahmen."), "members")
    _check_free(found.id, comments)
    highest = db.session.scalar(select(func.max(Group.number)).where(Group.round_id == found.id))
    group = Group(
        charter_id=found.charter_id,
        round_id=found.id,
        number=(highest or 0) + 1,
        title=words,
        confirmed_by_id=actor.person_id,
        confirmed_at=now,
    )
    db.session.add(group)
    db.session.flush()
    _take_in(group, comments)
    _note(actor, now, "comment_group.confirmed", group, comments)
    return group


def add_to_group(actor: Actor, now: datetime, group: Group, comments: Sequence[Comment]) -> None:
    """Take further comments of its round into a group. Raises as :func:`create_group` does."""
    _check_actor(actor, group.charter_id)
    if not comments:
        raise Invalid(_("Bitte nennen Sie mindestens eine Stellungnahme."), "members")
    _check_free(group.round_id, comments)
    if len(comments) + _size(group) > MOST_COVERED:
        message = _("Eine Gruppe hat höchstens %(limit)s Stellungnahmen.", limit=MOST_COVERED)
        raise Invalid(message, "members")
    _take_in(group, comments)
    _note(actor, now, "comment_group.joined", group, comments)


def leave_group(actor: Actor, now: datetime, group: Group, comment: Comment) -> None:
    """Take a comment out of a group; an answer it has stays. Raises NotAllowed, and Conflict when
    it is not in it."""
    _check_actor(actor, group.charter_id)
    if not _leave(now, Grouped.group_id == group.id, Grouped.comment_id == comment.id):
        raise Conflict(_("%(key)s ist nicht mehr in dieser Gruppe.", key=comment.key))
    _note(actor, now, "comment_group.left", group, [comment])


def dissolve_group(actor: Actor, now: datetime, group: Group) -> None:
    """Let all comments leave; their answers and drafts stay. Raises NotAllowed, Conflict when
    nobody is left in it."""
    _check_actor(actor, group.charter_id)
    if not _leave(now, Grouped.group_id == group.id):
        raise Conflict(_("Diese Gruppe ist schon aufgelöst."))
    record(actor, now, "comment_group.dissolved", group, group.charter_id, number=group.number)


def leave_any(now: datetime, comment: Comment) -> None:
    """Take a comment out of the group it may be in, within a change that notes itself."""
    _leave(now, Grouped.comment_id == comment.id)


def _leave(now: datetime, *conditions: object) -> int:
    left = db.session.execute(
        update(Grouped).where(Grouped.left_at.is_(None), *conditions).values(left_at=now)  # type: ignore[arg-type]
    )
    return left.rowcount  # type: ignore[attr-defined,no-any-return]


def _take_in(group: Group, comments: Sequence[Comment]) -> None:
    rows = [{"group_id": group.id, "comment_id": one.id, "left_at": None} for one in comments]
    db.session.execute(insert(Grouped), rows)


def _size(group: Group) -> int:
    members = select(func.count()).where(Grouped.group_id == group.id, Grouped.left_at.is_(None))
    return db.session.scalar(members) or 0


def _check_actor(actor: Actor, charter_id: int) -> None:
    if not may_answer_in(actor, charter_id):
        raise NotAllowed


def _check_undecided(proposal: GroupProposal) -> None:
    if proposal.decided_at is not None:
        raise Conflict(_("Über diesen Vorschlag hat inzwischen schon jemand entschieden."))


def _check_free(round_id: int, comments: Sequence[Comment]) -> None:
    """Raise Conflict naming the comments that cannot be in a group of the round: answered, split,
    in a group already, or said in another round."""
    ids = [comment.id for comment in comments]
    if len(ids) > MOST_COVERED:
        message = _("Eine Gruppe hat höchstens %(limit)s Stellungnahmen.", limit=MOST_COVERED)
        raise Invalid(message, "members")
    grouped = exists().where(Grouped.comment_id == Comment.id, Grouped.left_at.is_(None))
    free = set(
        db.session.scalars(
            select(Comment.id).where(
                Comment.id.in_(ids),
                Comment.round_id == round_id,
                weighable(),
                ~has_answer(),
                ~grouped,
            )
        )
    )
    taken = [comment.key for comment in comments if comment.id not in free]
    if taken:
        keys = ", ".join(taken[:5]) + (" …" if len(taken) > 5 else "")
        raise Conflict(
            _(
                "Nicht mehr frei, weil beantwortet, geteilt oder schon in einer Gruppe: %(keys)s",
                keys=keys,
            )
        )


def _note(
    actor: Actor, now: datetime, action: str, group: Group, comments: Sequence[Comment]
) -> None:
    record(
        actor,
        now,
        action,
        group,
        group.charter_id,
        number=group.number,
        members=[comment.id for comment in comments],
    )
