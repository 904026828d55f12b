"""An author says that an answer misses what they meant ("meine ist anders")."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from charta.consultation import policies, rules
from charta.consultation.afterwards import tell_reopened
from charta.consultation.models import Answered, Comment, Reopening
from charta.consultation.queries.force import not_reopened
from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Conflict, Invalid, NotAllowed
from charta.journal.services import record


def reopen(
    actor: Actor,
    now: datetime,
    comment: Comment,
    *,
    source: str,
    holds_receipt: bool = False,
) -> None:
    """Let no answer so far be in force for this comment, so that the city answers it anew; for
    all others that an answer covers it stays.

    ``source`` says what is different, for staff only. May be done by the author, or by whoever
    ``holds_receipt``, once for each answer. Raises NotAllowed, Conflict when there is no answer
    in force, Invalid at ``source``.
    """
    if not (holds_receipt or policies.is_own(actor, comment)):
        raise NotAllowed
    words = _checked(source)
    responses = db.session.scalars(
        select(Answered.response_id)
        .where(Answered.comment_id == comment.id, not_reopened())
        .order_by(Answered.response_id)
    ).all()
    if not responses:
        raise Conflict(_("Zu dieser Stellungnahme gibt es gerade keine Antwort, die gilt."))
    db.session.add_all(
        Reopening(
            response_id=response_id,
            comment_id=comment.id,
            person_id=actor.person_id,
            source=words,
            reopened_at=now,
        )
        for response_id in responses
    )
    db.session.flush()
    tell_reopened(actor, now, comment)
    record(actor, now, "answer.reopened", comment, comment.charter_id, responses=list(responses))


def _checked(source: str) -> str:
    words = source.strip()
    if not words:
        raise Invalid(_("Bitte schreiben Sie, was an Ihrer Stellungnahme anders ist."), "source")
    if len(words) > rules.DIFFERENCE_LENGTH:
        limit = rules.DIFFERENCE_LENGTH
        raise Invalid(_("Bitte kürzen Sie auf höchstens %(limit)s Zeichen.", limit=limit), "source")
    return words
