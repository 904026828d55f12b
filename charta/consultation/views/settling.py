"""Settling where a comment stands in a release, or correcting it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.charters.models import Charter
from charta.charters.policies import is_editor
from charta.consultation import rules, services
from charta.consultation.forms import SettleForm
from charta.consultation.models import Comment, Placement
from charta.consultation.queries import placements as queries
from charta.consultation.rules import Verdict
from charta.consultation.services import PlacementConflict, Settlement
from charta.consultation.views.blueprint import NUMBER, blueprint
from charta.consultation.views.placed import compared
from charta.consultation.views.placements import LIST, list_address
from charta.core.access import allow, current_actor
from charta.core.clock import now
from charta.core.database import transaction
from charta.core.errors import Conflict, Invalid, NotFound
from charta.core.notices import notice
from charta.drafting.models import Revision
from charta.releases.models import Release
from charta.releases.queries import release_by_number
from charta.text.quoting import places
from charta.text.sentences import sentences
from charta.text.spans import Span

DONE = 303


@dataclass
class Sheet:
    """One comment in a release: what was said of its place, newest first, and the text in which
    a place is being chosen."""

    release: Release
    comment: Comment
    history: Sequence[Placement]
    texts: list[tuple[str, str]]
    wording: Revision | None = None
    conflict: bool = False
    """Somebody else has decided while the form was filled in."""

    @property
    def current(self) -> Placement | None:
        return self.history[0] if self.history else None


@blueprint.route(f"{LIST}<{NUMBER}:comment>/", methods=["GET", "POST"])
@allow(is_editor)
def placement_settle(charter: Charter, number: int, comment: int) -> ResponseReturnValue:
    """One comment, the words then and now, all that was said of it; settling or correcting it."""
    sheet = _sheet(charter, number, comment)
    form = SettleForm(**_as_it_stands(sheet))
    sheet.wording = _wording(form, sheet)
    _offer(form, sheet)
    status = 200
    if request.method == "POST" and "preview" not in request.form:
        status, conflict = _settled(charter, sheet, form)
        sheet = _sheet(charter, number, comment)
        if status == DONE:
            notice(_("Der Platz von %(key)s ist entschieden.", key=sheet.comment.key))
            return redirect(list_address(sheet.release), DONE)
        sheet.conflict, sheet.wording = conflict, _wording(form, sheet)
    page = render_template(
        "consultation/placement_settle.html",
        sheet=sheet,
        comment=sheet.comment,
        release=sheet.release,
        history=[compared(one, sheet.comment) for one in sheet.history],
        form=form,
    )
    return page, status


def _sheet(charter: Charter, number: int, comment_number: int) -> Sheet:
    """Read everything about a comment in a release; raises NotFound where it does not travel."""
    release = release_by_number(charter.id, number)
    comment = queries.travelling_comment(charter.id, comment_number)
    if comment is None or comment.round.release.number >= release.number:
        raise NotFound
    history = queries.history(release.id, comment.id)
    return Sheet(release, comment, history, queries.texts(release.id))


def _as_it_stands(sheet: Sheet) -> dict[str, object]:
    """What the form begins with: the placement in force, what the machine suspects included."""
    current = sheet.current
    if current is None:
        return {}
    begun: dict[str, object] = {"based_on": current.id}
    if current.verdict != Verdict.UNCERTAIN:
        begun["verdict"] = current.verdict
    keys = [key for key, _title in sheet.texts]
    own = sheet.comment.document.key
    there = current.revision.document.key if current.revision else own
    begun["document"] = there if there in keys else keys[0]
    words = _words(current)
    if words is not None:
        begun["quote"] = words
    return begun


def _words(placement: Placement) -> str | None:
    if placement.revision is None or placement.span is None:
        return None
    return placement.revision.plain[slice(*placement.span)]


def _wording(form: SettleForm, sheet: Sheet) -> Revision | None:
    """The text in which the place is being chosen."""
    return queries.wording(sheet.release.id, form.document.data or "")


def _offer(form: SettleForm, sheet: Sheet) -> None:
    """Offer the texts of the release and the sentences of the chosen one."""
    form.document.choices = [(key, f"{key} {title}") for key, title in sheet.texts]
    if sheet.comment.passage is None:
        del form.place
        del form.quote
        return
    plain = sheet.wording.plain if sheet.wording else ""
    form.place.choices = [
        ("", _("Die Worte, die unten zitiert sind")),
        *((f"{start}-{end}", plain[start:end]) for start, end in sentences(plain)),
    ]


def _settled(charter: Charter, sheet: Sheet, form: SettleForm) -> tuple[int, bool]:
    """Carry out a submitted form. Gives the status, and whether somebody else was faster; what
    refuses it stands in the form, with all that was typed."""
    if not form.validate():
        return 422, False
    try:
        with transaction():
            found = _sheet(charter, sheet.release.number, sheet.comment.number)
            wording = _wording(form, found)
            services.settle(
                current_actor(),
                now(),
                found.release,
                found.comment,
                Settlement(
                    form.verdict.data or "",
                    form.reason.data or "",
                    wording,
                    _place(form, wording, found),
                ),
                based_on=form.based_on.data,
            )
            return DONE, False
    except Invalid as error:
        form.reject(error)
        return error.status, False
    except PlacementConflict as error:
        form.based_on.raw_data = None
        form.based_on.data = error.placement_id
        return error.status, True
    except Conflict as error:
        form.form_errors.append(error.message)
        return error.status, False


def _place(form: SettleForm, wording: Revision | None, sheet: Sheet) -> Span | None:
    """The sentence that was chosen, else where the quoted words stand."""
    if sheet.comment.passage is None or wording is None:
        return None
    if form.verdict.data == Verdict.REMOVED:
        return None
    if form.place.data:
        start, end = form.place.data.split("-")
        return int(start), int(end)
    quote = form.quote.data or ""
    current = sheet.current
    if current is not None and current.revision_id == wording.id and _suggests(current, quote):
        return current.span
    return _quoted(wording.plain, quote) if quote else None


def _suggests(placement: Placement, quote: str) -> bool:
    """Whether a quote is what the placement already points at; it may stand elsewhere, too."""
    words = _words(placement)
    return words is not None and rules.same_words(words, quote)


def _quoted(plain: str, quote: str) -> Span:
    """Where quoted words stand; raises Invalid when they do not, or more than once."""
    found = places(plain, quote)
    if not found:
        raise Invalid(_("Diese Worte stehen in dem Text nicht."), "quote")
    if len(found) > 1:
        message = _("Diese Worte stehen dort mehrmals. Wählen Sie den Satz oder zitieren Sie mehr.")
        raise Invalid(message, "quote")
    return found[0]
