"""Objecting to a decision, with the account or with a code."""

from __future__ import annotations

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.charters.models import Charter
from charta.core.access import allow, anyone, current_actor, signed_in
from charta.core.clock import now
from charta.core.errors import NotFound
from charta.core.notices import notice
from charta.core.posting import OK, carry_out
from charta.core.public import for_holders
from charta.moderation import queries, rules, services
from charta.moderation.forms import ObjectionForm
from charta.moderation.models import Case, Measure, Objection
from charta.moderation.queries import Told
from charta.moderation.views.blueprint import NUMBER, blueprint
from charta.receipts.guessing import count_wrong, slow_down

MEASURE = f"/widerspruch/<{NUMBER}:measure_id>/"


@blueprint.route(MEASURE, methods=["GET", "POST"])
@allow(signed_in)
def object_to(charter: Charter, measure_id: int) -> ResponseReturnValue:
    """The author of what was decided about objects."""
    measure, case = queries.measure_by_id(charter.id, measure_id)
    if case.comment is None or case.comment.author_id != current_actor().person_id:
        raise NotFound
    return _answer(charter, measure, case, "")


@blueprint.route(f"{MEASURE}<code>/", methods=["GET", "POST"])
@allow(anyone)
def object_with_code(charter: Charter, measure_id: int, code: str) -> ResponseReturnValue:
    """Whoever holds a code for it objects: the author, or who has reported in vain."""
    slow_down()
    measure, case = queries.measure_by_id(charter.id, measure_id)
    if not queries.opens(measure, case, code):
        count_wrong()
        raise NotFound
    return _answer(charter, measure, case, code)


def _answer(charter: Charter, measure: Measure, case: Case, code: str) -> ResponseReturnValue:
    form, status = ObjectionForm(), OK
    if request.method == "POST":
        done, status = carry_out(form, lambda: _object(charter, measure.id, form, code))
        if done is not None:
            notice(_("Ihr Widerspruch ist da. Jemand anders prüft ihn und antwortet Ihnen."))
            return redirect(request.path, code=303)
        measure, case = queries.measure_by_id(charter.id, measure.id)
    return for_holders(_page(measure, case, form), status)


def _object(charter: Charter, measure_id: int, form: ObjectionForm, code: str) -> Objection:
    measure, case = queries.measure_by_id(charter.id, measure_id)
    source = form.source.data or ""
    return services.object_to(current_actor(), now(), measure, case, source=source, code=code)


def _page(measure: Measure, case: Case, form: ObjectionForm) -> str:
    told = queries.told_of(measure, case)
    return render_template(
        "moderation/object.html",
        measure=measure,
        case=case,
        form=form,
        told=told,
        may_object=_may_object(told, measure),
    )


def _may_object(told: Told, measure: Measure) -> bool:
    if measure.kind in queries.OBJECTIONABLE:
        return told.may_object(now())
    return told.objection is None and rules.may_object(measure.decided_at, now())
