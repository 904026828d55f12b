"""The second step of signing in."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from charta.accounts import challenges, queries, rules, services, sessions, throttling, visiting
from charta.accounts.blueprint import blueprint
from charta.accounts.forms import CodeForm, CredentialForm
from charta.accounts.models import Person
from charta.accounts.services.factors import proven_by_provider
from charta.accounts.views.arriving import arrive, waiting
from charta.accounts.views.refusing import answer, begin, reject
from charta.core.access import allow, anyone
from charta.core.clock import now
from charta.core.database import transaction
from charta.core.errors import CharterError, Invalid, TooMany


@blueprint.route("/anmelden/zweiter-schritt/", methods=["GET", "POST"])
@allow(anyone)
def second_step() -> ResponseReturnValue:
    """Prove it by a code of the app, or by a recovery code."""
    person, next_path = waiting(), rules.way_back(request.args.get("next"))
    if person is None:
        return redirect(url_for("accounts.sign_in", next=next_path), code=303)
    form = CodeForm()
    if not form.validate_on_submit():
        return _page(person, form, next_path)
    try:
        attempt = begin("code", person.email)
        with transaction():
            visitor = services.confirm_second_step(
                now(),
                visiting.settings(),
                person,
                form.code.data or "",
                browser=visiting.browser(),
            )
            throttling.forgive(attempt)
    except (Invalid, TooMany) as error:
        reject(form, error)
        return _page(person, form, next_path, error)
    return arrive(person, visitor, next_path)


@blueprint.post("/anmelden/zweiter-schritt/passkey/")
@allow(anyone)
def second_step_passkey() -> ResponseReturnValue:
    """Prove it by a passkey."""
    person, next_path = waiting(), rules.way_back(request.args.get("next"))
    if person is None:
        return redirect(url_for("accounts.sign_in", next=next_path), code=303)
    form, shown = CredentialForm(), CodeForm(formdata=None)
    if not form.validate_on_submit():
        return _page(person, shown, next_path, Invalid(""))
    settings = visiting.settings()
    try:
        challenge = challenges.asked(now(), "second")
        with transaction():
            services.use_passkey(
                now(),
                challenges.site(settings),
                challenge=challenge,
                answer=form.credential.data or "",
                verified=False,
                person_id=person.id,
            )
            visitor = sessions.open_session(person, now(), settings, visiting.browser())
    except Invalid as error:
        reject(shown, error)
        return _page(person, shown, next_path, error)
    return arrive(person, visitor, next_path)


def _page(
    person: Person, form: CodeForm, next_path: str | None, refused: CharterError | None = None
) -> ResponseReturnValue:
    app = queries.authenticator(person.id)
    page = render_template(
        "accounts/second_step.html",
        form=form,
        next=next_path,
        has_app=app is not None and app.confirmed_at is not None,
        passkey_form=CredentialForm(formdata=None),
        has_passkeys=bool(queries.passkeys(person.id)),
        provider=visiting.settings().oidc_name if proven_by_provider(person) else None,
    )
    return answer(page, refused, wrong=bool(form.errors))
