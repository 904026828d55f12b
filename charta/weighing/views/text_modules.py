"""The Textbausteine of a charter."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.charters.models import Charter
from charta.charters.policies import is_editor
from charta.core.access import allow, current_actor
from charta.core.clock import now
from charta.core.database import transaction
from charta.core.errors import Invalid, NotFound
from charta.core.forms import ButtonForm
from charta.core.notices import notice
from charta.core.posting import carry_out
from charta.weighing import placeholders, queries, services
from charta.weighing.forms import TextModuleForm
from charta.weighing.models import TextModule
from charta.weighing.services.text_modules import stamp
from charta.weighing.views.blueprint import NUMBER, blueprint

LIST = "/schreibtisch/textbausteine/"
ITEM = f"{LIST}<{NUMBER}:module_id>/"


@blueprint.route(LIST, methods=["GET", "POST"])
@allow(is_editor)
def text_modules(charter: Charter) -> ResponseReturnValue:
    """All of them, what placeholders there are, and a form for a new one."""
    form = TextModuleForm()
    status = 200
    if request.method == "POST":
        made, status = carry_out(
            form,
            lambda: services.create_text_module(
                current_actor(),
                now(),
                charter.id,
                title=form.title.data or "",
                source=form.source.data or "",
            ),
        )
        if made is not None:
            notice(_("Der Textbaustein „%(title)s“ ist angelegt.", title=made.title))
            return redirect(url_for("weighing.text_modules"), code=303)
    page = render_template(
        "weighing/text_modules.html",
        modules=queries.text_modules(charter.id),
        form=form,
        placeholders=placeholders.PLACEHOLDERS,
    )
    return page, status


@blueprint.route(ITEM, methods=["GET", "POST"])
@allow(is_editor)
def text_module(charter: Charter, module_id: int) -> ResponseReturnValue:
    """Other words for one of them."""
    module = _module(charter, module_id)
    form = TextModuleForm(seen=stamp(module), title=module.title, source=module.source)
    clash: TextModule | None = None
    status = 200
    if request.method == "POST":

        def change() -> TextModule:
            return services.change_text_module(
                current_actor(),
                now(),
                _module(charter, module_id),
                title=form.title.data or "",
                source=form.source.data or "",
                seen_at=form.seen.data or "",
            )

        changed, status = carry_out(form, change)
        if changed is not None:
            notice(_("Der Textbaustein „%(title)s“ ist geändert.", title=changed.title))
            return redirect(url_for("weighing.text_modules"), code=303)
        module = _module(charter, module_id)
        if status == 409:
            clash = module
            form.seen.data = stamp(module)
    page = render_template(
        "weighing/text_module.html",
        module=module,
        form=form,
        clash=clash,
        placeholders=placeholders.PLACEHOLDERS,
    )
    return page, status


@blueprint.post(f"{ITEM}entfernen/")
@allow(is_editor)
def text_module_remove(charter: Charter, module_id: int) -> ResponseReturnValue:
    """Take one away."""
    if not ButtonForm().validate_on_submit():
        raise Invalid(_("Bitte benutzen Sie die Schaltflächen der Liste."))
    with transaction():
        services.remove_text_module(current_actor(), now(), _module(charter, module_id))
    notice(_("Der Textbaustein ist entfernt. Antworten, die damit geschrieben sind, bleiben."))
    return redirect(url_for("weighing.text_modules"), code=303)


def _module(charter: Charter, module_id: int) -> TextModule:
    module = queries.text_module(charter.id, module_id)
    if module is None:
        raise NotFound
    return module
