"""Editors ask departments, take a question back, and let an answer rest on an advice."""

from __future__ import annotations

from collections.abc import Sequence

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.charters.models import Charter
from charta.charters.policies import is_editor
from charta.charters.queries import departments
from charta.consultation.models import Comment
from charta.consultation.queries import comments_by_numbers
from charta.core.access import allow, current_actor
from charta.core.clock import now
from charta.core.database import transaction
from charta.core.errors import NotFound
from charta.core.notices import notice
from charta.core.posting import carry_out
from charta.weighing import queries, services
from charta.weighing.forms import QuestionForm
from charta.weighing.models import AdviceRequest
from charta.weighing.views.blueprint import NUMBER, blueprint


@blueprint.route(
    f"/schreibtisch/stellungnahmen/<{NUMBER}:number>/fachamt-fragen/", methods=["GET", "POST"]
)
@allow(is_editor)
def ask(charter: Charter, number: int) -> ResponseReturnValue:
    """Ask departments what they say to a comment."""
    form = QuestionForm()
    offered = departments(charter.id)
    form.departments.choices = [(one.id, one.name) for one in offered]
    status = 200
    if request.method == "POST":
        asked, status = carry_out(form, lambda: _ask(charter, number, form))
        if asked is not None:
            names = [one.name for one in offered if one.id in {r.department_id for r in asked}]
            notice(_("Gefragt: %(names)s", names=", ".join(names)))
            return _back(number)
    comment = the_comment(charter, number)
    page = render_template(
        "weighing/ask.html", comment=comment, form=form, asked=queries.advice_on(comment.id)
    )
    return page, status


@blueprint.post(f"/schreibtisch/fachaemter/<{NUMBER}:request_id>/zuruecknehmen/")
@allow(is_editor)
def withdraw(charter: Charter, request_id: int) -> ResponseReturnValue:
    """Ask no longer."""
    with transaction():
        asked = _request(charter, request_id)
        services.withdraw_request(current_actor(), now(), asked)
        number = asked.comment.number
    notice(_("Die Frage ist zurückgenommen."))
    return _back(number)


@blueprint.post(f"/schreibtisch/fachaemter/<{NUMBER}:request_id>/grundlage/")
@allow(is_editor)
def ground(charter: Charter, request_id: int) -> ResponseReturnValue:
    """Let the drafted answer rest on this advice."""
    with transaction():
        asked = _request(charter, request_id)
        services.rest_on(current_actor(), now(), asked)
        number, name = asked.comment.number, asked.department.name
    notice(_("Der Antwortentwurf beruht jetzt auf dem Rat von: %(name)s", name=name))
    return _back(number)


def the_comment(charter: Charter, number: int) -> Comment:
    """A comment of this charter, for staff; raises NotFound."""
    found = comments_by_numbers(charter.id, [number])
    if not found:
        raise NotFound
    return found[0]


def _ask(charter: Charter, number: int, form: QuestionForm) -> Sequence[AdviceRequest]:
    chosen = set(form.departments.data or ())
    return services.ask(
        current_actor(),
        now(),
        [the_comment(charter, number)],
        [one for one in departments(charter.id) if one.id in chosen],
        question=form.question.data or "",
        due_on=form.due_on.data,
    )


def _request(charter: Charter, request_id: int) -> AdviceRequest:
    asked = queries.advice_request(charter.id, request_id)
    if asked is None:
        raise NotFound
    return asked.request


def _back(number: int) -> ResponseReturnValue:
    return redirect(url_for("weighing.reading", number=number) + "#rat", code=303)
