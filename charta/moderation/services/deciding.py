"""A moderator takes a case and decides it, with a statement of reasons (DSA Art. 17)."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Conflict, Invalid, NotAllowed
from charta.journal.services import record
from charta.moderation import codes, mails, policies, queries, rules
from charta.moderation.models import Block, Case, Measure
from charta.moderation.queries import Dossier
from charta.moderation.rules import Decision, Kind
from charta.moderation.services import texts

ACTIONS = {
    Kind.KEPT: "measure.kept",
    Kind.HIDDEN: "measure.hidden",
    Kind.REDACTED: "measure.redacted",
    Kind.WARNED: "measure.warned",
    Kind.BLOCKED: "measure.blocked",
    Kind.RESTORED: "measure.restored",
}


def take(actor: Actor, now: datetime, case: Case, *, turn: int) -> None:
    """Say that one sees to a case, also instead of somebody else. Again it changes nothing.

    Raises NotAllowed, also for one's own contribution or report; Conflict when somebody has taken
    or decided it since ``turn``.
    """
    _demand(actor, queries.dossier(case, now))
    if case.taken_by_id == actor.person_id and case.decided_at is None:
        return
    _check_turn(case, turn)
    if case.decided_at is not None:
        raise Conflict(_("Über diesen Fall ist inzwischen entschieden."))
    case.taken_by_id, case.taken_at = actor.person_id, now
    case.turn += 1
    db.session.flush()
    db.session.expire(case, ["taken_by"])
    record(actor, now, "case.taken", case, case.charter_id, number=case.number)


def decide(
    actor: Actor, now: datetime, case: Case, decision: Decision, *, turn: int
) -> list[Measure]:
    """Decide about a contribution, in one or several measures with the same reasons; its author
    and who has reported it are told by mail.

    ``case`` comes from ``queries.case_by_number``, ``turn`` is the state of it that the moderator
    has seen. Raises NotAllowed, also for one's own contribution or report; Conflict when anything
    has happened since; Invalid at the field to mend. A mistake may be undone by who has made it:
    it is to the good of the author, and the journal tells both.
    """
    seen = queries.dossier(case, now)
    _demand(actor, seen)
    _check_turn(case, turn)
    if case.taken_by_id not in {None, actor.person_id}:
        raise Conflict(
            _("Um diesen Fall kümmert sich jemand anders. Übernehmen Sie ihn vorher selbst.")
        )
    decision = rules.checked(decision, now, has_author=case.comment is not None, hidden=seen.hidden)
    made, codes_of, undone = [], [], {}
    for kind in rules.DECISIONS:
        if kind in decision.kinds:
            measure, code = _measure(actor, now, case, kind, decision)
            if kind is Kind.RESTORED:
                undone = {queries.UNDONE: _bring_back(case)}
            _carry_out(now, case, measure, decision)
            made.append(measure)
            codes_of.append(code)
    waiting = [one for one in seen.reports if one.created_at >= case.opened_at]
    case.decided_at, case.taken_by_id, case.taken_at = now, None, None
    case.turn += 1
    db.session.flush()
    for measure in made:
        details = {"number": case.number, "measure": measure.id, "basis": measure.basis} | undone
        record(actor, now, ACTIONS[Kind(measure.kind)], case, case.charter_id, **details)
    if Kind.KEPT not in decision.kinds:
        mails.decided(case, list(zip(made, codes_of, strict=True)))
    for one in waiting:
        mails.answered(one, case, made)
    return made


def _demand(actor: Actor, seen: Dossier) -> None:
    if not policies.may_decide(actor, seen.case.charter_id, seen.concerned):
        raise NotAllowed


def _check_turn(case: Case, turn: int) -> None:
    if case.turn != turn:
        raise Conflict(
            _(
                "In diesem Fall ist inzwischen etwas geschehen; Sie sehen es unten. Es ist noch "
                "nichts entschieden: Prüfen Sie Ihre Angaben und senden Sie sie noch einmal."
            )
        )


def _measure(
    actor: Actor, now: datetime, case: Case, kind: Kind, decision: Decision
) -> tuple[Measure, str]:
    """A new measure, flushed, and the code with which its author can object."""
    code = codes.a_new_one()
    measure = Measure(
        case_id=case.id,
        kind=kind,
        basis=decision.basis,
        provision=decision.provision,
        facts=decision.facts,
        public=decision.public,
        digest=codes.digest(code) if kind in queries.OBJECTIONABLE else None,
        until=decision.until if kind is Kind.BLOCKED else None,
        decided_by_id=actor.person_id,
        decided_at=now,
    )
    db.session.add(measure)
    db.session.flush()
    return measure, code


def _carry_out(now: datetime, case: Case, measure: Measure, decision: Decision) -> None:
    if measure.kind == Kind.HIDDEN:
        texts.hide(now, case, measure)
    elif measure.kind == Kind.REDACTED:
        if len(decision.text) > rules.REASON_LENGTH * 2:
            raise Invalid(_("Der Text ist zu lang."), "text")
        text = rules.with_gaps(decision.text, case.words)
        texts.redact(now, case, measure, text, _wording_left(case, decision.wording))
    elif measure.kind == Kind.BLOCKED and case.comment is not None:
        db.session.add(
            Block(
                charter_id=case.charter_id,
                person_id=case.comment.author_id,
                measure_id=measure.id,
                since=now,
                until=measure.until,
            )
        )
        db.session.flush()


def _bring_back(case: Case) -> int:
    """Undo what was done to a text last; the number of that measure. Raises Invalid where nothing
    is kept, or somebody has objected."""
    measure = texts.in_force_last(case)
    if measure is not None and queries.objection_to(measure.id) is not None:
        raise Invalid(
            _("Jemand hat dieser Entscheidung widersprochen; darüber entscheidet die Prüfung."),
            "kinds",
        )
    if measure is None or not texts.put_back(measure, case):
        raise Invalid(_("Hier ist nichts verborgen, was zurückkommen könnte."), "kinds")
    return measure.id


def _wording_left(case: Case, left: str | None) -> str | None:
    suggestion = case.comment.suggestion if case.comment is not None else None
    if left is None or suggestion is None:
        return left
    return rules.with_gaps(left, suggestion.wording)
