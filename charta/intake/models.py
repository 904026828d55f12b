"""What reaches the city by other ways than a signed-in comment: letters, calls, guests."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from charta.accounts.models import Person
from charta.consultation.models import Comment, Round
from charta.core.database import Base
from charta.drafting.models import Document, Revision
from charta.sheets.uploads import Upload


class Intake(Base):
    """An Eingabe: what came by letter, mail, telephone or in the room, as it came; its key is
    ``E-<number>``. What it says is weighed in excerpts, each a comment on a text of the round.

    ``author`` is the name the public reads; who sent it is known to staff only.
    """

    __tablename__ = "intakes"
    __table_args__ = (
        UniqueConstraint("charter_id", "number"),
        CheckConstraint("channel IN ('letter', 'mail', 'phone', 'room')", name="channel"),
        CheckConstraint("(finished_at IS NULL) = (finished_by_id IS NULL)", name="finished"),
        Index("ix_intakes_round_id_id", "round_id", "id"),
        Index("ix_intakes_round_id_fingerprint", "round_id", "fingerprint"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    charter_id: Mapped[int] = mapped_column(ForeignKey("charters.id"))
    number: Mapped[int]
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    channel: Mapped[str]
    received_on: Mapped[date]
    title: Mapped[str]
    source: Mapped[str]
    html: Mapped[str]
    file_name: Mapped[str]
    """The name of the file it was read from; empty when it was typed or pasted."""
    fingerprint: Mapped[str]
    """SHA-256 over the folded words and the sender, so that a file imported twice adds nothing."""
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    sender_name: Mapped[str]
    sender_address: Mapped[str]
    sender_email: Mapped[str]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    entered_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    """When somebody said that all of it that wants an answer has become an excerpt."""
    finished_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    round: Mapped[Round] = relationship(lazy="raise")
    author: Mapped[Person] = relationship(lazy="raise", foreign_keys=author_id)

    @property
    def key(self) -> str:
        return f"E-{self.number}"


class Excerpt(Base):
    """A stretch of an intake that became a comment; one comment may join several stretches."""

    __tablename__ = "excerpts"
    __table_args__ = (CheckConstraint('start >= 0 AND "end" > start', name="stretch"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    intake_id: Mapped[int] = mapped_column(ForeignKey("intakes.id"), index=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), index=True)
    start: Mapped[int]
    """Characters of the intake's source before the stretch."""
    end: Mapped[int]

    intake: Mapped[Intake] = relationship(lazy="raise")
    comment: Mapped[Comment] = relationship(lazy="raise")


class IntakeImport(Upload, Base):
    """A table of contributions somebody uploaded, between its preview and the confirmed write."""

    __tablename__ = "intake_imports"

    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), index=True)

    round: Mapped[Round] = relationship(lazy="raise")


class GuestSetting(Base):
    """Whether people without an account may comment in a charter, and what must happen before
    their words are public: their address is confirmed by mail, or a moderator has read them.
    No row: they may not."""

    __tablename__ = "guest_settings"
    __table_args__ = (CheckConstraint("mode IN ('none', 'confirmed', 'moderated')", name="mode"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    charter_id: Mapped[int] = mapped_column(ForeignKey("charters.id"), unique=True)
    mode: Mapped[str]


WAITING = "comment_id IS NULL AND refused_at IS NULL"


class HeldComment(Base):
    """What somebody said and nobody else may read yet. Confirmed or let pass it becomes a comment
    of the account named beside it, else of the person behind the address (without one, of a
    person without address)."""

    __tablename__ = "held_comments"
    __table_args__ = (
        CheckConstraint('(start IS NULL) = ("end" IS NULL)', name="passage"),
        CheckConstraint("comment_id IS NULL OR refused_at IS NULL", name="one_end"),
        Index("ix_held_comments_charter_id_id", "charter_id", "id"),
        Index(
            "ix_held_comments_waiting",
            "charter_id",
            "id",
            sqlite_where=text(WAITING),
            postgresql_where=text(WAITING),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    charter_id: Mapped[int] = mapped_column(ForeignKey("charters.id"))
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"))
    submission: Mapped[str] = mapped_column(unique=True)
    source: Mapped[str]
    html: Mapped[str]
    start: Mapped[int | None]
    end: Mapped[int | None]
    wording: Mapped[str | None]
    name: Mapped[str]
    """What the public will read as its author."""
    email: Mapped[str | None]
    language: Mapped[str]
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    """SHA-256 of the token in the confirming mail; None: waits for a moderator."""
    unproven: Mapped[bool] = mapped_column(default=False)
    """Sent without the proof of work: a moderator reads it, whatever else proves its author."""
    sent_at: Mapped[datetime]
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"), unique=True)
    """What it became."""
    refused_at: Mapped[datetime | None]
    refused_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    refusal: Mapped[str]
    """Why a moderator did not let it pass; the author reads it on the receipt."""

    round: Mapped[Round] = relationship(lazy="raise")
    document: Mapped[Document] = relationship(lazy="raise")
    revision: Mapped[Revision] = relationship(lazy="raise")
    account: Mapped[HeldAccount | None] = relationship(lazy="raise", viewonly=True, uselist=False)

    @property
    def exact(self) -> str | None:
        """The words of the text that it is about; None for all of it."""
        if self.start is None or self.end is None:
            return None
        return self.revision.plain[self.start : self.end]


class HeldAccount(Base):
    """Whose account a held comment comes from, what it replies to, and why it waits."""

    __tablename__ = "held_accounts"
    __table_args__ = (
        CheckConstraint("reason IN ('first', 'links', 'unproven')", name="reason"),
        Index("ix_held_accounts_person_id_id", "person_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    held_id: Mapped[int] = mapped_column(
        ForeignKey("held_comments.id", ondelete="CASCADE"), unique=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"))
    reason: Mapped[str]

    parent: Mapped[Comment | None] = relationship(lazy="raise")
