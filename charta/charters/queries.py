"""Reading charters and what they are made of, always in the order the city has given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from charta.accounts.models import Person
from charta.charters.models import (
    Charter,
    Department,
    LegalPage,
    Membership,
    StakeholderGroup,
    Theme,
)
from charta.core.actors import Grant, Role
from charta.core.database import db
from charta.core.errors import NotFound

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
    """One role held in this charter, with its person; raises NotFound."""
    found = db.session.scalars(
        select(Membership)
        .options(joinedload(Membership.person))
        .where(Membership.charter_id == charter_id, Membership.id == number)
    ).first()
    if found is None:
        raise NotFound
    return found


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
