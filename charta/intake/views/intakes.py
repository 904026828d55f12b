"""The list of Eingaben, and one of them: what it says and what it became; splitting it."""

from __future__ import annotations

from datetime import datetime

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.charters.models import Charter
from charta.charters.policies import is_admin
from charta.consultation.queries import contents
from charta.core.access import allow, current_actor
from charta.core.clock import now
from charta.core.database import db
from charta.core.errors import NotFound
from charta.core.forms import ButtonForm
from charta.core.notices import notice
from charta.core.posting import OK, carry_out
from charta.drafting.models import Document
from charta.intake import queries, rules, services, stretches
from charta.intake.forms import SplitForm, documents
from charta.intake.models import Intake
from charta.intake.policies import enters
from charta.intake.views.blueprint import DESK, ONE, begun_rounds, blueprint, number_asked
from charta.receipts.queries import codes

PARAGRAPHS = 40
"""Paragraphs on a page; each sentence has its box."""


@blueprint.get(DESK)
@allow(enters)
def index(charter: Charter) -> str:
    """What came by letter, mail, telephone and in the room, the newest first."""
    open_only = request.args.get("stand") == "offen"
    lines, following = queries.intakes(charter.id, open_only=open_only, before=number_asked("vor"))
    return render_template(
        "intake/index.html",
        lines=lines,
        following=following,
        open_only=open_only,
        held=queries.count_waiting(charter.id),
        mode=queries.guest_mode(charter.id),
        rounds=begun_rounds(charter.id, now()),
        is_late=rules.is_late,
        may_set=is_admin(current_actor(), charter),
    )


@blueprint.route(ONE, methods=["GET", "POST"])
@allow(enters)
def intake(charter: Charter, number: int) -> ResponseReturnValue:
    """One Eingabe: what was sent on one side, what became of it on the other; sentences or
    paragraphs that are ticked become a comment on the chosen text."""
    moment = now()
    form, status = SplitForm(), OK
    found = queries.intake_by_number(charter.id, number)
    places = stretches.paragraphs(found.source)
    _offer(form, found, places)
    if request.method == "POST":
        said, status = carry_out(form, lambda: _assign(charter, number, moment, form))
        if said is not None:
            notice(_("Zugeordnet als %(key)s.", key=said))
            return redirect(_same_page(number), code=303)
        found = queries.intake_by_number(charter.id, number)
    return _page(found, places, form), status


def _offer(form: SplitForm, found: Intake, places: list[tuple[int, int]]) -> None:
    """Offer each paragraph and each sentence, and each text of the round."""
    form.stretches.choices = [(value, value) for value in stretches.values(found.source, places)]
    form.document.choices = documents(contents(found.round), _("Bitte wählen"))
    if request.method != "POST":
        form.document.data = number_asked("text")


def _assign(charter: Charter, number: int, moment: datetime, form: SplitForm) -> str:
    document = db.session.get(Document, form.document.data or 0)
    if document is None:
        raise NotFound
    found = queries.intake_by_number(charter.id, number)
    return services.assign(current_actor(), moment, found, form.chosen, document).key


def _same_page(number: int) -> str:
    """Where somebody was, with the same text chosen: the next sentence is often about it, too."""
    chosen = request.form.get("document", "")
    text = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else None
    return url_for(".intake", number=number, ab=number_asked("ab"), text=text)


def _page(found: Intake, places: list[tuple[int, int]], form: SplitForm) -> str:
    cut = queries.excerpts(found.id)
    first = min(max((number_asked("ab") or 1) - 1, 0), max(len(places) - 1, 0))
    shown = places[first : first + PARAGRAPHS]
    taken = queries.stretches(cut)
    return render_template(
        "intake/intake.html",
        intake=found,
        form=form,
        ticked=frozenset(form.stretches.data or ()),
        paragraphs=stretches.laid_out(found.source, shown, taken),
        first=first + 1,
        count=len(places),
        previous=max(first - PARAGRAPHS, 0) + 1 if first else None,
        following=first + PARAGRAPHS + 1 if first + PARAGRAPHS < len(places) else None,
        comments=list({one.comment_id: one.comment for one in cut}.values()),
        share=stretches.assigned(found.source, list(taken)),
        late=rules.is_late(found.received_on, found.round.closes_at),
        lookalikes=queries.lookalikes(found.round_id, found.source, intake_id=found.id)
        if found.finished_at is None
        else [],
        code=codes("intakes", [found.id]).get(found.id),
        button=ButtonForm(formdata=None),
    )


@blueprint.post(f"{ONE}fertig/")
@allow(enters)
def finish(charter: Charter, number: int) -> ResponseReturnValue:
    """All of it that wants an answer has been assigned."""
    return _turn(charter, number, finished=True)


@blueprint.post(f"{ONE}oeffnen/")
@allow(enters)
def reopen(charter: Charter, number: int) -> ResponseReturnValue:
    """Go on with one that was finished."""
    return _turn(charter, number, finished=False)


def _turn(charter: Charter, number: int, *, finished: bool) -> ResponseReturnValue:
    form = ButtonForm()
    change = services.finish if finished else services.reopen

    def turn() -> bool:
        change(current_actor(), now(), queries.intake_by_number(charter.id, number))
        return True

    done, status = carry_out(form, turn)
    if done:
        notice(
            _("Die Eingabe ist fertig zugeordnet.")
            if finished
            else _("Die Eingabe ist wieder offen.")
        )
        return redirect(
            url_for(".index" if finished else ".intake", number=None if finished else number),
            code=303,
        )
    found = queries.intake_by_number(charter.id, number)
    places = stretches.paragraphs(found.source)
    split = SplitForm(formdata=None)
    _offer(split, found, places)
    split.form_errors.extend(str(error) for error in form.form_errors)
    return _page(found, places, split), status
