"""The rounds whose contributions are weighed, and what a view can choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    case,
    cast,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute

from charta.accounts.models import Person
from charta.charters.models import Department, Membership, Theme
from charta.consultation.models import Comment, Round
from charta.core.actors import Role
from charta.core.database import db
from charta.core.errors import NotFound
from charta.drafting.models import Document, Revision
from charta.releases.models import ReleaseItem
from charta.weighing.models import Group, Handling

Value = ColumnElement[Any] | InstrumentedAttribute[Any]

MOST_GROUPS = 200


@dataclass
class Options:
    """What the filters of a round's table offer: pairs of value and words, in order."""

    texts: list[tuple[str, str]] = field(default_factory=list)
    """Sections by their titles, clauses with their keys."""
    themes: list[tuple[str, str]] = field(default_factory=list)
    people: list[tuple[str, str]] = field(default_factory=list)
    """The editors, and whoever else sees to a comment."""
    departments: list[tuple[str, str]] = field(default_factory=list)
    groups: list[tuple[str, str]] = field(default_factory=list)
    """By number, the newest first."""


def the_round(charter_id: int, number: int) -> Round:
    """Round ``number`` of a charter; raises NotFound. One query."""
    found = next((one for one in all_rounds(charter_id) if one.number == number), None)
    if found is None:
        raise NotFound
    return found


def all_rounds(charter_id: int) -> Sequence[Round]:
    """The rounds of a charter, the newest first. One query."""
    return db.session.scalars(
        select(Round).where(Round.charter_id == charter_id).order_by(Round.number.desc())
    ).all()


def options(found: Round) -> Options:
    """What one can choose from in a round. One query."""
    parts = (
        _texts(found),
        _listed("themes", Theme, Theme.code, found),
        _people(found),
        _listed("departments", Department, cast(Department.id, Text), found),
        _groups(found),
    )
    together = union_all(*parts).subquery()
    rows = db.session.execute(
        select(together.c.kind, together.c.value, together.c.words).order_by(
            together.c.place, together.c.words, together.c.value
        )
    )
    chosen = Options()
    for kind, value, words in rows:
        getattr(chosen, kind).append((value, words))
    return chosen


def _row(kind: str, value: Value, words: Value, place: Value) -> Select[*tuple[Any, ...]]:
    return select(
        literal(kind).label("kind"),
        value.label("value"),
        words.label("words"),
        place.label("place"),
    )


def _texts(found: Round) -> Select[*tuple[Any, ...]]:
    is_section = ReleaseItem.parent_id.is_(None)
    words = case((is_section, Revision.title), else_="– " + Document.key + " " + Revision.title)
    return (
        _row("texts", Document.key, words, ReleaseItem.position)
        .select_from(ReleaseItem)
        .join(Document, Document.id == ReleaseItem.document_id)
        .join(Revision, Revision.id == ReleaseItem.revision_id)
        .where(ReleaseItem.release_id == found.release_id)
    )


def _listed(
    kind: str, table: type[Theme] | type[Department], value: Value, found: Round
) -> Select[*tuple[Any, ...]]:
    query = _row(kind, value, table.name, table.position)
    return query.where(table.charter_id == found.charter_id)


def _people(found: Round) -> Select[*tuple[Any, ...]]:
    handling = (
        select(Handling.assignee_id)
        .join(Comment, Comment.id == Handling.comment_id)
        .where(Comment.round_id == found.id, Handling.assignee_id.is_not(None))
    )
    seeing = Person.id.in_(_editing(found.charter_id)) | Person.id.in_(handling)
    return _row("people", cast(Person.id, Text), Person.name, literal(0)).where(seeing)


def _editing(charter_id: int) -> Select[int]:
    return select(Membership.person_id).where(
        Membership.charter_id == charter_id, Membership.role == Role.EDITOR
    )


def _groups(found: Round) -> Select[*tuple[Any, ...]]:
    highest = select(func.max(Group.number)).where(Group.round_id == found.id).scalar_subquery()
    return _row("groups", cast(Group.number, Text), Group.title, -Group.number).where(
        Group.round_id == found.id, Group.number > highest - MOST_GROUPS
    )


def editors(charter_id: int) -> list[tuple[int, str]]:
    """Who can see to comments: id and name of the charter's editors, by name. One query."""
    rows = db.session.execute(
        select(Person.id, Person.name)
        .where(Person.id.in_(_editing(charter_id)))
        .order_by(Person.name, Person.id)
    )
    return [(id_, name) for id_, name in rows]
