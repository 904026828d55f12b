"""Suggesting another wording for a whole text."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from flask import render_template, request
from flask.typing import ResponseReturnValue

from charta.charters.models import Charter
from charta.consultation import rules
from charta.consultation.forms import SuggestionForm
from charta.consultation.holding import is_expected
from charta.consultation.queries import Place
from charta.consultation.rules import State
from charta.consultation.services.words import written
from charta.consultation.views import posting
from charta.consultation.views.blueprint import NUMBER, blueprint
from charta.consultation.views.posting import Outcome
from charta.consultation.views.reading import place_of
from charta.core.access import allow, anyone, current_actor, signed_in
from charta.core.clock import now
from charta.core.public import cacheable
from charta.text.diff import Difference, blocks
from charta.text.markdown import MAX_LENGTH, render


@blueprint.route(f"/beteiligung/<{NUMBER}:number>/<key>/vorschlag/", methods=["GET", "POST"])
@allow(anyone, post=signed_in)
@cacheable
def suggest(charter: Charter, number: int, key: str) -> ResponseReturnValue:
    """Write a text of a round as it should be, see what would change, say why; posting adds a
    comment with the other wording."""
    moment, charter_id = now(), charter.id

    def shown() -> Place:
        return place_of(charter_id, number, key, moment)

    if request.method != "POST":
        return _page(shown(), moment)
    form = SuggestionForm()
    wording = form.wording.data or ""
    outcome = posting.proposed(
        form,
        wording,
        lambda other: _check(shown(), other),
        lambda: posting.post(shown(), moment, form, wording=wording),
    )
    if outcome.said is None:
        return _page(shown(), moment, form, outcome), outcome.status
    return posting.arrived(outcome.said)


def _check(place: Place, wording: str) -> None:
    rules.check_other_text(wording, place.item.revision.source)
    written(wording, MAX_LENGTH, "wording", rich=True)


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
        read_first=form is not None and is_expected(place.round.charter_id, moment),
        outcome=outcome,
        changes=changes,
        seen=posting.digest(form.wording.data or "") if form and changes is not None else None,
        now=moment,
    )
