"""Comments and replies on their way from a form to the database."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.consultation import services
from charta.consultation.forms import CommentForm
from charta.consultation.holding import FormUsed, Held
from charta.consultation.models import Comment
from charta.consultation.queries import Place
from charta.consultation.rules import COMMENT_LENGTH
from charta.consultation.services.words import written
from charta.core import posting
from charta.core.access import current_actor
from charta.core.errors import Invalid
from charta.core.notices import notice
from charta.text.spans import Span


@dataclass(frozen=True)
class Outcome:
    """What became of a form with other words: what was said, or a status with what to show
    instead. ``look``: it was to be sent, but its writer has not seen the difference yet."""

    status: int
    said: Comment | Held | None = None
    preview: str | None = None
    look: bool = False


def fresh_form() -> CommentForm:
    """An empty form with a number of its own."""
    return CommentForm(formdata=None, submission=str(uuid4()))


def digest(wording: str) -> str:
    """By what a form knows other words again whose difference has been shown."""
    return hashlib.sha256(wording.encode()).hexdigest()[:16]


def proposed(
    form: CommentForm,
    wording: str | None,
    check: Callable[[str], None],
    post: Callable[[], Comment | Held],
) -> Outcome:
    """Preview or post a comment that may suggest other words (None: it does not). What it
    suggests is shown as a difference first; ``check`` raises Invalid when it is none."""
    if not form.validate():
        return Outcome(422)
    look = wording is not None and request.form.get("seen") != digest(wording)
    if "preview" not in request.form and not look:
        said, status = carry_out(form, post)
        return Outcome(status, said)
    try:
        if wording is not None:
            check(wording)
    except Invalid as error:
        form.reject(error)
        return Outcome(error.status)
    html, status = preview(form)
    return Outcome(status, preview=html, look=look and "preview" not in request.form)


def preview(form: CommentForm) -> tuple[str | None, int]:
    """The HTML of what was typed and 200, or None and 422 with the reason in the form."""
    if not form.validate():
        return None, 422
    try:
        return written(form.source.data or "", COMMENT_LENGTH), 200
    except Invalid as error:
        form.reject(error)
        return None, error.status


def carry_out(
    form: CommentForm, post: Callable[[], Comment | Held]
) -> tuple[Comment | Held | None, int]:
    """As ``charta.core.posting.carry_out``. A form that has already made another comment gets a
    new number, so that sending it once more makes a comment of its own."""

    def post_once() -> Comment | Held:
        try:
            return post()
        except FormUsed:
            form.submission.data = str(uuid4())
            raise

    return posting.carry_out(form, post_once)


def post(
    place: Place,
    moment: datetime,
    form: CommentForm,
    *,
    passage: Span | None = None,
    wording: str | None = None,
) -> Comment | Held:
    """Say what a form says on a text of a round; raises as ``services.say`` does."""
    return services.say(
        current_actor(),
        moment,
        place.round,
        place.item.document,
        source=form.source.data or "",
        submission=form.submission.data or "",
        passage=passage,
        wording=wording,
    )


def arrived(said: Comment | Held) -> ResponseReturnValue:
    """On to what was just said, with thanks, or to where it stands until it has been read."""
    if isinstance(said, Held):
        words = _("Danke! Ihr Text ist da und wird gelesen, bevor er öffentlich ist.")
        notice(f"{words} {said.why}")
        return redirect(url_for("consultation.my_comments"), code=303)
    if said.parent_id is not None:
        notice(_("Danke! Ihre Erwiderung %(key)s ist jetzt öffentlich.", key=said.key))
    else:
        notice(
            _(
                "Danke! Ihre Stellungnahme %(key)s ist jetzt öffentlich. "
                "Ihr Beleg ist auf dieser Seite.",
                key=said.key,
            )
        )
    return redirect(url_for("consultation.comment", number=said.number), code=303)
