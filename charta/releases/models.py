"""Releases: numbered, immutable snapshots of the whole charter, and their opening."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from charta.accounts.models import Person
from charta.core.database import Base
from charta.core.hashing import digest
from charta.drafting.models import Document, Revision


class Release(Base):
    """A Fassung: which revision of which document, in which order. It is fixed when it is
    prepared and public once it has been opened. ``hash`` covers all items and the predecessor."""

    __tablename__ = "releases"
    __table_args__ = (
        UniqueConstraint("charter_id", "number"),
        CheckConstraint("kind IN ('consultation', 'edition')", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    charter_id: Mapped[int] = mapped_column(ForeignKey("charters.id"))
    number: Mapped[int]
    kind: Mapped[str]
    title: Mapped[str]
    note: Mapped[str]
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    prepared_at: Mapped[datetime]
    previous_hash: Mapped[str]
    hash: Mapped[str]

    prepared_by: Mapped[Person] = relationship(lazy="raise")
    items: Mapped[list[ReleaseItem]] = relationship(
        lazy="raise", order_by="ReleaseItem.position", viewonly=True
    )
    opening: Mapped[Opening | None] = relationship(lazy="raise", viewonly=True, uselist=False)

    def digest(self, items: list[ReleaseItem]) -> str:
        """The hash this release must carry, over its own content and ``items`` in order; each
        item brings the hash of its revision with it (``item.revision`` must be loaded)."""
        content = {
            "charter": self.charter_id,
            "number": self.number,
            "kind": self.kind,
            "title": self.title,
            "note": self.note,
            "prepared_by": self.prepared_by_id,
            "prepared_at": self.prepared_at,
            "items": [
                [item.position, item.document_id, item.parent_id, item.revision.hash]
                for item in items
            ],
        }
        return digest(content, self.previous_hash)


class ReleaseItem(Base):
    """One line of a release: this document, at this place, in this wording."""

    __tablename__ = "release_items"
    __table_args__ = (UniqueConstraint("release_id", "document_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("releases.id"))
    position: Mapped[int]
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))
    """The section a clause stood in when the release was fixed."""
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), index=True)

    release: Mapped[Release] = relationship(lazy="raise")
    document: Mapped[Document] = relationship(lazy="raise", foreign_keys=[document_id])
    revision: Mapped[Revision] = relationship(lazy="raise")


class Opening(Base):
    """From ``opens_at`` on the release is public. For an edition this is its publication: an
    approver who is not the preparer, and the council's decision."""

    __tablename__ = "openings"

    id: Mapped[int] = mapped_column(primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("releases.id"), unique=True)
    opens_at: Mapped[datetime] = mapped_column(index=True)
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    decided_on: Mapped[date | None]
    decision_number: Mapped[str]
    decision_link: Mapped[str]

    release: Mapped[Release] = relationship(lazy="raise")
    opened_by: Mapped[Person] = relationship(lazy="raise")

    def digest(self) -> str:
        """The hash under which the journal notes this opening."""
        content = {
            "release": self.release_id,
            "opens_at": self.opens_at,
            "opened_by": self.opened_by_id,
            "decided_on": self.decided_on.isoformat() if self.decided_on else None,
            "decision": [self.decision_number, self.decision_link],
        }
        return digest(content)


class Reading(Base):
    """The newest release a signed-in reader has marked as read, so that the next visit can begin
    with what changed since. One for each person and charter."""

    __tablename__ = "readings"
    __table_args__ = (UniqueConstraint("person_id", "charter_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    charter_id: Mapped[int] = mapped_column(ForeignKey("charters.id"))
    release_id: Mapped[int] = mapped_column(ForeignKey("releases.id"))
    read_at: Mapped[datetime]

    release: Mapped[Release] = relationship(lazy="raise")
