"""Remembering what one has read, for those who are signed in."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.accounts.rules import way_back
from charta.charters.models import Charter
from charta.core.access import allow, current_actor, signed_in
from charta.core.clock import now
from charta.core.database import transaction
from charta.core.notices import notice
from charta.releases import queries, services
from charta.site.blueprint import blueprint


@blueprint.post("/<charter:charter>/fassungen/<int:number>/gelesen/")
@allow(signed_in)
def mark_read(charter: Charter, number: int) -> ResponseReturnValue:
    """Remember that this release has been read, and go back to where the button was."""
    moment = now()
    with transaction():
        release = queries.public_release(charter.id, number, moment)
        services.mark_read(current_actor(), moment, release)
    notice(
        _(
            "Gemerkt: Fassung %(number)s ist gelesen. Sobald es eine neuere gibt, zeigt Ihnen die "
            "Startseite, was sich geändert hat.",
            number=number,
        )
    )
    back = way_back(request.form.get("next")) or url_for("site.release", number=number)
    return redirect(back, 303)
