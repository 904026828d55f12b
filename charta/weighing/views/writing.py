"""What the pages share on which answers are written: offering, reading and storing what a form
says, for people and for the script that saves by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import format_time
from flask_babel import gettext as _

from charta.charters.models import Charter
from charta.consultation import rules as answers
from charta.consultation.models import Comment
from charta.consultation.services import AnswerConflict
from charta.consultation.services.words import written
from charta.core.clock import now
from charta.core.database import transaction
from charta.core.errors import Conflict, Invalid, NotAllowed, NotFound
from charta.drafting.models import Revision
from charta.drafting.queries import latest_revisions
from charta.weighing import placeholders, queries
from charta.weighing.forms import DraftForm
from charta.weighing.models import Draft
from charta.weighing.services import DraftConflict, Words
from charta.weighing.sheets import placeholder_values

FINISH, RELEASE, KEEP, DISCARD, INSERT = "fertig", "freigeben", "merken", "verwerfen", "einfuegen"
PREVIEW = "preview"
"""What the buttons of the form ask for, as ``action``."""


@dataclass
class Outcome:
    """What became of a submitted form: done, or a status with what to show instead."""

    status: int = 200
    done: bool = False
    draft: Draft | None = None
    conflict: AnswerConflict | DraftConflict | None = None
    preview: str | None = None
    unsaved: bool = False
    """Whether the form holds words that are stored nowhere."""


def offer(charter: Charter, form: DraftForm, revisions: Sequence[Revision]) -> None:
    """Offer versions, departments and text modules to choose from. One query."""
    departments, modules = queries.to_rest_on_and_insert(charter.id)
    form.revision.choices = [("", _("Keine")), *((one.id, _label(one)) for one in revisions)]
    form.department.choices = [("", _("Keinem")), *departments]
    form.module.choices = [("", _("Bitte wählen")), *modules]


def _label(revision: Revision) -> str:
    note = revision.note[:100]
    return str(_("Version %(number)s: %(note)s", number=revision.number, note=note))


def words_of(form: DraftForm, revisions: Sequence[Revision]) -> Words:
    """What a valid form says; ``revisions`` are those to choose from."""
    revision = next((one for one in revisions if one.id == form.revision.data), None)
    return Words(
        form.disposition.data or None, form.source.data or "", revision, form.department.data
    )


def asked() -> str:
    """What the pressed button asks for; without one (Enter in a field) it is finished."""
    if PREVIEW in request.form:
        return PREVIEW
    return request.form.get("action", FINISH)


def by_script() -> bool:
    """Whether a script asks, which wants values and no page."""
    return request.accept_mimetypes.best == "application/json"


def submitted(
    form: DraftForm,
    charter: Charter,
    comments: Sequence[Comment],
    store: Callable[[str], Draft | None],
) -> Outcome:
    """Do what the button asks: show a preview, insert a text module, or ``store``, which is given
    the button and runs in one transaction. Whatever is refused, the form keeps what was typed."""
    if not form.validate():
        return Outcome(422, unsaved=True)
    try:
        if asked() in {PREVIEW, INSERT}:
            return Outcome(200, preview=_prepared(form, charter, comments), unsaved=True)
        with transaction():
            return Outcome(303, done=True, draft=store(asked()))
    except Invalid as error:
        form.reject(error)
        return Outcome(error.status, unsaved=True)
    except (AnswerConflict, DraftConflict) as error:
        return Outcome(error.status, conflict=error, unsaved=True)
    except Conflict as error:
        form.form_errors.append(error.message)
        return Outcome(error.status, unsaved=True)


def _prepared(form: DraftForm, charter: Charter, comments: Sequence[Comment]) -> str | None:
    """The preview; or put the chosen text module at the end of the reason."""
    source = form.source.data or ""
    if asked() == PREVIEW:
        return written(source, answers.ANSWER_LENGTH)
    words = module_words(charter, form.module.data, comments)
    form.source.data = f"{source}\n\n{words}".strip()
    form.module.data = None
    return None


def module_words(charter: Charter, module_id: int | None, comments: Sequence[Comment]) -> str:
    """A text module filled in for an answer to ``comments``; raises Invalid when none is chosen,
    NotFound. Two queries."""
    if module_id is None:
        raise Invalid(_("Bitte wählen Sie einen Textbaustein."), "module")
    module = queries.text_module(charter.id, module_id)
    if module is None:
        raise NotFound
    latest = latest_revisions({comment.document_id for comment in comments})
    values = placeholder_values(charter, comments, list(latest.values()))
    return placeholders.filled(module.source, values)


def answer_to_script(
    form: DraftForm,
    charter: Charter,
    comments: Sequence[Comment],
    store: Callable[[str], Draft | None],
) -> ResponseReturnValue:
    """The same for the script: the words to insert, or the stamp of what it has saved, or why it
    could not be."""
    if not form.validate():
        return jsonify(message=_first_error(form)), 422
    try:
        if asked() == INSERT:
            return jsonify(words=module_words(charter, form.module.data, comments))
        with transaction():
            draft = store(KEEP)
    except (AnswerConflict, DraftConflict) as error:
        return jsonify(message=error.message, conflict=True), error.status
    except (Invalid, Conflict, NotAllowed) as error:
        return jsonify(message=error.message), error.status
    moment = format_time(now(), "HH:mm")
    return jsonify(
        draft=draft.stamp if draft else "",
        message=_("Entwurf gespeichert %(time)s", time=moment),
    )


def _first_error(form: DraftForm) -> str:
    errors = [message for messages in form.errors.values() for message in messages]
    return str(errors[0]) if errors else ""


def refresh(form: DraftForm, draft: Draft | None, response_id: int | None) -> None:
    """Let what is sent next be based on what stands now, and has been shown."""
    form.draft.data = draft.stamp if draft else ""
    form.based_on.raw_data = None
    form.based_on.data = response_id
