"""How one's account is protected: the app, recovery codes, the second step."""

from __future__ import annotations

import pyotp
import segno
from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.accounts import challenges, provider, queries, services, throttling, visiting
from charta.accounts.blueprint import blueprint
from charta.accounts.forms import CodeForm, PasskeyForm, PasskeyNameForm
from charta.accounts.freshness import fresh
from charta.accounts.models import Authenticator, Person
from charta.accounts.services import codes
from charta.accounts.services.factors import proven_by_provider
from charta.accounts.views.refusing import answer, begin, reject
from charta.core.access import allow, current_actor, signed_in
from charta.core.clock import now
from charta.core.database import transaction
from charta.core.errors import CharterError, Invalid, TooMany
from charta.core.forms import ButtonForm
from charta.core.notices import notice


@blueprint.get("/sicherheit/")
@allow(signed_in)
@fresh
def security() -> ResponseReturnValue:
    """What protects the account, and what one can do about it."""
    return security_page(None, 200)


def security_page(
    form: PasskeyForm | None, status: int, naming: tuple[int, PasskeyNameForm] | None = None
) -> ResponseReturnValue:
    person = _myself()
    found = queries.passkeys(person.id)
    names = {one.id: PasskeyNameForm(formdata=None, obj=one, prefix="") for one in found}
    if naming is not None:
        names[naming[0]] = naming[1]
    app = queries.authenticator(person.id)
    linked = provider.of(visiting.settings())
    page = render_template(
        "accounts/security.html",
        person=person,
        form=form or PasskeyForm(formdata=None),
        passkeys=found,
        names=names,
        possible=challenges.site(visiting.settings()).possible,
        has_app=app is not None and app.confirmed_at is not None,
        codes_left=queries.recovery_codes_left(person.id),
        provider=linked.name if linked is not None else None,
        identities=queries.identities(person.id, linked.issuer) if linked is not None else (),
        provider_proves=proven_by_provider(person),
    )
    return page, status


@blueprint.post("/sicherheit/app/neu/")
@allow(signed_in)
@fresh
def authenticator_begin() -> ResponseReturnValue:
    """Make a secret for an app; the next page shows it."""
    ButtonForm().check()
    with transaction():
        services.begin_authenticator(current_actor(), now(), visiting.settings())
    return redirect(url_for("accounts.authenticator"), code=303)


@blueprint.route("/sicherheit/app/", methods=["GET", "POST"])
@allow(signed_in)
@fresh
def authenticator() -> ResponseReturnValue:
    """Show the secret to the app, and type its first code."""
    person, form = _myself(), CodeForm()
    waiting = queries.authenticator(person.id)
    if waiting is None or waiting.confirmed_at is not None:
        return redirect(url_for("accounts.security"), code=303)
    refused: CharterError | None = None
    if form.validate_on_submit():
        try:
            made = _confirm(person, form.code.data or "")
        except (Invalid, TooMany) as error:
            reject(form, error)
            refused = error
        else:
            if made:
                return _show_codes(made)
            notice(_("Ihre App ist eingerichtet."))
            return redirect(url_for("accounts.security"), code=303)
    page = render_template("accounts/authenticator.html", form=form, **_secret(person, waiting))
    return answer(page, refused, wrong=bool(form.errors))


def _confirm(person: Person, code: str) -> list[str]:
    attempt = begin("code", person.email)
    with transaction():
        made = services.confirm_authenticator(
            current_actor(),
            now(),
            visiting.settings(),
            code=code,
            sign_in_id=visiting.visitor().sign_in_id,
        )
        throttling.forgive(attempt)
    return made


def _secret(person: Person, waiting: Authenticator) -> dict[str, str]:
    """The secret as a picture and in groups of four letters. Raises Invalid where the key of the
    installation has changed since it was made."""
    secret = codes.secret_of(visiting.settings(), waiting)
    if secret is None:
        raise Invalid(_("Bitte richten Sie die App noch einmal von vorn ein."))
    address = pyotp.TOTP(secret).provisioning_uri(name=person.email or "", issuer_name="Charta")
    picture = segno.make(address, error="m", micro=False)
    groups = [secret[place : place + 4] for place in range(0, len(secret), 4)]
    return {
        "picture": picture.svg_data_uri(scale=4, border=4, light="#fff"),
        "secret": " ".join(groups),
    }


@blueprint.post("/sicherheit/app/entfernen/")
@allow(signed_in)
@fresh
def authenticator_remove() -> ResponseReturnValue:
    ButtonForm().check()
    with transaction():
        services.remove_authenticator(current_actor(), now())
    notice(_("Die App ist entfernt."))
    return redirect(url_for("accounts.security"), code=303)


@blueprint.post("/sicherheit/zwei-schritte/ein/")
@allow(signed_in)
@fresh
def second_step_on() -> ResponseReturnValue:
    """Ask for a second step from now on; the page that follows shows the recovery codes, once."""
    ButtonForm().check()
    with transaction():
        made = services.switch_on(current_actor(), now(), sign_in_id=visiting.visitor().sign_in_id)
    return _show_codes(made) if made else redirect(url_for("accounts.security"), code=303)


@blueprint.post("/sicherheit/zwei-schritte/aus/")
@allow(signed_in)
@fresh
def second_step_off() -> ResponseReturnValue:
    ButtonForm().check()
    with transaction():
        services.switch_off(current_actor(), now())
    notice(_("Die Anmeldung in zwei Schritten ist ausgeschaltet."))
    return redirect(url_for("accounts.security"), code=303)


@blueprint.post("/sicherheit/codes/")
@allow(signed_in)
@fresh
def recovery_codes() -> ResponseReturnValue:
    """Ten new codes in place of the old."""
    ButtonForm().check()
    with transaction():
        made = services.new_recovery_codes(current_actor(), now())
    return _show_codes(made)


def _show_codes(made: list[str]) -> ResponseReturnValue:
    """The one page that follows a form without a detour: the codes are kept nowhere from which
    another page could read them."""
    return render_template("accounts/recovery_codes.html", codes=made)


def _myself() -> Person:
    return queries.person(current_actor().person_id or 0)
