"""What everybody reads: the rounds, one round, and one text with what was said on it."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from charta.charters.models import Charter
from charta.consultation import queries
from charta.consultation.forms import CommentForm
from charta.consultation.holding import is_expected
from charta.consultation.reading import read
from charta.consultation.rules import State
from charta.consultation.strangers import way_for
from charta.consultation.views import posting
from charta.consultation.views.blueprint import NUMBER, a_key, blueprint, page_keys
from charta.core.access import allow, anyone, current_actor, signed_in
from charta.core.clock import now
from charta.core.errors import NotFound
from charta.core.public import cacheable
from charta.feasibility.queries import released_verdicts


@blueprint.get("/beteiligung/")
@allow(anyone)
@cacheable
def rounds(charter: Charter) -> str:
    """What is open until when, what comes, what is over."""
    moment = now()
    found = queries.rounds(charter.id, moment)
    return render_template(
        "consultation/rounds.html",
        open=[one for one in reversed(found) if one.state is State.OPEN],
        coming=[one for one in reversed(found) if one.state is State.BEFORE],
        closed=[one for one in found if one.state is State.CLOSED],
        now=moment,
    )


@blueprint.get(f"/beteiligung/<{NUMBER}:number>/")
@allow(anyone)
@cacheable
def round(charter: Charter, number: int) -> str:  # noqa: A001 - the glossary's word
    """One round: what it is about, its dates, and its text's table of contents."""
    moment = now()
    summary = queries.round_by_number(charter.id, number, moment)
    if summary is None:
        raise NotFound
    return render_template(
        "consultation/round.html",
        summary=summary,
        round=summary.round,
        lines=queries.contents(summary.round) if summary.readable else [],
        now=moment,
    )


@blueprint.route(f"/beteiligung/<{NUMBER}:number>/<key>/", methods=["GET", "POST"])
@allow(anyone, post=signed_in)
@cacheable
def document(charter: Charter, number: int, key: str) -> ResponseReturnValue:
    """One text of a round with the comments on it; posting adds one."""
    moment, charter_id = now(), charter.id
    if request.method != "POST":
        return _page(charter, number, key, moment)
    form = CommentForm()
    if "preview" in request.form:
        html, status = posting.preview(form)
        return _page(charter, number, key, moment, form, preview=html), status
    said, status = posting.carry_out(
        form, lambda: posting.post(place_of(charter_id, number, key, moment), moment, form)
    )
    if said is None:
        return _page(charter, number, key, moment, form), status
    return posting.arrived(said)


def place_of(charter_id: int, number: int, key: str, moment: datetime) -> queries.Place:
    """The text ``key`` as round ``number`` shows it; raises NotFound. It takes the id because the
    charter itself is loaded anew in each transaction."""
    found = queries.place(charter_id, number, a_key(key), moment)
    if found is None:
        raise NotFound
    return found


def _page(
    charter: Charter,
    number: int,
    key: str,
    moment: datetime,
    form: CommentForm | None = None,
    *,
    preview: str | None = None,
) -> str:
    place = place_of(charter.id, number, key, moment)
    state = place.round.state(moment)
    after, before = page_keys()
    item = place.item
    if form is None and state is State.OPEN and current_actor().signed_in:
        form = posting.fresh_form()
    values: dict[str, Any] = {"number": number, "key": key}
    reading = read(
        item.revision,
        request.args,
        partial(url_for, "consultation.document", **values),
        now=moment,
        say=url_for("consultation.passage", **values) if state is State.OPEN else None,
    )
    return render_template(
        "consultation/document.html",
        round=place.round,
        item=item,
        state=state,
        count=place.comments,
        reading=reading,
        verdicts=released_verdicts({item.document_id: item.revision}).get(item.document_id, []),
        comments=queries.comments_on(
            item.document_id, place.round.id, now=moment, after=after, before=before
        ),
        form=form,
        without_account=way_for(place) if state is State.OPEN else None,
        read_first=form is not None and is_expected(charter.id, moment),
        preview=preview,
        now=moment,
    )
