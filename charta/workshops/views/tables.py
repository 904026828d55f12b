"""Tables: putting up, changing, taking down."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.charters.models import Charter
from charta.charters.queries import theme
from charta.core.access import allow, current_actor
from charta.core.clock import now
from charta.core.notices import notice
from charta.core.posting import OK, carry_out
from charta.workshops import queries, services
from charta.workshops.forms import ConfirmForm, TableForm
from charta.workshops.models import Table, Workshop
from charta.workshops.policies import runs_workshops
from charta.workshops.views.blueprint import WORKSHOP, blueprint


@blueprint.route(f"{WORKSHOP}/tische/neu/", methods=["GET", "POST"])
@allow(runs_workshops)
def add_table(charter: Charter, number: int) -> ResponseReturnValue:
    """Put up a table."""
    workshop = queries.workshop_by_number(charter.id, number)
    form, status = TableForm.for_charter(charter.id, number=queries.next_table(workshop.id)), OK
    if form.is_submitted():
        table, status = carry_out(
            form,
            lambda: services.add_table(
                current_actor(),
                now(),
                workshop,
                theme=theme(charter.id, form.theme.data),
                host=form.host.data or "",
                number=form.number.data or 0,
            ),
        )
        if table is not None:
            notice(_("Tisch %(number)s ist angelegt.", number=table.number))
            return redirect(url_for(".show", number=number), code=303)
    return render_template("workshops/add_table.html", form=form, workshop=workshop), status


@blueprint.route(f"{WORKSHOP}/tische/<int:table_id>/bearbeiten/", methods=["GET", "POST"])
@allow(runs_workshops)
def edit_table(charter: Charter, number: int, table_id: int) -> ResponseReturnValue:
    """Change a table, or take it down while nothing was written at it."""
    workshop = queries.workshop_by_number(charter.id, number)
    table = queries.table_by_id(workshop.id, table_id)
    form, status = TableForm.for_charter(charter.id, table), OK
    if form.is_submitted():
        changed, status = carry_out(
            form,
            lambda: services.change_table(
                current_actor(),
                now(),
                workshop,
                queries.table_by_id(workshop.id, table_id),
                theme=theme(charter.id, form.theme.data),
                host=form.host.data or "",
                number=form.number.data or 0,
            ),
        )
        if changed is not None:
            notice(_("Ihre Änderungen sind gespeichert."))
            return redirect(url_for(".show", number=number), code=303)
        table = queries.table_by_id(workshop.id, table_id)
    return _table_page(form, workshop, table), status


@blueprint.post(f"{WORKSHOP}/tische/<int:table_id>/entfernen/")
@allow(runs_workshops)
def remove_table(charter: Charter, number: int, table_id: int) -> ResponseReturnValue:
    """Take down a table at which nothing was written."""
    workshop = queries.workshop_by_number(charter.id, number)
    form = ConfirmForm()
    _done, status = carry_out(
        form,
        lambda: services.remove_table(
            current_actor(),
            now(),
            workshop,
            queries.table_by_id(workshop.id, table_id),
        ),
    )
    if status == OK:
        notice(_("Der Tisch ist entfernt."))
        return redirect(url_for(".show", number=number), code=303)
    table = queries.table_by_id(workshop.id, table_id)
    shown = TableForm.for_charter(charter.id, table, formdata=None)
    shown.form_errors.extend(form.form_errors)
    return _table_page(shown, workshop, table), status


def _table_page(form: TableForm, workshop: Workshop, table: Table) -> str:
    return render_template(
        "workshops/edit_table.html",
        form=form,
        workshop=workshop,
        table=table,
        removable=not queries.ideas_at_table(table.id).ideas,
    )
