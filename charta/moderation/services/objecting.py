"""Objections (DSA Art. 20): raised once against a measure, heard by somebody else."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Conflict, Invalid, NotAllowed
from charta.journal.services import record
from charta.moderation import mails, policies, queries, rules
from charta.moderation.models import Block, Case, Measure, Objection
from charta.moderation.rules import Kind
from charta.moderation.services import texts


def object_to(
    actor: Actor, now: datetime, measure: Measure, case: Case, *, source: str, code: str = ""
) -> Objection:
    """Object to a measure, as its author or as holder of a code for it (see ``queries.opens``).

    Raises NotAllowed, Conflict when somebody has objected or half a year is over, Invalid without
    a reason.
    """
    if not _concerns(actor, measure, case) and not (code and queries.opens(measure, case, code)):
        raise NotAllowed
    if measure.kind not in {*queries.OBJECTIONABLE, Kind.KEPT}:
        raise Conflict(_("Gegen diese Entscheidung gibt es keinen Widerspruch."))
    if queries.objection_to(measure.id) is not None:
        raise Conflict(_("Gegen diese Entscheidung wurde schon Widerspruch eingelegt."))
    if measure.id in queries.undone([case.id]):
        raise Conflict(_("Diese Entscheidung gilt nicht mehr."))
    if not rules.may_object(measure.decided_at, now):
        raise Conflict(_("Widerspruch war ein halbes Jahr lang möglich; diese Zeit ist vorbei."))
    if not source.strip():
        raise Invalid(_("Bitte schreiben Sie, warum die Entscheidung falsch ist."), "source")
    made = Objection(
        measure_id=measure.id,
        source=source.strip(),
        person_id=actor.person_id,
        created_at=now,
        answer="",
    )
    db.session.add(made)
    db.session.flush()
    _record(actor, now, "objection.received", case, made)
    return made


def _concerns(actor: Actor, measure: Measure, case: Case) -> bool:
    """Whether the actor is whom a measure has met."""
    return (
        actor.signed_in
        and measure.kind != Kind.KEPT
        and case.comment is not None
        and case.comment.author_id == actor.person_id
    )


def hear(
    actor: Actor,
    now: datetime,
    objection: Objection,
    measure: Measure,
    case: Case,
    *,
    upheld: bool,
    answer: str,
) -> Objection:
    """Decide about an objection. If it was right, what was hidden is public again, a block ends,
    and a case in which nothing was changed waits for a decision again, since its first report.

    ``objection``, ``measure`` and ``case`` come from ``queries.objection_by_id``. Raises
    NotAllowed, also for who has made the decision, the objection, the report or the contribution;
    Conflict when it is decided; Invalid without reasons.
    """
    concerned = queries.dossier(case, now).concerned | {
        measure.decided_by_id,
        *({objection.person_id} if objection.person_id else ()),
    }
    if not policies.may_hear(actor, case.charter_id, concerned):
        raise NotAllowed
    if objection.decided_at is not None:
        raise Conflict(_("Über diesen Widerspruch hat inzwischen schon jemand entschieden."))
    if not answer.strip():
        raise Invalid(_("Bitte begründen Sie, wie Sie entscheiden."), "answer")
    objection.upheld, objection.answer = upheld, answer.strip()
    objection.decided_by_id, objection.decided_at = actor.person_id, now
    case.turn += 1
    db.session.flush()
    if upheld:
        _undo(actor, now, measure, case, objection.answer)
    _record(actor, now, "objection.upheld" if upheld else "objection.rejected", case, objection)
    mails.heard(objection, measure, case)
    return objection


def _undo(actor: Actor, now: datetime, measure: Measure, case: Case, answer: str) -> None:
    if measure.kind in rules.OF_THE_TEXT and texts.put_back(measure, case):
        _counter(actor, now, measure, Kind.RESTORED, answer)
    elif measure.kind == Kind.BLOCKED:
        block = db.session.scalars(select(Block).where(Block.measure_id == measure.id)).first()
        if block is not None:
            block.lifted_at = now
            _counter(actor, now, measure, Kind.UNBLOCKED, answer)
    elif measure.kind == Kind.KEPT:
        case.opened_at = queries.answered_since(measure) or now
        case.decided_at, case.taken_by_id, case.taken_at = None, None, None
        db.session.flush()


def _counter(actor: Actor, now: datetime, measure: Measure, kind: Kind, answer: str) -> None:
    """The measure that takes another one back; it belongs to the hearing and to its entry."""
    db.session.add(
        Measure(
            case_id=measure.case_id,
            kind=kind,
            basis=measure.basis,
            provision=measure.provision,
            facts=answer,
            public="",
            digest=None,
            until=None,
            decided_by_id=actor.person_id,
            decided_at=now,
        )
    )
    db.session.flush()


def _record(actor: Actor, now: datetime, action: str, case: Case, objection: Objection) -> None:
    details = {"number": case.number, "objection": objection.id, "measure": objection.measure_id}
    record(actor, now, action, case, case.charter_id, **details)
