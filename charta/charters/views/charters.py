"""Charters themselves: begin one, describe it."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.charters import services
from charta.charters.blueprint import SETTINGS, blueprint
from charta.charters.forms import CharterForm, NewCharterForm
from charta.charters.models import Charter
from charta.charters.policies import is_admin, is_installation_admin
from charta.core.access import allow, current_actor
from charta.core.clock import now
from charta.core.notices import notice
from charta.core.posting import carry_out


@blueprint.route("/konto/charten/neu/", methods=["GET", "POST"])
@allow(is_installation_admin)
def create() -> ResponseReturnValue:
    """Begin a charter."""
    form = NewCharterForm()
    status = 200
    if request.method == "POST":
        made, status = carry_out(
            form,
            lambda: services.create_charter(
                current_actor(),
                now(),
                slug=form.slug.data or "",
                name=form.name.data or "",
                city=form.city.data or "",
                description=form.description.data or "",
            ),
        )
        if made is not None:
            notice(_("Die Charta ist angelegt. Ergänzen Sie jetzt Handlungsfelder und Rollen."))
            return redirect(url_for("charters.settings", charter=made.slug), code=303)
    return render_template("charters/create.html", form=form), status


@blueprint.route(SETTINGS, methods=["GET", "POST"])
@allow(is_admin)
def settings(charter: Charter) -> ResponseReturnValue:
    """Name, city and description."""
    form = CharterForm(obj=charter)
    status = 200
    if request.method == "POST":

        def change() -> bool:
            services.change_charter(
                current_actor(),
                now(),
                charter,
                name=form.name.data or "",
                city=form.city.data or "",
                description=form.description.data or "",
            )
            return True

        done, status = carry_out(form, change)
        if done:
            notice(_("Die Angaben zur Charta sind gespeichert."))
            return redirect(url_for("charters.settings"), code=303)
    return render_template("charters/settings.html", form=form), status
