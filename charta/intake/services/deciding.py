"""Whoever reads what waits lets it pass, or does not and says why; the author hears of it."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from charta.accounts import guests
from charta.accounts.models import Person
from charta.consultation.models import Comment
from charta.consultation.services import Said, enter_comment
from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Conflict, Invalid, NotAllowed, NotFound
from charta.intake import mails, policies
from charta.intake.models import HeldComment
from charta.journal.services import record


def let_pass(actor: Actor, now: datetime, held: HeldComment) -> Comment:
    """Publish what waits, as a comment of the account it came from, else of the person behind the
    address (without one, of a person without address). The account needs no proof any more.

    ``held`` comes from ``queries.held_by_id``. Raises NotAllowed, also for one's own words;
    NotFound, Conflict when that is decided.
    """
    _check_waiting(actor, held)
    if held.account is not None:
        person = db.session.get_one(Person, held.account.person_id)
        person.unproven = False
    elif held.email is not None:
        person = guests.person_behind(now, email=held.email, name=held.name)
    else:
        person = guests.a_voice(now, name=held.name)
    comment = become(actor, now, held, person.id, "comment.passed")
    mails.passed(held, comment, person.email)
    return comment


def refuse(actor: Actor, now: datetime, held: HeldComment, *, reason: str) -> None:
    """Do not publish what waits; its author reads the reason on the receipt and in the account.

    ``held`` comes from ``queries.held_by_id``. Raises NotAllowed, also for one's own words;
    NotFound, Conflict when it is decided already, Invalid without a reason.
    """
    _check_waiting(actor, held)
    if not reason.strip():
        raise Invalid(_("Bitte schreiben Sie, warum."), "reason")
    held.refusal = reason
    held.refused_at, held.refused_by_id = now, actor.person_id
    db.session.flush()
    record(actor, now, "contribution.refused", held, held.charter_id)
    address = held.email
    if held.account is not None:
        address = db.session.get_one(Person, held.account.person_id).email
    mails.refused(held, address)


def _check_waiting(actor: Actor, held: HeldComment) -> None:
    if not policies.may_moderate(actor, held.charter_id):
        raise NotAllowed
    if held.account is not None and held.account.person_id == actor.person_id:
        raise NotAllowed
    if held.comment_id is not None or held.refused_at is not None:
        raise Conflict(_("Darüber hat inzwischen schon jemand entschieden."))
    if held.token_hash is not None:
        raise NotFound


def become(actor: Actor, now: datetime, held: HeldComment, author_id: int, action: str) -> Comment:
    """Make a comment of what was held, as of the moment in which it was sent."""
    comment = enter_comment(
        actor,
        now,
        held.round,
        held.document,
        said_in(held),
        author_id=author_id,
        submission=held.submission,
        action=action,
        sent_at=held.sent_at,
        held=held.id,
        sent=held.sent_at.isoformat(),
    )
    held.comment_id = comment.id
    db.session.flush()
    return comment


def said_in(held: HeldComment) -> Said:
    """What was said, as it is entered; ``held`` comes from a query, with its account."""
    passage = None if held.start is None or held.end is None else (held.start, held.end)
    parent_id = held.account.parent_id if held.account else None
    return Said(held.source, parent_id, passage, held.wording)
