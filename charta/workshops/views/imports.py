"""Taking over a table of ideas: upload, preview, one confirmed write."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from charta.charters.models import Charter
from charta.core.access import allow, current_actor
from charta.core.clock import now
from charta.core.database import transaction
from charta.core.errors import Invalid
from charta.core.forms import number_or_none, readable_name
from charta.core.notices import notice
from charta.core.posting import OK, REFUSED, carry_out
from charta.sheets import limits
from charta.sheets.judging import State
from charta.sheets.previewing import preview_of
from charta.workshops import queries, services
from charta.workshops.forms import ImportForm, UploadForm
from charta.workshops.judging import judge
from charta.workshops.models import IdeaImport, Workshop
from charta.workshops.policies import runs_workshops
from charta.workshops.sheets import MOST_ROWS, kept, read
from charta.workshops.views.blueprint import WORKSHOP, blueprint
from charta.workshops.wording import explanation


@blueprint.route(f"{WORKSHOP}/import/", methods=["GET", "POST"])
@allow(runs_workshops)
def upload(charter: Charter, number: int) -> ResponseReturnValue:
    """Choose a file; what is in it is shown on the next page and written only from there."""
    workshop = queries.workshop_by_number(charter.id, number)
    form, status = UploadForm(), OK
    if form.is_submitted():
        prepared = _prepare(form, workshop)
        if prepared is not None:
            return redirect(url_for(".preview", number=number, import_id=prepared.id), code=303)
        status = REFUSED
    page = render_template(
        "workshops/upload.html",
        form=form,
        workshop=workshop,
        megabytes=limits.MOST_BYTES // (1024 * 1024),
        most_rows=MOST_ROWS,
        most_columns=limits.MOST_COLUMNS,
    )
    return page, status


def _prepare(form: UploadForm, workshop: Workshop) -> IdeaImport | None:
    """Read the file before the transaction, so that nobody waits for it."""
    if not form.validate():
        return None
    try:
        sheet = read(form.file.data.read(limits.MOST_BYTES + 1))
    except Invalid as error:
        form.reject(error)
        return None
    with transaction():
        return services.prepare_import(
            current_actor(),
            now(),
            workshop,
            file_name=readable_name(form.file.data.filename),
            sheet=sheet,
        )


@blueprint.route(f"{WORKSHOP}/import/<int:import_id>/", methods=["GET", "POST"])
@allow(runs_workshops)
def preview(charter: Charter, number: int, import_id: int) -> ResponseReturnValue:
    """What would become of each row; pressing the button writes those that can be taken."""
    workshop = queries.workshop_by_number(charter.id, number)
    prepared = queries.import_by_id(workshop.id, import_id, now())
    if prepared.confirmed_at is not None and request.method != "POST":
        return redirect(url_for(".ideas", number=number), code=303)
    form, status = ImportForm(), OK
    if form.is_submitted():
        written, status = carry_out(form, lambda: _confirm(workshop, import_id, form))
        if written is not None:
            _tell(written)
            return redirect(url_for(".ideas", number=number), code=303)
        prepared = queries.import_by_id(workshop.id, import_id, now())
    return _preview_page(form, workshop, prepared), status


def _confirm(workshop: Workshop, import_id: int, form: ImportForm) -> int:
    moment = now()
    return services.confirm_import(
        current_actor(),
        moment,
        workshop,
        queries.import_by_id(workshop.id, import_id, moment),
        expected=form.expected.data or 0,
    )


def _tell(written: int) -> None:
    if written:
        text = ngettext("Eine Idee ist übernommen.", "%(num)s Ideen sind übernommen.", written)
        notice(text)
    else:
        notice(_("Diese Tabelle war schon übernommen. Es kam nichts hinzu."), "info")


def _preview_page(form: ImportForm, workshop: Workshop, prepared: IdeaImport) -> str:
    sheet = kept(prepared.sheet)
    verdicts = judge(sheet.rows, queries.known(workshop))
    shown = preview_of(
        verdicts, request.args.get("urteil", ""), number_or_none(request.args.get("ab", ""))
    )
    form.expected.raw_data = None
    form.expected.data = shown["counts"][State.TAKEN]
    return render_template(
        "workshops/preview.html",
        form=form,
        workshop=workshop,
        prepared=prepared,
        ignored=sheet.ignored,
        explanation=explanation,
        **shown,
    )
