"""Where one is signed in."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from charta.accounts import queries, services, visiting
from charta.accounts.blueprint import blueprint
from charta.core.access import allow, current_actor, signed_in
from charta.core.clock import now
from charta.core.database import transaction
from charta.core.forms import ButtonForm
from charta.core.notices import notice


@blueprint.get("/anmeldungen/")
@allow(signed_in)
def sign_ins() -> ResponseReturnValue:
    """Each browser in which the person is signed in: since when, last seen at which hour."""
    visitor = visiting.visitor()
    return render_template(
        "accounts/sign_ins.html",
        sign_ins=queries.sign_ins(visitor.person_id, now(), visiting.settings()),
        here=visitor.sign_in_id,
        idle_minutes=visiting.settings().session_idle_minutes,
        hours=visiting.settings().session_hours,
    )


@blueprint.post("/anmeldungen/<int:number>/beenden/")
@allow(signed_in)
def sign_in_end(number: int) -> ResponseReturnValue:
    """Sign one other browser out."""
    ButtonForm().check()
    with transaction():
        services.end_sign_in(current_actor(), now(), number)
    notice(_("Dieses Gerät ist abgemeldet."))
    return redirect(url_for("accounts.sign_ins"), code=303)


@blueprint.post("/anmeldungen/andere-beenden/")
@allow(signed_in)
def sign_ins_end() -> ResponseReturnValue:
    """Sign all other browsers out."""
    ButtonForm().check()
    with transaction():
        ended = services.end_other_sign_ins(current_actor(), now(), visiting.visitor())
    notice(
        ngettext("%(num)s Gerät ist abgemeldet.", "%(num)s Geräte sind abgemeldet.", ended)
        if ended
        else _("Sie waren sonst nirgends angemeldet."),
    )
    return redirect(url_for("accounts.sign_ins"), code=303)
