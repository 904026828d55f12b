"""One clause: what the departments say of it, and a reviewer's verdict."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.charters.models import Charter, Department
from charta.charters.policies import is_reviewer, is_staff
from charta.charters.queries import department, departments
from charta.core import clock
from charta.core.access import allow, current_actor
from charta.core.actors import Actor
from charta.core.errors import Conflict, NotFound
from charta.core.forms import number_or_none
from charta.core.notices import notice
from charta.core.posting import carry_out
from charta.drafting.models import Document, Revision
from charta.drafting.queries import current_revision, document_by_key, revision_by_number
from charta.feasibility import policies, queries, services
from charta.feasibility.forms import JudgementForm, ResponsibilityForm
from charta.feasibility.queries import DepartmentStanding
from charta.feasibility.queries.overview import HISTORY_PAGE
from charta.feasibility.views.blueprint import blueprint
from charta.text.diff import Difference, blocks
from charta.text.markdown import render


def clause_by_key(charter: Charter, key: str) -> Document:
    """A clause of this charter; raises NotFound, for a section too."""
    document = document_by_key(charter.id, key)
    if document.kind != "clause":
        raise NotFound
    return document


@blueprint.get("/<key>/")
@allow(is_staff)
def document(charter: Charter, key: str) -> ResponseReturnValue:
    return clause_page(charter, key)


@blueprint.post("/<key>/urteil/")
@allow(is_reviewer)
def judge(charter: Charter, key: str) -> ResponseReturnValue:
    """Give a verdict; when the text was changed meanwhile, see both wordings first."""
    form = JudgementForm()
    own = current_actor().departments(charter.id)
    form.department.choices = [
        (one.id, one.name) for one in departments(charter.id) if one.id in own
    ]

    def give() -> Department:
        asked = department(charter.id, form.department.data)
        services.assess(
            current_actor(),
            clock.now(),
            clause_by_key(charter, key),
            department=asked,
            verdict=form.verdict.data,
            reason=form.reason.data or "",
            conditions=form.conditions.data or "",
            base_number=form.base.data or 0,
        )
        return asked

    given, status = carry_out(form, give)
    if given is not None:
        notice(_("Das Urteil zu %(key)s ist gespeichert und wartet auf die Freigabe.", key=key))
        return redirect(url_for("feasibility.document", key=key), 303)
    return clause_page(charter, key, judgement=form, status=status)


def clause_page(
    charter: Charter,
    key: str,
    *,
    judgement: JudgementForm | None = None,
    responsibility: ResponsibilityForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """The page of one clause. A verdict that was refused because the text was changed meanwhile
    is shown with both wordings."""
    actor = current_actor()
    shown = clause_by_key(charter, key)
    current = current_revision(shown.id)
    moved = judgement.base.data if judgement and status == Conflict.status else None
    standings = queries.standing([shown.id]).get(shown.id, [])
    own = [
        one
        for one in standings
        if one.requested and policies.may_judge(actor, charter.id, one.department.id)
    ]
    may_judge = bool(own) and shown.withdrawn_at is None
    before = number_or_none(request.args.get("vor"))
    history = queries.assessments(shown.id, before)
    judged = revision_by_number(shown.id, moved) if moved and moved < current.number else None
    if judged and judgement:
        judgement.form_errors.clear()  # the page itself says it, at its head
    page = render_template(
        "feasibility/document.html",
        document=shown,
        current=current,
        standings=standings,
        releasable=_releasable(actor, charter, standings),
        judgement=_judgement(judgement, own, current.number) if may_judge else None,
        due=any(one.is_due for one in own),
        judged=judged,
        changes=_changes(judged, current) if judged else None,
        responsibility=_responsibility(responsibility, charter, standings),
        history=history[:HISTORY_PAGE],
        older=history[HISTORY_PAGE - 1].id if len(history) > HISTORY_PAGE else None,
    )
    return page, status


def _releasable(actor: Actor, charter: Charter, standings: list[DepartmentStanding]) -> set[int]:
    """The verdicts that this actor may release now, by id."""
    return {
        one.assessment.id
        for one in standings
        if one.assessment is not None
        and one.is_unreleased
        and policies.may_release(actor, charter.id, one.assessment)
    }


def _changes(judged: Revision, current: Revision) -> Difference:
    return blocks(render(judged.source), render(current.source))


def _judgement(
    form: JudgementForm | None, own: list[DepartmentStanding], current: int
) -> JudgementForm:
    """The form for the current wording; an outdated verdict lends its reason and conditions to
    the next one, the verdict itself must be given anew."""
    if form is None:
        form = JudgementForm(formdata=None)
        form.department.data = own[0].department.id
        last = own[0].assessment
        if last is not None:
            form.reason.data, form.conditions.data = last.reason, last.conditions
    form.department.choices = [(one.department.id, one.department.name) for one in own]
    form.base.data, form.base.raw_data = current, [str(current)]
    return form


def _responsibility(
    form: ResponsibilityForm | None, charter: Charter, standings: list[DepartmentStanding]
) -> ResponsibilityForm | None:
    if not policies.may_request(current_actor(), charter.id):
        return None
    if form is None:
        form = ResponsibilityForm(formdata=None)
        form.departments.data = [one.department.id for one in standings if one.requested]
    form.departments.choices = [(one.id, one.name) for one in departments(charter.id)]
    return form
