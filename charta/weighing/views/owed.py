"""What an edition still owes, and why it is published all the same."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.charters.models import Charter
from charta.charters.policies import is_approver
from charta.core.access import allow, current_actor
from charta.core.clock import now
from charta.core.errors import NotFound
from charta.core.notices import notice
from charta.core.posting import OK, carry_out
from charta.releases.policies import may_publish
from charta.releases.queries import release_by_number
from charta.releases.rules import Kind
from charta.weighing.forms import WaiverForm
from charta.weighing.models import Waiver
from charta.weighing.policies import reads_answers
from charta.weighing.queries.waivers import debts, waiver_of
from charta.weighing.queries.waivers import owed as owed_rounds
from charta.weighing.services.waivers import waive
from charta.weighing.views.blueprint import NUMBER, blueprint


@blueprint.route(f"/schreibtisch/fassungen/<{NUMBER}:number>/antworten/", methods=["GET", "POST"])
@allow(reads_answers, post=is_approver)
def owed(charter: Charter, number: int) -> ResponseReturnValue:
    """The rounds of an edition with what is unanswered; the approver may state why it goes out
    all the same."""
    release = release_by_number(charter.id, number)
    if release.kind != Kind.EDITION:
        raise NotFound
    form, status = WaiverForm(), OK
    if request.method == "POST":
        stated, status = carry_out(form, lambda: _state(charter, number, form))
        if stated is not None:
            notice(_("Die Begründung steht da. Sie wird mit der Fassung öffentlich."))
            return redirect(url_for("releases.show", number=number), code=303)
    moment = now()
    page = render_template(
        "weighing/owed.html",
        release=release,
        balances=owed_rounds(release, moment),
        debt=debts([release], moment)[release.id],
        now=moment,
        waiver=waiver_of(release.id),
        form=form,
        may_waive=may_publish(current_actor(), release) and release.opening is None,
    )
    return page, status


def _state(charter: Charter, number: int, form: WaiverForm) -> Waiver:
    release = release_by_number(charter.id, number)
    return waive(current_actor(), now(), release, source=form.source.data or "")
