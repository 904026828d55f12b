"""Reading what came by letter, mail, telephone or in the room, and what it became."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from charta.consultation.models import Comment, Round
from charta.core.database import db
from charta.core.errors import NotFound
from charta.intake.models import Excerpt, Intake
from charta.text.spans import Span

PAGE = 30


@dataclass(frozen=True)
class Line:
    """An Eingabe in a list, with the number of comments it has become."""

    intake: Intake
    comments: int


def intakes(
    charter_id: int,
    *,
    open_only: bool = False,
    before: int | None = None,
    limit: int = PAGE,
) -> tuple[list[Line], int | None]:
    """The newest Eingaben of a charter, those below number ``before``, and the number from which
    the list goes on. One query."""
    said = (
        select(func.count(Excerpt.comment_id.distinct()))
        .where(Excerpt.intake_id == Intake.id)
        .scalar_subquery()
    )
    query = (
        select(Intake, said)
        .where(Intake.charter_id == charter_id)
        .options(joinedload(Intake.author), joinedload(Intake.round))
        .order_by(Intake.number.desc())
        .limit(limit + 1)
    )
    if open_only:
        query = query.where(Intake.finished_at.is_(None))
    if before is not None:
        query = query.where(Intake.number < before)
    lines = [Line(*row) for row in db.session.execute(query)]
    following = lines[limit - 1].intake.number if len(lines) > limit else None
    return lines[:limit], following


def intake_by_number(charter_id: int, number: int) -> Intake:
    """Eingabe ``E-number`` with its round and author; raises NotFound."""
    found = db.session.scalars(
        select(Intake)
        .where(Intake.charter_id == charter_id, Intake.number == number)
        .options(joinedload(Intake.author), joinedload(Intake.round).joinedload(Round.release))
    ).first()
    if found is None:
        raise NotFound
    return found


def round_by_number(charter_id: int, number: int) -> Round:
    """Beteiligung ``number``; raises NotFound."""
    found = db.session.scalars(
        select(Round)
        .where(Round.charter_id == charter_id, Round.number == number)
        .options(joinedload(Round.release))
    ).first()
    if found is None:
        raise NotFound
    return found


def excerpts(intake_id: int) -> Sequence[Excerpt]:
    """The stretches that became comments, in the order of the text, with their comments and
    these' documents. One query."""
    return db.session.scalars(
        select(Excerpt)
        .join(Excerpt.comment)
        .join(Comment.document)
        .where(Excerpt.intake_id == intake_id)
        .options(contains_eager(Excerpt.comment).contains_eager(Comment.document))
        .order_by(Excerpt.start, Excerpt.id)
    ).all()


def stretches(found: Sequence[Excerpt]) -> dict[Span, str]:
    """The stretches and the keys of the comments they became."""
    return {(one.start, one.end): one.comment.key for one in found}


def equal(round_id: int, fingerprints: Collection[str]) -> dict[str, int]:
    """The numbers of the Eingaben of a round with these fingerprints, of several the first."""
    rows = db.session.execute(
        select(Intake.fingerprint, func.min(Intake.number))
        .where(Intake.round_id == round_id, Intake.fingerprint.in_(fingerprints))
        .group_by(Intake.fingerprint)
    )
    return dict(rows.all())
