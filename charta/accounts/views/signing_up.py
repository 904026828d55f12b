"""A new account: asked for on one page, confirmed on another."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.accounts import passwords, queries, rules, services, writing
from charta.accounts.blueprint import blueprint
from charta.accounts.forms import AddressForm, SignUpForm
from charta.accounts.views.mailing import send_within_limits
from charta.core.access import allow, anyone, current_actor
from charta.core.clock import now
from charta.core.database import transaction
from charta.core.errors import Conflict, Invalid, NotFound
from charta.core.forms import ButtonForm
from charta.core.notices import notice


@blueprint.route("/anlegen/", methods=["GET", "POST"])
@allow(anyone)
def sign_up() -> ResponseReturnValue:
    """Ask for an account. The answer is the same whether the address has one or not."""
    if request.method == "GET" and current_actor().signed_in:
        return redirect(url_for("accounts.account"), code=303)
    form = SignUpForm()
    next_path = rules.way_back(request.args.get("next"))
    if request.method == "GET":
        writing.begin(form, now())
    if not form.validate_on_submit():
        return _sign_up_page(form, next_path)
    proof = writing.proof_of(form, "sign_up", now())
    name, email, password = form.name.data or "", form.email.data or "", form.password.data or ""
    try:
        rules.check_password(password, email=email, name=name)
        password_hash = passwords.hash_password(password)
        send_within_limits(
            email,
            lambda: services.sign_up(
                now(),
                email=email,
                name=name,
                password_hash=password_hash,
                proof=proof,
                next_path=next_path,
            ),
        )
    except Invalid as error:
        form.reject(error)
        return _sign_up_page(form, next_path)
    return redirect(url_for("accounts.sent"), code=303)


def _sign_up_page(form: SignUpForm, next_path: str | None) -> ResponseReturnValue:
    page = render_template("accounts/sign_up.html", form=form, next=next_path)
    return page, 422 if form.errors else 200


@blueprint.get("/post/")
@allow(anyone)
def sent() -> ResponseReturnValue:
    """Say that a mail is on its way, in the same words for everybody."""
    return render_template("accounts/sent.html")


@blueprint.route("/bestaetigung/", methods=["GET", "POST"])
@allow(anyone)
def resend() -> ResponseReturnValue:
    """Send the link to confirm once more."""
    form = AddressForm()
    if form.validate_on_submit():
        try:
            email = form.email.data or ""
            send_within_limits(email, lambda: services.send_confirmation_again(now(), email=email))
        except Invalid as error:
            form.reject(error)
        else:
            return redirect(url_for("accounts.sent"), code=303)
    return render_template("accounts/resend.html", form=form), 422 if form.errors else 200


@blueprint.route("/bestaetigen/<token>/", methods=["GET", "POST"])
@allow(anyone)
def confirm(token: str) -> ResponseReturnValue:
    """Confirm an address by a button: programs that look into mails follow links, they do not
    press buttons."""
    form = ButtonForm()
    next_path = rules.way_back(request.args.get("next"))
    sign_in = url_for("accounts.sign_in", next=next_path)
    if form.validate_on_submit():
        try:
            with transaction():
                services.confirm(now(), token)
        except (NotFound, Conflict) as error:
            return render_template("accounts/confirm.html", state="gone"), error.status
        notice(_("Ihre Adresse ist bestätigt. Sie können sich jetzt anmelden."))
        return redirect(sign_in, code=303)
    if form.errors:
        return render_template("accounts/confirm.html", state="open", form=form), 422
    link = queries.mail_link(token, "confirm")
    if link is not None and link.used_at is not None and link.person.confirmed_at is not None:
        return render_template("accounts/confirm.html", state="done", sign_in=sign_in)
    if link is None or link.used_at is not None or link.expires_at <= now():
        return render_template("accounts/confirm.html", state="gone"), 404
    return render_template("accounts/confirm.html", state="open", form=form)
