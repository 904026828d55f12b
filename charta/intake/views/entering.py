"""Entering an Eingabe: typed, pasted, or read from a file into the form."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.charters.models import Charter
from charta.consultation.models import Round
from charta.consultation.queries import contents
from charta.core.access import allow, current_actor
from charta.core.clock import BERLIN, now
from charta.core.database import db, transaction
from charta.core.errors import Conflict, Invalid, NotFound
from charta.core.forms import readable_name
from charta.core.notices import notice
from charta.core.posting import OK, REFUSED
from charta.drafting.models import Document
from charta.intake import queries, services
from charta.intake.documents import ACCEPTED, MOST_BYTES, read
from charta.intake.forms import DocumentForm, EntryForm, documents
from charta.intake.models import Intake
from charta.intake.policies import enters
from charta.intake.services import EnteredBefore, Entry
from charta.intake.views.blueprint import DESK, begun_rounds, blueprint, number_asked
from charta.receipts.queries import codes
from charta.text.long import render_long


@blueprint.route(f"{DESK}neu/", methods=["GET", "POST"])
@allow(enters)
def enter(charter: Charter) -> ResponseReturnValue:
    """Enter what came; contributions that are alike are shown before it is saved."""
    moment = now()
    offered = begun_rounds(charter.id, moment)
    if request.method != "POST":
        return _page(_fresh(offered, moment), offered), OK
    form = EntryForm()
    _offer(form, offered)
    if not form.validate():
        return _page(form, offered), REFUSED
    if "preview" in request.form:
        return _page(form, offered, preview=render_long(form.source.data or "")), OK
    found = next(one for one in offered if one.number == form.round.data)
    alike = queries.lookalikes(found.id, form.source.data or "")
    mark = _mark(alike)
    if alike and form.looked.data != mark:
        form.looked.data = mark
        return _page(form, offered, lookalikes=alike), OK
    entered, status = _carry_out(form, charter, found.number, moment)
    if entered is None:
        return _page(form, offered, lookalikes=alike), status
    _tell(entered)
    return redirect(url_for(".intake", number=entered.number), code=303)


def _fresh(offered: Sequence[Round], moment: datetime) -> EntryForm:
    newest = offered[0].number if offered else None
    today: date = moment.astimezone(BERLIN).date()
    form = EntryForm(formdata=None, round=number_asked("beteiligung") or newest, received_on=today)
    _offer(form, offered)
    return form


def _offer(form: EntryForm, offered: Sequence[Round]) -> None:
    """Offer the rounds, and the texts of the one that is chosen."""
    form.round.choices = [(one.number, one.title) for one in offered]
    chosen = next((one for one in offered if one.number == form.round.data), None)
    lines = contents(chosen) if chosen is not None else ()
    form.document.choices = documents(lines, _("Mehrere – ich teile gleich auf"))


def _mark(alike: Sequence[queries.Lookalike]) -> str:
    """By what a form knows that these have been shown."""
    return hashlib.sha256(" ".join(one.key for one in alike).encode()).hexdigest()[:16]


def _carry_out(
    form: EntryForm, charter: Charter, number: int, moment: datetime
) -> tuple[Intake | None, int]:
    """As ``charta.core.posting.carry_out``; an equal one that is shown now has been seen."""
    try:
        with transaction():
            return _enter(form, charter, number, moment), OK
    except Invalid as error:
        form.reject(error)
        return None, error.status
    except EnteredBefore as error:
        form.form_errors.append(error.message)
        form.form_errors.append(_("Wenn sie trotzdem zweimal kam, tragen Sie sie noch einmal ein."))
        form.seen.raw_data = None
        form.seen.data = error.number
        return None, error.status
    except Conflict as error:
        form.form_errors.append(error.message)
        return None, error.status


def _enter(form: EntryForm, charter: Charter, number: int, moment: datetime) -> Intake:
    found = queries.round_by_number(charter.id, number)
    document = db.session.get(Document, form.document.data) if form.document.data else None
    if document is None and form.document.data:
        raise NotFound
    entry = Entry(
        channel=form.channel.data or "",
        received_on=form.received_on.data or date.min,
        title=form.title.data or "",
        source=form.source.data or "",
        public_name=form.public_name.data or "",
        sender_name=form.sender_name.data or "",
        sender_address=form.sender_address.data or "",
        sender_email=form.sender_email.data or "",
        file_name=readable_name(form.file_name.data or ""),
    )
    seen = form.seen.data
    return services.enter_intake(
        current_actor(), moment, found, entry, document=document, seen=seen
    )


def _tell(entered: Intake) -> None:
    code = codes("intakes", [entered.id])[entered.id]
    notice(
        _(
            "Eingetragen als %(key)s. Der Beleg für die Einsenderin oder den Einsender: %(code)s",
            key=entered.key,
            code=code,
        )
    )


@blueprint.route(f"{DESK}datei/", methods=["GET", "POST"])
@allow(enters)
def document(charter: Charter) -> ResponseReturnValue:
    """Read the text of a file into the form, where it can be mended; nothing is saved yet."""
    moment = now()
    form, status = DocumentForm(), OK
    if form.is_submitted():
        text = _read(form)
        if text is not None:
            offered = begun_rounds(charter.id, moment)
            entry = _fresh(offered, moment)
            entry.source.data = text
            entry.file_name.data = readable_name(form.file.data.filename)
            entry.title.data = entry.file_name.data.rpartition(".")[0]
            return _page(entry, offered), OK
        status = REFUSED
    megabytes = MOST_BYTES // (1024 * 1024)
    page = render_template(
        "intake/document.html", form=form, accepted=ACCEPTED, megabytes=megabytes
    )
    return page, status


def _read(form: DocumentForm) -> str | None:
    if not form.validate():
        return None
    try:
        return read(form.file.data.read(MOST_BYTES + 1))
    except Invalid as error:
        form.reject(error)
        return None


def _page(
    form: EntryForm,
    offered: Sequence[Round],
    *,
    preview: str | None = None,
    lookalikes: Sequence[queries.Lookalike] = (),
) -> str:
    return render_template(
        "intake/enter.html",
        form=form,
        rounds=offered,
        preview=preview,
        lookalikes=lookalikes,
    )
