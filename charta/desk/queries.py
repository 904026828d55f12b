"""What waits for whom, counted in SQL."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, exists, func, select

from charta.accounts.models import Person
from charta.consultation.models import Comment, Placement, Suggestion
from charta.consultation.queries.carrying import in_force
from charta.consultation.queries.force import has_answer, weighable
from charta.consultation.queries.suggestions import settled
from charta.consultation.rules import Verdict
from charta.core.database import db
from charta.desk.words import MOST_NAMED
from charta.drafting.models import Document, Promotion, Shelving
from charta.intake.models import HeldComment, Intake
from charta.intake.queries import waits
from charta.journal.models import JournalEntry
from charta.moderation.models import Case, Measure, Objection
from charta.moderation.queries import of_others
from charta.releases.models import Opening, Release
from charta.workshops.models import Idea, Workshop


@dataclass(frozen=True)
class Waiting:
    """How much of each kind waits in a charter."""

    closed_workshops: int
    open_ideas: int
    unanswered_comments: int
    open_suggestions: int
    uncertain_releases: int
    unpublished_editions: int
    unannounced_drafts: int
    unassigned_intakes: int
    held_comments: int
    open_cases: int
    open_objections: int


def waiting(charter_id: int, person_id: int | None = None) -> Waiting:
    """Count what waits for this person; one query."""
    numbers = db.session.execute(
        select(
            _workshops(charter_id),
            _ideas(charter_id),
            _comments(charter_id),
            _suggestions(charter_id),
            _uncertain(charter_id),
            _releases(charter_id, "edition"),
            _releases(charter_id, "consultation"),
            _intakes(charter_id),
            _held(charter_id),
            _cases(charter_id, person_id),
            _objections(charter_id, person_id),
        )
    ).one()
    return Waiting(*numbers)


def _count(query: Select[int]) -> ColumnElement[int]:
    return query.scalar_subquery()


def _workshops(charter_id: int) -> ColumnElement[int]:
    return _count(
        select(func.count(Workshop.id)).where(
            Workshop.charter_id == charter_id, Workshop.opened_at.is_(None)
        )
    )


def _ideas(charter_id: int) -> ColumnElement[int]:
    return _count(
        select(func.count(Idea.id)).where(
            Idea.charter_id == charter_id,
            ~exists().where(Promotion.idea_id == Idea.id),
            ~exists().where(Shelving.idea_id == Idea.id, Shelving.ended_at.is_(None)),
        )
    )


def _comments(charter_id: int) -> ColumnElement[int]:
    return _count(
        select(func.count(Comment.id)).where(
            Comment.charter_id == charter_id,
            weighable(),
            ~has_answer(),
        )
    )


def _suggestions(charter_id: int) -> ColumnElement[int]:
    return _count(
        select(func.count(Suggestion.id))
        .join(Comment, Comment.id == Suggestion.comment_id)
        .where(Comment.charter_id == charter_id, ~settled())
    )


def _uncertain(charter_id: int) -> ColumnElement[int]:
    """The releases that cannot open before somebody has said where comments stand in them."""
    return _count(
        select(func.count(Release.id)).where(
            Release.charter_id == charter_id,
            ~exists().where(Opening.release_id == Release.id),
            exists().where(
                Placement.release_id == Release.id,
                Placement.verdict == Verdict.UNCERTAIN,
                in_force(),
            ),
        )
    )


def _intakes(charter_id: int) -> ColumnElement[int]:
    return _count(
        select(func.count(Intake.id)).where(
            Intake.charter_id == charter_id, Intake.finished_at.is_(None)
        )
    )


def _held(charter_id: int) -> ColumnElement[int]:
    return _count(select(func.count(HeldComment.id)).where(*waits(charter_id)))


def _cases(charter_id: int, person_id: int | None) -> ColumnElement[int]:
    """Nobody decides about themselves."""
    return _count(
        select(func.count(Case.id)).where(
            Case.charter_id == charter_id, Case.decided_at.is_(None), of_others(person_id)
        )
    )


def _objections(charter_id: int, person_id: int | None) -> ColumnElement[int]:
    """Who has decided does not hear what is said against it, nor who has written what it was
    about."""
    return _count(
        select(func.count(Objection.id))
        .join(Measure, Measure.id == Objection.measure_id)
        .join(Case, Case.id == Measure.case_id)
        .where(
            Case.charter_id == charter_id,
            Objection.decided_at.is_(None),
            Measure.decided_by_id.is_distinct_from(person_id),
            of_others(person_id),
        )
    )


def _releases(charter_id: int, kind: str) -> ColumnElement[int]:
    return _count(
        select(func.count(Release.id)).where(
            Release.charter_id == charter_id,
            Release.kind == kind,
            ~exists().where(Opening.release_id == Release.id),
        )
    )


def keys(entries: Collection[JournalEntry]) -> dict[tuple[str, int], str]:
    """How people call the texts, ideas and comments that the entries name; three queries."""
    texts, ideas, comments = set[int](), set[int](), set[int]()
    for entry in entries:
        details = entry.details
        texts.add(details.get("document", entry.subject_id))
        ideas.add(entry.subject_id)
        comments.update(details.get("comments", [entry.subject_id])[:MOST_NAMED])
    documents = select(Document).where(Document.id.in_(texts))
    found = {("document", each.id): each.key for each in db.session.scalars(documents)}
    numbered = select(Idea.id, Idea.number).where(Idea.id.in_(ideas))
    found |= {("idea", id_): f"I-{number}" for id_, number in db.session.execute(numbered)}
    said = select(Comment.id, Comment.number).where(Comment.id.in_(comments))
    return found | {("comment", id_): f"S-{number}" for id_, number in db.session.execute(said)}


def names(person_ids: Collection[int]) -> dict[int, str]:
    """The display names of people by their numbers; one query."""
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(person_ids)))
    return dict(rows.all())
