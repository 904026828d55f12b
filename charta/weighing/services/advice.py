"""What departments say to comments: asking them, their advice, taking it as a ground. For staff
only; it is never the city's answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import exists, select

from charta.charters.models import Department
from charta.consultation.models import Comment
from charta.consultation.policies import may_answer_in
from charta.consultation.services.words import written
from charta.core.actors import Actor
from charta.core.clock import BERLIN
from charta.core.database import db
from charta.core.errors import Conflict, Invalid, NotAllowed, NotFound
from charta.journal.services import record
from charta.weighing import rules
from charta.weighing.models import Advice, AdviceRequest, Draft, Drafted
from charta.weighing.queries.advice import is_answered


def ask(
    actor: Actor,
    now: datetime,
    comments: Sequence[Comment],
    departments: Sequence[Department],
    *,
    question: str,
    due_on: date | None = None,
) -> list[AdviceRequest]:
    """Ask departments what they say to comments of one charter, until a day; who has been asked
    and has not answered yet is not asked again.

    Gives the new requests; the journal notes them in one entry. Raises NotAllowed, NotFound,
    Invalid at the field to mend, Conflict when all have been asked already.
    """
    charter_id = _charter_of(comments, departments)
    if not may_answer_in(actor, charter_id):
        raise NotAllowed
    if not departments:
        raise Invalid(_("Bitte wählen Sie mindestens ein Fachamt."), "departments")
    _check_question(question, due_on, now)
    asked = _asked(comments)
    requests = [
        AdviceRequest(
            charter_id=charter_id,
            comment_id=comment.id,
            department_id=department.id,
            question=question.strip(),
            due_on=due_on,
            asked_by_id=actor.person_id,
            asked_at=now,
        )
        for comment in comments
        for department in departments
        if (comment.id, department.id) not in asked
    ]
    if not requests:
        raise Conflict(_("Dieses Fachamt ist schon gefragt und hat noch nicht geantwortet."))
    db.session.add_all(requests)
    db.session.flush()
    record(
        actor,
        now,
        "advice.requested",
        requests[0],
        charter_id,
        comments=sorted({one.comment_id for one in requests}),
        departments=sorted({one.department_id for one in requests}),
    )
    return requests


def withdraw_request(actor: Actor, now: datetime, request: AdviceRequest) -> None:
    """Ask no longer. Raises NotAllowed, and Conflict when the department has answered."""
    if not may_answer_in(actor, request.charter_id):
        raise NotAllowed
    if request.withdrawn_at is not None:
        return
    if newest(request) is not None:
        raise Conflict(_("Das Fachamt hat inzwischen geantwortet."))
    request.withdrawn_at = now
    db.session.flush()
    record(actor, now, "advice.request_withdrawn", request, request.charter_id, **_about(request))


def give_advice(
    actor: Actor, now: datetime, request: AdviceRequest, *, source: str, based_on: int | None
) -> Advice:
    """Say something for a department, or say it anew; ``based_on`` is the advice its page showed.
    What was said before stays. Raises NotAllowed for all other departments, Conflict when the
    request was withdrawn, the answer is public or a colleague has written meanwhile, Invalid."""
    if request.department_id not in actor.departments(request.charter_id):
        raise NotAllowed
    if request.withdrawn_at is not None:
        raise Conflict(_("Die Frage an Ihr Fachamt ist zurückgenommen."))
    if is_answered(request.comment_id):
        raise Conflict(_("Die Antwort auf diese Stellungnahme ist inzwischen öffentlich."))
    html = written(source, rules.ADVICE_LENGTH)
    last = newest(request)
    if (last.id if last else None) != based_on:
        raise Conflict(_("Inzwischen hat jemand anderes für Ihr Fachamt geantwortet."))
    advice = Advice(
        request_id=request.id,
        source=source,
        html=html,
        given_by_id=actor.person_id,
        given_at=now,
    )
    db.session.add(advice)
    db.session.flush()
    record(actor, now, "advice.given", request, request.charter_id, **_about(request))
    return advice


def rest_on(actor: Actor, now: datetime, request: AdviceRequest) -> Draft:
    """Note in the draft of a comment's answer that it rests on this department's advice; nothing
    else of the draft changes. Raises NotAllowed, Conflict without advice or without a draft."""
    if not may_answer_in(actor, request.charter_id):
        raise NotAllowed
    if newest(request) is None:
        raise Conflict(_("Das Fachamt hat noch nicht geantwortet."))
    draft = db.session.scalars(
        select(Draft)
        .join(Drafted, Drafted.draft_id == Draft.id)
        .where(Drafted.comment_id == request.comment_id)
    ).first()
    if draft is None:
        raise Conflict(_("Bitte beginnen Sie zuerst einen Antwortentwurf."))
    if draft.department_id == request.department_id:
        return draft
    draft.department_id = request.department_id
    draft.version += 1
    draft.updated_by_id = actor.person_id or draft.updated_by_id
    draft.updated_at = now
    db.session.flush()
    record(actor, now, "advice.taken_as_ground", request, request.charter_id, **_about(request))
    return draft


def newest(request: AdviceRequest) -> Advice | None:
    """What the department says now. One query."""
    return db.session.scalars(
        select(Advice).where(Advice.request_id == request.id).order_by(Advice.id.desc())
    ).first()


def _about(request: AdviceRequest) -> dict[str, list[int]]:
    return {"comments": [request.comment_id], "departments": [request.department_id]}


def _charter_of(comments: Sequence[Comment], departments: Sequence[Department]) -> int:
    """The one charter of all; raises NotFound."""
    charters = {one.charter_id for one in comments} | {one.charter_id for one in departments}
    if not comments or len(charters) > 1:
        raise NotFound
    return charters.pop()


def _check_question(question: str, due_on: date | None, now: datetime) -> None:
    if not question.strip():
        raise Invalid(_("Bitte schreiben Sie, was Sie wissen möchten."), "question")
    if len(question) > rules.QUESTION_LENGTH:
        limit = rules.QUESTION_LENGTH
        message = _("Bitte kürzen Sie auf höchstens %(limit)s Zeichen.", limit=limit)
        raise Invalid(message, "question")
    if due_on is not None and due_on < now.astimezone(BERLIN).date():
        raise Invalid(_("Dieser Tag ist schon vorbei."), "due_on")


def _asked(comments: Sequence[Comment]) -> set[tuple[int, int]]:
    """The pairs of comment and department that wait for an advice."""
    rows = db.session.execute(
        select(AdviceRequest.comment_id, AdviceRequest.department_id).where(
            AdviceRequest.comment_id.in_([comment.id for comment in comments]),
            AdviceRequest.withdrawn_at.is_(None),
            ~exists().where(Advice.request_id == AdviceRequest.id),
        )
    )
    return {(comment_id, department_id) for comment_id, department_id in rows}
