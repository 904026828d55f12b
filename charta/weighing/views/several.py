"""One answer for several comments that were ticked in a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from charta.charters.models import Charter
from charta.charters.policies import is_editor
from charta.consultation import policies as consultation
from charta.consultation import rules
from charta.consultation.models import Comment
from charta.consultation.queries import comments_by_numbers, newer_revisions
from charta.core.access import allow, current_actor
from charta.core.clock import now
from charta.core.errors import Invalid, NotFound
from charta.core.notices import notice
from charta.weighing import queries, services
from charta.weighing.forms import SeveralForm
from charta.weighing.models import Draft
from charta.weighing.views import writing
from charta.weighing.views.blueprint import blueprint
from charta.weighing.views.writing import Outcome


@blueprint.route("/schreibtisch/stellungnahmen/", methods=["GET", "POST"])
@allow(is_editor)
def several(charter: Charter) -> ResponseReturnValue:
    """One answer for several comments that have none yet and no draft of their own."""
    numbers = _ticked()
    if not numbers and request.method != "POST":
        notice(_("Bitte wählen Sie in der Liste mindestens eine Stellungnahme aus."), "warning")
        return redirect(url_for("weighing.home"), code=303)
    comments = _chosen(charter, numbers)
    form = SeveralForm(comments=[comment.number for comment in comments])
    form.comments.choices = [(comment.number, comment.key) for comment in comments]
    writing.offer(charter, form, newer_revisions(comments))
    outcome = Outcome()
    if request.method == "POST":
        store = partial(_store, charter, form)
        if writing.by_script():
            return writing.answer_to_script(form, charter, comments, store)
        outcome = writing.submitted(form, charter, comments, store)
        if outcome.done:
            return _onwards(charter, form)
        comments = _chosen(charter, numbers)
        _untick(form, outcome)
    actor = current_actor()
    page = render_template(
        "weighing/several.html",
        comments=comments,
        form=form,
        outcome=outcome,
        releases=consultation.may_release_in(actor, charter.id),
    )
    return page, outcome.status


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
    found = comments_by_numbers(charter.id, numbers)
    if len(found) != len(numbers):
        raise NotFound
    return found


def _untick(form: SeveralForm, outcome: Outcome) -> None:
    """Leave out those that somebody else has answered or is answering."""
    if outcome.conflict is not None:
        taken = {comment.number for comment in outcome.conflict.comments}
        form.comments.data = [one for one in form.comments.data or () if one not in taken]
        form.draft.data = ""


def _store(charter: Charter, form: SeveralForm, action: str) -> Draft | None:
    """Save, finish or release the answer for those that are ticked."""
    actor, moment = current_actor(), now()
    comments = _chosen(charter, set(form.comments.data or ()))
    stamp = form.draft.data or ""
    if action == writing.DISCARD:
        draft = queries.drafts_for([comments[0].id]).get(comments[0].id)
        if draft is not None:
            services.discard_draft(actor, moment, draft, stamp=stamp)
        return None
    words = writing.words_of(form, newer_revisions(comments))
    if action == writing.KEEP and not stamp and words == services.Words():
        return None
    finish = action != writing.KEEP
    draft = services.save_draft(actor, moment, comments, words, stamp=stamp, finish=finish)
    if action == writing.RELEASE:
        services.release_drafts(actor, moment, [draft], stamps=[draft.stamp])
        return None
    return draft


def _onwards(charter: Charter, form: SeveralForm) -> ResponseReturnValue:
    """To the list; a draft that is not finished is shown with the first of its comments."""
    count = len(form.comments.data or ())
    action = writing.asked()
    if action in {writing.KEEP, writing.DISCARD}:
        notice(
            _("Der Entwurf ist gespeichert.")
            if action == writing.KEEP
            else _("Der Entwurf ist verworfen.")
        )
        number = min(form.comments.data or ())
        return redirect(url_for("weighing.reading", number=number), code=303)
    if action == writing.RELEASE:
        message = ngettext(
            "Die Antwort ist öffentlich.",
            "Die Antwort auf %(num)s Stellungnahmen ist öffentlich.",
            count,
        )
    else:
        message = ngettext(
            "Die Antwort wartet jetzt auf die Freigabe.",
            "Die Antwort auf %(num)s Stellungnahmen wartet jetzt auf die Freigabe.",
            count,
        )
    notice(message)
    comment = _chosen(charter, set(form.comments.data or ()))[0]
    return redirect(url_for("weighing.table", number=comment.round.number, stand="offen"), code=303)
