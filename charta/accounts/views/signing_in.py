"""Signing in and out."""

from __future__ import annotations

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.accounts import passwords, queries, rules, services, sessions
from charta.accounts.blueprint import blueprint
from charta.accounts.forms import SignInForm
from charta.accounts.models import Person
from charta.core.access import allow, anyone, current_actor
from charta.core.clock import now
from charta.core.database import transaction
from charta.core.errors import Conflict, Invalid
from charta.core.notices import notice
from config import Settings


@blueprint.route("/anmelden/", methods=["GET", "POST"])
@allow(anyone)
def sign_in() -> ResponseReturnValue:
    """Sign in and go back to where one came from."""
    next_path = rules.way_back(request.args.get("next"))
    target = next_path or url_for("accounts.account")
    if request.method == "GET" and current_actor().signed_in:
        return redirect(target, code=303)
    form = SignInForm()
    unconfirmed = False
    if form.validate_on_submit():
        person = _proven(form.email.data or "", form.password.data or "")
        unconfirmed = person is not None and person.confirmed_at is None
        if person is None:
            form.reject(
                Invalid(
                    _("E-Mail-Adresse und Passwort passen nicht zu einem Konto. Prüfen Sie beides.")
                )
            )
        elif unconfirmed:
            form.reject(
                Invalid(
                    _(
                        "Bitte bestätigen Sie erst Ihre E-Mail-Adresse. Dazu haben wir Ihnen einen "
                        "Link geschickt."
                    )
                )
            )
        elif _enter(person, form):
            notice(_("Sie sind angemeldet."))
            return redirect(target, code=303)
    page = render_template(
        "accounts/sign_in.html", form=form, next=next_path, unconfirmed=unconfirmed
    )
    return page, 422 if form.errors else 200


def _proven(email: str, password: str) -> Person | None:
    """The person with this address and password; takes as long when there is none."""
    settings: Settings = current_app.extensions["charta.settings"]
    try:
        person = queries.person_by_email(rules.normal_address(email))
    except Invalid:
        person = None
    if person is not None and rules.is_out_of_place(
        person.email or "", demonstration=settings.demonstration
    ):
        person = None
    known = passwords.matches(person.password_hash if person is not None else None, password)
    return person if known else None


def _enter(person: Person, form: SignInForm) -> bool:
    """Begin a session; False, with the reason in the form, when the password has just changed."""
    settings: Settings = current_app.extensions["charta.settings"]
    verified = person.password_hash or ""
    better = passwords.better_hash(verified, form.password.data or "")
    try:
        with transaction():
            visitor = services.sign_in(
                now(), settings, person.id, verified_hash=verified, better_hash=better
            )
            sessions.close_session()
    except Conflict as error:
        form.reject(Invalid(error.message))
        return False
    sessions.remember(visitor)
    return True


@blueprint.post("/abmelden/")
@allow(anyone)
def sign_out() -> ResponseReturnValue:
    """End this browser's session."""
    with transaction():
        sessions.close_session()
    notice(_("Sie sind abgemeldet."))
    return redirect(url_for("site.charters"), code=303)
