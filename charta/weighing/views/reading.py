"""The reading view: a contribution beside its wording and its answer."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from charta.charters.models import Charter
from charta.charters.policies import is_approver, is_editor
from charta.consultation import policies as consultation
from charta.consultation import rules as answers
from charta.consultation.models import Comment
from charta.consultation.queries import comments_by_numbers
from charta.consultation.services import AnswerConflict
from charta.core.access import allow, current_actor
from charta.core.clock import BERLIN, now
from charta.core.errors import NotFound
from charta.core.notices import notice
from charta.core.posting import carry_out
from charta.text.markdown import render_comment
from charta.weighing import queries, services
from charta.weighing.forms import DecisionForm, DraftForm
from charta.weighing.models import Draft
from charta.weighing.policies import reads_answers
from charta.weighing.queries.filtering import Asking
from charta.weighing.sheets import Sheet, sheet_of, suggestion_of, wording_of
from charta.weighing.standing import State
from charta.weighing.viewing import View
from charta.weighing.views import writing
from charta.weighing.views.blueprint import NUMBER, blueprint
from charta.weighing.views.writing import Outcome

ONE = f"/schreibtisch/stellungnahmen/<{NUMBER}:number>/"


@blueprint.route(ONE, methods=["GET", "POST"])
@allow(reads_answers, post=is_editor)
def reading(charter: Charter, number: int) -> ResponseReturnValue:
    """One comment with its wording then and now; its answer, or a correction of it."""
    sheet = sheet_of(charter, number)
    form = DraftForm(**_as_it_stands(sheet))
    if consultation.may_answer_in(current_actor(), charter.id):
        writing.offer(charter, form, sheet.led_to)
    outcome = Outcome()
    if request.method == "POST":
        store = partial(_store, charter, number, form)
        if writing.by_script():
            return writing.answer_to_script(form, charter, sheet.covered, store)
        outcome = writing.submitted(form, charter, sheet.covered, store)
        if outcome.done:
            return _onwards(charter, number, len(sheet.covered))
        sheet = sheet_of(charter, number)
        if outcome.conflict is not None:
            writing.refresh(form, sheet.draft, sheet.current.id if sheet.current else None)
    return _page(sheet, form, DecisionForm(formdata=None), outcome), outcome.status


@blueprint.post(f"{ONE}freigeben/")
@allow(is_approver)
def decide(charter: Charter, number: int) -> ResponseReturnValue:
    """Let the drafted answer go out, or give it back to those who write."""
    decision = DecisionForm()
    done, status = carry_out(decision, partial(_decide, charter, number, decision))
    if done:
        return _onwards(charter, number, done)
    sheet = sheet_of(charter, number)
    form = DraftForm(formdata=None, **_as_it_stands(sheet))
    if consultation.may_answer_in(current_actor(), charter.id):
        writing.offer(charter, form, sheet.led_to)
    return _page(sheet, form, decision, Outcome(status)), status


def _page(sheet: Sheet, form: DraftForm, decision: DecisionForm, outcome: Outcome) -> str:
    actor = current_actor()
    comment = sheet.comment
    view = View.read(request.args)
    asking = _asking(comment)
    decision.draft.data = sheet.draft.stamp if sheet.draft else ""
    return render_template(
        "weighing/reading.html",
        sheet=sheet,
        comment=comment,
        wording=wording_of(sheet),
        suggestion=suggestion_of(sheet, actor),
        form=form,
        decision=decision,
        outcome=outcome,
        writes=consultation.may_answer_in(actor, comment.charter_id),
        releases=consultation.may_release_in(actor, comment.charter_id),
        drafted=_shown(sheet.draft),
        own=[one for one in sheet.covered if consultation.is_own(actor, one)],
        beside=queries.neighbours(asking, view, comment),
        chosen=view.arguments(),
        back=to_list(comment, view),
        advice=queries.advice_on(comment.id) if sheet.known.is_asked else (),
        today=asking.today,
    )


def _shown(draft: Draft | None) -> str | None:
    """A finished draft as everybody would read it."""
    if draft is None or draft.finished_at is None:
        return None
    return render_comment(draft.source).html


def to_list(comment: Comment, view: View) -> str:
    """The address of the list somebody works through."""
    return url_for("weighing.table", number=comment.round.number, **_parameters(view))


def _parameters(view: View) -> dict[str, Any]:
    """A view as parameters of an address."""
    return dict(view.arguments())


def _asking(comment: Comment) -> Asking:
    moment = now()
    today = moment.astimezone(BERLIN).date()
    return Asking(comment.round, moment, today, current_actor().person_id)


def _as_it_stands(sheet: Sheet) -> dict[str, object]:
    """What the form begins with: the draft, the answer to be corrected, what follows from a
    suggestion that was taken over, or nothing."""
    current, draft, adoption = sheet.current, sheet.draft, sheet.adoption
    based_on = {"based_on": current.id} if current else {}
    text = draft or current
    if text is not None:
        return based_on | {
            "draft": draft.stamp if draft else "",
            "disposition": text.disposition,
            "source": text.source,
            "revision": text.revision_id,
            "department": draft.department_id if draft else None,
        }
    if adoption is not None:
        return {
            "disposition": answers.follows(wholly=adoption.wholly),
            "source": answers.draft_reason(wholly=adoption.wholly),
            "revision": adoption.revision_id,
        }
    return {}


def _store(charter: Charter, number: int, form: DraftForm, action: str) -> Draft | None:
    """Save, finish, release or discard, if what the form was based on still stands."""
    actor, moment = current_actor(), now()
    sheet = sheet_of(charter, number)
    stamp = form.draft.data or ""
    if action == writing.DISCARD:
        if sheet.draft is not None:
            services.discard_draft(actor, moment, sheet.draft, stamp=stamp)
        return None
    current = sheet.current
    if current is not None and current.id != form.based_on.data:
        raise AnswerConflict(current, [sheet.comment])
    words = writing.words_of(form, sheet.led_to)
    if action == writing.KEEP and sheet.draft is None and words == services.Words():
        return None
    draft = services.save_draft(
        actor,
        moment,
        sheet.covered,
        words,
        stamp=stamp,
        replaces=current,
        finish=action != writing.KEEP,
    )
    if action == writing.RELEASE:
        services.release_drafts(actor, moment, [draft], stamps=[draft.stamp])
        return None
    return draft


def _decide(charter: Charter, number: int, decision: DecisionForm) -> int:
    """How many comments the draft answers that has gone out or back."""
    sheet = sheet_of(charter, number)
    if sheet.draft is None:
        raise NotFound
    stamp = decision.draft.data or ""
    if request.form.get("action") == "zurueck":
        services.return_draft(current_actor(), now(), sheet.draft, stamp=stamp)
    else:
        services.release_drafts(current_actor(), now(), [sheet.draft], stamps=[stamp])
    return len(sheet.covered)


def _onwards(charter: Charter, number: int, count: int) -> ResponseReturnValue:
    """Say what has been done, and go on to what waits next in the list somebody works through."""
    action = request.form.get("action", writing.FINISH)
    notice(_done(action, count))
    view = View.read(request.args)
    if action in {writing.KEEP, writing.DISCARD}:
        address = url_for("weighing.reading", number=number, **_parameters(view))
        return redirect(address, code=303)
    [comment] = comments_by_numbers(charter.id, [number])
    waiting = view if view.state is not None else replace(view, state=State.OPEN)
    following = queries.neighbours(_asking(comment), waiting, comment).next
    if following is None:
        return redirect(to_list(comment, view), code=303)
    address = url_for("weighing.reading", number=following, **_parameters(view))
    return redirect(address, code=303)


def _done(action: str, count: int) -> str:
    if action == writing.KEEP:
        return str(_("Der Entwurf ist gespeichert."))
    if action == writing.DISCARD:
        return str(_("Der Entwurf ist verworfen."))
    if action == "zurueck":
        return str(_("Die Antwort liegt wieder bei der Redaktion."))
    released = ngettext(
        "Die Antwort ist öffentlich.",
        "Die Antwort auf %(num)s Stellungnahmen ist öffentlich.",
        count,
    )
    waits = ngettext(
        "Die Antwort wartet jetzt auf die Freigabe.",
        "Die Antwort auf %(num)s Stellungnahmen wartet jetzt auf die Freigabe.",
        count,
    )
    return str(released if action == writing.RELEASE else waits)
