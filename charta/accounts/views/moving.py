"""Another mail address for one's account."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from charta.accounts import queries, services, throttling, visiting
from charta.accounts.blueprint import blueprint
from charta.accounts.forms import MoveForm
from charta.accounts.freshness import fresh
from charta.core.access import allow, anyone, current_actor, signed_in
from charta.core.clock import now
from charta.core.database import transaction
from charta.core.errors import Conflict, NotFound
from charta.core.forms import ButtonForm
from charta.core.notices import notice
from charta.core.posting import carry_out


@blueprint.route("/adresse/", methods=["GET", "POST"])
@allow(signed_in)
@fresh
def address() -> ResponseReturnValue:
    """Ask for a link to the new address; the same answer whether it has an account or not."""
    form = MoveForm()
    status = 200
    if form.is_submitted():
        done, status = carry_out(form, lambda: _ask(form.email.data or ""))
        if done:
            return redirect(url_for("accounts.sent"), code=303)
    return render_template("accounts/address.html", form=form), status


def _ask(email: str) -> bool:
    if throttling.may_mail(now(), visiting.origin(email)):
        services.ask_to_move(current_actor(), now(), email=email)
    return True


@blueprint.route("/adresse/<token>/", methods=["GET", "POST"])
@allow(anyone)
def move(token: str) -> ResponseReturnValue:
    """Take the new address by a button behind the link that was sent to it."""
    form = ButtonForm()
    link = queries.mail_link(token, "move")
    if link is None or link.used_at is not None or link.expires_at <= now():
        return render_template("accounts/move.html", form=None), 404
    if form.validate_on_submit():
        mine = current_user.is_authenticated and current_user.person_id == link.person_id
        try:
            with transaction():
                services.move(now(), token, but=current_user.sign_in_id if mine else None)
        except NotFound as error:
            return render_template("accounts/move.html", form=None), error.status
        except Conflict as error:
            return render_template("accounts/move.html", form=None, why=error.message), 409
        notice(_("Ihr Konto hat jetzt die neue Adresse."))
        target = "accounts.account" if mine else "accounts.sign_in"
        return redirect(url_for(target), code=303)
    page = render_template("accounts/move.html", form=form, email=link.email)
    return page, 422 if form.errors else 200
