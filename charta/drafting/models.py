"""The draft: documents, their revisions, and how ideas became clauses."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from charta.accounts.models import Person
from charta.charters.models import Theme
from charta.core.database import Base
from charta.core.hashing import digest
from charta.workshops.models import Idea


class Document(Base):
    """A section or a clause: a place in the tree and a key that is never used again. Its words
    are in its revisions. A clause's key comes from its theme (``MOB-3``), a section's is
    ``A-<number>``; theme codes have at least two letters, so the two never meet."""

    __tablename__ = "documents"
    __table_args__ = (
        UniqueConstraint("charter_id", "key"),
        CheckConstraint("kind IN ('section', 'clause')", name="kind"),
        CheckConstraint("(kind = 'clause') = (parent_id IS NOT NULL)", name="tree"),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawal_reason IS NULL)", name="withdrawal_reasoned"
        ),
        Index("ix_documents_charter_id_parent_id_position", "charter_id", "parent_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    charter_id: Mapped[int] = mapped_column(ForeignKey("charters.id"))
    kind: Mapped[str]
    key: Mapped[str]
    number: Mapped[int]
    """The number in the key: within the theme for clauses, within the charter for sections."""
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"), index=True)
    position: Mapped[int]
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawal_reason: Mapped[str | None]

    theme: Mapped[Theme] = relationship(lazy="raise")
    parent: Mapped[Document | None] = relationship(remote_side="Document.id", lazy="raise")


class Revision(Base):
    """One saved text of a document: immutable, numbered, hashed, chained within its document.

    ``html`` and ``plain`` are made from ``source`` when it is saved; they are not part of the
    hash, so that a better renderer may make them again.
    """

    __tablename__ = "revisions"
    __table_args__ = (
        UniqueConstraint("document_id", "number"),
        CheckConstraint("number >= 1", name="number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    number: Mapped[int]
    title: Mapped[str]
    source: Mapped[str]
    html: Mapped[str]
    plain: Mapped[str]
    note: Mapped[str]
    restored_from_id: Mapped[int | None] = mapped_column(ForeignKey("revisions.id"))
    """The older revision whose wording was taken up again."""
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    previous_hash: Mapped[str]
    hash: Mapped[str]

    document: Mapped[Document] = relationship(lazy="raise")
    author: Mapped[Person | None] = relationship(lazy="raise")

    def digest(self) -> str:
        """The hash this revision must carry."""
        content = {
            "document": self.document_id,
            "number": self.number,
            "title": self.title,
            "source": self.source,
            "note": self.note,
            "restored_from": self.restored_from_id,
            "author": self.author_id,
            "created_at": self.created_at,
        }
        return digest(content, self.previous_hash)


class Promotion(Base):
    """An Übernahme: this idea went into this clause, decided by whom and why. Once per idea and
    section, whatever two editors click at the same moment."""

    __tablename__ = "promotions"
    __table_args__ = (UniqueConstraint("idea_id", "section_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"))
    section_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"))
    """The clause's wording when the idea was taken up."""
    reason: Mapped[str]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime]

    idea: Mapped[Idea] = relationship(lazy="raise")
    document: Mapped[Document] = relationship(lazy="raise", foreign_keys=[document_id])
    section: Mapped[Document] = relationship(lazy="raise", foreign_keys=[section_id])


class Shelving(Base):
    """An idea that was set aside, with the public reason; taken back when it is promoted or
    looked at again."""

    __tablename__ = "shelvings"
    __table_args__ = (
        Index(
            "uq_shelvings_idea_id",
            "idea_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), index=True)
    reason: Mapped[str]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    idea: Mapped[Idea] = relationship(lazy="raise")
