"""Choosing what one wants to hear of: with an account, or with the link of a mail."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.charters.queries import all_charters
from charta.core.access import allow, anyone, current_actor, signed_in
from charta.core.clock import now
from charta.core.database import transaction
from charta.core.notices import notice
from charta.core.posting import carry_out
from charta.core.security import csrf, from_anywhere
from charta.notifications import services
from charta.notifications.blueprint import blueprint
from charta.notifications.forms import AccountWishesForm, WishesForm
from charta.notifications.policies import may_see_delivery
from charta.notifications.queries.addressees import addressee_of, chosen
from charta.notifications.queries.delivery import standing

ONE_CLICK = ("List-Unsubscribe", "One-Click")
"""What a mail programme sends when its reader has had enough (RFC 8058)."""


@blueprint.route("/konto/benachrichtigungen/", methods=["GET", "POST"])
@allow(signed_in)
def settings() -> ResponseReturnValue:
    """What somebody with an account wants to hear of."""
    actor = current_actor()
    form = AccountWishesForm()
    charters = all_charters()
    form.watched.choices = [(one.id, f"{one.name}, {one.city}") for one in charters]
    status = 200
    if request.method == "POST":
        kept, status = carry_out(form, lambda: _choose(form))
        if kept:
            notice(_("Ihre Auswahl ist gespeichert."))
            return redirect(url_for("notifications.settings"), code=303)
    else:
        form.show(chosen(actor.person_id or 0))
    page = render_template(
        "notifications/settings.html", form=form, may_see_delivery=may_see_delivery(actor)
    )
    return page, status


def _choose(form: AccountWishesForm) -> bool:
    services.choose(
        current_actor(),
        wishes=form.wishes,
        language=form.language.data or "",
        watched=[number for number in form.watched.data or () if number is not None],
    )
    return True


def one_click() -> bool:
    """Whether this is what a mail programme sends, perhaps from a page of its own."""
    name, value = ONE_CLICK
    return request.form.get(name) == value


@blueprint.route("/abmelden/<token>/", methods=["GET", "POST"])
@csrf.exempt  # type: ignore[untyped-decorator]
@from_anywhere(one_click)
@allow(anyone)
def unsubscribe(token: str) -> ResponseReturnValue:
    """Choose or stop with the link of a mail, without signing in.

    What a mail programme sends carries no token of ours against forged requests, and needs none:
    whoever knows this address may use it. RFC 8058 wants an answer without a redirect.
    """
    found = addressee_of(token)
    form = WishesForm(meta={"csrf": False})
    if request.method == "GET":
        form.show(chosen(found.person_id))
        return render_template(
            "notifications/unsubscribe.html", form=form, token=token, stopped=False
        )
    if one_click():
        with transaction():
            services.stop(token)
        form = WishesForm(formdata=None, meta={"csrf": False})
        form.show(chosen(found.person_id))
        return render_template(
            "notifications/unsubscribe.html", form=form, token=token, stopped=True
        )
    kept, status = carry_out(form, lambda: _choose_by_link(token, form))
    if kept:
        notice(_("Ihre Auswahl ist gespeichert."))
        return redirect(url_for("notifications.unsubscribe", token=token), code=303)
    return render_template(
        "notifications/unsubscribe.html", form=form, token=token, stopped=False
    ), status


def _choose_by_link(token: str, form: WishesForm) -> bool:
    services.choose_by_link(token, wishes=form.wishes, language=form.language.data or "")
    return True


@blueprint.get("/konto/versand/")
@allow(may_see_delivery)
def delivery() -> str:
    """How many mails wait, and how many have been given up and why; no address is shown."""
    return render_template("notifications/delivery.html", standing=standing(now()))
