"""The order of the draft."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from charta.charters.models import Charter
from charta.core import clock
from charta.core.access import allow, current_actor
from charta.core.database import transaction
from charta.core.notices import notice
from charta.core.posting import carry_out
from charta.drafting import queries, services
from charta.drafting.forms import MoveForm, PlaceForm, ShiftForm
from charta.drafting.models import Document
from charta.drafting.policies import may_draft
from charta.drafting.services.revisions import check_not_withdrawn
from charta.drafting.views.blueprint import blueprint

STEPS = {"up": -1, "down": 1}


@blueprint.post("/entwurf/<key>/ruecken/")
@allow(may_draft)
def document_shift(charter: Charter, key: str) -> ResponseReturnValue:
    """One place up or down, then back to where one was in the outline."""
    form = ShiftForm()

    form.check()
    with transaction():
        document = queries.document_by_key(charter.id, key)
        services.shift(current_actor(), clock.now(), document, steps=STEPS[form.direction.data])
    return _back_to_outline(key)


@blueprint.route("/entwurf/<key>/verschieben/", methods=["GET", "POST"])
@allow(may_draft)
def document_move(charter: Charter, key: str) -> ResponseReturnValue:
    document = queries.document_by_key(charter.id, key)
    outline = queries.outline(charter.id, texts=False)
    form: Any = _form(document, outline)

    def move() -> bool:
        document = queries.document_by_key(charter.id, key)
        section = None
        if document.kind == "clause":
            section = queries.document_by_id(charter.id, form.section.data)
        return services.move(
            current_actor(), clock.now(), document, place=form.place.data, section=section
        )

    status = 200
    if request.method == "POST":
        moved, status = carry_out(form, move)
        if moved is not None:
            if moved:
                notice(_("%(key)s ist verschoben.", key=key))
            else:
                notice(_("%(key)s steht schon an diesem Platz.", key=key), "info")
            return _back_to_outline(key)
    else:
        check_not_withdrawn(document)
    document = queries.document_by_key(charter.id, key)
    page = render_template(
        "drafting/document_move.html",
        document=document,
        title=queries.titles([document.id])[document.id],
        outline=queries.outline(charter.id, texts=False),
        form=form,
    )
    return page, status


def _form(document: Document, outline: list[queries.OutlineSection]) -> PlaceForm:
    if document.kind == "section":
        order = [part.document.id for part in outline]
        return PlaceForm(place=_place(order, document.id))
    order = [
        row.document.id
        for part in outline
        if part.document.id == document.parent_id
        for row in part.clauses
    ]
    form = MoveForm(place=_place(order, document.id), section=document.parent_id)
    form.section.choices = [
        (part.document.id, f"{part.document.key} {part.revision.title}") for part in outline
    ]
    return form


def _place(order: list[int], document_id: int) -> int:
    return order.index(document_id) + 1 if document_id in order else 1


def _back_to_outline(key: str) -> Response:
    return redirect(url_for("drafting.outline", _anchor=key), 303)
