"""Answering comments: one, several at once, and correcting an answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypedDict

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from charta.charters.models import Charter
from charta.charters.policies import is_editor
from charta.consultation import policies, queries, rules, services
from charta.consultation.forms import AnswerForm, AnswerSeveralForm, DecisionForm
from charta.consultation.models import Adoption, Comment, Response
from charta.consultation.services import AnswerConflict
from charta.consultation.services.suggestions import proposed
from charta.consultation.services.words import written
from charta.consultation.views.blueprint import NUMBER, blueprint
from charta.consultation.views.cards import Card, card
from charta.core.access import allow, current_actor
from charta.core.clock import now
from charta.core.database import transaction
from charta.core.errors import Conflict, Invalid, NotFound
from charta.core.notices import notice
from charta.drafting.models import Revision
from charta.drafting.queries import latest_revisions
from charta.text.diff import Difference, Edit, blocks, words
from charta.text.markdown import render


@dataclass
class Outcome:
    """What became of a submitted form: the answer, or a status with what to show instead."""

    status: int
    response: Response | None = None
    conflict: AnswerConflict | None = None
    preview: str | None = None


@dataclass(frozen=True)
class Sheet:
    """A comment, its answers (the one in force first), and the comments that one covers."""

    comment: Comment
    answers: tuple[queries.Answer, ...]
    covered: Sequence[Comment]
    adoption: Adoption | None
    """What was taken over of the comment's suggestion."""

    @property
    def current(self) -> Response | None:
        return self.answers[0].response if self.answers else None


@blueprint.route(f"/schreibtisch/stellungnahmen/<{NUMBER}:number>/", methods=["GET", "POST"])
@allow(is_editor)
def answer(charter: Charter, number: int) -> ResponseReturnValue:
    """One comment with its wording then and now; its answer, or a correction of it."""
    sheet = _sheet(charter, number)
    form = AnswerForm(**_as_it_stands(sheet))
    _offer(form, sheet.covered)
    outcome = Outcome(200)
    if request.method == "POST":
        outcome = _submitted(form, lambda: _give(charter, number, form))
        if outcome.response is not None:
            return _answered(charter, number, len(sheet.covered))
        sheet = _sheet(charter, number)
        if outcome.conflict is not None:
            form.based_on.raw_data = None
            form.based_on.data = outcome.conflict.current.id
    comment = sheet.comment
    latest = latest_revisions([comment.document_id])[comment.document_id]
    page = render_template(
        "consultation/answer.html",
        comment=comment,
        covered=sheet.covered,
        answers=sheet.answers,
        latest=latest,
        adoption=sheet.adoption,
        suggestion=_suggestion(sheet, latest),
        changes=_changes(comment.revision, latest),
        own=not policies.may_answer(current_actor(), sheet.covered),
        form=form,
        outcome=outcome,
        now=now(),
    )
    return page, outcome.status


@blueprint.route("/schreibtisch/stellungnahmen/", methods=["GET", "POST"])
@allow(is_editor)
def answer_several(charter: Charter) -> ResponseReturnValue:
    """One answer for several comments that have none yet."""
    numbers = _ticked()
    if not numbers and request.method != "POST":
        return _back_to_the_list()
    comments = _chosen(charter, numbers)
    form = AnswerSeveralForm(comments=[comment.number for comment in comments])
    form.comments.choices = [(comment.number, comment.key) for comment in comments]
    _offer(form, comments)
    outcome = Outcome(200)
    if request.method == "POST":
        outcome = _submitted(form, lambda: _give_several(charter, form))
        if outcome.response is not None:
            return _answered(charter, comments[0].number, len(form.comments.data or ()))
        comments = _chosen(charter, numbers)
        if outcome.conflict is not None:
            taken = {comment.number for comment in outcome.conflict.comments}
            form.comments.data = [one for one in form.comments.data or () if one not in taken]
    page = render_template(
        "consultation/answer_several.html",
        comments=comments,
        form=form,
        outcome=outcome,
        now=now(),
    )
    return page, outcome.status


def _sheet(charter: Charter, number: int) -> Sheet:
    """Read a comment with its answers; raises NotFound. Up to four queries."""
    found = queries.comments_by_numbers(charter.id, [number])
    if not found:
        raise NotFound
    comment = found[0]
    answers = queries.answers_to([comment.id], now=None).get(comment.id, ())
    covered = queries.covered(answers[0].response.id) if answers else [comment]
    adoption = queries.adoptions_of([comment.id]).get(comment.id) if comment.suggestion else None
    return Sheet(comment, answers, covered, adoption)


def _ticked() -> set[int]:
    """The numbers of the comments that were ticked; what is no number is none that exists."""
    texts = request.values.getlist("comments")
    return {int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0 for text in texts}


def _chosen(charter: Charter, numbers: set[int]) -> Sequence[Comment]:
    """The comments with these numbers; raises NotFound when one does not exist here, Invalid
    when there are none or too many."""
    if not numbers:
        raise Invalid(_("Bitte wählen Sie in der Liste mindestens eine Stellungnahme aus."))
    if len(numbers) > rules.MOST_AT_ONCE:
        raise Invalid(
            _("Bitte beantworten Sie höchstens %(limit)s auf einmal.", limit=rules.MOST_AT_ONCE)
        )
    found = queries.comments_by_numbers(charter.id, numbers)
    if len(found) != len(numbers):
        raise NotFound
    return found


def _back_to_the_list() -> ResponseReturnValue:
    """Where somebody came from who has ticked nothing."""
    notice(_("Bitte wählen Sie in der Liste mindestens eine Stellungnahme aus."), "warning")
    number = request.args.get("beteiligung", "")
    if re.fullmatch(r"[0-9]{1,9}", number):
        return redirect(url_for("consultation.desk_round", number=int(number)), code=303)
    return redirect(url_for("consultation.desk"), code=303)


def _changes(then: Revision, now_stands: Revision) -> tuple[Sequence[Edit], Difference] | None:
    """What has changed in title and text since the comment was made; None when nothing has."""
    if then.number == now_stands.number:
        return None
    changes = blocks(render(then.source), render(now_stands.source))
    return words(then.title, now_stands.title), changes


def _suggestion(sheet: Sheet, latest: Revision) -> Card | None:
    """What the comment suggests, compared with the current text until it is taken over."""
    comment = sheet.comment
    if comment.suggestion is None:
        return None
    return card(
        comment,
        comment.revision,
        proposed(comment, latest),
        render(latest.source),
        actor=current_actor(),
        settled=sheet.adoption is not None,
    )


def _as_it_stands(sheet: Sheet) -> dict[str, object]:
    """What the form begins with: the answer to be corrected, what follows from a suggestion that
    was taken over, or nothing."""
    current, adoption = sheet.current, sheet.adoption
    if current is None and adoption is not None:
        return {
            "disposition": rules.follows(wholly=adoption.wholly),
            "source": rules.draft_reason(wholly=adoption.wholly),
            "revision": adoption.revision_id,
        }
    if current is None:
        return {}
    return {
        "based_on": current.id,
        "disposition": current.disposition,
        "source": current.source,
        "revision": current.revision_id,
    }


def _offer(form: DecisionForm, comments: Sequence[Comment]) -> None:
    """Offer the versions that the comments may have led to."""
    revisions = queries.newer_revisions(comments)
    form.revision.choices = [("", _("Keine")), *((one.id, _label(one)) for one in revisions)]


def _label(revision: Revision) -> str:
    note = revision.note[:100]
    return str(_("Version %(number)s: %(note)s", number=revision.number, note=note))


def _submitted(form: DecisionForm, give: Callable[[], Response]) -> Outcome:
    if not form.validate():
        return Outcome(422)
    try:
        if "preview" in request.form:
            return Outcome(200, preview=written(form.source.data or "", rules.ANSWER_LENGTH))
        with transaction():
            return Outcome(303, response=give())
    except Invalid as error:
        form.reject(error)
        return Outcome(error.status)
    except AnswerConflict as error:
        return Outcome(error.status, conflict=error)
    except Conflict as error:
        form.form_errors.append(error.message)
        return Outcome(error.status)


def _give(charter: Charter, number: int, form: AnswerForm) -> Response:
    """Answer, or correct the answer the form was based on if it still stands."""
    sheet = _sheet(charter, number)
    if sheet.current is not None and sheet.current.id != form.based_on.data:
        raise AnswerConflict(sheet.current, [sheet.comment])
    decision = _decision(form, sheet.covered)
    if sheet.current is None:
        return services.answer(current_actor(), now(), sheet.covered, **decision)
    return services.correct_answer(current_actor(), now(), sheet.current, **decision)


def _give_several(charter: Charter, form: AnswerSeveralForm) -> Response:
    comments = _chosen(charter, set(form.comments.data or ()))
    return services.answer(current_actor(), now(), comments, **_decision(form, comments))


class Decision(TypedDict):
    """What a valid form says."""

    disposition: str
    source: str
    revision: Revision | None


def _decision(form: DecisionForm, comments: Sequence[Comment]) -> Decision:
    chosen = [one for one in queries.newer_revisions(comments) if one.id == form.revision.data]
    return {
        "disposition": form.disposition.data or "",
        "source": form.source.data or "",
        "revision": chosen[0] if chosen else None,
    }


def _answered(charter: Charter, number: int, count: int) -> ResponseReturnValue:
    """On to what still waits in the same round."""
    notice(
        ngettext(
            "Die Antwort ist öffentlich.",
            "Die Antwort auf %(num)s Stellungnahmen ist öffentlich.",
            count,
        )
    )
    [comment] = queries.comments_by_numbers(charter.id, [number])
    address = url_for("consultation.desk_round", number=comment.round.number, stand="offen")
    return redirect(address, code=303)
