"""Which department was asked about a clause, and what it said."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from charta.accounts.models import Person
from charta.charters.models import Department
from charta.core.database import Base
from charta.drafting.models import Document, Revision


class ReviewRequest(Base):
    """A department is responsible for judging a clause."""

    __tablename__ = "review_requests"
    __table_args__ = (UniqueConstraint("document_id", "department_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"), index=True)
    requested_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    requested_at: Mapped[datetime]

    document: Mapped[Document] = relationship(lazy="raise")
    department: Mapped[Department] = relationship(lazy="raise")


class Assessment(Base):
    """A verdict on one revision, with its reason; public once an approver has released it."""

    __tablename__ = "assessments"
    __table_args__ = (
        CheckConstraint("verdict IN ('feasible', 'conditional', 'not_feasible')", name="verdict"),
        CheckConstraint("length(reason) > 0", name="reasoned"),
        CheckConstraint("(verdict = 'conditional') = (length(conditions) > 0)", name="conditions"),
        CheckConstraint(
            "(released_at IS NULL) = (released_by_id IS NULL)", name="released_by_somebody"
        ),
        CheckConstraint("released_by_id <> reviewer_id", name="second_pair_of_eyes"),
        Index("ix_assessments_document_id_id", "document_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"))
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"))
    verdict: Mapped[str]
    reason: Mapped[str]
    conditions: Mapped[str]
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    released_at: Mapped[datetime | None]

    document: Mapped[Document] = relationship(lazy="raise")
    revision: Mapped[Revision] = relationship(lazy="raise")
    department: Mapped[Department] = relationship(lazy="raise")
    reviewer: Mapped[Person] = relationship(lazy="raise", foreign_keys=[reviewer_id])
    released_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[released_by_id])
