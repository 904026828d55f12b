"""How a browser is sent to the provider."""

from __future__ import annotations

from typing import cast

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue

from charta.accounts.provider import Journey, Provider, ProviderFault, cookies
from charta.accounts.provider.journeys import address
from charta.accounts.views.provider_fault import fault_page


def set_out(found: Provider, journey: Journey) -> ResponseReturnValue:
    """Remember where this browser is sent, and go to the page that sends it: no form may lead to
    another site by itself (``form-action`` of the content policy)."""
    try:
        address(found, journey)
    except ProviderFault as error:
        return fault_page(found, error.fault, journey)
    answer = cast(Response, redirect(url_for("accounts.to_provider"), code=303))
    return cookies.send_off(answer, journey)
