"""A new password for those who have forgotten theirs."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.accounts import passwords, queries, rules, services
from charta.accounts.blueprint import blueprint
from charta.accounts.forms import AddressForm, ResetForm
from charta.accounts.sessions import leave
from charta.accounts.views.mailing import send_within_limits
from charta.core.access import allow, anyone
from charta.core.clock import now
from charta.core.database import transaction
from charta.core.errors import Conflict, Invalid, NotFound
from charta.core.notices import notice


@blueprint.route("/passwort-vergessen/", methods=["GET", "POST"])
@allow(anyone)
def forgot() -> ResponseReturnValue:
    """Ask for a link to set a new password; the same answer for every address."""
    form = AddressForm()
    if form.validate_on_submit():
        try:
            email = form.email.data or ""
            send_within_limits(email, lambda: services.ask_for_reset(now(), email=email))
        except Invalid as error:
            form.reject(error)
        else:
            return redirect(url_for("accounts.sent"), code=303)
    return render_template("accounts/forgot.html", form=form), 422 if form.errors else 200


@blueprint.route("/passwort/<token>/", methods=["GET", "POST"])
@allow(anyone)
def reset(token: str) -> ResponseReturnValue:
    """Set a new password by a mailed link."""
    link = queries.mail_link(token, "reset")
    if link is None or link.used_at is not None or link.expires_at <= now():
        return render_template("accounts/reset.html", form=None), 404
    form = ResetForm()
    if form.validate_on_submit():
        password = form.password.data or ""
        try:
            rules.check_password(password, email=link.person.email or "", name=link.person.name)
            password_hash = passwords.hash_password(password)
            with transaction():
                services.reset_password(now(), token, password_hash=password_hash)
        except Invalid as error:
            form.reject(error)
        except (NotFound, Conflict) as error:
            return render_template("accounts/reset.html", form=None), error.status
        else:
            leave()
            notice(_("Ihr neues Passwort gilt. Bitte melden Sie sich damit an."))
            return redirect(url_for("accounts.sign_in"), code=303)
    return render_template("accounts/reset.html", form=form), 422 if form.errors else 200
