"""The work on answers before they are public: drafts, groups, advice, who does what until when."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Double, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from charta.accounts.models import Person
from charta.charters.models import Department
from charta.consultation.models import Comment, Response
from charta.core.database import Base
from charta.drafting.models import Revision
from charta.releases.models import Release


class Draft(Base):
    """An answer that is being written, for one or several comments; released it becomes a
    ``Response``, which the public reads, and is gone. ``version`` counts its savings: who saves
    on an older one is told."""

    __tablename__ = "drafts"
    __table_args__ = (
        CheckConstraint(
            "disposition IN ('adopted', 'partly_adopted', 'not_adopted', 'noted')",
            name="disposition",
        ),
        CheckConstraint(
            "finished_at IS NULL OR (disposition IS NOT NULL AND length(source) > 0)",
            name="finished",
        ),
        Index("ix_drafts_charter_id_id", "charter_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    charter_id: Mapped[int] = mapped_column(ForeignKey("charters.id"))
    version: Mapped[int]
    disposition: Mapped[str | None]
    source: Mapped[str]
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("revisions.id"))
    """The wording that the comments led to."""
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("responses.id"), unique=True)
    """The released answer that this one corrects."""
    created_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    updated_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    updated_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    """When it was saved as ready for its release; writing on takes that back."""

    revision: Mapped[Revision | None] = relationship(lazy="raise")
    department: Mapped[Department | None] = relationship(lazy="raise")
    updated_by: Mapped[Person] = relationship(lazy="raise", foreign_keys=updated_by_id)

    @property
    def stamp(self) -> str:
        """Names this saving of it, for forms: another draft for the same comments, begun after
        this one was discarded, has another."""
        return f"{self.version}-{self.created_at:%Y%m%d%H%M%S%f}"


class Drafted(Base):
    """Which comments a draft answers; a comment has one draft at most."""

    __tablename__ = "drafted"

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"), index=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), unique=True)

    draft: Mapped[Draft] = relationship(lazy="raise")
    comment: Mapped[Comment] = relationship(lazy="raise")


class AnswerRelease(Base):
    """Who let an answer go out, and the department whose advice it rests on."""

    __tablename__ = "answer_releases"

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id"), unique=True)
    released_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))

    response: Mapped[Response] = relationship(lazy="raise")
    released_by: Mapped[Person] = relationship(lazy="raise")
    department: Mapped[Department | None] = relationship(lazy="raise")


class Handling(Base):
    """Who sees to a comment, and until when; without a day the round's promise holds."""

    __tablename__ = "handlings"

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), unique=True)
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    due_on: Mapped[date | None]

    assignee: Mapped[Person | None] = relationship(lazy="raise")


class Group(Base):
    """Comments of a round that say the same, as a person has confirmed; they get one answer."""

    __tablename__ = "comment_groups"
    __table_args__ = (UniqueConstraint("round_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    charter_id: Mapped[int] = mapped_column(ForeignKey("charters.id"), index=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    number: Mapped[int]
    title: Mapped[str]
    """What they say, in a few words, for staff."""
    confirmed_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    confirmed_at: Mapped[datetime]


class Grouped(Base):
    """A comment in a group, until it leaves again; it is in one at a time."""

    __tablename__ = "grouped"
    __table_args__ = (
        Index(
            "uq_grouped_comment_id",
            "comment_id",
            unique=True,
            sqlite_where=text("left_at IS NULL"),
            postgresql_where=text("left_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("comment_groups.id"), index=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"))
    left_at: Mapped[datetime | None]

    group: Mapped[Group] = relationship(lazy="raise")
    comment: Mapped[Comment] = relationship(lazy="raise")


class GroupProposal(Base):
    """Comments that the machine finds alike, and the words that say why; a person decides."""

    __tablename__ = "group_proposals"
    __table_args__ = (
        CheckConstraint("similarity BETWEEN 0 AND 1", name="similarity"),
        CheckConstraint("(decided_at IS NULL) = (decided_by_id IS NULL)", name="decided"),
        Index("ix_group_proposals_round_id_id", "round_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    comment_ids: Mapped[list[Any]] = mapped_column(JSON)
    words: Mapped[list[Any]] = mapped_column(JSON)
    """The words they share, the most telling first."""
    similarity: Mapped[float] = mapped_column(Double())
    proposed_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("comment_groups.id"))
    """The group it became; decided without one, it was turned down."""


class TextModule(Base):
    """A Textbaustein of the charter: words for answers, with placeholders."""

    __tablename__ = "text_modules"
    __table_args__ = (UniqueConstraint("charter_id", "title"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    charter_id: Mapped[int] = mapped_column(ForeignKey("charters.id"))
    title: Mapped[str]
    source: Mapped[str]
    updated_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    updated_at: Mapped[datetime]


class AdviceRequest(Base):
    """A department is asked what it says to a comment, until a day."""

    __tablename__ = "advice_requests"
    __table_args__ = (
        Index("ix_advice_requests_charter_id_department_id", "charter_id", "department_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    charter_id: Mapped[int] = mapped_column(ForeignKey("charters.id"))
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), index=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"))
    question: Mapped[str]
    due_on: Mapped[date | None]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    comment: Mapped[Comment] = relationship(lazy="raise")
    department: Mapped[Department] = relationship(lazy="raise")
    asked_by: Mapped[Person] = relationship(lazy="raise")


class Advice(Base):
    """What a department said; the newest counts, all stay. For staff only, and never the city's
    answer."""

    __tablename__ = "advice"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("advice_requests.id"), index=True)
    source: Mapped[str]
    html: Mapped[str]
    given_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    given_at: Mapped[datetime]

    request: Mapped[AdviceRequest] = relationship(lazy="raise")
    given_by: Mapped[Person] = relationship(lazy="raise")


class Waiver(Base):
    """Why an edition is published although contributions have no answer yet: the approver's
    public words."""

    __tablename__ = "waivers"
    __table_args__ = (CheckConstraint("length(source) > 0", name="reasoned"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    charter_id: Mapped[int] = mapped_column(ForeignKey("charters.id"), index=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("releases.id"), unique=True)
    source: Mapped[str]
    html: Mapped[str]
    unanswered: Mapped[int]
    """How many contributions had no released answer when it was stated."""
    stated_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    stated_at: Mapped[datetime]

    release: Mapped[Release] = relationship(lazy="raise")
