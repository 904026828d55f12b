"""The provider and one's account: linking the two, proving oneself again, cutting the link."""

from __future__ import annotations

from typing import cast

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.accounts import provider, queries, rules, services, visiting
from charta.accounts.blueprint import blueprint
from charta.accounts.freshness import TO_SEND, fresh, is_fresh
from charta.accounts.provider import Claims, Fault, Journey, ProviderFault, cookies
from charta.accounts.provider.journeys import begin
from charta.accounts.services import identities
from charta.accounts.views.setting_out import set_out
from charta.core.access import allow, current_actor, signed_in
from charta.core.clock import now
from charta.core.database import transaction
from charta.core.errors import Conflict
from charta.core.forms import ButtonForm
from charta.core.i18n import chosen_language
from charta.core.notices import notice


@blueprint.post("/sicherheit/anbieter/neu/")
@allow(signed_in)
@fresh
def provider_link_begin() -> ResponseReturnValue:
    """Set out to link this account to who one is at the provider."""
    ButtonForm().check()
    found, actor = provider.configured(), current_actor()
    return set_out(
        found, begin(now(), "link", language=chosen_language(), person_id=actor.person_id)
    )


@blueprint.post("/noch-einmal/anbieter/")
@allow(signed_in)
def again_by_provider() -> ResponseReturnValue:
    """Set out to prove oneself once more: the provider asks, whatever it remembers."""
    ButtonForm().check()
    found, actor = provider.configured(), current_actor()
    next_path = rules.way_back(request.args.get("next"))
    return set_out(
        found,
        begin(
            now(),
            "again",
            language=chosen_language(),
            person_id=actor.person_id,
            next_path=next_path,
        ),
    )


def come_to_link(journey: Journey, claims: Claims) -> ResponseReturnValue:
    """Back from the provider: link the account that set out, if it is still signed in and has
    proven itself a short while ago. Raises ProviderFault."""
    actor = current_actor()
    if actor.person_id is None or actor.person_id != journey.person_id or not is_fresh(TO_SEND):
        raise ProviderFault(Fault.EXPIRED)
    try:
        with transaction():
            identities.link(actor, now(), claims)
    except Conflict as error:
        raise ProviderFault(Fault.SOMEBODY_ELSE) from error
    return _linked()


def come_to_prove(journey: Journey, claims: Claims) -> ResponseReturnValue:
    """Back from the provider: whoever is signed in has proven themselves again. Raises
    ProviderFault."""
    actor = current_actor()
    if actor.person_id is None or actor.person_id != journey.person_id:
        raise ProviderFault(Fault.EXPIRED)
    visitor = visiting.visitor()
    with transaction():
        proven = identities.prove_by_identity(now(), visitor, claims)
        if proven:
            services.prove_again(now(), visitor)
    if not proven:
        raise ProviderFault(Fault.SOMEBODY_ELSE)
    return redirect(journey.next_path or url_for("accounts.account"), code=303)


@blueprint.route("/sicherheit/anbieter/", methods=["GET", "POST"])
@allow(signed_in)
@fresh
def provider_link() -> ResponseReturnValue:
    """Link the account to who has just come from the provider with the same address: the last
    press for who has signed in to it the old way."""
    found, claims = provider.configured(), cookies.waiting()
    person = queries.person(current_actor().person_id or 0)
    if claims is None or claims.email is None or claims.email != person.email:
        return redirect(url_for("accounts.security"), code=303)
    form = ButtonForm()
    if form.validate_on_submit():
        try:
            with transaction():
                identities.link(current_actor(), now(), claims)
        except Conflict:
            notice(_("Dieser Zugang gehört schon zu einem anderen Konto."), "warning")
            answer = redirect(url_for("accounts.security"), code=303)
            return cookies.forget(cast(Response, answer), "arrival")
        return cookies.forget(_linked(), "arrival")
    page = render_template(
        "accounts/provider_link.html", provider=found.name, email=claims.email, form=form
    )
    return page, 422 if form.errors else 200


def _linked() -> ResponseReturnValue:
    name = provider.configured().name
    notice(_("Sie können sich jetzt auch mit %(name)s anmelden.", name=name))
    return redirect(url_for("accounts.security"), code=303)


@blueprint.post("/sicherheit/anbieter/<int:number>/loesen/")
@allow(signed_in)
@fresh
def provider_cut(number: int) -> ResponseReturnValue:
    """Let the provider sign one in no more."""
    ButtonForm().check()
    with transaction():
        identities.cut(current_actor(), now(), number)
    notice(_("Die Verknüpfung ist gelöst."))
    return redirect(url_for("accounts.security"), code=303)
