"""Suggesting another wording for a whole text."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.charters.models import Charter
from charta.consultation import rules, services
from charta.consultation.forms import SuggestionForm
from charta.consultation.models import Comment
from charta.consultation.queries import Place
from charta.consultation.rules import State
from charta.consultation.services.words import written
from charta.consultation.views import posting
from charta.consultation.views.blueprint import NUMBER, blueprint
from charta.consultation.views.posting import Outcome
from charta.consultation.views.reading import place_of
from charta.core.access import allow, anyone, current_actor, signed_in
from charta.core.clock import now
from charta.core.notices import notice
from charta.core.public import cacheable
from charta.text.diff import Difference, blocks
from charta.text.markdown import MAX_LENGTH, render


@blueprint.route(f"/beteiligung/<{NUMBER}:number>/<key>/vorschlag/", methods=["GET", "POST"])
@allow(anyone, post=signed_in)
@cacheable
def suggest(charter: Charter, number: int, key: str) -> ResponseReturnValue:
    """Write a text of a round as it should be, see what would change, say why; posting adds a
    comment with the other wording."""
    moment = now()
    if request.method != "POST":
        return _page(place_of(charter, number, key, moment), moment)
    form = SuggestionForm()
    wording = form.wording.data or ""
    outcome = posting.proposed(
        form,
        wording,
        lambda other: _check(place_of(charter, number, key, moment), other),
        lambda: _post(place_of(charter, number, key, moment), moment, form, wording),
    )
    if outcome.comment is None:
        place = place_of(charter, number, key, moment)
        return _page(place, moment, form, outcome), outcome.status
    said = outcome.comment
    notice(_("Danke! Ihre Stellungnahme %(key)s ist jetzt öffentlich.", key=said.key))
    return redirect(url_for("consultation.comment", number=said.number), code=303)


def _check(place: Place, wording: str) -> None:
    rules.check_other_text(wording, place.item.revision.source)
    written(wording, MAX_LENGTH, "wording", rich=True)


def _post(place: Place, moment: datetime, form: SuggestionForm, wording: str) -> Comment:
    return services.post_comment(
        current_actor(),
        moment,
        place.round,
        place.item.document,
        source=form.source.data or "",
        submission=form.submission.data or "",
        wording=wording,
    )


def _page(
    place: Place,
    moment: datetime,
    form: SuggestionForm | None = None,
    outcome: Outcome | None = None,
) -> str:
    state = place.round.state(moment)
    source = place.item.revision.source
    if form is None and state is State.OPEN and current_actor().signed_in:
        form = SuggestionForm(formdata=None, submission=str(uuid4()), wording=source)
    changes: Difference | None = None
    if form and outcome is not None and outcome.preview is not None:
        changes = blocks(render(source), render(form.wording.data or ""))
    return render_template(
        "consultation/suggest.html",
        round=place.round,
        item=place.item,
        state=state,
        form=form,
        outcome=outcome,
        changes=changes,
        seen=posting.digest(form.wording.data or "") if form and changes is not None else None,
        now=moment,
    )
