"""Signing in without a password: by a link that comes by mail."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from charta.accounts import queries, rules, services, sessions, visiting
from charta.accounts.blueprint import blueprint
from charta.accounts.forms import AddressForm
from charta.accounts.models import MailLink
from charta.accounts.views.arriving import arrive
from charta.accounts.views.mailing import send_within_limits
from charta.core.access import allow, anyone
from charta.core.clock import now
from charta.core.database import transaction
from charta.core.errors import Conflict, Invalid, NotFound
from charta.core.forms import ButtonForm


@blueprint.route("/anmelden/per-mail/", methods=["GET", "POST"])
@allow(anyone)
def by_mail() -> ResponseReturnValue:
    """Ask for a link to sign in; the same answer for every address."""
    form = AddressForm()
    next_path = rules.way_back(request.args.get("next"))
    if form.validate_on_submit():
        email = form.email.data or ""
        try:
            send_within_limits(
                email, lambda: services.ask_to_enter(now(), email=email, next_path=next_path)
            )
        except Invalid as error:
            form.reject(error)
        else:
            return redirect(url_for("accounts.sent"), code=303)
    page = render_template("accounts/by_mail.html", form=form, next=next_path)
    return page, 422 if form.errors else 200


@blueprint.route("/anmelden/link/<token>/", methods=["GET", "POST"])
@allow(anyone)
def enter(token: str) -> ResponseReturnValue:
    """Sign in by a button behind a mailed link: programs that look into mails follow links, they
    do not press buttons."""
    form = ButtonForm()
    next_path = rules.way_back(request.args.get("next"))
    link = queries.mail_link(token, "enter")
    if link is None or not _lives(link):
        return render_template("accounts/enter.html", name=None), 404
    if form.validate_on_submit():
        try:
            with transaction():
                person, visitor = services.enter_by_link(
                    now(), visiting.settings(), token, browser=visiting.browser()
                )
                sessions.close_session()
        except (NotFound, Conflict) as error:
            return render_template("accounts/enter.html", name=None), error.status
        return arrive(person, visitor, next_path)
    page = render_template("accounts/enter.html", name=link.person.name, form=form, next=next_path)
    return page, 422 if form.errors else 200


def _lives(link: MailLink) -> bool:
    demonstration = visiting.settings().demonstration
    if rules.is_out_of_place(link.person.email or "", demonstration=demonstration):
        return False
    return link.used_at is None and link.expires_at > now()
