"""Speaking of a passage: choosing the words, and the form for them."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.charters.models import Charter
from charta.consultation import rules, services
from charta.consultation.choosing import Choice, chosen, offer
from charta.consultation.forms import PassageForm
from charta.consultation.models import Comment
from charta.consultation.queries import Place
from charta.consultation.rules import Span, State
from charta.consultation.views import posting
from charta.consultation.views.blueprint import NUMBER, blueprint
from charta.consultation.views.posting import Outcome
from charta.consultation.views.reading import place_of
from charta.core.access import allow, anyone, current_actor, signed_in
from charta.core.clock import now
from charta.core.notices import notice
from charta.core.public import cacheable
from charta.text.diff import words
from charta.text.highlighting import paragraphs


@blueprint.route(f"/beteiligung/<{NUMBER}:number>/<key>/stelle/", methods=["GET", "POST"])
@allow(anyone, post=signed_in)
@cacheable
def passage(charter: Charter, number: int, key: str) -> ResponseReturnValue:
    """Choose words of a text of a round and say something about exactly these; posting adds a
    comment on them."""
    moment = now()
    place = place_of(charter, number, key, moment)
    revision = place.item.revision
    parts = paragraphs(revision.html)
    choice = chosen(revision.plain, parts, request.args, request.args.getlist("satz"))
    if choice.passage is None:
        return _choosing(place, choice, parts, moment), 422 if choice.problem else 200
    start, end = choice.passage
    if not {"von", "bis"} <= request.args.keys():
        address = url_for("consultation.passage", number=number, key=key, von=start, bis=end)
        return redirect(address, code=303)
    if request.method != "POST":
        return _speaking(place, choice.passage, moment)
    return _posted(charter, place, choice.passage, moment)


def _choosing(place: Place, choice: Choice, parts: tuple[Span, ...], moment: datetime) -> str:
    """The page on which words are chosen."""
    plain = place.item.revision.plain
    return render_template(
        "consultation/passage_choose.html",
        round=place.round,
        item=place.item,
        state=place.round.state(moment),
        choice=choice,
        places=[offer(plain, span) for span in choice.places],
        near=[offer(plain, span) for span in choice.near],
        sentences=[plain[slice(*span)] for span in choice.sentences],
        paragraphs=[plain[slice(*span)] for span in parts],
        now=moment,
    )


def _posted(charter: Charter, place: Place, span: Span, moment: datetime) -> ResponseReturnValue:
    form = PassageForm()
    number, key = place.round.number, place.item.document.key
    exact = place.item.revision.plain[slice(*span)]
    wording = form.wording.data or "" if form.suggests.data else None
    outcome = posting.proposed(
        form,
        wording,
        lambda other: rules.check_other_words(other, exact),
        lambda: _post(place_of(charter, number, key, moment), span, moment, form, wording),
    )
    if outcome.comment is None:
        place = place_of(charter, number, key, moment)
        return _speaking(place, span, moment, form, outcome), outcome.status
    said = outcome.comment.key
    notice(_("Danke! Ihre Stellungnahme %(key)s ist jetzt öffentlich.", key=said))
    return redirect(url_for("consultation.comment", number=outcome.comment.number), code=303)


def _post(
    place: Place, span: Span, moment: datetime, form: PassageForm, wording: str | None
) -> Comment:
    return services.post_comment(
        current_actor(),
        moment,
        place.round,
        place.item.document,
        source=form.source.data or "",
        submission=form.submission.data or "",
        passage=span,
        wording=wording,
    )


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
        outcome=outcome,
        edits=words(exact, wording or "") if shown else None,
        seen=posting.digest(wording or "") if shown else None,
        now=moment,
    )
