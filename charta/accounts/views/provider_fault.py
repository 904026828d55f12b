"""The page for whoever did not come in through the provider: why, and which ways are left."""

from __future__ import annotations

from flask import make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.accounts.provider import Fault, Journey, Provider, ProviderFault
from charta.core.logs import log


def fault_page(found: Provider, fault: Fault, journey: Journey | None) -> ResponseReturnValue:
    log.warning("provider", failure=fault.value)
    purpose = journey.purpose if journey is not None else "sign_in"
    next_path = journey.next_path if journey is not None else None
    page = render_template(
        "accounts/provider_fault.html",
        provider=found.name,
        reason=_reason(fault, found.name),
        purpose=purpose,
        next=next_path,
        sign_up=fault is Fault.NOT_INVITED,
        begin=url_for("accounts.provider_begin", next=next_path),
    )
    answer = make_response(page, ProviderFault(fault).status)
    if fault is Fault.UNREACHABLE:
        answer.headers["Retry-After"] = "60"
    return answer


def _reason(fault: Fault, name: str) -> str:
    words: dict[Fault, str] = {
        Fault.UNREACHABLE: _(
            "%(name)s ist im Augenblick nicht zu erreichen. Versuchen Sie es in ein paar Minuten "
            "noch einmal, oder nehmen Sie einen anderen Weg.",
            name=name,
        ),
        Fault.CANCELLED: _(
            "Die Anmeldung bei %(name)s wurde abgebrochen. Es ist nichts geschehen.", name=name
        ),
        Fault.EXPIRED: _(
            "Das hat zu lange gedauert, oder es wurde in einem anderen Fenster begonnen. "
            "Bitte beginnen Sie noch einmal."
        ),
        Fault.UNTRUSTED: _(
            "Die Antwort von %(name)s ließ sich nicht prüfen, deshalb haben wir sie nicht "
            "angenommen. Wenn es dabei bleibt, sagen Sie bitte der Verwaltung der Charta Bescheid.",
            name=name,
        ),
        Fault.NO_ADDRESS: _(
            "%(name)s hat uns keine bestätigte E-Mail-Adresse genannt; ohne sie gibt es hier kein "
            "neues Konto. Wenn Sie schon eines haben, melden Sie sich damit an und verknüpfen Sie "
            "es unter „Sicherheit“.",
            name=name,
        ),
        Fault.NOT_INVITED: _(
            "Mit %(name)s melden sich hier nur Menschen an, die für eine Charta arbeiten. "
            "Mitreden können Sie mit einem eigenen Konto.",
            name=name,
        ),
        Fault.SOMEBODY_ELSE: _(
            "Dieser Zugang bei %(name)s gehört nicht zu dem Konto, mit dem Sie hier angemeldet "
            "sind.",
            name=name,
        ),
        Fault.STALE: _(
            "%(name)s hat Sie nicht neu gefragt, wer Sie sind. Bitte bestätigen Sie es auf einem "
            "anderen Weg.",
            name=name,
        ),
    }
    return words[fault]
