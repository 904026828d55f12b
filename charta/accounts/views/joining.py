"""Who comes from the provider for the first time: with a new account, or to one there is."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from charta.accounts import provider, rules, sessions, visiting
from charta.accounts.blueprint import blueprint
from charta.accounts.forms import NameForm
from charta.accounts.provider import Claims, cookies
from charta.accounts.services import identities
from charta.accounts.views.arriving import arrive
from charta.core.access import allow, anyone
from charta.core.clock import now
from charta.core.database import transaction
from charta.core.errors import Conflict, NotAllowed


@blueprint.route("/anmelden/anbieter/neu/", methods=["GET", "POST"])
@allow(anyone)
def provider_new() -> ResponseReturnValue:
    """Choose the name under which one is read, which need not be the one the provider knows."""
    found, claims = provider.configured(), cookies.waiting()
    next_path = rules.way_back(request.args.get("next"))
    if claims is None or not (found.for_citizens or claims.roles):
        return redirect(url_for("accounts.sign_in", next=next_path), code=303)
    form = NameForm() if request.method == "POST" else NameForm(name=claims.name)
    if form.validate_on_submit():
        try:
            entered = _join(claims, form.name.data or "")
        except (Conflict, NotAllowed):
            return redirect(url_for("accounts.provider_known"), code=303)
        return cookies.forget(arrive(*entered, next_path), "arrival")
    page = render_template(
        "accounts/provider_new.html",
        provider=found.name,
        email=claims.email,
        form=form,
        next=next_path,
    )
    return page, 422 if form.errors else 200


def _join(claims: Claims, name: str) -> identities.Entered:
    with transaction():
        entered = identities.join_by_provider(
            now(), visiting.settings(), claims, name=name, browser=visiting.browser()
        )
        sessions.close_session()
    return entered


@blueprint.get("/anmelden/anbieter/bekannt/")
@allow(anyone)
def provider_known() -> ResponseReturnValue:
    """Say that there is an account with the address, which is to be proven first."""
    found, claims = provider.configured(), cookies.waiting()
    if claims is None or claims.email is None:
        return redirect(url_for("accounts.sign_in"), code=303)
    return render_template(
        "accounts/provider_known.html",
        provider=found.name,
        email=claims.email,
        then=url_for("accounts.provider_link"),
    )
