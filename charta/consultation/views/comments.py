"""A comment on its own page with its replies, and everything one has said oneself."""

from __future__ import annotations

from datetime import datetime

from flask import render_template, request
from flask.typing import ResponseReturnValue

from charta.charters.models import Charter
from charta.consultation import policies, queries, services
from charta.consultation.forms import CommentForm
from charta.consultation.holding import Held, is_expected, unpublished
from charta.consultation.models import Comment
from charta.consultation.moderated import decided, redactions
from charta.consultation.queries.parts import cuts_of
from charta.consultation.rules import State
from charta.consultation.views import posting
from charta.consultation.views.blueprint import NUMBER, blueprint, page_keys
from charta.core.access import allow, anyone, current_actor, signed_in
from charta.core.clock import now
from charta.core.errors import NotFound
from charta.core.public import cacheable
from charta.receipts.queries import codes
from charta.text.diff import Difference, blocks
from charta.text.markdown import render


@blueprint.route(f"/stellungnahmen/<{NUMBER}:number>/", methods=["GET", "POST"])
@allow(anyone, post=signed_in)
@cacheable
def comment(charter: Charter, number: int) -> ResponseReturnValue:
    """A comment with the wording it was made on, its answers and replies; posting replies."""
    moment = now()
    if request.method != "POST":
        return _page(charter, number, moment)
    form = CommentForm()
    if "preview" in request.form:
        html, status = posting.preview(form)
        return _page(charter, number, moment, form, preview=html), status
    reply, status = posting.carry_out(form, lambda: _reply(charter, number, moment, form))
    if reply is None:
        return _page(charter, number, moment, form), status
    return posting.arrived(reply)


def _found(charter: Charter, number: int, moment: datetime) -> queries.Permalink:
    found = queries.comment_by_number(charter.id, number, now=moment)
    if found is None:
        raise NotFound
    return found


def _reply(charter: Charter, number: int, moment: datetime, form: CommentForm) -> Comment | Held:
    parent = _found(charter, number, moment).comment
    return services.say(
        current_actor(),
        moment,
        parent.round,
        parent.document,
        source=form.source.data or "",
        submission=form.submission.data or "",
        parent=parent,
    )


def _page(
    charter: Charter,
    number: int,
    moment: datetime,
    form: CommentForm | None = None,
    *,
    preview: str | None = None,
) -> str:
    found = _found(charter, number, moment)
    shown = found.comment
    state = shown.round.state(moment)
    after, before = page_keys()
    is_own = policies.is_own(current_actor(), shown)
    may_reply = state is State.OPEN and shown.parent_id is None and current_actor().signed_in
    cuts = [one.comment for one in cuts_of(shown.id)] if found.parts else []
    answers = queries.answers_to([shown.id, *(one.id for one in cuts)], now=moment)
    said = queries.Contribution(shown, answers.get(shown.id, ()))
    form = form or (posting.fresh_form() if may_reply else None)
    return render_template(
        "consultation/comment.html",
        found=found,
        said=said,
        redacted=redactions(shown),
        parts=[queries.Contribution(one, answers.get(one.id, ())) for one in cuts],
        may_reopen=said.answer is not None and is_own,
        code=codes(Comment.__tablename__, [shown.id]).get(shown.id) if is_own else None,
        led_to=queries.wording_led_to(said.answer),
        replies=queries.replies_to(shown.id, now=moment, after=after, before=before),
        round=shown.round,
        state=state,
        form=form,
        read_first=form is not None and is_expected(charter.id, moment),
        preview=preview,
        changes=_suggested(shown),
        now=moment,
    )


def _suggested(comment: Comment) -> Difference | None:
    """What would change in the whole text, if that is what the comment suggests."""
    if comment.suggestion is None or comment.passage is not None:
        return None
    return blocks(render(comment.revision.source), render(comment.suggestion.wording))


@blueprint.get("/meine-stellungnahmen/")
@allow(signed_in)
def my_comments(charter: Charter) -> str:
    """What I have said in this charter's rounds, newest first, and what became of it."""
    actor = current_actor()
    after, _before = page_keys()
    assert actor.person_id is not None  # noqa: S101 - the guard lets only signed-in people in
    moment = now()
    said = queries.own_comments(charter.id, actor.person_id, now=moment, after=after)
    return render_template(
        "consultation/my_comments.html",
        comments=said,
        unpublished=unpublished(charter.id, actor.person_id) if after is None else (),
        decided=decided(charter.id, actor.person_id, moment) if after is None else (),
        codes=codes(Comment.__tablename__, [one.comment.id for one in said.items]),
        now=moment,
    )
