"""The history of a text: read it, compare it, take an older wording up again."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.charters.models import Charter
from charta.core import clock
from charta.core.access import allow, current_actor
from charta.core.forms import number_or_none
from charta.core.notices import notice
from charta.core.posting import carry_out
from charta.drafting import later, queries, services
from charta.drafting.forms import CompareForm, RestoreForm, rebase
from charta.drafting.models import Revision
from charta.drafting.policies import may_draft, may_read_draft
from charta.drafting.services.revisions import check_not_withdrawn
from charta.drafting.views.blueprint import blueprint
from charta.drafting.views.comparing import compare


@blueprint.get("/entwurf/<key>/versionen/")
@allow(may_read_draft)
def document_history(charter: Charter, key: str) -> ResponseReturnValue:
    document = queries.document_by_key(charter.id, key)
    before = number_or_none(request.args.get("vor"))
    found = queries.history(document.id, before)
    shown = found[: queries.HISTORY_PAGE]
    newest = queries.current_revision(document.id)
    return render_template(
        "drafting/document_history.html",
        document=document,
        pages=later.pages_of(document),
        newest=newest,
        revisions=shown,
        credited=later.credits_of([one.id for one in shown]),
        older=shown[-1].number if len(found) > len(shown) else None,
        newer=_newer(shown[0].number if shown else 0, newest.number),
        form=CompareForm(formdata=None, alt=max(newest.number - 1, 1), neu=newest.number),
    )


@blueprint.get("/entwurf/<key>/versionen/<int:number>/")
@allow(may_read_draft)
def document_revision(charter: Charter, key: str, number: int) -> ResponseReturnValue:
    document = queries.document_by_key(charter.id, key)
    revision = queries.revision_by_number(document.id, number)
    return render_template(
        "drafting/document_revision.html",
        document=document,
        revision=revision,
        credited=later.credits_of([revision.id]).get(revision.id, ()),
        newest=queries.newest_number_of(document.id),
    )


@blueprint.get("/entwurf/<key>/vergleich/")
@allow(may_read_draft)
def document_compare(charter: Charter, key: str) -> ResponseReturnValue:
    """Any two revisions, ``?alt=1&neu=4``; the older one comes first whatever was typed."""
    document = queries.document_by_key(charter.id, key)
    form = CompareForm(formdata=request.args)
    old = new = None
    status = 200
    if form.validate():
        old, new = (
            queries.revision_by_number(document.id, number)
            for number in sorted((form.alt.data or 0, form.neu.data or 0))
        )
    else:
        status = 422
    page = render_template(
        "drafting/document_compare.html",
        document=document,
        form=form,
        old=old,
        new=new,
        comparison=compare(old, new) if old and new else None,
        between=_between(document.id, old, new) if old and new else [],
        columns=request.args.get("ansicht") == "spalten",
    )
    return page, status


@blueprint.route("/entwurf/<key>/versionen/<int:number>/aufgreifen/", methods=["GET", "POST"])
@allow(may_draft)
def document_restore(charter: Charter, key: str, number: int) -> ResponseReturnValue:
    form = RestoreForm()

    def restore() -> Revision:
        document = queries.document_by_key(charter.id, key)
        return services.restore_revision(
            current_actor(),
            clock.now(),
            document,
            queries.revision_by_number(document.id, number),
            base_number=form.base.data or 0,
            note=form.note.data or "",
        )

    status = 200
    if request.method == "POST":
        restored, status = carry_out(form, restore)
        if restored:
            notice(
                _(
                    "Der Wortlaut von Version %(old)s gilt wieder, als Version %(number)s.",
                    old=number,
                    number=restored.number,
                )
            )
            return redirect(url_for("drafting.document", key=key), 303)
    document = queries.document_by_key(charter.id, key)
    revision = queries.revision_by_number(document.id, number)
    current = queries.current_revision(document.id)
    if request.method != "POST":
        check_not_withdrawn(document)
        form.note.data = _("Wortlaut von Version %(number)s wieder aufgenommen", number=number)
    rebase(form, current.number)
    page = render_template(
        "drafting/document_restore.html",
        document=document,
        revision=revision,
        current=current,
        comparison=compare(current, revision),
        form=form,
    )
    return page, status


def _between(document_id: int, old: Revision, new: Revision) -> list[Revision]:
    """The versions after the old one up to the new one, newest first, no more than a page."""
    found = queries.history(document_id, new.number + 1)[: queries.HISTORY_PAGE]
    return [revision for revision in found if revision.number > old.number]


def _newer(first: int, newest: int) -> int | None:
    """The ``vor`` of the page before the one that begins with number ``first``."""
    return first + queries.HISTORY_PAGE + 1 if first < newest else None
