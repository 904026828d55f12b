"""Charters themselves: begin one, describe it."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.accounts.freshness import fresh
from charta.charters import services
from charta.charters.blueprint import SETTINGS, blueprint
from charta.charters.forms import CharterForm, FirstHeldForm, NewCharterForm, SecondStepForm
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
    return settings_page(charter, form), status


@blueprint.post(f"{SETTINGS}zweiter-schritt/")
@allow(is_admin)
@fresh
def second_step(charter: Charter) -> ResponseReturnValue:
    """Demand a second step of all who work on the charter, or leave it to them again."""
    form = SecondStepForm()
    demanded = form.demanded.data == "ja"

    def change() -> bool:
        services.demand_second_step(current_actor(), now(), charter, demanded=demanded)
        return True

    done, status = carry_out(form, change)
    if not done:
        shown = CharterForm(formdata=None, obj=charter)
        return settings_page(charter, shown, form), status
    notice(
        _("Rollen gelten hier jetzt nur noch mit zwei Schritten.")
        if demanded
        else _("Rollen gelten hier wieder auch mit einem Schritt.")
    )
    return redirect(url_for("charters.settings"), code=303)


@blueprint.post(f"{SETTINGS}erste-beitraege/")
@allow(is_admin)
def first_contributions(charter: Charter) -> ResponseReturnValue:
    """Have the first contribution of each person read before it is public, or not."""
    form = FirstHeldForm()
    held = form.held.data == "ja"

    def change() -> bool:
        services.hold_first(current_actor(), now(), charter, held=held)
        return True

    done, status = carry_out(form, change)
    if not done:
        return settings_page(charter, CharterForm(formdata=None, obj=charter), first=form), status
    notice(
        _("Erste Beiträge werden jetzt gelesen, bevor sie öffentlich sind.")
        if held
        else _("Erste Beiträge sind jetzt sofort öffentlich.")
    )
    return redirect(url_for("charters.settings"), code=303)


def settings_page(
    charter: Charter,
    form: CharterForm,
    step: SecondStepForm | None = None,
    first: FirstHeldForm | None = None,
) -> str:
    if step is None:
        step = SecondStepForm(formdata=None)
        step.demanded.data = "ja" if charter.second_step_required else "nein"
    if first is None:
        first = FirstHeldForm(formdata=None)
        first.held.data = "ja" if charter.first_held else "nein"
    return render_template("charters/settings.html", form=form, step=step, first=first)
