"""Reporting a contribution, and what became of the report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.accounts import writing
from charta.accounts.models import Person
from charta.accounts.proofs import Proof
from charta.charters.models import Charter
from charta.consultation import queries as consultation
from charta.consultation.models import Comment
from charta.core.access import allow, anyone, current_actor
from charta.core.clock import now
from charta.core.database import db
from charta.core.errors import NotFound
from charta.core.i18n import chosen_language
from charta.core.notices import notice
from charta.core.posting import OK, carry_out
from charta.core.public import for_holders
from charta.moderation import codes, queries, services
from charta.moderation.forms import ReportForm
from charta.moderation.models import Report
from charta.moderation.views.blueprint import NUMBER, blueprint
from charta.receipts import rules as receipt_rules
from charta.receipts.guessing import count_wrong, slow_down
from charta.workshops import queries as workshops
from charta.workshops.models import Idea


@blueprint.route(f"/stellungnahmen/<{NUMBER}:number>/melden/", methods=["GET", "POST"])
@allow(anyone)
def report_comment(charter: Charter, number: int) -> ResponseReturnValue:
    """Report a comment, a reply, a suggestion or an excerpt of a letter."""

    def found() -> Comment:
        permalink = consultation.comment_by_number(charter.id, number, now=now())
        if permalink is None:
            raise NotFound
        return permalink.comment

    return _report(found)


@blueprint.route(f"/ideen/<{NUMBER}:number>/melden/", methods=["GET", "POST"])
@allow(anyone)
def report_idea(charter: Charter, number: int) -> ResponseReturnValue:
    """Report an idea from a workshop."""
    return _report(lambda: workshops.public_idea(charter.id, number))


def _report(find: Callable[[], Comment | Idea]) -> ResponseReturnValue:
    moment = now()
    subject = find()
    if request.method != "POST":
        return _page(subject, _fresh(moment)), OK
    form = ReportForm()
    proof = writing.proof_of(form, "guest", moment)
    made, status = carry_out(form, lambda: _send(find(), form, moment, proof))
    if made is None:
        return _page(find(), form), status
    notice(_("Danke! Ihre Meldung ist angekommen. Bewahren Sie die Adresse dieser Seite auf."))
    return redirect(url_for(".report", code=codes.of_report(made.submission)), code=303)


def _fresh(moment: datetime) -> ReportForm:
    form = ReportForm(formdata=None, submission=str(uuid4()))
    writing.begin(form, moment)
    actor = current_actor()
    if actor.person_id is not None:
        form.name.data = actor.name
        form.email.data = db.session.get_one(Person, actor.person_id).email
    return form


def _send(
    subject: Comment | Idea, form: ReportForm, moment: datetime, proof: Proof | None
) -> Report:
    filled = services.Filled(
        form.ground.data or "",
        form.source.data or "",
        form.name.data or "",
        form.email.data or None,
        good_faith=bool(form.good_faith.data),
    )
    return services.report(
        current_actor(),
        moment,
        subject,
        filled,
        submission=form.submission.data or "",
        language=chosen_language(),
        proof=proof,
    )


def _page(subject: Comment | Idea, form: ReportForm) -> str:
    suggestion = subject.suggestion if isinstance(subject, Comment) else None
    return render_template(
        "moderation/report_form.html",
        form=form,
        subject=subject,
        text=subject.text if isinstance(subject, Idea) else None,
        html=subject.html if isinstance(subject, Comment) else None,
        wording=suggestion.wording if suggestion else None,
        is_idea=isinstance(subject, Idea),
        hidden=queries.now_hidden(queries.case_about(*queries.ids_of(subject))),
        signed_in=current_actor().signed_in,
    )


@blueprint.get("/meldung/<code>/")
@allow(anyone)
def report(charter: Charter, code: str) -> ResponseReturnValue:
    """Where a report stands, and what was decided with which reasons."""
    slow_down()
    found = queries.report_by_code(charter.id, code)
    letters = receipt_rules.read(code)
    if found is None or letters is None:
        count_wrong()
        raise NotFound
    printed = receipt_rules.in_groups(letters)
    if code != printed:
        return redirect(url_for(".report", code=printed), code=303)
    page = render_template(
        "moderation/report.html",
        found=found,
        code=printed,
        objectionable=found.objectionable(now()),
    )
    return for_holders(page)
