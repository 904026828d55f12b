"""Signing in with a password, and signing out."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.accounts import (
    challenges,
    passwords,
    queries,
    rules,
    services,
    sessions,
    throttling,
    visiting,
)
from charta.accounts.blueprint import blueprint
from charta.accounts.forms import CredentialForm, SignInForm
from charta.accounts.models import Person
from charta.accounts.views.arriving import arrive
from charta.accounts.views.refusing import answer, begin, reject
from charta.core.access import allow, anyone, current_actor
from charta.core.clock import now
from charta.core.database import transaction
from charta.core.errors import CharterError, Conflict, Invalid, TooMany
from charta.core.notices import notice


class Unconfirmed(Invalid):
    """The password is right, but nobody has confirmed the address yet."""


@blueprint.route("/anmelden/", methods=["GET", "POST"])
@allow(anyone)
def sign_in() -> ResponseReturnValue:
    """Sign in and go back to where one came from."""
    next_path = rules.way_back(request.args.get("next"))
    if request.method == "GET" and current_actor().signed_in:
        return redirect(next_path or url_for("accounts.account"), code=303)
    form = SignInForm()
    refused: CharterError | None = None
    if form.validate_on_submit():
        try:
            person, visitor = _enter(form.email.data or "", form.password.data or "")
        except (Invalid, Conflict, TooMany) as error:
            reject(form, error)
            refused = error
        else:
            return arrive(person, visitor, next_path)
    return sign_in_page(form, next_path, refused)


def sign_in_page(
    form: SignInForm, next_path: str | None, refused: CharterError | None = None
) -> ResponseReturnValue:
    """All ways to sign in."""
    page = render_template(
        "accounts/sign_in.html",
        form=form,
        next=next_path,
        unconfirmed=isinstance(refused, Unconfirmed),
        passkey_form=CredentialForm(formdata=None),
        passkeys_possible=challenges.site(visiting.settings()).possible,
        provider=visiting.settings().oidc_name,
    )
    return answer(page, refused, wrong=bool(form.errors))


def _enter(email: str, password: str) -> tuple[Person, sessions.Visitor | None]:
    """The person and their session, or None where a second step is to come. Raises Invalid,
    Conflict when the password has just changed, TooMany."""
    attempt = begin("password", email)
    person = _proven(email, password)
    if person is None:
        raise Invalid(
            _("E-Mail-Adresse und Passwort passen nicht zu einem Konto. Prüfen Sie beides.")
        )
    if person.confirmed_at is None:
        with transaction():
            throttling.forgive(attempt)
        raise Unconfirmed(
            _(
                "Bitte bestätigen Sie erst Ihre E-Mail-Adresse. Dazu haben wir Ihnen einen "
                "Link geschickt."
            )
        )
    verified = person.password_hash or ""
    better = passwords.better_hash(verified, password)
    with transaction():
        visitor = services.sign_in(
            now(),
            visiting.settings(),
            person.id,
            verified_hash=verified,
            better_hash=better,
            browser=visiting.browser(),
        )
        throttling.forgive(attempt)
        sessions.close_session()
    return person, visitor


def _proven(email: str, password: str) -> Person | None:
    """The person with this address and password; takes as long when there is none."""
    try:
        person = queries.person_by_email(rules.normal_address(email))
    except Invalid:
        person = None
    if person is not None and rules.is_out_of_place(
        person.email or "", demonstration=visiting.settings().demonstration
    ):
        person = None
    known = passwords.matches(person.password_hash if person is not None else None, password)
    return person if known else None


@blueprint.post("/abmelden/")
@allow(anyone)
def sign_out() -> ResponseReturnValue:
    """End this browser's session, and go where somebody else may sign in."""
    with transaction():
        sessions.close_session()
    notice(_("Sie sind abgemeldet."))
    next_path = rules.way_back(request.args.get("next"))
    return redirect(next_path or url_for("site.charters"), code=303)
