"""The rounds whose contributions are weighed, and what a view can choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from charta.accounts.models import Person
from charta.charters.models import Membership
from charta.consultation.models import Comment, Round
from charta.core.actors import Role
from charta.core.database import db
from charta.core.errors import NotFound
from charta.drafting.models import Document, Revision
from charta.releases.models import ReleaseItem
from charta.weighing.models import Group, Handling

MOST_GROUPS = 200


@dataclass(frozen=True)
class Text:
    """A section or clause of the round's release, in order: a choice of a filter."""

    key: str
    title: str
    is_section: bool


def the_round(charter_id: int, number: int) -> Round:
    """Round ``number`` of a charter, with its release; raises NotFound. One query."""
    found = db.session.scalars(
        select(Round)
        .where(Round.charter_id == charter_id, Round.number == number)
        .options(joinedload(Round.release))
    ).first()
    if found is None:
        raise NotFound
    return found


def all_rounds(charter_id: int) -> Sequence[Round]:
    """The rounds of a charter, the newest first. One query."""
    return db.session.scalars(
        select(Round).where(Round.charter_id == charter_id).order_by(Round.number.desc())
    ).all()


def texts(found: Round) -> list[Text]:
    """What one can comment on in a round. One query."""
    rows = db.session.execute(
        select(Document.key, Revision.title, ReleaseItem.parent_id.is_(None))
        .select_from(ReleaseItem)
        .join(Document, Document.id == ReleaseItem.document_id)
        .join(Revision, Revision.id == ReleaseItem.revision_id)
        .where(ReleaseItem.release_id == found.release_id)
        .order_by(ReleaseItem.position)
    )
    return [Text(*row) for row in rows]


def editors(charter_id: int) -> list[tuple[int, str]]:
    """Who can see to comments: id and name of the charter's editors, by name. One query."""
    rows = db.session.execute(
        select(Person.id, Person.name)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.charter_id == charter_id, Membership.role == Role.EDITOR)
        .order_by(Person.name, Person.id)
    )
    return [(id_, name) for id_, name in rows]


def assignees(found: Round) -> list[tuple[int, str]]:
    """Who sees to comments of a round or could: its editors, and whoever was one. One query."""
    editing = select(Membership.person_id).where(
        Membership.charter_id == found.charter_id, Membership.role == Role.EDITOR
    )
    handling = (
        select(Handling.assignee_id)
        .join(Comment, Comment.id == Handling.comment_id)
        .where(Comment.round_id == found.id, Handling.assignee_id.is_not(None))
    )
    rows = db.session.execute(
        select(Person.id, Person.name)
        .where(Person.id.in_(editing) | Person.id.in_(handling))
        .order_by(Person.name, Person.id)
    )
    return [(id_, name) for id_, name in rows]


def groups(found: Round) -> list[tuple[int, str]]:
    """Number and title of a round's groups, the newest first. One query."""
    rows = db.session.execute(
        select(Group.number, Group.title)
        .where(Group.round_id == found.id)
        .order_by(Group.number.desc())
        .limit(MOST_GROUPS)
    )
    return [(number, title) for number, title in rows]
