"""Going: all that is here about oneself to take along, and the account deleted."""

from __future__ import annotations

from flask import current_app, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.accounts import queries, services, sessions, taking, visiting
from charta.accounts.blueprint import blueprint
from charta.accounts.forms import LeaveForm
from charta.accounts.freshness import fresh
from charta.accounts.models import Person
from charta.accounts.services.erasing import objections
from charta.core.access import allow, current_actor, signed_in
from charta.core.clock import now
from charta.core.forms import ButtonForm
from charta.core.notices import notice
from charta.core.posting import carry_out


@blueprint.get("/meine-daten/")
@allow(signed_in)
@fresh
def own_data() -> ResponseReturnValue:
    """What the file will hold, and the button for it."""
    return render_template("accounts/own_data.html")


@blueprint.post("/meine-daten/")
@allow(signed_in)
@fresh
def take_own_data() -> ResponseReturnValue:
    """All that is here about oneself as one file; made while one waits, kept nowhere."""
    ButtonForm().check()
    file, name = taking.pack(_myself(), now())
    response = send_file(file, mimetype="application/zip", as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.route("/loeschen/", methods=["GET", "POST"])
@allow(signed_in)
@fresh
def leave() -> ResponseReturnValue:
    """What will be gone and what stays; sent off, the account is deleted at once."""
    form = LeaveForm()
    person, status = _myself(), 200
    if form.is_submitted():
        done, status = carry_out(form, lambda: _erase(form))
        if done:
            sessions.leave()
            notice(_("Ihr Konto ist gelöscht."))
            response = current_app.make_response(redirect(url_for("site.charters"), code=303))
            visiting.forget_browser(response)
            return response
    obstacles = [] if form.form_errors else objections(person.id)
    page = render_template("accounts/leave.html", form=form, obstacles=obstacles, person=person)
    return page, status


def _erase(form: LeaveForm) -> bool:
    services.erase(current_actor(), now(), _myself(), texts=bool(form.texts.data))
    return True


def _myself() -> Person:
    return queries.person(visiting.visitor().person_id)
