"""Codes with which somebody finds a contribution again, without an account."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from charta.core.database import Base


class Receipt(Base):
    """A Beleg for one contribution, whatever its kind.

    The code itself is not stored: it follows from ``nonce`` and the installation's secret, and is
    found by its SHA-256.
    """

    __tablename__ = "receipts"
    __table_args__ = (
        UniqueConstraint("subject_type", "subject_id"),
        CheckConstraint(
            "subject_type IN ('ideas', 'comments', 'intakes', 'held_comments')", name="subject_type"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    charter_id: Mapped[int] = mapped_column(ForeignKey("charters.id"), index=True)
    subject_type: Mapped[str]
    """The table of what was contributed, as the journal names it."""
    subject_id: Mapped[int]
    nonce: Mapped[str]
    digest: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
