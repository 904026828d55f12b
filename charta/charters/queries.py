"""Reading charters and what they are made of, always in the order the city has given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, Row, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, joinedload

from charta.accounts.models import Person
from charta.accounts.sessions import token_hash
from charta.charters.models import (
    Charter,
    Department,
    Invitation,
    LegalPage,
    Membership,
    StakeholderGroup,
    Theme,
)
from charta.core.actors import Grant, Role
from charta.core.database import db
from charta.core.errors import NotFound

PAGE = 50
"""How many invitations one page shows."""

Listed = TypeVar("Listed", bound=Theme | Department | StakeholderGroup)


def all_charters() -> Sequence[Charter]:
    """All charters of the installation by city and name."""
    return db.session.scalars(
        select(Charter).order_by(Charter.city, Charter.name, Charter.id)
    ).all()


def charter_by_slug(slug: str) -> Charter:
    """The charter with this address; raises NotFound."""
    charter = db.session.scalars(select(Charter).where(Charter.slug == slug)).first()
    if charter is None:
        raise NotFound
    return charter


def listed(kind: type[Listed], charter_id: int) -> Sequence[Listed]:
    """The charter's themes, departments or groups, in order."""
    return db.session.scalars(
        select(kind).where(kind.charter_id == charter_id).order_by(kind.position, kind.id)
    ).all()


def listed_one(kind: type[Listed], charter_id: int, number: int) -> Listed:
    """One theme, department or group of this charter; raises NotFound."""
    item = db.session.scalars(
        select(kind).where(kind.charter_id == charter_id, kind.id == number)
    ).first()
    if item is None:
        raise NotFound
    return item


def themes(charter_id: int) -> Sequence[Theme]:
    return listed(Theme, charter_id)


def theme(charter_id: int, number: int) -> Theme:
    """One theme of this charter; raises NotFound."""
    return listed_one(Theme, charter_id, number)


def theme_by_code(charter_id: int, code: str) -> Theme | None:
    return db.session.scalars(
        select(Theme).where(Theme.charter_id == charter_id, Theme.code == code)
    ).first()


def departments(charter_id: int) -> Sequence[Department]:
    return listed(Department, charter_id)


def department(charter_id: int, number: int) -> Department:
    """One department of this charter; raises NotFound."""
    return listed_one(Department, charter_id, number)


def groups(charter_id: int) -> Sequence[StakeholderGroup]:
    return listed(StakeholderGroup, charter_id)


def group(charter_id: int, number: int) -> StakeholderGroup:
    """One stakeholder group of this charter; raises NotFound."""
    return listed_one(StakeholderGroup, charter_id, number)


def members(charter_id: int) -> Sequence[Membership]:
    """Everybody with a role in this charter, person and department loaded, by name."""
    return db.session.scalars(
        select(Membership)
        .join(Membership.person)
        .options(contains_eager(Membership.person), joinedload(Membership.department))
        .where(Membership.charter_id == charter_id)
        .order_by(func.lower(Person.name), Person.id, Membership.role, Membership.id)
    ).all()


def membership(charter_id: int, number: int) -> Membership:
    """One role held in this charter, with its person and department; raises NotFound."""
    found = db.session.scalars(
        select(Membership)
        .options(joinedload(Membership.person), joinedload(Membership.department))
        .where(Membership.charter_id == charter_id, Membership.id == number)
    ).first()
    if found is None:
        raise NotFound
    return found


def invitations(
    charter_id: int, now: datetime, before: int | None = None
) -> Sequence[Row[Invitation, bool]]:
    """The open invitations of this charter, the newest first, with department, with who has
    invited, and whether they may still do so; one more than a page shows. One query."""
    query = (
        select(Invitation, administers(Invitation.invited_by_id, Invitation.charter_id))
        .options(joinedload(Invitation.department), joinedload(Invitation.invited_by))
        .where(Invitation.charter_id == charter_id, *open_at(now))
    )
    if before is not None:
        query = query.where(Invitation.id < before)
    return db.session.execute(query.order_by(Invitation.id.desc()).limit(PAGE + 1)).all()


def invitation(charter_id: int, number: int) -> Invitation:
    """One invitation of this charter, however it has ended; raises NotFound."""
    found = db.session.scalars(
        select(Invitation)
        .options(joinedload(Invitation.department))
        .where(Invitation.charter_id == charter_id, Invitation.id == number)
    ).first()
    if found is None:
        raise NotFound
    return found


def invitation_by_token(token: str, now: datetime) -> Row[Invitation, Charter] | None:
    """The open invitation whose mail holds this token, and its charter. Whoever has sent it must
    still administer the charter."""
    return db.session.execute(
        select(Invitation, Charter)
        .join(Charter, Charter.id == Invitation.charter_id)
        .options(joinedload(Invitation.department), joinedload(Invitation.invited_by))
        .where(
            Invitation.token_hash == token_hash(token),
            *open_at(now),
            administers(Invitation.invited_by_id, Invitation.charter_id),
        )
    ).first()


def open_at(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Which invitations have neither been decided nor run out."""
    return Invitation.token_hash.is_not(None), Invitation.expires_at > now


def administers(
    person_id: InstrumentedAttribute[int], charter_id: InstrumentedAttribute[int]
) -> ColumnElement[bool]:
    """Whether a person administers a charter, or all of them."""
    return exists().where(
        Membership.person_id == person_id,
        Membership.role == Role.ADMIN.value,
        or_(Membership.charter_id == charter_id, Membership.charter_id.is_(None)),
    )


def roles_of(person_id: int) -> frozenset[Grant]:
    """All roles that a person holds, in whatever charter."""
    rows = db.session.scalars(select(Membership).where(Membership.person_id == person_id))
    return frozenset(Grant(Role(one.role), one.charter_id, one.department_id) for one in rows)


def legal_pages(charter_id: int) -> Sequence[LegalPage]:
    return db.session.scalars(
        select(LegalPage).where(LegalPage.charter_id == charter_id).order_by(LegalPage.id)
    ).all()


def legal_page(charter_id: int, slug: str) -> LegalPage:
    """One legal page of this charter; raises NotFound."""
    page = db.session.scalars(
        select(LegalPage).where(LegalPage.charter_id == charter_id, LegalPage.slug == slug)
    ).first()
    if page is None:
        raise NotFound
    return page
