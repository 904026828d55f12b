"""Speaking without an account: the form, what comes after it, and the link in the mail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.accounts import writing
from charta.accounts.proofs import Proof
from charta.charters.models import Charter
from charta.consultation import queries as consultation
from charta.consultation import rules as consultation_rules
from charta.consultation.choosing import chosen
from charta.consultation.moderated import Blocked
from charta.consultation.queries import Place
from charta.consultation.rules import State
from charta.consultation.services import Said
from charta.consultation.views.blueprint import a_key
from charta.consultation.views.posting import digest, preview
from charta.core.access import allow, anyone, current_actor
from charta.core.clock import now
from charta.core.database import transaction
from charta.core.errors import CharterError, Conflict, Invalid, NotFound
from charta.core.forms import ButtonForm
from charta.core.i18n import chosen_language
from charta.core.notices import notice
from charta.core.posting import OK, REFUSED, carry_out
from charta.intake import queries, rules, services
from charta.intake.forms import GuestForm
from charta.intake.models import HeldComment
from charta.intake.rules import Mode
from charta.intake.views.blueprint import NUMBER, blueprint
from charta.receipts.services import issue
from charta.text.diff import words
from charta.text.highlighting import paragraphs
from charta.text.spans import Span

GIVEN = "guest_receipt"
"""Where the session keeps the code of what was sent last, until the browser is closed."""
READ = "guest_read"
"""Where it keeps whether somebody reads that before it is public."""


@dataclass(frozen=True)
class Desk:
    """The text of a round and the words of it that somebody speaks of."""

    place: Place
    span: Span | None
    mode: Mode

    @property
    def exact(self) -> str | None:
        return self.place.item.revision.plain[slice(*self.span)] if self.span else None


@dataclass(frozen=True)
class Outcome:
    """What became of a form: what is held now, or a status and what to show."""

    status: int
    held: HeldComment | None = None
    preview: str | None = None
    look: bool = False


def way(place: Place, passage: Span | None) -> str | None:
    """Where one may speak without an account; None where one may not. One query."""
    if queries.guest_mode(place.round.charter_id) is Mode.NONE:
        return None
    start, end = passage or (None, None)
    key = place.item.document.key
    return url_for("intake.guest", number=place.round.number, key=key, von=start, bis=end)


@blueprint.route(f"/beteiligung/<{NUMBER}:number>/<key>/ohne-konto/", methods=["GET", "POST"])
@allow(anyone)
def guest(charter: Charter, number: int, key: str) -> ResponseReturnValue:
    """Say something on a text or on a passage of it, without an account."""
    moment = now()
    desk = _desk(charter, number, key, moment)
    stands = desk.place.round.state(moment)
    if current_actor().signed_in or (request.method != "POST" and stands is not State.OPEN):
        return redirect(url_for("consultation.document", number=number, key=key), code=303)
    if request.method != "POST":
        return _page(desk, _fresh(desk, moment), Outcome(OK)), OK
    form = GuestForm()
    _fit(form, desk)
    proof = writing.proof_of(form, "guest", moment)
    outcome = _submitted(form, desk, lambda: _hold(charter, form, moment, proof))
    if outcome.held is not None:
        session[READ] = services.is_read_first(outcome.held)
        return redirect(url_for(".sent"), code=303)
    return _page(_desk(charter, number, key, moment), form, outcome), outcome.status


def _desk(charter: Charter, number: int, key: str, moment: datetime) -> Desk:
    """What the address names; raises NotFound, also where guests may not speak."""
    mode = queries.guest_mode(charter.id)
    place = consultation.place(charter.id, number, a_key(key), moment)
    if mode is Mode.NONE or place is None:
        raise NotFound
    if not {"von", "bis"} & request.args.keys():
        return Desk(place, None, mode)
    revision = place.item.revision
    asked = {name: request.args.get(name, "") for name in ("von", "bis")}
    choice = chosen(revision.plain, paragraphs(revision.html), asked)
    if choice.passage is None:
        raise NotFound
    return Desk(place, choice.passage, mode)


def _fresh(desk: Desk, moment: datetime) -> GuestForm:
    form = GuestForm(formdata=None, submission=str(uuid4()), wording=desk.exact or "")
    writing.begin(form, moment)
    _fit(form, desk)
    return form


def _fit(form: GuestForm, desk: Desk) -> None:
    """Other words can only be suggested for a passage."""
    if desk.span is None:
        del form.suggests
        del form.wording


def _wording(form: GuestForm) -> str | None:
    """The other words that a form suggests; None when it suggests none."""
    if "suggests" not in form or not form.suggests.data:
        return None
    return form.wording.data or ""


def _submitted(form: GuestForm, desk: Desk, hold: Callable[[], HeldComment]) -> Outcome:
    """Preview or hold; other words are shown as a difference before they are sent."""
    if not form.validate():
        return Outcome(REFUSED)
    wording = _wording(form)
    look = wording is not None and request.form.get("seen") != digest(wording)
    try:
        if wording is not None:
            consultation_rules.check_other_words(wording, desk.exact or "")
        if "preview" in request.form or look:
            html, status = preview(form)
            return Outcome(status, preview=html, look=look and "preview" not in request.form)
    except Invalid as error:
        form.reject(error)
        return Outcome(error.status)
    held, status = carry_out(form, hold)
    return Outcome(status, held)


def _hold(charter: Charter, form: GuestForm, moment: datetime, proof: Proof | None) -> HeldComment:
    """Hold what the form says; the session then knows the code of its receipt."""
    values = request.view_args or {}
    desk = _desk(charter, values["number"], values["key"], moment)
    held = services.hold(
        moment,
        desk.place.round,
        desk.place.item.document,
        Said(form.source.data or "", None, desk.span, _wording(form)),
        submission=form.submission.data or "",
        name=form.name.data or "",
        email=form.email.data or None,
        language=chosen_language(),
        proof=proof,
    )
    session[GIVEN] = issue(moment, held)
    return held


def _page(desk: Desk, form: GuestForm, outcome: Outcome) -> str:
    wording = _wording(form)
    shown = outcome.preview is not None and wording is not None
    return render_template(
        "intake/guest.html",
        desk=desk,
        round=desk.place.round,
        item=desk.place.item,
        form=form,
        outcome=outcome,
        edits=words(desk.exact or "", wording or "") if shown else None,
        seen=digest(wording or "") if shown else None,
        days=rules.LINK_LASTS.days,
        now=now(),
    )


@blueprint.get("/beteiligung/ohne-konto/gesendet/")
@allow(anyone)
def sent(charter: Charter) -> ResponseReturnValue:
    """What happens next, in the same words for everybody, and the code of the receipt."""
    code = session.get(GIVEN)
    if code is None:
        return redirect(url_for("consultation.rounds"), code=303)
    return render_template(
        "intake/sent.html",
        code=code,
        confirmed=queries.guest_mode(charter.id) is Mode.CONFIRMED,
        read=session.get(READ, False),
        days=rules.LINK_LASTS.days,
    )


@blueprint.route("/beteiligung/ohne-konto/<token>/", methods=["GET", "POST"])
@allow(anyone)
def confirm(charter: Charter, token: str) -> ResponseReturnValue:
    """Confirm by a button: programs that look into mails follow links, they do not press."""
    form = ButtonForm()
    if form.is_submitted() and form.validate():
        try:
            with transaction():
                found = _of_token(charter, token)
                services.confirm(now(), token)
                return _confirmed(found)
        except (NotFound, Conflict) as error:
            return _gone(error)
    try:
        found = _of_token(charter, token)
    except NotFound as error:
        return _gone(error)
    if found.comment_id is not None:
        return _confirmed(found)
    if found.refused_at is not None or rules.is_over(found.sent_at, now()):
        return _gone(NotFound())
    status = REFUSED if form.errors else OK
    enough = services.is_enough(now(), found)
    return render_template("intake/confirm.html", held=found, form=form, enough=enough), status


def _of_token(charter: Charter, token: str) -> HeldComment:
    found = queries.held_by_token(token)
    if found is None or found.charter_id != charter.id:
        raise NotFound
    return found


def _gone(error: CharterError) -> ResponseReturnValue:
    blocked = error.message if isinstance(error, Blocked) else None
    return render_template("intake/gone.html", blocked=blocked), error.status


def _confirmed(found: HeldComment) -> ResponseReturnValue:
    """On to what is public now, or to the receipt of what still has to be read."""
    if found.comment_id is None:
        notice(_("Danke! Ihre Adresse ist bestätigt. Jetzt liest die Redaktion Ihren Text."))
        return redirect(url_for("consultation.round", number=found.round.number), code=303)
    number = queries.number_of(found.comment_id)
    notice(_("Danke! Ihre Stellungnahme %(key)s ist jetzt öffentlich.", key=f"S-{number}"))
    return redirect(url_for("consultation.comment", number=number), code=303)
