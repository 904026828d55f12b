"""Passkeys: signing in with one, adding, naming and removing one's own."""

from __future__ import annotations

from flask import jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.accounts import challenges, queries, rules, services, sessions, visiting
from charta.accounts.blueprint import blueprint
from charta.accounts.forms import (
    CredentialForm,
    OptionsForm,
    PasskeyForm,
    PasskeyNameForm,
    SignInForm,
)
from charta.accounts.freshness import fresh, is_fresh
from charta.accounts.views.arriving import arrive, waiting
from charta.accounts.views.security import security_page
from charta.accounts.views.signing_in import sign_in_page
from charta.core.access import allow, anyone, current_actor, signed_in
from charta.core.clock import now
from charta.core.database import transaction
from charta.core.errors import Invalid, NotAllowed
from charta.core.forms import ButtonForm
from charta.core.notices import notice
from charta.core.posting import carry_out


@blueprint.post("/passkey/aufgabe/")
@allow(anyone)
def passkey_task() -> ResponseReturnValue:
    """What this browser is to sign, for a script. Nothing is written: the task stands in the
    browser's cookie, and only an answer that proves something is noted."""
    form, settings = OptionsForm(), visiting.settings()
    if not form.validate_on_submit() or not challenges.site(settings).possible:
        raise Invalid(_("Hier gibt es keine Passkeys."))
    purpose, actor = form.purpose.data, current_actor()
    if purpose == "sign_in":
        return jsonify(challenges.to_prove(now(), settings, "sign_in", None))
    if purpose == "second":
        person = waiting()
        if person is not None:
            return jsonify(challenges.to_prove(now(), settings, "second", person.id))
    elif actor.person_id is not None and purpose == "again":
        return jsonify(challenges.to_prove(now(), settings, "again", actor.person_id))
    elif actor.person_id is not None and purpose == "add" and is_fresh():
        person = queries.person(actor.person_id)
        return jsonify(challenges.to_add(now(), settings, person))
    raise NotAllowed


@blueprint.post("/anmelden/passkey/")
@allow(anyone)
def sign_in_passkey() -> ResponseReturnValue:
    """Sign in by a passkey alone: the device has made sure of its owner, which are two steps."""
    form, next_path = CredentialForm(), rules.way_back(request.args.get("next"))
    settings = visiting.settings()
    try:
        if not form.validate_on_submit():
            raise Invalid(_("Das Formular ist unvollständig. Bitte laden Sie die Seite neu."))
        challenge = challenges.asked(now(), "sign_in")
        with transaction():
            passkey = services.use_passkey(
                now(),
                challenges.site(settings),
                challenge=challenge,
                answer=form.credential.data or "",
                verified=True,
            )
            person = queries.person(passkey.person_id)
            if rules.is_out_of_place(person.email or "", demonstration=settings.demonstration):
                raise Invalid(_("Dieser Passkey gehört zur Demonstration und gilt nur dort."))
            visitor = sessions.open_session(person, now(), settings, visiting.browser())
            sessions.close_session()
    except Invalid as error:
        shown = SignInForm(formdata=None)
        shown.reject(error)
        return sign_in_page(shown, next_path, error)
    return arrive(person, visitor, next_path)


@blueprint.post("/sicherheit/passkeys/")
@allow(signed_in)
@fresh
def passkey_add() -> ResponseReturnValue:
    """Keep a passkey that this browser has just made."""
    form, settings = PasskeyForm(), visiting.settings()
    made, status = carry_out(
        form,
        lambda: services.add_passkey(
            current_actor(),
            now(),
            challenges.site(settings),
            challenge=challenges.asked(now(), "add"),
            answer=form.credential.data or "",
            name=form.name.data or "",
        ),
    )
    if made is None:
        form.credential.data = ""
        return security_page(form, status)
    notice(_("Der Passkey „%(name)s“ ist hinzugefügt.", name=form.name.data))
    return redirect(url_for("accounts.security"), code=303)


@blueprint.post("/sicherheit/passkeys/<int:number>/name/")
@allow(signed_in)
@fresh
def passkey_name(number: int) -> ResponseReturnValue:
    """Call a passkey something else."""
    form = PasskeyNameForm()

    def name() -> bool:
        services.name_passkey(current_actor(), now(), number, name=form.name.data or "")
        return True

    done, status = carry_out(form, name)
    if not done:
        return security_page(None, status, naming=(number, form))
    notice(_("Der Name ist gespeichert."))
    return redirect(url_for("accounts.security"), code=303)


@blueprint.post("/sicherheit/passkeys/<int:number>/entfernen/")
@allow(signed_in)
@fresh
def passkey_remove(number: int) -> ResponseReturnValue:
    """Forget a passkey."""
    ButtonForm().check()
    with transaction():
        services.remove_passkey(current_actor(), now(), number)
    notice(_("Der Passkey ist entfernt."))
    return redirect(url_for("accounts.security"), code=303)
