"""Taking texts out of the draft and back in."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.charters.models import Charter
from charta.core import clock
from charta.core.access import allow, current_actor
from charta.core.database import transaction
from charta.core.forms import ButtonForm
from charta.core.notices import notice
from charta.core.posting import carry_out
from charta.drafting import queries, services
from charta.drafting.forms import WithdrawForm
from charta.drafting.models import Document
from charta.drafting.policies import may_draft
from charta.drafting.services.revisions import check_not_withdrawn
from charta.drafting.views.blueprint import blueprint


@blueprint.route("/entwurf/<key>/zurueckziehen/", methods=["GET", "POST"])
@allow(may_draft)
def document_withdraw(charter: Charter, key: str) -> ResponseReturnValue:
    form = WithdrawForm()

    def withdraw() -> Document:
        document = queries.document_by_key(charter.id, key)
        services.withdraw(current_actor(), clock.now(), document, reason=form.reason.data or "")
        return document

    status = 200
    if request.method == "POST":
        done, status = carry_out(form, withdraw)
        if done:
            notice(_("%(key)s ist zurückgezogen.", key=key))
            return redirect(url_for("drafting.document", key=key), 303)
    document = queries.document_by_key(charter.id, key)
    if request.method != "POST":
        check_not_withdrawn(document)
    page = render_template(
        "drafting/document_withdraw.html",
        document=document,
        title=queries.titles([document.id])[document.id],
        form=form,
    )
    return page, status


@blueprint.post("/entwurf/<key>/wieder-aufnehmen/")
@allow(may_draft)
def document_reinstate(charter: Charter, key: str) -> ResponseReturnValue:
    ButtonForm().check()
    with transaction():
        document = queries.document_by_key(charter.id, key)
        services.reinstate(current_actor(), clock.now(), document)
    notice(_("%(key)s gehört wieder zum Entwurf.", key=key))
    return redirect(url_for("drafting.document", key=key), 303)
