"""Cutting a long comment into parts."""

from __future__ import annotations

from collections.abc import Sequence

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.charters.models import Charter
from charta.charters.policies import is_editor
from charta.consultation import policies as consultation
from charta.consultation.models import Comment
from charta.consultation.queries import contents, place
from charta.consultation.queries.parts import Cut, cuts_of
from charta.consultation.services import take_part
from charta.consultation.services.splitting import refuse_unsplittable
from charta.core.access import allow, current_actor
from charta.core.clock import now
from charta.core.errors import Conflict, Invalid
from charta.core.notices import notice
from charta.core.posting import carry_out
from charta.text.spans import Span
from charta.weighing.cutting import chosen, laid_out
from charta.weighing.forms import PartForm
from charta.weighing.views.asking import the_comment
from charta.weighing.views.blueprint import NUMBER, blueprint


@blueprint.route(f"/schreibtisch/stellungnahmen/<{NUMBER}:number>/teilen/", methods=["GET", "POST"])
@allow(is_editor)
def split(charter: Charter, number: int) -> ResponseReturnValue:
    """The comment sentence by sentence, beside it what became of them; posting makes a part."""
    comment = the_comment(charter, number)
    form = PartForm()
    form.document.choices = [
        ("", _("Bitte wählen")),
        *((one.key, f"{one.key} {one.title}") for one in contents(comment.round)),
    ]
    count = sum(len(paragraph) for paragraph in laid_out(comment.source, ()))
    form.sentences.choices = [(number, "") for number in range(1, count + 1)]
    status = 200
    if request.method == "POST":
        part, status = carry_out(form, lambda: _take(charter, comment.number, form))
        if part is not None:
            notice(_("%(key)s ist angelegt und wird für sich beantwortet.", key=part.key))
            return redirect(url_for("weighing.split", number=comment.number), code=303)
        comment = the_comment(charter, number)
    else:
        form = _fresh(form, comment)
    cuts = cuts_of(comment.id)
    page = render_template(
        "weighing/split.html",
        comment=comment,
        paragraphs=laid_out(comment.source, _taken(cuts)),
        cuts=cuts,
        ticked=set(form.sentences.data or ()),
        form=form,
        obstacle=_obstacle(comment),
    )
    return page, status


def _fresh(offered: PartForm, comment: Comment) -> PartForm:
    """A form with the choices of another one: the text the whole comment is about, no sentence."""
    form = PartForm(formdata=None, document=comment.document.key)
    form.document.choices = offered.document.choices
    form.sentences.choices = offered.sentences.choices
    return form


def _taken(cuts: Sequence[Cut]) -> list[tuple[Span, int]]:
    return [(span, one.comment.number) for one in cuts for span in one.stretches]


def _take(charter: Charter, number: int, form: PartForm) -> Comment:
    original = the_comment(charter, number)
    moment = now()
    shown = place(charter.id, original.round.number, form.document.data or "", moment)
    if shown is None:
        raise Invalid(_("Diesen Text zeigt die Beteiligung nicht."), "document")
    stretches = chosen(original.source, set(form.sentences.data or ()))
    return take_part(current_actor(), moment, original, shown.item.document, stretches=stretches)


def _obstacle(comment: Comment) -> str:
    """Why a comment cannot be split (any more); empty when it can."""
    if consultation.is_own(current_actor(), comment):
        return str(_("Diese Stellungnahme ist von Ihnen. Teilen kann sie nur jemand anderes."))
    try:
        refuse_unsplittable(comment)
    except Conflict as conflict:
        return conflict.message
    return ""
