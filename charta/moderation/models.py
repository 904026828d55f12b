"""What is reported, decided and objected to. What a decision takes out of sight lies here and
nowhere else, so that no page, paper or search can show it by mistake."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from charta.accounts.models import Person
from charta.consultation.models import Comment
from charta.core.database import Base
from charta.moderation.rules import last_day
from charta.workshops.models import Idea

ONE_SUBJECT = "(comment_id IS NULL) <> (idea_id IS NULL)"
OPEN = "decided_at IS NULL"


class Case(Base):
    """All that is said and decided about one contribution; its key is ``M-<number>``. ``turn``
    counts the changes: a decision names the one it has seen."""

    __tablename__ = "cases"
    __table_args__ = (
        UniqueConstraint("charter_id", "number"),
        CheckConstraint(ONE_SUBJECT, name="one_subject"),
        Index("ix_cases_comment_id", "comment_id", unique=True),
        Index("ix_cases_idea_id", "idea_id", unique=True),
        Index(
            "ix_cases_open",
            "charter_id",
            "opened_at",
            sqlite_where=text(OPEN),
            postgresql_where=text(OPEN),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    charter_id: Mapped[int] = mapped_column(ForeignKey("charters.id"))
    number: Mapped[int]
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"))
    idea_id: Mapped[int | None] = mapped_column(ForeignKey("ideas.id"))
    opened_at: Mapped[datetime]
    """Since when it waits: the first report that nobody has decided about."""
    decided_at: Mapped[datetime | None]
    """When it was last decided; None while it waits."""
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """Who is looking at it."""
    taken_at: Mapped[datetime | None]
    turn: Mapped[int] = mapped_column(default=1)

    comment: Mapped[Comment | None] = relationship(lazy="raise")
    idea: Mapped[Idea | None] = relationship(lazy="raise")
    taken_by: Mapped[Person | None] = relationship(lazy="raise")

    @property
    def key(self) -> str:
        return f"M-{self.number}"

    @property
    def words(self) -> str:
        """What the contribution says now."""
        if self.comment is not None:
            return self.comment.source
        return self.idea.text if self.idea is not None else ""


class Report(Base):
    """A Meldung (DSA Art. 16): what is wrong with a contribution, and who says so. Name and
    address are forgotten some time after the decision."""

    __tablename__ = "reports"
    __table_args__ = (
        CheckConstraint("ground IN ('law', 'rules', 'privacy', 'spam', 'other')", name="ground"),
        Index("ix_reports_case_id_id", "case_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    digest: Mapped[str] = mapped_column(unique=True)
    """SHA-256 of the code with which the reporter finds it again."""
    submission: Mapped[str] = mapped_column(unique=True)
    """The form's own number: sent twice it is one report."""
    ground: Mapped[str]
    source: Mapped[str]
    name: Mapped[str | None]
    email: Mapped[str | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    language: Mapped[str]
    created_at: Mapped[datetime]


class Measure(Base):
    """A decision with its statement of reasons (DSA Art. 17), for the author and in one sentence
    for everybody. Never changed; another one follows it."""

    __tablename__ = "measures"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('kept', 'hidden', 'redacted', 'restored', 'warned', 'blocked', 'unblocked')",
            name="kind",
        ),
        CheckConstraint("basis IN ('law', 'rules')", name="basis"),
        Index("ix_measures_case_id_id", "case_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    kind: Mapped[str]
    basis: Mapped[str]
    provision: Mapped[str]
    """Which law or which rule of the house."""
    facts: Mapped[str]
    """What was found and why it led to this, for the author."""
    public: Mapped[str]
    """The same in a sentence for everybody."""
    digest: Mapped[str | None] = mapped_column(unique=True)
    """SHA-256 of the code with which the author can object without an account."""
    until: Mapped[datetime | None]
    """When a block ends by itself."""
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime]

    case: Mapped[Case] = relationship(lazy="raise")
    decided_by: Mapped[Person] = relationship(lazy="raise")

    @property
    def last_day(self) -> date | None:
        """The last day of a block."""
        return last_day(self.until) if self.until is not None else None


class Withheld(Base):
    """The words that a measure took out of sight, kept while it can be objected to."""

    __tablename__ = "withheld"

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(
        ForeignKey("measures.id", ondelete="CASCADE"), unique=True
    )
    source: Mapped[str]
    html: Mapped[str]
    wording: Mapped[str | None]
    """The other words that a comment had suggested."""
    delete_at: Mapped[datetime] = mapped_column(index=True)


class Objection(Base):
    """A Widerspruch against a measure; somebody else than who decided it hears it."""

    __tablename__ = "objections"
    __table_args__ = (
        CheckConstraint(
            "(decided_at IS NULL) = (decided_by_id IS NULL)"
            " AND (decided_at IS NULL) = (upheld IS NULL)",
            name="decided",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measures.id"), unique=True)
    source: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime]
    upheld: Mapped[bool | None]
    """Whether the objection was right."""
    answer: Mapped[str]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]

    measure: Mapped[Measure] = relationship(lazy="raise")
    decided_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[decided_by_id])


class Block(Base):
    """Who may read but not write in a charter, and until when."""

    __tablename__ = "blocks"
    __table_args__ = (Index("ix_blocks_person_id_charter_id", "person_id", "charter_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    charter_id: Mapped[int] = mapped_column(ForeignKey("charters.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    measure_id: Mapped[int] = mapped_column(ForeignKey("measures.id"), unique=True)
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    lifted_at: Mapped[datetime | None]
