"""What guests say: held until their address is proven or somebody has read it."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import func, select

from charta.accounts import guests, proofs
from charta.accounts import queries as accounts
from charta.accounts.proofs import Proof
from charta.accounts.rules import normal_address
from charta.accounts.sessions import token_hash
from charta.charters.models import Charter
from charta.consultation.holding import FormUsed
from charta.consultation.models import Round
from charta.consultation.moderated import refuse_blocked_address
from charta.consultation.rules import COMMENT_LENGTH, SUBMISSION_LENGTH
from charta.consultation.rules import State as RoundState
from charta.consultation.services import Said
from charta.consultation.services.entering import check_suggestion, shown_revision
from charta.consultation.services.words import written
from charta.core.actors import ANYBODY, Actor
from charta.core.database import db
from charta.core.errors import Conflict, Invalid, NotAllowed, NotFound
from charta.drafting.models import Document, Revision
from charta.intake import mails, policies, rules
from charta.intake.models import GuestSetting, HeldComment
from charta.intake.queries import guests as queries
from charta.intake.queries.newcomers import standing
from charta.intake.rules import Mode
from charta.intake.services.deciding import become, said_in
from charta.journal.services import record
from charta.receipts import services as receipts


def allow_guests(actor: Actor, now: datetime, charter_id: int, mode: str) -> None:
    """Say whether people may comment without an account, and what must happen first.

    Raises NotAllowed, Invalid for a word that is none.
    """
    if not policies.may_set_guests(actor, charter_id):
        raise NotAllowed
    if mode not in set(Mode):
        raise Invalid(_("Bitte wählen Sie eine der Möglichkeiten."), "mode")
    setting = queries.setting(charter_id)
    if setting is None:
        setting = GuestSetting(charter_id=charter_id, mode=mode)
        db.session.add(setting)
    setting.mode = mode
    db.session.flush()
    record(actor, now, "guests.allowed", setting, charter_id, mode=mode)


def hold(
    now: datetime,
    round: Round,  # noqa: A002 - the glossary's word
    document: Document,
    said: Said,
    *,
    submission: str,
    name: str,
    email: str | None,
    language: str,
    proof: Proof | None = None,
) -> HeldComment:
    """Keep what a guest says on a text of an open round; nobody else reads it yet.

    Where there is an address a link is mailed that proves it. Without a proof of work a moderator
    reads it in any case. The same ``submission`` with the same words gives what it made before.
    Raises NotFound where guests may not speak or the round does not show the text, Conflict outside
    its time, for a form that said something else before and when there are too many, Invalid for
    words that do not fit and for a missing address.
    """
    mode = queries.guest_mode(round.charter_id)
    if mode is Mode.NONE:
        raise NotFound
    if not 1 <= len(submission) <= SUBMISSION_LENGTH:
        raise Invalid(_("Das Formular ist unvollständig. Bitte laden Sie die Seite neu."))
    sent = queries.held_by_submission(submission)
    if sent is not None:
        if sent.account is not None:
            raise Invalid(_("Das Formular ist beschädigt. Bitte laden Sie die Seite neu."))
        check_same(sent, round, document, said)
        return sent
    _check_time(round, now)
    address = _address(email, mode)
    revision, _outdated = shown_revision(round, document, now)
    check_suggestion(revision, said)
    held = held_words(now, round, revision, said)
    held.submission, held.name, held.email, held.language = submission, name, address, language
    _check_flood(now, round.charter_id, address)
    held.unproven = not proofs.spend(proof)
    token = secrets.token_urlsafe(32) if address else None
    held.token_hash = token_hash(token) if token else None
    db.session.add(held)
    db.session.flush()
    _forget(now, round.charter_id)  # now, so that the number of what goes is not given again
    code = receipts.issue(now, held)
    details = {"round": round.id, "document": document.id}
    record(ANYBODY, now, "contribution.held", held, held.charter_id, **details)
    if address and token:
        mails.confirm(address, round, token, code, moderated=is_read_first(held))
    return held


def held_words(now: datetime, found: Round, revision: Revision, said: Said) -> HeldComment:
    """What was said on a wording, by whom is still to be filled in; raises Invalid."""
    start, end = said.passage or (None, None)
    return HeldComment(
        charter_id=found.charter_id,
        round_id=found.id,
        document_id=revision.document_id,
        revision_id=revision.id,
        source=said.source,
        html=written(said.source, COMMENT_LENGTH),
        start=start,
        end=end,
        wording=said.wording,
        sent_at=now,
        refusal="",
    )


def check_same(sent: HeldComment, found: Round, document: Document, said: Said) -> None:
    """Raise FormUsed when a form has said something else before."""
    if (sent.round_id, sent.document_id, said_in(sent)) == (found.id, document.id, said):
        return
    raise FormUsed(
        _(
            "Mit diesem Formular haben Sie schon etwas abgesendet. Ihr neuer Text ist noch nicht "
            "gespeichert; bitte laden Sie die Seite neu, um eine weitere Stellungnahme abzugeben."
        )
    )


def _check_time(found: Round, now: datetime) -> None:
    stands = found.state(now)
    if stands is RoundState.BEFORE:
        raise Conflict(_("Diese Beteiligung hat noch nicht begonnen."))
    if stands is RoundState.CLOSED:
        raise Conflict(_("Diese Beteiligung ist beendet. Ihr Text wurde nicht gespeichert."))


def _address(email: str | None, mode: Mode) -> str | None:
    if email:
        return normal_address(email)
    if mode is Mode.CONFIRMED:
        raise Invalid(
            _("Bitte geben Sie Ihre E-Mail-Adresse an. Sie wird nicht veröffentlicht."), "email"
        )
    return None


def _forget(now: datetime, charter_id: int) -> None:
    """Delete what was never confirmed, with its receipt: nobody has said it for certain."""
    for old in queries.never_confirmed(charter_id, now - rules.FORGOTTEN_AFTER):
        receipts.withdraw(old)
        db.session.delete(old)
    db.session.flush()


def _check_flood(now: datetime, charter_id: int, address: str | None) -> None:
    """Raise Conflict when one address, or all together, have sent too much within a day. Nobody
    is counted by where they come from: a whole library may share one connection."""
    today = select(func.count(HeldComment.id)).where(
        HeldComment.charter_id == charter_id, HeldComment.sent_at > now - timedelta(days=1)
    )
    mine = today.where(HeldComment.email == address)
    if address and (db.session.scalar(mine) or 0) >= rules.MOST_HELD_BY_ONE:
        message = _(
            "Von dieser Adresse kamen heute schon %(limit)s Stellungnahmen. Bitte senden Sie "
            "weitere morgen, oder legen Sie ein Konto an.",
            limit=rules.MOST_HELD_BY_ONE,
        )
        raise Conflict(message)
    if (db.session.scalar(today) or 0) >= rules.MOST_HELD:
        raise Conflict(
            _("Gerade kommen sehr viele Stellungnahmen. Bitte versuchen Sie es morgen noch einmal.")
        )


def confirm(now: datetime, token: str) -> HeldComment:
    """Prove an address by the mailed link. Where that is enough (see :func:`is_enough`), the
    words are public at once, also after the round has closed; else they wait for whoever reads
    them.

    Again it gives the same. Raises NotFound for a link that does not exist, Conflict for one that
    is too old and for who may not write for a while.
    """
    held = queries.held_by_token(token)
    if held is None:
        raise NotFound
    if held.comment_id is not None:
        return held
    if held.refused_at is not None or rules.is_over(held.sent_at, now):
        raise Conflict(_("Dieser Link gilt nicht mehr."))
    assert held.email is not None  # noqa: S101 - a link goes to an address
    refuse_blocked_address(held.charter_id, held.email, now)
    if is_enough(now, held):
        person = guests.person_behind(now, email=held.email, name=held.name)
        become(Actor(person.id, person.name), now, held, person.id, "comment.posted")
        return held
    held.token_hash = None
    db.session.flush()
    record(ANYBODY, now, "contribution.confirmed", held, held.charter_id)
    return held


def is_read_first(held: HeldComment) -> bool:
    """Whether a guest is told that somebody reads their words before they are public: the same
    for every address, whoever may be behind it."""
    return (
        held.unproven
        or queries.guest_mode(held.charter_id) is not Mode.CONFIRMED
        or db.session.get_one(Charter, held.charter_id).first_held
        or rules.has_many_links(f"{held.source}\n{held.wording or ''}")
    )


def is_enough(now: datetime, held: HeldComment) -> bool:
    """Whether a proven address is all that speaks for a guest: the charter asks for no more,
    there was a proof of work, and the person behind the address is not read first. Up to three
    queries."""
    if held.unproven or queries.guest_mode(held.charter_id) is not Mode.CONFIRMED:
        return False
    person = accounts.person_by_email(held.email or "")
    known = standing(held.charter_id, person.id if person else None, now)
    return rules.read_first(known, f"{held.source}\n{held.wording or ''}") is None
