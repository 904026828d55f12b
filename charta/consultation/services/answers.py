"""Making answers public, and correcting them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from charta.consultation import policies, rules
from charta.consultation.models import Answered, Comment, Part, Response
from charta.consultation.queries import covered
from charta.consultation.queries.force import not_reopened
from charta.consultation.rules import Disposition
from charta.consultation.services.words import written
from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Conflict, Invalid, NotAllowed, NotFound
from charta.drafting.models import Revision
from charta.journal.services import record


@dataclass(frozen=True)
class Decision:
    """What an answer says: what becomes of the comments, why, the wording they led to, and who
    wrote it."""

    disposition: str
    source: str
    revision: Revision | None
    written_by: int | None


class AnswerConflict(Conflict):
    """Somebody else has answered meanwhile; ``current`` is the answer in force and ``comments``
    are those of the chosen ones that it covers."""

    def __init__(self, current: Response, comments: Sequence[Comment]) -> None:
        super().__init__(_("Inzwischen hat schon jemand geantwortet."))
        self.current = current
        self.comments = comments


def answer(
    actor: Actor,
    now: datetime,
    comments: Sequence[Comment],
    *,
    disposition: str,
    source: str,
    revision: Revision | None = None,
    written_by: int | None = None,
) -> Response:
    """Make the answer public to one or several comments that have none in force; each must have
    its ``revision`` loaded.

    ``revision`` is the newer wording of their document that they led to, ``written_by`` the
    person who wrote the answer (none: the actor). Raises NotAllowed, also for an own comment,
    AnswerConflict when one of them has an answer, Conflict when one has been split, Invalid.
    """
    _check_comments(actor, comments)
    refuse_split(comments)
    refuse_answered(comments)
    return _write(actor, now, comments, Decision(disposition, source, revision, written_by))


def correct_answer(
    actor: Actor,
    now: datetime,
    response: Response,
    *,
    disposition: str,
    source: str,
    revision: Revision | None = None,
    written_by: int | None = None,
) -> Response:
    """Replace an answer by a better one for all the comments for which it is in force; the old
    one stays readable. Raises as :func:`answer` does; AnswerConflict when it has been replaced."""
    comments = covered(response.id)
    _check_comments(actor, comments)
    refuse_replaced(response, comments)
    decision = Decision(disposition, source, revision, written_by)
    return _write(actor, now, comments, decision, response)


def _check_comments(actor: Actor, comments: Sequence[Comment]) -> None:
    if not comments:
        raise NotFound
    if len({comment.charter_id for comment in comments}) > 1:
        raise NotFound
    if len(comments) > rules.MOST_COVERED:
        message = _(
            "Bitte beantworten Sie höchstens %(limit)s auf einmal.", limit=rules.MOST_COVERED
        )
        raise Invalid(message)
    if not policies.may_release(actor, comments):
        raise NotAllowed(
            _("Die eigene Stellungnahme beantwortet jemand anderes.")
            if any(policies.is_own(actor, comment) for comment in comments)
            else ""
        )


def refuse_split(comments: Sequence[Comment]) -> None:
    """Raise Conflict when one of the comments is answered by its parts."""
    ids = [comment.id for comment in comments]
    split = db.session.scalars(select(Part.original_id).where(Part.original_id.in_(ids))).first()
    if split is not None:
        key = next(comment.key for comment in comments if comment.id == split)
        raise Conflict(_("%(key)s ist geteilt; beantwortet werden die Teile.", key=key))


def refuse_replaced(response: Response, comments: Sequence[Comment]) -> None:
    """Raise AnswerConflict with the answer that has replaced ``response``."""
    newer = db.session.scalars(select(Response).where(Response.replaces_id == response.id)).first()
    if newer is not None:
        raise AnswerConflict(newer, comments)


def refuse_answered(comments: Sequence[Comment]) -> None:
    """Raise AnswerConflict with the newest answer that covers one of the comments."""
    ids = [comment.id for comment in comments]
    rows = db.session.execute(
        select(Response, Answered.comment_id)
        .join(Answered, Answered.response_id == Response.id)
        .where(Answered.comment_id.in_(ids), not_reopened())
        .order_by(Response.id.desc())
    ).all()
    if not rows:
        return
    newest = rows[0][0]
    taken = {comment_id for response, comment_id in rows if response is newest}
    raise AnswerConflict(newest, [comment for comment in comments if comment.id in taken])


def _write(
    actor: Actor,
    now: datetime,
    comments: Sequence[Comment],
    decision: Decision,
    replaced: Response | None = None,
) -> Response:
    _check_decision(comments, decision)
    response = Response(
        charter_id=comments[0].charter_id,
        disposition=decision.disposition,
        source=decision.source,
        html=written(decision.source, rules.ANSWER_LENGTH),
        revision_id=decision.revision.id if decision.revision else None,
        answered_by_id=decision.written_by or actor.person_id,
        answered_at=now,
        replaces_id=replaced.id if replaced else None,
    )
    db.session.add(response)
    db.session.flush()
    db.session.add_all(
        Answered(response_id=response.id, comment_id=comment.id) for comment in comments
    )
    db.session.flush()
    record(
        actor,
        now,
        "comment.answered" if replaced is None else "answer.corrected",
        response,
        response.charter_id,
        comments=[comment.id for comment in comments],
        disposition=response.disposition,
        revision=response.revision_id,
        replaces=response.replaces_id,
    )
    return response


def _check_decision(comments: Sequence[Comment], decision: Decision) -> None:
    if decision.disposition not in set(Disposition):
        raise Invalid(_("Bitte wählen Sie, was aus der Stellungnahme wird."), "disposition")
    revision = decision.revision
    rules.check_leads(
        Disposition(decision.disposition),
        (revision.document_id, revision.number) if revision else None,
        [(comment.document_id, comment.revision.number) for comment in comments],
    )
