"""Workshops, their tables, and the ideas put on them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from charta.charters.models import Charter, StakeholderGroup, Theme
from charta.core.database import Base
from charta.sheets.uploads import Upload


class Workshop(Base):
    """A Veranstaltung; ``number`` counts within its charter and stands in the address."""

    __tablename__ = "workshops"
    __table_args__ = (
        UniqueConstraint("charter_id", "number"),
        CheckConstraint("ends_at IS NULL OR ends_at > starts_at", name="ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    charter_id: Mapped[int] = mapped_column(ForeignKey("charters.id"))
    number: Mapped[int]
    title: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    place: Mapped[str]
    organiser: Mapped[str]
    partners: Mapped[str]
    """One partner a line."""
    participants: Mapped[int | None]
    description: Mapped[str]
    description_html: Mapped[str]
    created_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    """When the facilitator opened workshop and ideas to the public."""

    charter: Mapped[Charter] = relationship(lazy="raise")


class Table(Base):
    """A World-Café table: a theme and a host."""

    __tablename__ = "tables"
    __table_args__ = (UniqueConstraint("workshop_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id"))
    number: Mapped[int]
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id"))
    host: Mapped[str]
    """Who led the table; shown to staff only."""

    workshop: Mapped[Workshop] = relationship(lazy="raise")
    theme: Mapped[Theme] = relationship(lazy="raise")


class Idea(Base):
    """One thought from a table; its key is ``I-<number>``. The fingerprint (SHA-256 over the
    folded text and theme) lets the same file be imported twice and add nothing."""

    __tablename__ = "ideas"
    __table_args__ = (
        UniqueConstraint("charter_id", "number"),
        CheckConstraint("channel IN ('table', 'paper', 'web', 'import')", name="channel"),
        Index("ix_ideas_charter_id_theme_id", "charter_id", "theme_id"),
        Index("ix_ideas_workshop_id_fingerprint", "workshop_id", "fingerprint"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    charter_id: Mapped[int] = mapped_column(ForeignKey("charters.id"))
    number: Mapped[int]
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id"))
    table_id: Mapped[int | None] = mapped_column(ForeignKey("tables.id"), index=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("stakeholder_groups.id"))
    channel: Mapped[str]
    text: Mapped[str]
    fingerprint: Mapped[str]
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    workshop: Mapped[Workshop] = relationship(lazy="raise")
    table: Mapped[Table | None] = relationship(lazy="raise")
    theme: Mapped[Theme] = relationship(lazy="raise")
    group: Mapped[StakeholderGroup | None] = relationship(lazy="raise")

    @property
    def key(self) -> str:
        return f"I-{self.number}"


class IdeaImport(Upload, Base):
    """A table of ideas somebody uploaded, between its preview and the confirmed write."""

    __tablename__ = "idea_imports"

    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id"), index=True)

    workshop: Mapped[Workshop] = relationship(lazy="raise")
