"""Consultation rounds, what people said in them, and what the city answered."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from charta.accounts.models import Person
from charta.consultation.rules import State, state
from charta.core.database import Base
from charta.drafting.models import Document, Revision
from charta.releases.models import Release
from charta.text.anchors import Anchor
from charta.text.spans import Span


class Round(Base):
    """A Beteiligung: one consultation draft, open from ``opens_at`` until before ``closes_at``.
    Whether it is open is computed from the clock, never stored."""

    __tablename__ = "rounds"
    __table_args__ = (
        UniqueConstraint("charter_id", "number"),
        CheckConstraint("closes_at > opens_at", name="closes_after_opening"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    charter_id: Mapped[int] = mapped_column(ForeignKey("charters.id"))
    number: Mapped[int]
    release_id: Mapped[int] = mapped_column(ForeignKey("releases.id"), unique=True)
    title: Mapped[str]
    introduction: Mapped[str]
    introduction_html: Mapped[str]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    answer_by: Mapped[date | None]
    """The day until which the city promises its answers."""
    created_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]

    release: Mapped[Release] = relationship(lazy="raise")

    def state(self, now: datetime) -> State:
        return state(self.opens_at, self.closes_at, now)


class Comment(Base):
    """A Stellungnahme on one document in the wording its round showed; its key is
    ``S-<number>``. A reply names the comment it answers. ``submission`` is the form's own
    number: the same form sent twice makes one comment."""

    __tablename__ = "comments"
    __table_args__ = (
        UniqueConstraint("charter_id", "number"),
        UniqueConstraint("author_id", "submission"),
        Index("ix_comments_document_id_id", "document_id", "id"),
        Index("ix_comments_round_id_document_id", "round_id", "document_id"),
        Index("ix_comments_round_id_id", "round_id", "id"),
        Index("ix_comments_author_id_id", "author_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    charter_id: Mapped[int] = mapped_column(ForeignKey("charters.id"))
    number: Mapped[int]
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    submission: Mapped[str]
    source: Mapped[str]
    html: Mapped[str]
    created_at: Mapped[datetime]

    round: Mapped[Round] = relationship(lazy="raise")
    document: Mapped[Document] = relationship(lazy="raise")
    revision: Mapped[Revision] = relationship(lazy="raise")
    author: Mapped[Person] = relationship(lazy="raise")
    passage: Mapped[Passage | None] = relationship(lazy="raise", viewonly=True, uselist=False)
    suggestion: Mapped[Suggestion | None] = relationship(lazy="raise", viewonly=True, uselist=False)

    @property
    def key(self) -> str:
        return f"S-{self.number}"


class Passage(Base):
    """The words a comment is about, as they stood in the plain text of its revision: a quote with
    its context and place (W3C Web Annotation, TextQuoteSelector and TextPositionSelector). A
    comment without one is about the whole text. Kept for ever as it was."""

    __tablename__ = "passages"
    __table_args__ = (CheckConstraint("length(exact) > 0 AND start >= 0", name="words"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), unique=True)
    exact: Mapped[str]
    prefix: Mapped[str]
    suffix: Mapped[str]
    start: Mapped[int]
    """Characters of the plain text before the quote."""

    @property
    def anchor(self) -> Anchor:
        return Anchor(self.exact, self.prefix, self.suffix, self.start)

    @property
    def span(self) -> Span:
        """The characters of the plain text it was made on."""
        return self.start, self.start + len(self.exact)


class Suggestion(Base):
    """Other words that a comment suggests: for its passage plain words, for the whole text its
    Markdown. Empty words suggest to leave the passage out."""

    __tablename__ = "suggestions"

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), unique=True)
    wording: Mapped[str]


class Adoption(Base):
    """A suggestion that was taken over, wholly or after editing, and the revision it became. The
    contributor is named through the comment, never in the revision's own, unchangeable words."""

    __tablename__ = "adoptions"

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), unique=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), index=True)
    wholly: Mapped[bool]
    adopted_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    adopted_at: Mapped[datetime]

    comment: Mapped[Comment] = relationship(lazy="raise")
    revision: Mapped[Revision] = relationship(lazy="raise")


class Placement(Base):
    """Where a comment stands in a later release, and what became of its passage there.

    First the machine's verdict, once a comment and release; then those of people, each with a
    reason. The newest is in force, all stay. ``start`` and ``end`` count characters in the plain
    text of ``revision``; a comment on the whole text has none, and ``revision_id`` is missing
    where the release no longer contains the text.
    """

    __tablename__ = "placements"
    __table_args__ = (
        CheckConstraint(
            "verdict IN ('unchanged', 'moved', 'reworded', 'removed', 'uncertain')", name="verdict"
        ),
        CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence"),
        Index("ix_placements_comment_id_id", "comment_id", "id"),
        Index("ix_placements_release_id_comment_id_id", "release_id", "comment_id", "id"),
        Index(
            "uq_placements_comment_id_release_id",
            "comment_id",
            "release_id",
            unique=True,
            sqlite_where=text("decided_by_id IS NULL"),
            postgresql_where=text("decided_by_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"))
    release_id: Mapped[int] = mapped_column(ForeignKey("releases.id"))
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("revisions.id"))
    verdict: Mapped[str]
    start: Mapped[int | None]
    end: Mapped[int | None]
    confidence: Mapped[float]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """None: the machine."""
    reason: Mapped[str]
    decided_at: Mapped[datetime]

    comment: Mapped[Comment] = relationship(lazy="raise")
    release: Mapped[Release] = relationship(lazy="raise")
    revision: Mapped[Revision | None] = relationship(lazy="raise")
    decided_by: Mapped[Person | None] = relationship(lazy="raise")

    @property
    def span(self) -> Span | None:
        """The characters of the plain text of ``revision``; None where it has no place there."""
        return None if self.start is None or self.end is None else (self.start, self.end)


class Response(Base):
    """The city's answer: what becomes of a comment and why. One answer may cover many comments;
    a correction replaces it and leaves it readable."""

    __tablename__ = "responses"
    __table_args__ = (
        CheckConstraint(
            "disposition IN ('adopted', 'partly_adopted', 'not_adopted', 'noted')",
            name="disposition",
        ),
        CheckConstraint("length(source) > 0", name="reasoned"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    charter_id: Mapped[int] = mapped_column(ForeignKey("charters.id"), index=True)
    disposition: Mapped[str]
    source: Mapped[str]
    html: Mapped[str]
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("revisions.id"), index=True)
    """The revision the comment led to."""
    answered_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    """Who wrote it."""
    answered_at: Mapped[datetime]
    """When it became public."""
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("responses.id"), unique=True)

    revision: Mapped[Revision | None] = relationship(lazy="raise")
    answered_by: Mapped[Person] = relationship(lazy="raise")


class Answered(Base):
    """Which comments a response covers."""

    __tablename__ = "answered"
    __table_args__ = (UniqueConstraint("response_id", "comment_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id"))
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), index=True)

    response: Mapped[Response] = relationship(lazy="raise")
    comment: Mapped[Comment] = relationship(lazy="raise")


class Part(Base):
    """A stretch of a long comment that is weighed as a comment of its own; the original stays as
    it was sent and is answered when all its parts are. One part may join several stretches."""

    __tablename__ = "parts"
    __table_args__ = (
        CheckConstraint('start >= 0 AND "end" > start', name="stretch"),
        CheckConstraint("original_id <> comment_id", name="another"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    original_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), index=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), index=True)
    start: Mapped[int]
    """Characters of the original's source before the stretch."""
    end: Mapped[int]


class Reopening(Base):
    """An author said that an answer misses what they meant ("meine ist anders"): for their
    comment it is no longer in force, for all others it stays."""

    __tablename__ = "reopenings"
    __table_args__ = (UniqueConstraint("response_id", "comment_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id"))
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """None: whoever holds the receipt."""
    source: Mapped[str]
    """What is different, in the author's words; staff read it, the public does not."""
    reopened_at: Mapped[datetime]
