"""Speaking of a passage: choosing the words, and the form for them."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from charta.charters.models import Charter
from charta.consultation import rules
from charta.consultation.choosing import Choice, chosen, offer
from charta.consultation.forms import PassageForm
from charta.consultation.holding import Held, is_expected
from charta.consultation.models import Comment
from charta.consultation.queries import Place
from charta.consultation.rules import State
from charta.consultation.strangers import way_for
from charta.consultation.views import posting
from charta.consultation.views.blueprint import NUMBER, blueprint
from charta.consultation.views.posting import Outcome
from charta.consultation.views.reading import place_of
from charta.core.access import allow, anyone, current_actor, signed_in
from charta.core.clock import now
from charta.core.errors import Invalid
from charta.core.public import cacheable
from charta.text.diff import words
from charta.text.highlighting import paragraphs
from charta.text.spans import Span


@blueprint.route(f"/beteiligung/<{NUMBER}:number>/<key>/stelle/", methods=["GET", "POST"])
@allow(anyone, post=signed_in)
@cacheable
def passage(charter: Charter, number: int, key: str) -> ResponseReturnValue:
    """Choose words of a text of a round and say something about exactly these; posting adds a
    comment on them."""
    moment = now()
    if request.method == "POST":
        return _posted(charter.id, number, key, moment)
    place, choice = _asked(charter.id, number, key, moment)
    if choice.passage is None:
        return _choosing(place, choice, moment)
    if not {"von", "bis"} <= request.args.keys():
        start, end = choice.passage
        address = url_for("consultation.passage", number=number, key=key, von=start, bis=end)
        return redirect(address, code=303)
    return _speaking(place, choice.passage, moment)


def _asked(charter_id: int, number: int, key: str, moment: datetime) -> tuple[Place, Choice]:
    """The text and the words of it that the address names. One query."""
    place = place_of(charter_id, number, key, moment)
    revision = place.item.revision
    ticked = request.args.getlist("satz")
    return place, chosen(revision.plain, paragraphs(revision.html), request.args, ticked)


def _choosing(place: Place, choice: Choice, moment: datetime) -> str:
    """The page on which words are chosen."""
    revision = place.item.revision
    plain = revision.plain
    return render_template(
        "consultation/passage_choose.html",
        round=place.round,
        item=place.item,
        state=place.round.state(moment),
        choice=choice,
        places=[offer(plain, span) for span in choice.places],
        near=[offer(plain, span) for span in choice.near],
        sentences=[plain[slice(*span)] for span in choice.sentences],
        paragraphs=[plain[slice(*span)] for span in paragraphs(revision.html)],
        now=moment,
    )


def _posted(charter_id: int, number: int, key: str, moment: datetime) -> ResponseReturnValue:
    form = PassageForm()
    wording = form.wording.data or "" if form.suggests.data else None

    def wanted() -> tuple[Place, Span]:
        place, choice = _asked(charter_id, number, key, moment)
        if choice.passage is None:
            raise Invalid(choice.problem, "passage")
        return place, choice.passage

    def check(other: str) -> None:
        place, span = wanted()
        rules.check_other_words(other, place.item.revision.plain[slice(*span)])

    def post() -> Comment | Held:
        place, span = wanted()
        return posting.post(place, moment, form, passage=span, wording=wording)

    outcome = posting.proposed(form, wording, check, post)
    if outcome.said is not None:
        return posting.arrived(outcome.said)
    place, choice = _asked(charter_id, number, key, moment)
    if choice.passage is None:
        return _choosing(place, choice, moment), 422
    return _speaking(place, choice.passage, moment, form, outcome), outcome.status


def _speaking(
    place: Place,
    span: Span,
    moment: datetime,
    form: PassageForm | None = None,
    outcome: Outcome | None = None,
) -> str:
    """The form for the chosen words; whoever may not write sees them and why not."""
    exact = place.item.revision.plain[slice(*span)]
    state = place.round.state(moment)
    if form is None and state is State.OPEN and current_actor().signed_in:
        form = PassageForm(formdata=None, submission=str(uuid4()), wording=exact)
    wording = (form.wording.data or "") if form and form.suggests.data else None
    shown = outcome is not None and outcome.preview is not None and wording is not None
    return render_template(
        "consultation/passage.html",
        round=place.round,
        item=place.item,
        state=state,
        span=span,
        exact=exact,
        form=form,
        without_account=way_for(place, span) if state is State.OPEN else None,
        read_first=form is not None and is_expected(place.round.charter_id, moment),
        outcome=outcome,
        edits=words(exact, wording or "") if shown else None,
        seen=posting.digest(wording or "") if shown else None,
        now=moment,
    )
