"""Taking over a table of letters and calls: upload, preview, one confirmed write."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from charta.charters.models import Charter
from charta.consultation.models import Round
from charta.core.access import allow, current_actor
from charta.core.clock import now
from charta.core.database import transaction
from charta.core.errors import Conflict, Invalid
from charta.core.forms import readable_name
from charta.core.notices import notice
from charta.core.posting import OK, REFUSED, carry_out
from charta.intake import queries, services
from charta.intake.forms import ImportForm, UploadForm
from charta.intake.judging import judge
from charta.intake.models import IntakeImport
from charta.intake.policies import enters
from charta.intake.sheets import MOST_ROWS, kept, read
from charta.intake.views.blueprint import (
    DESK,
    NUMBER,
    begun_rounds,
    blueprint,
    number_asked,
)
from charta.intake.wording import explanation
from charta.sheets import limits
from charta.sheets.judging import State
from charta.sheets.previewing import preview_of

ROUND = f"{DESK}import/<{NUMBER}:number>/"


@blueprint.route(ROUND, methods=["GET", "POST"])
@allow(enters)
def upload(charter: Charter, number: int) -> ResponseReturnValue:
    """Choose a file; what is in it is shown on the next page and written only from there."""
    found = queries.round_by_number(charter.id, number)
    form, status = UploadForm(), OK
    if form.is_submitted():
        prepared, status = _prepare(form, charter, number)
        if prepared is not None:
            return redirect(url_for(".preview", number=number, import_id=prepared.id), code=303)
        found = queries.round_by_number(charter.id, number)
    megabytes = limits.MOST_BYTES // (1024 * 1024)
    page = render_template(
        "intake/upload.html",
        form=form,
        round=found,
        rounds=begun_rounds(charter.id, now()),
        megabytes=megabytes,
        most_rows=MOST_ROWS,
    )
    return page, status


def _prepare(form: UploadForm, charter: Charter, number: int) -> tuple[IntakeImport | None, int]:
    """Read the file before the transaction, so that nobody waits for it."""
    if not form.validate():
        return None, REFUSED
    try:
        sheet = read(form.file.data.read(limits.MOST_BYTES + 1))
        with transaction():
            prepared = services.prepare_import(
                current_actor(),
                now(),
                queries.round_by_number(charter.id, number),
                file_name=readable_name(form.file.data.filename),
                sheet=sheet,
            )
            return prepared, OK
    except Invalid as error:
        form.reject(error)
        return None, error.status
    except Conflict as error:
        form.form_errors.append(error.message)
        return None, error.status


@blueprint.route(f"{ROUND}<{NUMBER}:import_id>/", methods=["GET", "POST"])
@allow(enters)
def preview(charter: Charter, number: int, import_id: int) -> ResponseReturnValue:
    """What would become of each row; pressing the button writes those that can be taken."""
    found = queries.round_by_number(charter.id, number)
    prepared = queries.import_by_id(found.id, import_id, now())
    if prepared.confirmed_at is not None and request.method != "POST":
        return redirect(url_for(".index"), code=303)
    form, status = ImportForm(), OK
    if form.is_submitted():
        written, status = carry_out(form, lambda: _confirm(charter, number, import_id, form))
        if written is not None:
            _tell(written)
            return redirect(url_for(".index"), code=303)
        found = queries.round_by_number(charter.id, number)
        prepared = queries.import_by_id(found.id, import_id, now())
    return _preview_page(form, found, prepared), status


def _confirm(charter: Charter, number: int, import_id: int, form: ImportForm) -> int:
    moment = now()
    found = queries.round_by_number(charter.id, number)
    return services.confirm_import(
        current_actor(),
        moment,
        found,
        queries.import_by_id(found.id, import_id, moment),
        expected=form.expected.data or 0,
    )


def _tell(written: int) -> None:
    if written:
        notice(
            ngettext("Eine Eingabe ist übernommen.", "%(num)s Eingaben sind übernommen.", written)
        )
    else:
        notice(_("Diese Tabelle war schon übernommen. Es kam nichts hinzu."), "info")


def _preview_page(form: ImportForm, found: Round, prepared: IntakeImport) -> str:
    sheet = kept(prepared.sheet)
    verdicts = judge(sheet.rows, queries.known(found, sheet.rows, now()))
    shown = preview_of(verdicts, request.args.get("urteil", ""), number_asked("ab"))
    form.expected.raw_data = None
    form.expected.data = shown["counts"][State.TAKEN]
    return render_template(
        "intake/preview.html",
        form=form,
        round=found,
        prepared=prepared,
        ignored=sheet.ignored,
        explanation=explanation,
        **shown,
    )
