"""Writing: new sections, new clauses, new wordings."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.charters import queries as charter_queries
from charta.charters.models import Charter
from charta.core import clock
from charta.core.access import allow, current_actor
from charta.core.errors import Invalid
from charta.core.notices import notice
from charta.core.posting import carry_out
from charta.drafting import queries, services
from charta.drafting.errors import EditConflict
from charta.drafting.forms import ClauseForm, RevisionForm, SectionForm, rebase
from charta.drafting.models import Document, Revision
from charta.drafting.policies import may_draft
from charta.drafting.services.clauses import check_open_section
from charta.drafting.services.revisions import check_not_withdrawn, rendered
from charta.drafting.views.blueprint import blueprint
from charta.drafting.views.comparing import Comparison, Typed, compare
from charta.drafting.views.preview import previewed, wanted


@dataclass(frozen=True)
class Clash:
    """What the page of an edit conflict shows beside the wording saved meanwhile."""

    began_on: int | None
    html: str | None = None
    comparison: Comparison | None = None


@blueprint.route("/entwurf/neuer-abschnitt/", methods=["GET", "POST"])
@allow(may_draft)
def section_create(charter: Charter) -> ResponseReturnValue:
    form = SectionForm()
    form.theme.choices = [("", _("Bitte wählen")), *_themes(charter)]

    def create() -> Document:
        return services.create_section(
            current_actor(),
            clock.now(),
            charter,
            theme=charter_queries.theme(charter.id, form.theme.data),
            title=form.title.data or "",
            source=form.source.data or "",
        )

    html, status = None, 200
    if wanted():
        shown = previewed(form)
        html, status = shown.html, shown.status
    elif request.method == "POST":
        created, status = carry_out(form, create)
        if created:
            return _created(created)
    return render_template("drafting/section_create.html", form=form, preview=html), status


@blueprint.route("/entwurf/<key>/neue-klausel/", methods=["GET", "POST"])
@allow(may_draft)
def clause_create(charter: Charter, key: str) -> ResponseReturnValue:
    section = queries.document_by_key(charter.id, key)
    form = ClauseForm(theme=section.theme_id)
    form.theme.choices = _themes(charter)

    def create() -> Document:
        return services.create_clause(
            current_actor(),
            clock.now(),
            queries.document_by_key(charter.id, key),
            theme=charter_queries.theme(charter.id, form.theme.data),
            title=form.title.data or "",
            source=form.source.data or "",
        )

    html, status = None, 200
    if wanted():
        shown = previewed(form)
        html, status = shown.html, shown.status
    elif request.method == "POST":
        created, status = carry_out(form, create)
        if created:
            return _created(created)
    else:
        check_open_section(section)
    section = queries.document_by_key(charter.id, key)
    title = queries.titles([section.id])[section.id]
    page = render_template(
        "drafting/clause_create.html", form=form, preview=html, section=section, title=title
    )
    return page, status


@blueprint.route("/entwurf/<key>/bearbeiten/", methods=["GET", "POST"])
@allow(may_draft)
def document_edit(charter: Charter, key: str) -> ResponseReturnValue:
    document = queries.document_by_key(charter.id, key)
    if request.method != "POST":
        check_not_withdrawn(document)
        current = queries.current_revision(document.id)
        form = RevisionForm(base=current.number, title=current.title, source=current.source)
        return _edit_page(document, current, form)
    form = RevisionForm()
    if wanted():
        shown = previewed(form)
        current = queries.current_revision(document.id)
        return _edit_page(document, current, form, preview=shown.html, status=shown.status)

    def save() -> Revision:
        return services.save_revision(
            current_actor(),
            clock.now(),
            queries.document_by_key(charter.id, key),
            base_number=form.base.data or 0,
            title=form.title.data or "",
            source=form.source.data or "",
            note=form.note.data or "",
        )

    saved, status = carry_out(form, save)
    if saved:
        notice(_("Gespeichert als Version %(number)s.", number=saved.number))
        return redirect(url_for("drafting.document", key=key), 303)
    document = queries.document_by_key(charter.id, key)
    current = queries.current_revision(document.id)
    if status == EditConflict.status and document.withdrawn_at is None:
        return _conflict_page(document, current, form)
    return _edit_page(document, current, form, status=status)


def _themes(charter: Charter) -> list[tuple[int, str]]:
    return [
        (theme.id, f"{theme.name} ({theme.code})") for theme in charter_queries.themes(charter.id)
    ]


def _created(document: Document) -> ResponseReturnValue:
    if document.kind == "section":
        notice(_("Der Abschnitt %(key)s ist angelegt.", key=document.key))
    else:
        notice(_("Die Klausel %(key)s ist angelegt.", key=document.key))
    return redirect(url_for("drafting.document", key=document.key), 303)


def _edit_page(
    document: Document,
    current: Revision,
    form: RevisionForm,
    *,
    preview: str | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    page = render_template(
        "drafting/document_edit.html",
        document=document,
        current=current,
        form=form,
        preview=preview,
        clash=None,
    )
    return page, status


def _conflict_page(
    document: Document, current: Revision, form: RevisionForm
) -> ResponseReturnValue:
    """Both wordings, what differs, and a form with all that was typed, on top of ``current``."""
    began_on = form.base.data
    form.form_errors.clear()
    rebase(form, current.number)
    clash = Clash(began_on)
    try:
        mine = Typed(form.title.data or "", form.source.data or "")
        clash = Clash(began_on, rendered(mine.source).html, compare(current, mine))
    except Invalid as error:
        form.reject(error)
    page = render_template(
        "drafting/document_edit.html",
        document=document,
        current=current,
        form=form,
        preview=None,
        clash=clash,
    )
    return page, EditConflict.status
