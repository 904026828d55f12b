"""Deciding over the ideas that were selected in the list: new clause, existing clause, shelf."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from charta.charters.models import Charter
from charta.core import clock
from charta.core.access import allow, current_actor
from charta.core.forms import number_or_none
from charta.core.notices import notice
from charta.core.posting import carry_out
from charta.drafting import queries, services
from charta.drafting.forms import AttachForm, IdeasForm, PromotionForm, ShelveForm
from charta.drafting.models import Document
from charta.drafting.policies import may_draft
from charta.drafting.rules import LONGEST_SOURCE
from charta.drafting.views.blueprint import blueprint
from charta.drafting.views.preview import previewed, wanted
from charta.workshops.models import Idea

Chosen = TypeVar("Chosen", bound=IdeasForm)

PARAMETER = "idee"
"""The name under which the list hands over the numbers of the selected ideas."""


@blueprint.route("/ideen/neue-klausel/", methods=["GET", "POST"])
@allow(may_draft)
def ideas_promote(charter: Charter) -> ResponseReturnValue:
    ideas = _selected(charter)
    if not ideas and request.method != "POST":
        return _nothing_selected()
    outline = queries.outline(charter.id, texts=False)
    form = _about(PromotionForm(), ideas)
    form.section.choices = [
        ("", _("Bitte wählen")),
        *((part.document.id, f"{part.document.key} {part.revision.title}") for part in outline),
    ]
    if request.method != "POST":
        form.source.data = "\n\n".join(idea.text for idea in ideas)[:LONGEST_SOURCE]
        form.section.data = _section_for(ideas, outline)

    def promote() -> Document:
        return services.promote_to_new_clause(
            current_actor(),
            clock.now(),
            queries.ideas_by_numbers(charter.id, _numbers(form)),
            section=queries.document_by_id(charter.id, form.section.data),
            title=form.title.data or "",
            source=form.source.data or "",
            reason=form.reason.data or "",
        )

    html, status = None, 200
    if wanted():
        shown = previewed(form)
        html, status = shown.html, shown.status
    elif request.method == "POST":
        created, status = carry_out(form, promote)
        if created:
            notice(_("Die Klausel %(key)s ist angelegt.", key=created.key))
            return redirect(url_for("drafting.document", key=created.key), 303)
    page = render_template(
        "drafting/ideas_promote.html", form=form, preview=html, sections=len(outline)
    )
    return page, status


@blueprint.route("/ideen/anhaengen/", methods=["GET", "POST"])
@allow(may_draft)
def ideas_attach(charter: Charter) -> ResponseReturnValue:
    ideas = _selected(charter)
    if not ideas and request.method != "POST":
        return _nothing_selected()
    form = _about(AttachForm(), ideas)
    form.clause.choices = [
        ("", _("Bitte wählen")),
        *(
            (row.document.id, f"{row.document.key} {row.revision.title}")
            for part in queries.outline(charter.id, texts=False)
            for row in part.clauses
        ),
    ]

    def attach() -> Document:
        return services.attach_to_clause(
            current_actor(),
            clock.now(),
            queries.ideas_by_numbers(charter.id, _numbers(form)),
            clause=queries.document_by_id(charter.id, form.clause.data),
            reason=form.reason.data or "",
        )

    status = 200
    if request.method == "POST":
        clause, status = carry_out(form, attach)
        if clause:
            count = len(_numbers(form))
            notice(
                ngettext(
                    "Eine Idee ist jetzt bei %(key)s genannt.",
                    "%(num)s Ideen sind jetzt bei %(key)s genannt.",
                    count,
                    key=clause.key,
                )
            )
            return redirect(url_for("drafting.document", key=clause.key), 303)
    return render_template("drafting/ideas_attach.html", form=form), status


@blueprint.route("/ideen/zurueckstellen/", methods=["GET", "POST"])
@allow(may_draft)
def ideas_shelve(charter: Charter) -> ResponseReturnValue:
    ideas = _selected(charter)
    if not ideas and request.method != "POST":
        return _nothing_selected()
    form = _about(ShelveForm(), ideas)

    def shelve() -> int:
        found = queries.ideas_by_numbers(charter.id, _numbers(form))
        for idea in found:
            services.shelve(current_actor(), clock.now(), idea, reason=form.reason.data or "")
        return len(found)

    status = 200
    if request.method == "POST":
        count, status = carry_out(form, shelve)
        if count:
            notice(
                ngettext(
                    "Eine Idee ist zurückgestellt.",
                    "%(num)s Ideen sind zurückgestellt.",
                    count,
                )
            )
            return redirect(url_for("drafting.ideas"), 303)
    return render_template("drafting/ideas_shelve.html", form=form), status


def _selected(charter: Charter) -> Sequence[Idea]:
    """The ideas the request names, as far as this charter has them."""
    named = (
        request.form.getlist("ideas")
        if request.method == "POST"
        else request.args.getlist(PARAMETER)
    )
    numbers = {number for text in named if (number := number_or_none(text)) is not None}
    return queries.ideas_by_numbers(charter.id, numbers) if numbers else ()


def _about(form: Chosen, ideas: Sequence[Idea]) -> Chosen:
    """Let ``form`` offer these ideas, all of them chosen at first."""
    form.ideas.choices = [(idea.number, f"{idea.key}: {idea.text}") for idea in ideas]
    if request.method != "POST":
        form.ideas.data = [idea.number for idea in ideas]
    return form


def _numbers(form: IdeasForm) -> set[int]:
    return {number for number in form.ideas.data or () if number is not None}


def _section_for(ideas: Sequence[Idea], outline: Sequence[queries.OutlineSection]) -> int | None:
    """The first section of the first idea's theme."""
    for part in outline:
        if part.document.theme_id == ideas[0].theme_id:
            return part.document.id
    return None


def _nothing_selected() -> ResponseReturnValue:
    notice(_("Bitte wählen Sie zuerst mindestens eine Idee aus."), "warning")
    return redirect(url_for("drafting.ideas"), 303)
