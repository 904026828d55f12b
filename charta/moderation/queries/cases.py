"""Cases with what a moderator needs to see of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import aliased, joinedload

from charta.consultation.models import Adoption, Answered, Comment, Part
from charta.core.database import db
from charta.core.errors import NotFound
from charta.journal.models import JournalEntry
from charta.moderation.models import Block, Case, Measure, Objection, Report
from charta.moderation.rules import CHOICES, OF_THE_TEXT, Kind, last_day
from charta.workshops.models import Idea

MOST_SHOWN = 50
"""Reports that a page about a case shows."""


@dataclass(frozen=True)
class Dossier:
    """Everything about one case. ``earlier`` are measures that met the same author in this
    charter, ``unproven`` the reports without proof of work, ``adopted`` and ``answered`` say what
    cannot be hidden with it."""

    case: Case
    reports: Sequence[Report]
    unproven: frozenset[int]
    measures: Sequence[Measure]
    earlier: Sequence[tuple[Measure, Case, int]]
    blocked_until: datetime | None
    adopted: bool
    answered: bool
    parent: int | None

    @property
    def concerned(self) -> frozenset[int | None]:
        """The author and who has reported, by their numbers."""
        found: set[int | None] = {one.person_id for one in self.reports if one.person_id}
        if self.case.comment is not None:
            found.add(self.case.comment.author_id)
        return frozenset(found)

    @property
    def shown(self) -> Sequence[Report]:
        """As many reports as a page bears: those that wait and have cost somebody work first, so
        that no flood covers what people have to say."""

        def order(one: Report) -> tuple[bool, bool, int]:
            return one.id in self.unproven, one.created_at < self.case.opened_at, one.id

        return sorted(self.reports, key=order)[:MOST_SHOWN]

    def is_by(self, person_id: int | None) -> bool:
        """Whether somebody has said it themselves."""
        comment = self.case.comment
        return comment is not None and comment.author_id == person_id

    @property
    def blocked_to(self) -> date | None:
        """The last day on which the author may only read."""
        return last_day(self.blocked_until) if self.blocked_until is not None else None

    @property
    def hidden(self) -> bool:
        """Whether everybody reads the stub now."""
        return is_hidden([one.kind for one in self.measures])


def is_hidden(kinds: Sequence[str]) -> bool:
    """Whether a text is out of sight after these measures, oldest first."""
    hidden = False
    for kind in kinds:
        if kind in {Kind.HIDDEN, Kind.RESTORED}:
            hidden = kind == Kind.HIDDEN
    return hidden


def loaded() -> Select[Case]:
    """Cases with all that is shown of them; not run."""
    return select(Case).options(
        joinedload(Case.comment).joinedload(Comment.author),
        joinedload(Case.comment).joinedload(Comment.document),
        joinedload(Case.comment).joinedload(Comment.revision),
        joinedload(Case.comment).joinedload(Comment.round),
        joinedload(Case.comment).joinedload(Comment.passage),
        joinedload(Case.comment).joinedload(Comment.suggestion),
        joinedload(Case.idea).joinedload(Idea.workshop),
        joinedload(Case.taken_by),
    )


def case_by_number(charter_id: int, number: int) -> Case:
    """One case with its contribution; raises NotFound."""
    found = db.session.scalars(
        loaded().where(Case.charter_id == charter_id, Case.number == number)
    ).first()
    if found is None:
        raise NotFound
    return found


def case_by_id(case_id: int) -> Case:
    return db.session.scalars(loaded().where(Case.id == case_id)).one()


def case_about(comment_id: int | None, idea_id: int | None) -> Case | None:
    """The case of a contribution, if there is one. One query."""
    return db.session.scalars(
        loaded().where(Case.comment_id == comment_id)
        if comment_id is not None
        else loaded().where(Case.idea_id == idea_id)
    ).first()


def dossier(case: Case, now: datetime) -> Dossier:
    """Everything about a case that comes from :func:`case_by_number`. Five queries."""
    reports = db.session.scalars(
        select(Report).where(Report.case_id == case.id).order_by(Report.id)
    ).all()
    measures = db.session.scalars(
        select(Measure)
        .where(Measure.case_id == case.id)
        .options(joinedload(Measure.decided_by))
        .order_by(Measure.id)
    ).all()
    author_id = case.comment.author_id if case.comment is not None else None
    adopted, answered, parent, until = _about(case, author_id, now)
    return Dossier(
        case,
        reports,
        _unproven(case) if reports else frozenset(),
        measures,
        _earlier(case, author_id) if author_id is not None else [],
        until,
        adopted,
        answered,
        parent,
    )


def _about(
    case: Case, author_id: int | None, now: datetime
) -> tuple[bool, bool, int | None, datetime | None]:
    parent = aliased(Comment)
    parts = select(Part.comment_id).where(Part.original_id == case.comment_id)
    row = db.session.execute(
        select(
            exists().where(Adoption.comment_id == case.comment_id),
            exists().where(
                (Answered.comment_id == case.comment_id) | Answered.comment_id.in_(parts)
            ),
            select(parent.number)
            .join(Comment, Comment.parent_id == parent.id)
            .where(Comment.id == case.comment_id)
            .scalar_subquery(),
            select(func.max(Block.until))
            .where(
                Block.charter_id == case.charter_id,
                Block.person_id == author_id,
                Block.lifted_at.is_(None),
                Block.until > now,
            )
            .scalar_subquery(),
        )
    ).one()
    return row[0], row[1], row[2], row[3]


def _unproven(case: Case) -> frozenset[int]:
    """The reports that came without a proof of work, as the journal has it."""
    details = db.session.scalars(
        select(JournalEntry.details).where(
            JournalEntry.subject_type == Case.__tablename__,
            JournalEntry.subject_id == case.id,
            JournalEntry.action == "report.received",
        )
    )
    return frozenset(one["report"] for one in details if not one["proven"])


def _earlier(case: Case, author_id: int) -> Sequence[tuple[Measure, Case, int]]:
    """What has met the author in other cases of this charter, newest first."""
    rows = db.session.execute(
        select(Measure, Case, Comment.number)
        .join(Case, Case.id == Measure.case_id)
        .join(Comment, Comment.id == Case.comment_id)
        .where(
            Case.charter_id == case.charter_id,
            Case.id != case.id,
            Comment.author_id == author_id,
            Measure.kind != Kind.KEPT,
        )
        .order_by(Measure.id.desc())
        .limit(20)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def objection_by_id(charter_id: int, objection_id: int) -> tuple[Objection, Measure, Case]:
    """One objection with its measure and case; raises NotFound."""
    row = db.session.execute(
        select(Objection, Measure)
        .join(Measure, Measure.id == Objection.measure_id)
        .join(Case, Case.id == Measure.case_id)
        .where(Case.charter_id == charter_id, Objection.id == objection_id)
        .options(joinedload(Measure.decided_by), joinedload(Objection.decided_by))
    ).first()
    if row is None:
        raise NotFound
    return row[0], row[1], case_by_id(row[1].case_id)


def answered_since(measure: Measure) -> datetime | None:
    """Since when the first of the reports waited that a measure has answered; those before an
    earlier decision were answered by that. Two queries."""
    before = db.session.scalar(
        select(func.max(Measure.decided_at)).where(
            Measure.case_id == measure.case_id,
            Measure.id < measure.id,
            Measure.kind.in_(CHOICES),
        )
    )
    query = select(func.min(Report.created_at)).where(
        Report.case_id == measure.case_id, Report.created_at <= measure.decided_at
    )
    if before is not None:
        query = query.where(Report.created_at > before)
    return db.session.scalar(query)


def last_withheld(charter_id: int) -> datetime | None:
    """When words were last taken out of sight; None for never. One query."""
    return db.session.scalar(
        select(func.max(Measure.decided_at))
        .join(Case, Case.id == Measure.case_id)
        .where(Case.charter_id == charter_id, Measure.kind.in_(OF_THE_TEXT))
    )


def withheld_since(charter_id: int, moment: datetime) -> bool:
    """Whether words were taken out of sight since then: what was written before may hold them.
    One query."""
    last = last_withheld(charter_id)
    return last is not None and last >= moment
