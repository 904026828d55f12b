"""One's own account."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.accounts import passwords, queries, rules, services, sessions, throttling, visiting
from charta.accounts.blueprint import blueprint
from charta.accounts.forms import NameForm, PasswordForm
from charta.accounts.models import Person
from charta.accounts.overview import overview
from charta.accounts.views.refusing import answer, begin, reject
from charta.core.access import allow, current_actor, signed_in
from charta.core.clock import now
from charta.core.database import transaction
from charta.core.errors import CharterError, Conflict, Invalid, TooMany
from charta.core.notices import notice


@blueprint.get("/")
@allow(signed_in)
def account() -> ResponseReturnValue:
    """Name, password, roles, and the ways to one's own pages."""
    person = _myself()
    return _page(person, NameForm(formdata=None, obj=person), PasswordForm(formdata=None))


@blueprint.post("/name/")
@allow(signed_in)
def rename() -> ResponseReturnValue:
    form = NameForm()
    if not form.validate_on_submit():
        return _page(_myself(), form, PasswordForm(formdata=None))
    with transaction():
        services.rename(current_actor(), now(), name=form.name.data or "")
    notice(_("Ihr Name ist geändert."))
    return redirect(url_for("accounts.account"), code=303)


@blueprint.post("/passwort/")
@allow(signed_in)
def change_password() -> ResponseReturnValue:
    """Change the password; needs the present one and ends all other sessions."""
    form = PasswordForm()
    person = _myself()
    refused: CharterError | None = None
    if form.validate_on_submit():
        try:
            visitor = _change_password(person, form)
        except (Invalid, TooMany) as error:
            reject(form, error)
            refused = error
        except Conflict as error:
            form.reject(Invalid(error.message, "present"))
        else:
            sessions.remember(visitor)
            notice(_("Ihr Passwort ist geändert. Andere Geräte sind abgemeldet."))
            return redirect(url_for("accounts.account"), code=303)
    return _page(person, NameForm(formdata=None, obj=person), form, refused)


def _change_password(person: Person, form: PasswordForm) -> sessions.Visitor:
    attempt = begin("password", person.email)
    verified, password = person.password_hash or "", form.password.data or ""
    if not passwords.matches(person.password_hash, form.present.data or ""):
        raise Invalid(_("Das ist nicht Ihr jetziges Passwort."), "present")
    rules.check_password(password, email=person.email or "", name=person.name)
    password_hash = passwords.hash_password(password)
    with transaction():
        throttling.forgive(attempt)
        return services.change_password(
            current_actor(),
            now(),
            visiting.settings(),
            verified_hash=verified,
            password_hash=password_hash,
            browser=visiting.browser(),
        )


def _myself() -> Person:
    return queries.person(current_actor().person_id or 0)


def _page(
    person: Person,
    name_form: NameForm,
    password_form: PasswordForm,
    refused: CharterError | None = None,
) -> ResponseReturnValue:
    page = render_template(
        "accounts/account.html",
        email=person.email,
        has_password=person.password_hash is not None,
        name_form=name_form,
        password_form=password_form,
        overview=overview(current_actor()),
    )
    return answer(page, refused, wrong=bool(name_form.errors or password_form.errors))
