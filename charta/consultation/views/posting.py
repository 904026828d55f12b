"""Comments and replies on their way from a form to the database."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from charta.consultation.forms import CommentForm
from charta.consultation.models import Comment
from charta.consultation.rules import COMMENT_LENGTH
from charta.consultation.services import AlreadySent
from charta.consultation.services.words import written
from charta.core.database import transaction
from charta.core.errors import Conflict, Invalid


def fresh_form() -> CommentForm:
    """An empty form with a number of its own."""
    return CommentForm(formdata=None, submission=str(uuid4()))


def preview(form: CommentForm) -> tuple[str | None, int]:
    """The HTML of what was typed and 200, or None and 422 with the reason in the form."""
    if not form.validate():
        return None, 422
    try:
        return written(form.source.data or "", COMMENT_LENGTH), 200
    except Invalid as error:
        form.reject(error)
        return None, error.status


def carry_out(form: CommentForm, post: Callable[[], Comment]) -> tuple[Comment | None, int]:
    """Run ``post`` in one transaction if the form is valid. Gives the comment and 303, or None
    and the status of the refusal, which then stands in the form with all that was typed."""
    if not form.validate():
        return None, 422
    try:
        with transaction():
            return post(), 303
    except Invalid as error:
        form.reject(error)
        return None, error.status
    except AlreadySent as error:
        form.submission.data = str(uuid4())
        form.form_errors.append(error.message)
        return None, error.status
    except Conflict as error:
        form.form_errors.append(error.message)
        return None, error.status
