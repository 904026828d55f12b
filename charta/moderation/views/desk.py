"""What was reported, on the desk: the queue, one case, one objection."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.charters.models import Charter
from charta.core.access import allow, current_actor
from charta.core.clock import now
from charta.core.errors import Invalid
from charta.core.forms import number_or_none
from charta.core.notices import notice
from charta.core.posting import OK, carry_out
from charta.moderation import policies, queries, rules, services
from charta.moderation.forms import DecisionForm, HearingForm, TakeForm
from charta.moderation.models import Case, Measure
from charta.moderation.policies import decides, moderates
from charta.moderation.rules import Basis, Decision, Ground, Kind
from charta.moderation.views.blueprint import DESK, HEARING, ONE, blueprint
from charta.moderation.words import CHOICES_IN_WORDS, SHORT_GROUNDS

DECIDED = "entschieden"


@blueprint.get(DESK)
@allow(moderates)
def index(charter: Charter) -> str:
    """What waits for a decision, oldest first, or what was decided; and the objections nobody has
    heard."""
    wanted = request.args.get("grund", "")
    ground = wanted if wanted in set(Ground) else None
    decided = request.args.get("stand") == DECIDED
    after = number_or_none(request.args.get("nach", ""))
    cases = queries.decided_cases if decided else queries.open_cases
    me = current_actor().person_id
    lines, following = cases(charter.id, reader_id=me, ground=ground, after=after)
    return render_template(
        "moderation/index.html",
        lines=lines,
        following=following,
        objections=queries.open_objections(charter.id, reader_id=me),
        grounds=[(one.value, words) for one, words in SHORT_GROUNDS.items()],
        wanted=ground or "",
        decided=decided,
        state=DECIDED,
        me=me,
    )


@blueprint.route(ONE, methods=["GET", "POST"])
@allow(moderates, post=decides)
def case(charter: Charter, number: int) -> ResponseReturnValue:
    """One case with its contribution, its reports and what was decided before; decide it."""
    if request.method != "POST":
        return _page(charter, number, None), OK
    form = DecisionForm()
    if "preview" in request.form:
        found = queries.case_by_number(charter.id, number)
        return _page(charter, number, form, preview=_can_preview(found, form)), OK
    made, status = carry_out(form, lambda: _decide(charter, number, form))
    if made is None:
        return _page(charter, number, form), status
    notice(_("Entschieden. Wer geschrieben und wer gemeldet hat, bekommt die Gründe."))
    return redirect(url_for(".index"), code=303)


def _decide(charter: Charter, number: int, form: DecisionForm) -> list[Measure]:
    found = queries.case_by_number(charter.id, number)
    return services.decide(current_actor(), now(), found, _decision(form), turn=form.turn.data or 0)


def _can_preview(found: Case, form: DecisionForm) -> bool:
    """Whether what was typed is a redaction to look at; if not, the form says why."""
    form.validate()
    suggestion = found.comment.suggestion if found.comment is not None else None
    form.text.data = rules.with_gaps(form.text.data or "", found.words)
    if suggestion is not None:
        form.wording.data = rules.with_gaps(form.wording.data or "", suggestion.wording)
    try:
        if form.text.data != found.words:
            rules.gaps(found.words, form.text.data)
    except Invalid as error:
        form.reject(error)
        return False
    return True


def _decision(form: DecisionForm) -> Decision:
    return Decision(
        tuple(Kind(one) for one in form.kinds.data or ()),
        Basis(form.basis.data or Basis.RULES),
        form.provision.data or "",
        form.facts.data or "",
        form.public.data or "",
        rules.until_day(form.until.data),
        form.text.data or "",
        form.wording.data,
    )


def _page(
    charter: Charter, number: int, form: DecisionForm | None, *, preview: bool = False
) -> str:
    found = queries.case_by_number(charter.id, number)
    seen = queries.dossier(found, now())
    subject = found.comment or found.idea
    assert subject is not None  # noqa: S101 - a case is about one of them
    text = found.words
    suggestion = found.comment.suggestion if found.comment is not None else None
    if form is None:
        form = DecisionForm(formdata=None, turn=found.turn, text=text)
        form.wording.data = suggestion.wording if suggestion else ""
    else:
        form.turn.raw_data, form.turn.data = None, found.turn
    if not any(one.kind in rules.OF_THE_TEXT for one in seen.measures):
        form.kinds.choices = [one for one in CHOICES_IN_WORDS if one[0] != Kind.RESTORED]
    return render_template(
        "moderation/case.html",
        case=found,
        seen=seen,
        subject=subject,
        text=text,
        suggestion=suggestion,
        form=form,
        take=TakeForm(formdata=None, turn=found.turn, prefix=""),
        may_decide=policies.may_decide(current_actor(), charter.id, seen.concerned),
        own=seen.is_by(current_actor().person_id),
        mine=found.taken_by_id is not None and found.taken_by_id == current_actor().person_id,
        preview=preview,
        now=now(),
    )


@blueprint.post(f"{ONE}uebernehmen/")
@allow(decides)
def take(charter: Charter, number: int) -> ResponseReturnValue:
    """See to a case, or take it over from somebody."""
    form = TakeForm()

    def take_it() -> bool:
        found = queries.case_by_number(charter.id, number)
        services.take(current_actor(), now(), found, turn=form.turn.data or 0)
        return True

    done, status = carry_out(form, take_it)
    if done:
        notice(_("Sie kümmern sich jetzt um diesen Fall."))
        return redirect(url_for(".case", number=number), code=303)
    shown = DecisionForm(formdata=None)
    shown.form_errors.extend([*form.form_errors, *form.turn.errors])
    shown.text.data = queries.case_by_number(charter.id, number).words
    return _page(charter, number, shown), status


@blueprint.route(HEARING, methods=["GET", "POST"])
@allow(moderates)
def hearing(charter: Charter, objection_id: int) -> ResponseReturnValue:
    """Hear an objection to what somebody else has decided."""
    form, status = HearingForm(), OK
    if request.method == "POST":

        def hear() -> bool:
            objection, measure, found = queries.objection_by_id(charter.id, objection_id)
            services.hear(
                current_actor(),
                now(),
                objection,
                measure,
                found,
                upheld=form.upheld.data == "yes",
                answer=form.answer.data or "",
            )
            return True

        done, status = carry_out(form, hear)
        if done:
            notice(_("Entschieden. Wer widersprochen hat, bekommt die Gründe."))
            return redirect(url_for(".index"), code=303)
    objection, measure, found = queries.objection_by_id(charter.id, objection_id)
    seen = queries.dossier(found, now())
    concerned = seen.concerned | {measure.decided_by_id, objection.person_id} - {None}
    page = render_template(
        "moderation/hearing.html",
        objection=objection,
        measure=measure,
        case=found,
        seen=seen,
        original=queries.words_before(measure),
        own=seen.is_by(current_actor().person_id),
        subject=found.comment or found.idea,
        form=form,
        may_hear=policies.may_hear(current_actor(), charter.id, concerned),
    )
    return page, status
