"""Proving once more to be oneself, before what cannot be taken back."""

from __future__ import annotations

from collections.abc import Callable

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.accounts import (
    challenges,
    passwords,
    provider,
    queries,
    rules,
    services,
    throttling,
    visiting,
)
from charta.accounts.blueprint import blueprint
from charta.accounts.forms import AgainForm, CodeForm, CredentialForm
from charta.accounts.models import Person
from charta.accounts.services import codes
from charta.accounts.views.refusing import answer, begin, reject
from charta.core.access import allow, current_actor, signed_in
from charta.core.clock import now
from charta.core.database import transaction
from charta.core.errors import CharterError, Invalid, TooMany
from charta.core.forms import Form


@blueprint.route("/noch-einmal/", methods=["GET", "POST"])
@allow(signed_in)
def again() -> ResponseReturnValue:
    """Prove it by the password; other ways stand beside it."""
    form = AgainForm()
    return _prove(form, lambda person: _by_password(person, form), password=form)


@blueprint.post("/noch-einmal/code/")
@allow(signed_in)
def again_by_code() -> ResponseReturnValue:
    """Prove it by a code of the app."""
    form = CodeForm()
    return _prove(form, lambda person: _by_code(person, form), code=form)


@blueprint.post("/noch-einmal/passkey/")
@allow(signed_in)
def again_by_passkey() -> ResponseReturnValue:
    """Prove it by a passkey."""
    form = CredentialForm()
    return _prove(form, lambda person: _by_passkey(person, form))


def _prove(
    form: Form,
    proof: Callable[[Person], None],
    *,
    password: AgainForm | None = None,
    code: CodeForm | None = None,
) -> ResponseReturnValue:
    person = queries.person(current_actor().person_id or 0)
    password = password or AgainForm(formdata=None)
    refused: CharterError | None = None
    if form.validate_on_submit():
        try:
            proof(person)
        except (Invalid, TooMany) as error:
            reject(form if form in {password, code} else password, error)
            refused = error
        else:
            target = rules.way_back(request.args.get("next"))
            return redirect(target or url_for("accounts.account"), code=303)
    app = queries.authenticator(person.id)
    has_app = app is not None and app.confirmed_at is not None
    found = provider.of(visiting.settings())
    page = render_template(
        "accounts/again.html",
        next=rules.way_back(request.args.get("next")),
        form=password,
        code_form=(code or CodeForm(formdata=None)) if has_app else None,
        passkey_form=CredentialForm(formdata=None),
        has_passkeys=bool(queries.passkeys(person.id)),
        has_password=person.password_hash is not None,
        provider=found.name if found and queries.identities(person.id, found.issuer) else None,
    )
    return answer(page, refused, wrong=request.method == "POST")


def _by_password(person: Person, form: AgainForm) -> None:
    attempt = begin("password", person.email)
    if not passwords.matches(person.password_hash, form.password.data or ""):
        raise Invalid(_("Das ist nicht Ihr Passwort."), "password")
    with transaction():
        services.prove_again(now(), visiting.visitor())
        throttling.forgive(attempt)


def _by_code(person: Person, form: CodeForm) -> None:
    attempt = begin("code", person.email)
    with transaction():
        codes.use(now(), visiting.settings(), person, form.code.data or "")
        services.prove_again(now(), visiting.visitor())
        throttling.forgive(attempt)


def _by_passkey(person: Person, form: CredentialForm) -> None:
    challenge = challenges.asked(now(), "again")
    with transaction():
        services.use_passkey(
            now(),
            challenges.site(visiting.settings()),
            challenge=challenge,
            answer=form.credential.data or "",
            verified=True,
            person_id=person.id,
        )
        services.prove_again(now(), visiting.visitor())
