"""Reporting a contribution (DSA Art. 16), with or without an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import func, select

from charta.accounts import proofs
from charta.accounts.proofs import Proof
from charta.accounts.rules import normal_address
from charta.consultation.models import Comment
from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Conflict, Invalid
from charta.journal.services import record
from charta.moderation import codes, mails, queries, rules
from charta.moderation.models import Case, Report
from charta.moderation.rules import Ground
from charta.workshops.models import Idea


@dataclass(frozen=True)
class Filled:
    """What the form of a report says."""

    ground: str
    source: str
    name: str = ""
    email: str | None = None
    good_faith: bool = False


def report(
    actor: Actor,
    now: datetime,
    subject: Comment | Idea,
    filled: Filled,
    *,
    submission: str,
    language: str,
    proof: Proof | None = None,
) -> Report:
    """Report a contribution that the public can read; its case waits for a moderator again if it
    was decided. The confirmation goes to an address only when a person has typed it: it was
    proven by work, or belongs to the account.

    The same ``submission`` gives the report it made. Raises Invalid for what is missing, Conflict
    for a contribution that is hidden already, a form that has reported something else, and when
    there are too many.
    """
    if not 1 <= len(submission) <= rules.SUBMISSION_LENGTH:
        raise Invalid(_("Das Formular ist unvollständig. Bitte laden Sie die Seite neu."))
    comment_id, idea_id = queries.ids_of(subject)
    case = queries.case_about(comment_id, idea_id)
    sent = db.session.scalars(select(Report).where(Report.submission == submission)).first()
    if sent is not None:
        if case is None or sent.case_id != case.id:
            raise Conflict(
                _(
                    "Mit diesem Formular haben Sie schon etwas gemeldet. Bitte laden Sie die Seite "
                    "neu."
                )
            )
        return sent
    ground, address = _checked(filled)
    if queries.now_hidden(case):
        raise Conflict(_("Dieser Beitrag ist schon ausgeblendet."))
    is_proven = actor.signed_in or proofs.spend(proof)
    _check_flood(actor, now, subject.charter_id, address, proven=is_proven)
    case = case or _opened(now, subject, comment_id, idea_id)
    if case.decided_at is not None:
        case.opened_at, case.decided_at, case.taken_by, case.taken_at = now, None, None, None
    case.turn += 1
    made = Report(
        case_id=case.id,
        digest=codes.digest(codes.of_report(submission)),
        submission=submission,
        ground=ground,
        source=filled.source.strip(),
        name=filled.name.strip() or None,
        email=address,
        person_id=actor.person_id,
        language=language,
        created_at=now,
    )
    db.session.add(made)
    db.session.flush()
    details = {"number": case.number, "report": made.id, "ground": ground, "proven": is_proven}
    record(actor, now, "report.received", case, case.charter_id, **details)
    if address and is_proven:
        mails.received(made, case)
    return made


def _opened(
    now: datetime, subject: Comment | Idea, comment_id: int | None, idea_id: int | None
) -> Case:
    highest = db.session.scalar(
        select(func.max(Case.number)).where(Case.charter_id == subject.charter_id)
    )
    case = Case(
        charter_id=subject.charter_id,
        number=(highest or 0) + 1,
        comment_id=comment_id,
        idea_id=idea_id,
        opened_at=now,
        turn=0,
    )
    db.session.add(case)
    db.session.flush()
    return queries.case_by_id(case.id)


def _checked(filled: Filled) -> tuple[Ground, str | None]:
    if filled.ground not in set(Ground):
        raise Invalid(_("Bitte wählen Sie, worum es geht."), "ground")
    if not filled.source.strip():
        raise Invalid(_("Bitte schreiben Sie, was an dem Beitrag nicht in Ordnung ist."), "source")
    ground = Ground(filled.ground)
    for error in rules.missing(ground, filled.name, filled.email, good_faith=filled.good_faith):
        raise error
    return ground, normal_address(filled.email) if filled.email else None


def _check_flood(
    actor: Actor, now: datetime, charter_id: int, address: str | None, *, proven: bool
) -> None:
    """Raise Conflict when one person or address, or all strangers together, have reported too
    much within a day; a flood without proofs of work leaves room for those with one. Nobody is
    counted by where they come from."""
    today = (
        select(func.count(Report.id))
        .join(Case, Case.id == Report.case_id)
        .where(Case.charter_id == charter_id, Report.created_at > now - timedelta(days=1))
    )
    mine = None
    if actor.signed_in:
        mine = today.where(Report.person_id == actor.person_id)
    elif address is not None:
        mine = today.where(Report.email == address)
    if mine is not None and (db.session.scalar(mine) or 0) >= rules.MOST_BY_ONE:
        raise Conflict(
            _(
                "Von Ihnen kamen heute schon %(limit)s Meldungen. Bitte melden Sie weitere morgen.",
                limit=rules.MOST_BY_ONE,
            )
        )
    strangers = today.where(Report.person_id.is_(None))
    most = rules.MOST_BY_STRANGERS if proven else rules.MOST_UNPROVEN
    if not actor.signed_in and (db.session.scalar(strangers) or 0) >= most:
        raise Conflict(
            _(
                "Gerade kommen sehr viele Meldungen. Bitte versuchen Sie es morgen noch einmal "
                "oder melden Sie sich an."
            )
        )
