"""Letting drafted answers go out: from then on everybody reads them, and they stay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from charta.consultation import policies
from charta.consultation import services as consultation
from charta.consultation.models import Comment, Response
from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Conflict, NotAllowed, NotFound
from charta.weighing import rules
from charta.weighing.models import AnswerRelease, Draft
from charta.weighing.queries.drafts import drafted_comments


def release_drafts(
    actor: Actor, now: datetime, drafts: Sequence[Draft], *, stamps: Sequence[str]
) -> list[Response]:
    """Make finished drafts public, all or none; each with its ``revision`` loaded. ``stamps`` are
    those that were seen, in the same order: what somebody has written on since does not go out.

    The answers name whoever wrote them. Raises NotAllowed, also when one answers an own comment;
    AnswerConflict when a comment has been answered meanwhile; Conflict; Invalid. Runs some twelve
    queries for each draft.
    """
    if not drafts:
        raise NotFound
    if len(drafts) > rules.MOST_RELEASED:
        message = _(
            "Bitte geben Sie höchstens %(limit)s auf einmal frei.", limit=rules.MOST_RELEASED
        )
        raise Conflict(message)
    comments = drafted_comments([draft.id for draft in drafts])
    for draft, stamp in zip(drafts, stamps, strict=True):
        if draft.finished_at is None or draft.stamp != stamp:
            keys = ", ".join(comment.key for comment in comments[draft.id][:5])
            raise Conflict(
                _("An der Antwort auf %(keys)s hat inzwischen jemand weitergeschrieben.", keys=keys)
            )
        if not policies.may_release(actor, comments[draft.id]):
            own = any(policies.is_own(actor, comment) for comment in comments[draft.id])
            raise NotAllowed(
                _("Die eigene Stellungnahme beantwortet jemand anderes.") if own else ""
            )
    return [_release(actor, now, draft, comments[draft.id]) for draft in drafts]


def _release(actor: Actor, now: datetime, draft: Draft, comments: Sequence[Comment]) -> Response:
    """Make one draft public and take it away; the journal notes the answer."""
    words: dict[str, Any] = {
        "disposition": draft.disposition or "",
        "source": draft.source,
        "revision": draft.revision,
        "written_by": draft.updated_by_id,
    }
    if draft.replaces_id is None:
        response = consultation.answer(actor, now, comments, **words)
    else:
        replaced = db.session.get_one(Response, draft.replaces_id)
        response = consultation.correct_answer(actor, now, replaced, **words)
    db.session.add(
        AnswerRelease(
            response_id=response.id,
            released_by_id=actor.person_id,
            department_id=draft.department_id,
        )
    )
    db.session.delete(draft)
    db.session.flush()
    return response
