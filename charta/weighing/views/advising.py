"""Departments: what they are asked, and what they say."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.charters.models import Charter
from charta.charters.policies import is_reviewer
from charta.core.access import allow, current_actor
from charta.core.clock import BERLIN, now
from charta.core.errors import Conflict, NotFound
from charta.core.forms import number_or_none
from charta.core.notices import notice
from charta.core.posting import carry_out
from charta.weighing import queries, services
from charta.weighing.forms import AdviceForm
from charta.weighing.models import Advice
from charta.weighing.placing import wording_with
from charta.weighing.queries import Asked, Focus
from charta.weighing.queries.advice import PAGE, is_answered
from charta.weighing.views.blueprint import NUMBER, blueprint

ALL = "/schreibtisch/fachaemter/"


@blueprint.get(ALL)
@allow(is_reviewer)
def advice(charter: Charter) -> str:
    """What my department is asked: open, overdue, done."""
    asked = request.args.get("stand", "")
    focus = Focus(asked) if asked in set(Focus) else Focus.OPEN
    own = current_actor().departments(charter.id)
    today = now().astimezone(BERLIN).date()
    after = number_or_none(request.args.get("nach", ""))
    found = queries.asked_of(own, focus, today, after=after)
    shown = found[:PAGE]
    return render_template(
        "weighing/advice.html",
        focus=focus,
        tally=queries.advice_tally(own, today),
        requests=shown,
        following=shown[-1].id if len(found) > PAGE else None,
        several=len(own) > 1,
        today=today,
    )


@blueprint.route(f"{ALL}<{NUMBER}:request_id>/", methods=["GET", "POST"])
@allow(is_reviewer)
def advise(charter: Charter, request_id: int) -> ResponseReturnValue:
    """One question with the contribution and its text, never the city's draft; posting gives
    advice, or gives it anew."""
    form = AdviceForm()
    status = 200
    if request.method == "POST":
        given, status = carry_out(form, lambda: _give(charter, request_id, form))
        if given is not None:
            notice(_("Danke. Der Rat Ihres Fachamts liegt jetzt der Redaktion vor."))
            return redirect(url_for("weighing.advice"), code=303)
    asked = _asked(charter, request_id)
    newest = asked.newest
    if request.method != "POST":
        form = AdviceForm(formdata=None)
        form.based_on.data = newest.id if newest else None
        form.source.data = newest.source if newest else ""
    elif status == Conflict.status:
        form.based_on.data = newest.id if newest else None
        form.based_on.raw_data = [str(newest.id)] if newest else None
    comment = asked.request.comment
    page = render_template(
        "weighing/advise.html",
        asked=asked,
        comment=comment,
        wording=wording_with(comment.revision, comment.passage.span if comment.passage else None),
        form=form,
        moved=status == Conflict.status,
        open=asked.request.withdrawn_at is None and not is_answered(comment.id),
        today=now().astimezone(BERLIN).date(),
    )
    return page, status


def _give(charter: Charter, request_id: int, form: AdviceForm) -> Advice:
    return services.give_advice(
        current_actor(),
        now(),
        _asked(charter, request_id).request,
        source=form.source.data or "",
        based_on=form.based_on.data,
    )


def _asked(charter: Charter, request_id: int) -> Asked:
    """A question to one of the actor's departments; to all others it does not exist."""
    asked = queries.advice_request(charter.id, request_id)
    own = current_actor().departments(charter.id)
    if asked is None or asked.request.department_id not in own:
        raise NotFound
    return asked
