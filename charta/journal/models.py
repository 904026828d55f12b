"""The journal: append-only, chained, and without personal data."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from charta.core.database import Base
from charta.core.hashing import digest


class JournalEntry(Base):
    """One change: who, what, which object, when. References only, so that a person can be
    erased and the chain still verifies; ``charter_id`` and ``actor_id`` are no foreign keys,
    since an entry outlives everything it names."""

    __tablename__ = "journal_entries"
    __table_args__ = (
        Index("ix_journal_entries_charter_id_id", "charter_id", "id"),
        Index("ix_journal_entries_subject_type_subject_id", "subject_type", "subject_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    charter_id: Mapped[int | None]
    action: Mapped[str]
    subject_type: Mapped[str]
    subject_id: Mapped[int]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    previous_hash: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)

    def digest(self) -> str:
        """The hash this entry must carry, from its content and its predecessor's hash."""
        content = {
            "id": self.id,
            "at": self.at,
            "actor": self.actor_id,
            "charter": self.charter_id,
            "action": self.action,
            "subject": [self.subject_type, self.subject_id],
            "details": self.details,
        }
        return digest(content, self.previous_hash)
