"""Who wants to hear of what, what is to be told, and whom it still has to reach.

Nothing here is part of the public record: like a session it is between the site and one person,
and goes with them.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from charta.core.database import Base


class Addressee(Base):
    """How somebody is written to. ``token`` stands in the links of their mails with which they
    choose or stop without signing in; it is for nothing else and tells nothing else."""

    __tablename__ = "addressees"
    __table_args__ = (CheckConstraint("language IN ('de', 'en')", name="language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), unique=True)
    token: Mapped[str] = mapped_column(unique=True)
    language: Mapped[str]


class Wish(Base):
    """How often somebody wants to hear of one topic; without a row as ``rules.DEFAULTS`` says."""

    __tablename__ = "wishes"
    __table_args__ = (
        UniqueConstraint("person_id", "topic"),
        CheckConstraint("topic IN ('answers', 'clauses', 'rounds')", name="topic"),
        CheckConstraint("frequency IN ('at_once', 'daily', 'weekly', 'never')", name="frequency"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    topic: Mapped[str]
    frequency: Mapped[str]


class Watch(Base):
    """Somebody asked to hear of the rounds of a charter, whether or not they have spoken there."""

    __tablename__ = "watches"
    __table_args__ = (UniqueConstraint("person_id", "charter_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    charter_id: Mapped[int] = mapped_column(
        ForeignKey("charters.id", ondelete="CASCADE"), index=True
    )


class Cursor(Base):
    """How far the journal has been read; one row."""

    __tablename__ = "notification_cursors"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_id: Mapped[int]


class Event(Base):
    """Something to be told once its moment has come: an answer, an opened release, a round.

    ``reached`` is the last person who was looked at, so that a worker that died goes on there;
    ``told_at`` says that everybody was.
    """

    __tablename__ = "notification_events"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id"),
        CheckConstraint("kind IN ('answered', 'changed', 'opened', 'closing')", name="kind"),
        Index("ix_notification_events_told_at_due_at", "told_at", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    subject_id: Mapped[int]
    """The number of the response, release or round."""
    charter_id: Mapped[int] = mapped_column(ForeignKey("charters.id", ondelete="CASCADE"))
    due_at: Mapped[datetime]
    reached: Mapped[int] = mapped_column(default=0)
    told_at: Mapped[datetime | None]


class Notice(Base):
    """An event that is to be told to one person, in a mail not before ``due_at``; gone once the
    mail lies in the outbox."""

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("person_id", "event_id"),
        Index("ix_notices_due_at_person_id", "due_at", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    event_id: Mapped[int] = mapped_column(
        ForeignKey("notification_events.id", ondelete="CASCADE"), index=True
    )
    topic: Mapped[str]
    due_at: Mapped[datetime]
