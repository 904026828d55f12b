"""What authors and reporters are told of decisions, and who may object to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from charta.charters.models import Charter
from charta.consultation.models import Comment, Part
from charta.core.database import db
from charta.core.errors import NotFound
from charta.intake.models import HeldComment
from charta.moderation import codes, rules
from charta.moderation.models import Block, Case, Measure, Objection, Report, Withheld
from charta.moderation.queries.cases import case_by_id
from charta.moderation.queries.subjects import original_of, undone
from charta.moderation.rules import Kind
from charta.receipts.queries import receipt_by_code


@dataclass(frozen=True)
class Told:
    """A decision as its author reads it, with their own words as they were while they are kept."""

    measure: Measure
    comment: Comment | None
    """None for an idea."""
    original: Withheld | None
    objection: Objection | None
    undone: bool = False
    """Whether the decision does not hold any more."""

    def may_object(self, now: datetime) -> bool:
        return (
            self.objection is None
            and not self.undone
            and self.measure.kind in OBJECTIONABLE
            and rules.may_object(self.measure.decided_at, now)
        )


OBJECTIONABLE = frozenset({Kind.HIDDEN, Kind.REDACTED, Kind.WARNED, Kind.BLOCKED})
"""What an author can object to."""


def told_to(
    charter_id: int, *, person_id: int | None = None, comment_id: int | None = None
) -> Sequence[Told]:
    """The decisions that somebody was told of, or those about one comment and what it is part of,
    newest first; that nothing was changed is not told. Up to three queries."""
    query = (
        select(Measure, Comment, Withheld, Objection)
        .join(Case, Case.id == Measure.case_id)
        .join(Comment, Comment.id == Case.comment_id)
        .outerjoin(Withheld, Withheld.measure_id == Measure.id)
        .outerjoin(Objection, Objection.measure_id == Measure.id)
        .where(Case.charter_id == charter_id, Measure.kind != Kind.KEPT)
        .order_by(Measure.id.desc())
        .limit(50)
    )
    if person_id is not None:
        query = query.where(Comment.author_id == person_id)
    if comment_id is not None:
        original = select(Part.original_id).where(Part.comment_id == comment_id)
        query = query.where((Comment.id == comment_id) | Comment.id.in_(original))
    rows = db.session.execute(query).all()
    back = {row[0].case_id for row in rows if row[0].kind == Kind.RESTORED}
    gone = undone(back) if back else frozenset()
    return [Told(row[0], row[1], row[2], row[3], row[0].id in gone) for row in rows]


def blocks_now(charter_id: int, person_id: int, now: datetime) -> Select[Block]:
    """What keeps somebody from writing in a charter now; not run."""
    return select(Block).where(
        Block.charter_id == charter_id,
        Block.person_id == person_id,
        Block.lifted_at.is_(None),
        Block.until > now,
    )


def block_of(charter_id: int, person_id: int, now: datetime) -> Block | None:
    """What keeps somebody from writing in a charter now, the longest. One query."""
    query = blocks_now(charter_id, person_id, now)
    return db.session.scalars(query.order_by(Block.until.desc()).limit(1)).first()


@dataclass(frozen=True)
class Reported:
    """A report as its sender finds it: the case, what was decided since, and by which measure
    nothing was changed, if it can still be objected to."""

    report: Report
    case: Case
    measures: Sequence[Measure]
    objections: Sequence[Objection]

    @property
    def decided(self) -> bool:
        return self.case.decided_at is not None and bool(self.measures)

    def objectionable(self, now: datetime) -> Measure | None:
        """The newest decision, when it followed no report and nobody has objected to it."""
        newest = self.measures[-1] if self.measures else None
        if newest is None or newest.kind != Kind.KEPT or not self.decided:
            return None
        if any(one.measure_id == newest.id for one in self.objections):
            return None
        return newest if rules.may_object(newest.decided_at, now) else None


def report_by_code(charter_id: int, code: str) -> Reported | None:
    """The report with this code, however it was typed. Up to three queries."""
    digest = codes.typed(code)
    if digest is None:
        return None
    report = db.session.scalars(select(Report).where(Report.digest == digest)).first()
    if report is None:
        return None
    case = case_by_id(report.case_id)
    if case.charter_id != charter_id:
        return None
    rows = db.session.execute(
        select(Measure, Objection)
        .outerjoin(Objection, Objection.measure_id == Measure.id)
        .where(Measure.case_id == case.id, Measure.decided_at >= report.created_at)
        .order_by(Measure.id)
    ).all()
    return Reported(
        report, case, [row[0] for row in rows], [row[1] for row in rows if row[1] is not None]
    )


def charter_of_report(code: str) -> Charter | None:
    """Where the report with this code was made, however it was typed. One query, or none."""
    digest = codes.typed(code)
    if digest is None:
        return None
    return db.session.scalars(
        select(Charter)
        .join(Case, Case.charter_id == Charter.id)
        .join(Report, Report.case_id == Case.id)
        .where(Report.digest == digest)
    ).first()


def measure_by_id(charter_id: int, measure_id: int) -> tuple[Measure, Case]:
    """A measure of a charter with its case; raises NotFound. Two queries."""
    found = db.session.scalars(
        select(Measure)
        .join(Case, Case.id == Measure.case_id)
        .where(Case.charter_id == charter_id, Measure.id == measure_id)
        .options(joinedload(Measure.decided_by))
    ).first()
    if found is None:
        raise NotFound
    return found, case_by_id(found.case_id)


def objection_to(measure_id: int) -> Objection | None:
    return db.session.scalars(select(Objection).where(Objection.measure_id == measure_id)).first()


def opens(measure: Measure, case: Case, code: str) -> bool:
    """Whether a code lets its holder object: the one from the mail, the receipt of the
    contribution or of a part of it, or for who had reported it by then the code of the report. Up
    to three queries."""
    digest = codes.typed(code)
    if digest is None:
        return False
    if measure.kind == Kind.KEPT:
        mine = select(Report.id).where(
            Report.digest == digest,
            Report.case_id == case.id,
            Report.created_at <= measure.decided_at,
        )
        return db.session.scalars(mine).first() is not None
    return digest == measure.digest or _is_receipt_of(case, code)


def _is_receipt_of(case: Case, code: str) -> bool:
    receipt = receipt_by_code(code)
    if receipt is None or case.comment_id is None:
        return False
    if receipt.subject_type == Comment.__tablename__:
        return original_of(receipt.subject_id) == case.comment_id
    if receipt.subject_type == HeldComment.__tablename__:
        held = select(HeldComment.comment_id).where(HeldComment.id == receipt.subject_id)
        return db.session.scalar(held) == case.comment_id
    return False


def told_of(measure: Measure, case: Case) -> Told:
    """One measure with what it took out of sight and the objection to it. Three queries."""
    row = db.session.execute(
        select(Measure.id, Withheld, Objection)
        .outerjoin(Withheld, Withheld.measure_id == Measure.id)
        .outerjoin(Objection, Objection.measure_id == Measure.id)
        .where(Measure.id == measure.id)
    ).one()
    return Told(measure, case.comment, row[1], row[2], measure.id in undone([case.id]))


def words_before(measure: Measure) -> Withheld | None:
    """How a contribution read when a measure was decided, if another wording has been put in its
    place since or in the same decision; else what it said before that. One query."""
    kept = db.session.execute(
        select(Withheld, Measure.decided_at)
        .join(Measure, Measure.id == Withheld.measure_id)
        .where(Measure.case_id == measure.case_id)
        .order_by(Measure.id)
    ).all()
    then = [words for words, decided_at in kept if decided_at >= measure.decided_at]
    return then[0] if then else kept[-1][0] if kept else None


def redactions_of(
    *, comment_id: int | None = None, idea_id: int | None = None
) -> Sequence[tuple[datetime, str]]:
    """When personal data were taken out of a comment, of what it is part of, or of an idea, and
    the sentence about it for everybody, oldest first; not what was undone. Up to three queries."""
    original = select(Part.original_id).where(Part.comment_id == comment_id)
    about = (
        Case.idea_id == idea_id
        if idea_id is not None
        else (Case.comment_id == comment_id) | Case.comment_id.in_(original)
    )
    rows = db.session.execute(
        select(Measure)
        .join(Case, Case.id == Measure.case_id)
        .where(about, Measure.kind == Kind.REDACTED)
        .order_by(Measure.id)
    )
    made = rows.scalars().all()
    gone = undone({one.case_id for one in made}) if made else frozenset()
    return [(one.decided_at, one.public) for one in made if one.id not in gone]
