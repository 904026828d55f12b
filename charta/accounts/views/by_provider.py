"""Signing in through the identity provider: there, back, and what follows for whom.

Each way begins with a button of ours and ends with a form of ours, both with their token; what lies
between is bound to this browser by a cookie. The page the provider sends people back to only reads
and writes nothing: its form is sent by a script, or by hand.
"""

from __future__ import annotations

from typing import Any, cast

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.accounts import provider, queries, rules, sessions, throttling, visiting
from charta.accounts.blueprint import blueprint
from charta.accounts.forms import ReturnForm
from charta.accounts.provider import Claims, Fault, Journey, Provider, ProviderFault, cookies
from charta.accounts.provider.answers import check_sender
from charta.accounts.provider.journeys import address, begin
from charta.accounts.services import identities
from charta.accounts.views.arriving import arrive
from charta.accounts.views.linking import come_to_link, come_to_prove
from charta.accounts.views.provider_fault import fault_page
from charta.accounts.views.setting_out import set_out
from charta.core.access import allow, anyone
from charta.core.clock import now
from charta.core.database import transaction
from charta.core.errors import NotAllowed
from charta.core.forms import ButtonForm
from charta.core.i18n import DEFAULT, PARAMETER, chosen_language
from charta.core.notices import notice

OVERLOADED = frozenset({"server_error", "temporarily_unavailable"})


@blueprint.post("/anmelden/anbieter/")
@allow(anyone)
def provider_begin() -> ResponseReturnValue:
    """Set out to sign in."""
    ButtonForm().check()
    found = provider.configured()
    next_path = rules.way_back(request.args.get("next"))
    return set_out(found, begin(now(), "sign_in", language=chosen_language(), next_path=next_path))


@blueprint.get("/anmelden/anbieter/weiter/")
@allow(anyone)
def to_provider() -> ResponseReturnValue:
    """Lead to the provider, at once or by a link."""
    found, journey = provider.configured(), cookies.on_the_way()
    if journey is None:
        return redirect(url_for("accounts.sign_in"), code=303)
    try:
        target = address(found, journey)
    except ProviderFault as error:
        return fault_page(found, error.fault, journey)
    page = render_template("accounts/to_provider.html", provider=found.name, target=target)
    return make_response(page, 200, {"Refresh": f"0; url={target}"})


@blueprint.get("/anmelden/anbieter/zurueck/")
@allow(anyone)
def from_provider() -> ResponseReturnValue:
    """Where the provider sends people back to: whether this is the answer to what was asked."""
    found, journey = provider.configured(), cookies.on_the_way()
    given = {name: request.args.get(name) for name in ("code", "state", "iss")}
    try:
        journey = _expected(found, journey, given["state"], given["iss"])
        _refuse_refusal(request.args.get("error"), given["code"])
    except ProviderFault as error:
        return cookies.forget(fault_page(found, error.fault, journey), "journey")
    if journey.language != chosen_language():
        language = journey.language if journey.language != DEFAULT else None
        values: dict[str, Any] = {**given, PARAMETER: language}
        return redirect(url_for("accounts.from_provider", **values), code=303)
    form = ReturnForm(formdata=None, data={k: v for k, v in given.items() if v is not None})
    return render_template("accounts/from_provider.html", provider=found.name, form=form)


def _expected(
    found: Provider, journey: Journey | None, state: str | None, issuer: str | None
) -> Journey:
    """The journey this is the answer to; raises ProviderFault for an answer to another browser's,
    or to none, and for that of another provider."""
    if journey is None or not journey.is_answered_by(state or ""):
        raise ProviderFault(Fault.EXPIRED)
    check_sender(found, issuer or None)
    return journey


def _refuse_refusal(error: str | None, code: str | None) -> None:
    """Raise ProviderFault where the provider has said no, in one way or another."""
    if error in OVERLOADED:
        raise ProviderFault(Fault.UNREACHABLE)
    if error is not None:
        raise ProviderFault(Fault.CANCELLED)
    if not code:
        raise ProviderFault(Fault.UNTRUSTED)


@blueprint.post("/anmelden/anbieter/zurueck/")
@allow(anyone)
def provider_return() -> ResponseReturnValue:
    """Ask the provider who has come, and let them in, or on."""
    found, journey, form = provider.configured(), cookies.on_the_way(), ReturnForm()
    try:
        if not form.validate_on_submit():
            raise ProviderFault(Fault.EXPIRED)
        journey = _expected(found, journey, form.state.data, form.iss.data)
        claims = _ask(found, journey, form.code.data or "")
        answer = _come(found, journey, claims)
    except ProviderFault as error:
        answer = fault_page(found, error.fault, journey)
    return cookies.forget(answer, "journey")


def _ask(found: Provider, journey: Journey, code: str) -> Claims:
    """Who has come; what fails counts for the network it comes from, as guessing does, unless it
    is the provider that fails. Raises ProviderFault, TooMany."""
    with transaction():
        attempt = throttling.begin(now(), "code", visiting.origin(journey.state))
    try:
        claims = provider.answer_to(found, journey, code, now())
    except ProviderFault as error:
        if error.fault is Fault.UNREACHABLE:
            _forgive(attempt)
        raise
    _forgive(attempt)
    return claims


def _forgive(attempt: int) -> None:
    with transaction():
        throttling.forgive(attempt)


def _come(found: Provider, journey: Journey, claims: Claims) -> ResponseReturnValue:
    if journey.purpose == "link":
        return come_to_link(journey, claims)
    if journey.purpose == "again":
        return come_to_prove(journey, claims)
    try:
        with transaction():
            entered = identities.enter_by_identity(
                now(), visiting.settings(), claims, browser=visiting.browser()
            )
            if entered is not None:
                sessions.close_session()
    except NotAllowed as error:
        raise ProviderFault(Fault.NOT_INVITED) from error
    if entered is None:
        return _welcome(found, journey, claims)
    person, visitor = entered
    answer = arrive(person, visitor, journey.next_path)
    if visitor is None and found.second_step:
        notice(
            _(
                "%(name)s hat nicht bestätigt, dass Sie sich dort in zwei Schritten angemeldet "
                "haben. Gehen Sie den zweiten Schritt bitte hier.",
                name=found.name,
            ),
            "info",
        )
    return answer


def _welcome(found: Provider, journey: Journey, claims: Claims) -> ResponseReturnValue:
    """Somebody whom no account belongs to yet: they prove that one is theirs, or begin one. Raises
    ProviderFault where they can do neither."""
    if claims.email is None:
        raise ProviderFault(Fault.NO_ADDRESS)
    person = queries.person_by_email(claims.email)
    if person is not None and person.confirmed_at is not None:
        return _let_wait("accounts.provider_known", None, claims)
    if not found.for_citizens and not claims.roles:
        raise ProviderFault(Fault.NOT_INVITED)
    return _let_wait("accounts.provider_new", journey.next_path, claims)


def _let_wait(endpoint: str, next_path: str | None, claims: Claims) -> ResponseReturnValue:
    answer = redirect(url_for(endpoint, next=next_path), code=303)
    return cookies.let_wait(cast(Response, answer), claims)
