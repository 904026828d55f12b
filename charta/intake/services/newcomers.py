"""What people say from an account and a moderator reads before it is public: the first of theirs,
or something with many links by somebody new."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from charta.consultation.models import Round
from charta.consultation.services import Said
from charta.consultation.services.entering import check_suggestion, shown_revision
from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Conflict, Invalid
from charta.drafting.models import Document
from charta.intake import policies, rules
from charta.intake.models import HeldAccount, HeldComment
from charta.intake.queries.guests import held_by_submission
from charta.intake.queries.newcomers import sent_within_a_day, standing
from charta.intake.rules import Reason
from charta.intake.services.guests import check_same, held_words
from charta.journal.services import record
from charta.receipts import services as receipts


def why_first(actor: Actor, now: datetime, charter_id: int) -> Reason | None:
    """Why everything that ``actor`` says next is read first; None when not everything is. One
    query, none for staff, whom the charter knows."""
    if actor.person_id is None or policies.is_known(actor, charter_id):
        return None
    return standing(charter_id, actor.person_id, now).first


def sent_before(
    actor: Actor, found: Round, document: Document, said: Said, *, submission: str
) -> HeldComment | None:
    """What this form has made, if that was held; raises FormUsed when it said something else,
    Invalid when it is somebody else's. One query."""
    held = held_by_submission(submission)
    if held is None:
        return None
    if held.account is None or held.account.person_id != actor.person_id:
        raise Invalid(_("Das Formular ist beschädigt. Bitte laden Sie die Seite neu."))
    check_same(held, found, document, said)
    return held


def hold_account(
    actor: Actor,
    now: datetime,
    found: Round,
    document: Document,
    said: Said,
    *,
    submission: str,
    language: str,
) -> HeldAccount | None:
    """Keep what somebody signed in says, if a moderator is to read it first; else None.

    Whoever calls has made sure that it is time and that the form is new. Raises NotFound and
    Invalid as ``enter_comment`` does, Conflict for too much within a day.
    """
    if actor.person_id is None or policies.is_known(actor, found.charter_id):
        return None
    known = standing(found.charter_id, actor.person_id, now)
    reason = rules.read_first(known, f"{said.source}\n{said.wording or ''}")
    if reason is None:
        return None
    if sent_within_a_day(actor.person_id, now) >= rules.MOST_HELD_BY_ONE:
        message = _(
            "Von Ihnen warten heute schon %(limit)s Beiträge. Bitte senden Sie weitere morgen.",
            limit=rules.MOST_HELD_BY_ONE,
        )
        raise Conflict(message)
    revision, _outdated = shown_revision(found, document, now)
    check_suggestion(revision, said)
    held = held_words(now, found, revision, said)
    held.submission, held.name, held.language = submission, actor.name, language
    db.session.add(held)
    db.session.flush()
    account = HeldAccount(
        held_id=held.id, person_id=actor.person_id, parent_id=said.parent_id, reason=reason
    )
    db.session.add(account)
    db.session.flush()
    receipts.issue(now, held)
    details = {"round": found.id, "document": document.id, "reason": reason.value}
    record(actor, now, "contribution.held", held, held.charter_id, **details)
    return account
