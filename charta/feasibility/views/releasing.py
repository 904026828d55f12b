"""The second pair of eyes: verdicts that wait to become public."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from charta.charters.models import Charter
from charta.charters.policies import is_approver
from charta.core import clock
from charta.core.access import allow, current_actor
from charta.core.database import transaction
from charta.core.errors import NotFound
from charta.core.forms import number_or_none
from charta.core.notices import notice
from charta.core.posting import carry_out
from charta.feasibility import policies, queries, services
from charta.feasibility.forms import ReleaseForm
from charta.feasibility.queries.overview import PAGE
from charta.feasibility.views.blueprint import blueprint


@blueprint.route("/freigabe/", methods=["GET", "POST"])
@allow(is_approver)
def release(charter: Charter) -> ResponseReturnValue:
    """The verdicts that wait, and the release of those that are ticked: all or none."""
    form = ReleaseForm()
    status = 200
    if request.method == "POST":
        ticked = (number_or_none(value) for value in request.form.getlist("assessments"))
        form.assessments.choices = [(number, "") for number in ticked if number is not None]
        count, status = carry_out(form, lambda: _release(charter, form.assessments.data or []))
        if count is not None:
            notice(
                ngettext(
                    "%(num)s Urteil ist freigegeben und steht bei den öffentlichen Fassungen.",
                    "%(num)s Urteile sind freigegeben und stehen bei den öffentlichen Fassungen.",
                    count,
                )
            )
            return redirect(url_for("feasibility.release"), 303)
    found = queries.unreleased(charter.id, number_or_none(request.args.get("nach")))
    shown = found[:PAGE]
    page = render_template(
        "feasibility/release.html",
        form=form,
        waiting=shown,
        releasable={
            one.assessment.id
            for one in shown
            if policies.may_release(current_actor(), charter.id, one.assessment)
        },
        chosen=set(form.assessments.data or ()),
        more=shown[-1].assessment.id if len(found) > PAGE else None,
    )
    return page, status


@blueprint.post("/<key>/freigabe/<int:number>/")
@allow(is_approver)
def release_one(charter: Charter, key: str, number: int) -> ResponseReturnValue:
    """Release one verdict from its clause's page."""
    with transaction():
        _release(charter, [number])
    notice(_("Das Urteil zu %(key)s ist freigegeben.", key=key))
    return redirect(url_for("feasibility.document", key=key), 303)


def _release(charter: Charter, numbers: list[int]) -> int:
    wanted = set(numbers)
    found = queries.by_ids(charter.id, sorted(wanted))
    if len(found) < len(wanted):
        raise NotFound
    for assessment in found:
        services.release_verdict(current_actor(), clock.now(), assessment)
    return len(found)
