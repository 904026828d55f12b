"""A city's charter project and what it is made of: themes, departments, people with roles."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from charta.accounts.models import Person
from charta.core.database import Base


class Charter(Base):
    """One city's charter: the tenant to which everything else belongs."""

    __tablename__ = "charters"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    city: Mapped[str]
    description: Mapped[str]
    """What this is, in one or two plain sentences."""
    created_at: Mapped[datetime]
    second_step_required: Mapped[bool] = mapped_column(default=False)
    """Whether roles here count only for those who sign in with two steps."""
    first_held: Mapped[bool] = mapped_column(default=False)
    """Whether a moderator reads the first contribution of each person before it is public."""


class Theme(Base):
    """A Handlungsfeld; its short code begins the keys of its clauses: ``MOB-3``."""

    __tablename__ = "themes"
    __table_args__ = (
        UniqueConstraint("charter_id", "code"),
        CheckConstraint("length(code) BETWEEN 2 AND 6", name="code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    charter_id: Mapped[int] = mapped_column(ForeignKey("charters.id"))
    code: Mapped[str]
    name: Mapped[str]
    position: Mapped[int]


class Department(Base):
    """A Fachamt: judges feasibility."""

    __tablename__ = "departments"
    __table_args__ = (UniqueConstraint("charter_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    charter_id: Mapped[int] = mapped_column(ForeignKey("charters.id"))
    name: Mapped[str]
    position: Mapped[int]


class StakeholderGroup(Base):
    """Where people come from: civil society, politics, business … The list is the charter's."""

    __tablename__ = "stakeholder_groups"
    __table_args__ = (UniqueConstraint("charter_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    charter_id: Mapped[int] = mapped_column(ForeignKey("charters.id"))
    name: Mapped[str]
    position: Mapped[int]


class Membership(Base):
    """A role that a person holds in a charter; without a charter, an administrator of all."""

    __tablename__ = "memberships"
    __table_args__ = (
        CheckConstraint(
            "role IN ('facilitator', 'reviewer', 'editor', 'approver', 'admin')", name="role"
        ),
        CheckConstraint("charter_id IS NOT NULL OR role = 'admin'", name="installation"),
        CheckConstraint(
            "(role = 'reviewer') = (department_id IS NOT NULL)", name="reviewer_department"
        ),
        Index(
            "uq_memberships_person_charter_role",
            "person_id",
            text("coalesce(charter_id, 0)"),
            "role",
            text("coalesce(department_id, 0)"),
            unique=True,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    charter_id: Mapped[int | None] = mapped_column(ForeignKey("charters.id"), index=True)
    role: Mapped[str]
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    created_at: Mapped[datetime]
    issuer: Mapped[str | None]
    """The identity provider that says so, and may say otherwise at the next sign-in; None where
    somebody granted the role here."""

    person: Mapped[Person] = relationship(lazy="raise")
    department: Mapped[Department | None] = relationship(lazy="raise")


class Invitation(Base):
    """A role offered by mail. Whoever follows the link signs in or signs up and holds the role;
    once that is decided the address and the link are forgotten."""

    __tablename__ = "invitations"
    __table_args__ = (
        CheckConstraint(
            "role IN ('facilitator', 'reviewer', 'editor', 'approver', 'admin')", name="role"
        ),
        CheckConstraint("email = lower(email)", name="email_lower"),
        CheckConstraint(
            "(role = 'reviewer') = (department_id IS NOT NULL)", name="reviewer_department"
        ),
        CheckConstraint("(accepted_at IS NULL) = (accepted_by_id IS NULL)", name="accepted"),
        CheckConstraint("accepted_at IS NULL OR withdrawn_at IS NULL", name="one_end"),
        Index("ix_invitations_charter_id_id", "charter_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    charter_id: Mapped[int] = mapped_column(ForeignKey("charters.id"))
    email: Mapped[str | None]
    role: Mapped[str]
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    """SHA-256 of the token in the mail."""
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    withdrawn_at: Mapped[datetime | None]

    department: Mapped[Department | None] = relationship(lazy="raise")
    invited_by: Mapped[Person] = relationship(lazy="raise", foreign_keys=[invited_by_id])


class LegalPage(Base):
    """Impressum, Datenschutz, Barrierefreiheit, Spielregeln: text that the city answers for."""

    __tablename__ = "legal_pages"
    __table_args__ = (
        UniqueConstraint("charter_id", "slug"),
        CheckConstraint(
            "slug IN ('impressum', 'datenschutz', 'barrierefreiheit', 'spielregeln')", name="slug"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    charter_id: Mapped[int] = mapped_column(ForeignKey("charters.id"))
    slug: Mapped[str]
    source: Mapped[str]
    html: Mapped[str]
    updated_at: Mapped[datetime]
