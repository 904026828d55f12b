"""Workshops: the list, one, setting up, changing, opening to the public."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.charters.models import Charter
from charta.core.access import allow, current_actor
from charta.core.clock import now
from charta.core.forms import number_or_none
from charta.core.notices import notice
from charta.core.posting import OK, carry_out
from charta.receipts.queries import codes
from charta.workshops import queries, services
from charta.workshops.forms import ConfirmForm, WorkshopForm
from charta.workshops.models import Idea
from charta.workshops.policies import reads_workshops, runs_workshops
from charta.workshops.views.blueprint import ROOT, WORKSHOP, blueprint


@blueprint.get(f"{ROOT}/")
@allow(reads_workshops)
def index(charter: Charter) -> str:
    """All workshops of the charter."""
    return render_template("workshops/index.html", workshops=queries.overview(charter.id))


@blueprint.get(f"{WORKSHOP}/")
@allow(reads_workshops)
def show(charter: Charter, number: int) -> str:
    """One workshop with its tables and what can be done with it."""
    workshop = queries.workshop_by_number(charter.id, number)
    return render_template(
        "workshops/show.html",
        workshop=workshop,
        tables=queries.tables(workshop.id),
        ideas=queries.idea_count(workshop.id),
    )


@blueprint.get(f"{WORKSHOP}/belege/")
@allow(runs_workshops)
def receipts(charter: Charter, number: int) -> str:
    """The receipts of a workshop's ideas, to be printed, cut out and handed over."""
    workshop = queries.workshop_by_number(charter.id, number)
    before, after = (number_or_none(request.args.get(name, "")) for name in ("vor", "nach"))
    page = queries.ideas_of(workshop.id, before=before, after=after)
    return render_template(
        "workshops/receipts.html",
        workshop=workshop,
        page=page,
        codes=codes(Idea.__tablename__, [idea.id for idea in page.ideas]),
    )


@blueprint.route(f"{ROOT}/neu/", methods=["GET", "POST"])
@allow(runs_workshops)
def create(charter: Charter) -> ResponseReturnValue:
    """Set a workshop up."""
    form, status = WorkshopForm(), OK
    if form.is_submitted():
        workshop, status = carry_out(
            form,
            lambda: services.create_workshop(current_actor(), now(), charter, **form.facts),
        )
        if workshop is not None:
            notice(_("Die Veranstaltung ist angelegt. Legen Sie nun ihre Tische an."))
            return redirect(url_for(".show", number=workshop.number), code=303)
    return render_template("workshops/create.html", form=form), status


@blueprint.route(f"{WORKSHOP}/bearbeiten/", methods=["GET", "POST"])
@allow(runs_workshops)
def edit(charter: Charter, number: int) -> ResponseReturnValue:
    """Correct what is said about a workshop."""
    workshop = queries.workshop_by_number(charter.id, number)
    form, status = WorkshopForm(obj=workshop), OK
    if form.is_submitted():
        changed, status = carry_out(
            form,
            lambda: services.change_workshop(current_actor(), now(), workshop, **form.facts),
        )
        if changed is not None:
            notice(_("Ihre Änderungen sind gespeichert."))
            return redirect(url_for(".show", number=number), code=303)
    return render_template("workshops/edit.html", form=form, workshop=workshop), status


@blueprint.route(f"{WORKSHOP}/oeffnen/", methods=["GET", "POST"])
@allow(runs_workshops)
def publish(charter: Charter, number: int) -> ResponseReturnValue:
    """Say what becomes visible, and open the workshop to the public."""
    workshop = queries.workshop_by_number(charter.id, number)
    form, status = ConfirmForm(), OK
    if form.is_submitted():
        _done, status = carry_out(
            form, lambda: services.open_workshop(current_actor(), now(), workshop)
        )
        if status == OK:
            notice(_("Die Veranstaltung ist jetzt öffentlich."))
            return redirect(url_for(".show", number=number), code=303)
    page = render_template(
        "workshops/publish.html",
        form=form,
        workshop=workshop,
        ideas=queries.idea_count(workshop.id),
    )
    return page, status
