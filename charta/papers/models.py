"""Papers that were ordered: what they are to say, how far they are, where their file is."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from charta.accounts.models import Person
from charta.consultation.models import Round
from charta.core.database import Base
from charta.papers.rules import State, is_gone
from charta.releases.models import Release


class Paper(Base):
    """A paper somebody has ordered. The worker makes it; its file is fetched for a week."""

    __tablename__ = "papers"
    __table_args__ = (
        CheckConstraint("kind IN ('weighing', 'synopsis', 'council', 'letters')", name="kind"),
        CheckConstraint("format IN ('xlsx', 'csv', 'docx', 'pdf', 'zip')", name="format"),
        CheckConstraint("language IN ('de', 'en')", name="language"),
        CheckConstraint("finished_at IS NULL OR failed_at IS NULL", name="one_end"),
        Index("ix_papers_charter_id_id", "charter_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    charter_id: Mapped[int] = mapped_column(ForeignKey("charters.id"))
    kind: Mapped[str]
    format: Mapped[str]
    round_id: Mapped[int | None] = mapped_column(ForeignKey("rounds.id"))
    old_release_id: Mapped[int | None] = mapped_column(ForeignKey("releases.id"))
    new_release_id: Mapped[int | None] = mapped_column(ForeignKey("releases.id"))
    named: Mapped[bool]
    """Whether it names who contributed."""
    language: Mapped[str]
    template: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    """The city's letter, until the letters are written; None: the one that Charta brings."""
    ordered_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    ordered_at: Mapped[datetime]
    tries: Mapped[int]
    done: Mapped[int]
    """How many of ``total`` contributions or texts the worker has written, for who waits."""
    total: Mapped[int]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    file_size: Mapped[int | None]
    failed_at: Mapped[datetime | None]
    failure: Mapped[str]
    """Why there is no file, in words; empty when nobody outside can do anything about it."""

    round: Mapped[Round | None] = relationship(lazy="raise")
    old_release: Mapped[Release | None] = relationship(lazy="raise", foreign_keys=[old_release_id])
    new_release: Mapped[Release | None] = relationship(lazy="raise", foreign_keys=[new_release_id])
    ordered_by: Mapped[Person] = relationship(lazy="raise")

    def state(self, now: datetime) -> State:
        if self.failed_at is not None:
            return State.FAILED
        if self.finished_at is not None:
            return State.GONE if is_gone(self.finished_at, now) else State.READY
        return State.WAITING if self.started_at is None else State.MAKING

    @property
    def file(self) -> str:
        """The name of its file in the folder of papers."""
        return f"{self.id}.{self.format}"

    @property
    def percent(self) -> int:
        return min(99, 100 * self.done // self.total) if self.total else 0
