"""What was reported in the poisoned city, what was decided, and what was said against it."""

from __future__ import annotations

from datetime import datetime

from flask import Flask
from sqlalchemy import select

from charta.consultation.models import Comment, Suggestion
from charta.core.database import db
from charta.moderation import codes
from charta.moderation.models import Case, Measure, Report
from charta.moderation.rules import OF_THE_TEXT, Kind
from charta.receipts.queries import codes as receipts
from tests.e2e.poison import Poison
from tests.support.cast import Cast
from tests.support.moderation import a_decision, a_hearing, a_report, an_objection

REPORTED = "mita-bode-kuha-rino-sewa"
"""The code of a report in a known address."""


def moderate(city: Cast, poison: Poison, now: datetime) -> None:
    """Within the open transaction: one suggestion is hidden and objected to in vain, one warned
    about with an objection that waits, one report waits."""
    suggested = db.session.scalars(
        select(Comment)
        .join(Suggestion)
        .where(Comment.author_id == city.citizen.person_id)
        .order_by(Comment.id.desc())
    ).first()
    assert suggested is not None
    [hidden] = _decided(city, poison, suggested, 1, Kind.HIDDEN, now)
    objection = an_objection(city, hidden, source=poison.text("objection", 1_000), now=now)
    answer = poison.text("answer to an objection", 1_000)
    a_hearing(city, objection, upheld=False, answer=answer, now=now)
    other = db.session.scalars(
        select(Comment)
        .where(Comment.author_id == city.citizen.person_id, Comment.id != suggested.id)
        .order_by(Comment.id.desc())
    ).first()
    assert other is not None
    [warned] = _decided(city, poison, other, 2, Kind.WARNED, now)
    an_objection(city, warned, source=poison.text("waiting objection", 1_000), now=now)
    report = _report(poison, other, now)
    report.digest = codes.digest(REPORTED)
    db.session.flush()


def _decided(  # noqa: PLR0917
    city: Cast, poison: Poison, comment: Comment, number: int, kind: Kind, now: datetime
) -> list[Measure]:
    _report(poison, comment, now)
    sentence = ""  # for everybody, where words are out of sight
    if kind in OF_THE_TEXT:
        sentence = poison.line("public sentence of a decision")
    return a_decision(
        city,
        kind,
        number=number,
        now=now,
        provision=poison.line("provision of a decision"),
        facts=poison.text("facts of a decision", 1_000),
        public=sentence,
    )


def _report(poison: Poison, comment: Comment, now: datetime) -> Report:
    return a_report(
        comment,
        source=poison.text("report", 1_000),
        name=poison.line("name of a reporter"),
        now=now,
    )


def objecting(app: Flask) -> str:
    """The address at which whoever holds a receipt objects."""
    with app.app_context():
        measure_id, comment_id = db.session.execute(
            select(Measure.id, Case.comment_id)
            .join(Case, Case.id == Measure.case_id)
            .order_by(Measure.id)
            .limit(1)
        ).one()
        assert comment_id is not None
        code = receipts("comments", [comment_id])[comment_id]
        db.session.rollback()
    return f"/stralsund/widerspruch/{measure_id}/{code}/"
