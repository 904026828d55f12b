"""Legal pages: written by the city, read by everybody."""

from __future__ import annotations

from datetime import datetime

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.accounts.duties import periods
from charta.charters import queries, rules, services, words
from charta.charters.blueprint import SETTINGS, blueprint
from charta.charters.forms import LegalPageForm
from charta.charters.models import Charter, LegalPage
from charta.charters.policies import is_admin
from charta.charters.services.legal import rendered
from charta.core.access import allow, anyone, current_actor
from charta.core.clock import now
from charta.core.errors import Conflict, Invalid
from charta.core.notices import notice
from charta.core.posting import carry_out
from charta.core.public import cacheable
from config import Settings

SLUG = f"<any({', '.join(rules.LEGAL_PAGES)}):slug>"


@blueprint.get(f"/<charter:charter>/seiten/{SLUG}/")
@allow(anyone)
@cacheable
def legal_page(charter: Charter, slug: str) -> ResponseReturnValue:
    page = queries.legal_page(charter.id, slug)
    title = words.LEGAL_TITLES[slug]
    settings: Settings = current_app.extensions["charta.settings"]
    kept = periods(settings) if slug == "datenschutz" else ()
    return render_template("charters/legal_page.html", page=page, title=title, periods=kept)


@blueprint.get(f"{SETTINGS}seiten/")
@allow(is_admin)
def legal_pages(charter: Charter) -> ResponseReturnValue:
    """The four pages and what is still to be filled in."""
    return render_template(
        "charters/legal_pages.html",
        pages=queries.legal_pages(charter.id),
        titles=words.LEGAL_TITLES,
        to_fill_in=rules.TO_FILL_IN,
    )


@blueprint.route(f"{SETTINGS}seiten/{SLUG}/", methods=["GET", "POST"])
@allow(is_admin)
def legal_edit(charter: Charter, slug: str) -> ResponseReturnValue:
    """Write a legal page; somebody else's newer text is shown, never overwritten unseen."""
    page = queries.legal_page(charter.id, slug)
    form = LegalPageForm(base=page.updated_at.isoformat(), source=page.source)
    preview, status = None, 200
    if request.method == "POST" and "preview" in request.form:
        preview, status = _preview(form)
    elif request.method == "POST":
        done, status = carry_out(form, lambda: _save(charter, slug, form))
        if done:
            notice(_("„%(title)s“ ist gespeichert.", title=words.LEGAL_TITLES[slug]))
            return redirect(url_for("charters.legal_pages"), code=303)
    page = queries.legal_page(charter.id, slug)
    conflict = status == Conflict.status
    if conflict:
        form.base.data = page.updated_at.isoformat()
        form.base.raw_data = None
    answer = render_template(
        "charters/legal_edit.html",
        form=form,
        title=words.LEGAL_TITLES[slug],
        slug=slug,
        preview=preview,
        current=page if conflict else None,
        to_fill_in=rules.TO_FILL_IN,
    )
    return answer, status


def _preview(form: LegalPageForm) -> tuple[str | None, int]:
    if form.validate():
        try:
            return rendered(form.source.data or ""), 200
        except Invalid as error:
            form.reject(error)
    return None, Invalid.status


def _save(charter: Charter, slug: str, form: LegalPageForm) -> bool:
    try:
        base = datetime.fromisoformat(form.base.data or "")
    except ValueError:
        raise Invalid(_("Bitte laden Sie die Seite neu und senden Sie sie noch einmal.")) from None
    page: LegalPage = queries.legal_page(charter.id, slug)
    source = form.source.data or ""
    services.change_legal_page(current_actor(), now(), charter, page, source=source, base=base)
    return True
