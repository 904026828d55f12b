"""Themes, departments and stakeholder groups: three lists kept in the same way."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from charta.charters import queries, services
from charta.charters.blueprint import SETTINGS, blueprint
from charta.charters.forms import MoveForm, NameForm, ThemeForm
from charta.charters.models import Charter, Department, StakeholderGroup, Theme
from charta.charters.policies import is_admin
from charta.charters.services.lists import Listed
from charta.core.access import allow, current_actor
from charta.core.clock import now
from charta.core.database import transaction
from charta.core.errors import Invalid
from charta.core.forms import ButtonForm
from charta.core.notices import notice
from charta.core.posting import carry_out


@dataclass(frozen=True)
class Kind:
    """One of the three lists and its words."""

    model: type[Listed]
    title: LazyString
    one: LazyString
    add: LazyString
    lead: LazyString
    empty: LazyString


KINDS = {
    "handlungsfelder": Kind(
        Theme,
        _l("Handlungsfelder"),
        _l("Handlungsfeld"),
        _l("Handlungsfeld hinzufügen"),
        _l("Handlungsfelder verbinden die Tische der Veranstaltungen mit den Abschnitten."),
        _l("Noch gibt es kein Handlungsfeld. Fügen Sie das erste hinzu, etwa „Mobilität“."),
    ),
    "fachaemter": Kind(
        Department,
        _l("Fachämter"),
        _l("Fachamt"),
        _l("Fachamt hinzufügen"),
        _l("Fachämter prüfen, ob sich eine Klausel umsetzen lässt."),
        _l("Noch gibt es kein Fachamt. Fügen Sie das erste hinzu, etwa „Bauamt“."),
    ),
    "gruppen": Kind(
        StakeholderGroup,
        _l("Gruppen"),
        _l("Gruppe"),
        _l("Gruppe hinzufügen"),
        _l("Gruppen sagen, woher die Menschen kommen, die eine Idee einbringen."),
        _l("Noch gibt es keine Gruppe. Fügen Sie die erste hinzu, etwa „Zivilgesellschaft“."),
    ),
}

LIST = f"{SETTINGS}<any({', '.join(KINDS)}):kind>/"
ITEM = f"{LIST}<int:number>/"


@blueprint.route(LIST, methods=["GET", "POST"])
@allow(is_admin)
def list_show(charter: Charter, kind: str) -> ResponseReturnValue:
    """The list in its order, and a form to add to it."""
    form = ThemeForm() if kind == "handlungsfelder" else NameForm()
    status = 200
    if request.method == "POST":
        made, status = carry_out(form, lambda: _add(charter, kind, form))
        if made is not None:
            notice(_("„%(name)s“ ist hinzugefügt.", name=made.name))
            return _back(kind)
    items = queries.listed(KINDS[kind].model, charter.id)
    page = render_template(
        "charters/list_show.html", kind=KINDS[kind], kind_slug=kind, items=items, form=form
    )
    return page, status


@blueprint.route(ITEM, methods=["GET", "POST"])
@allow(is_admin)
def item_edit(charter: Charter, kind: str, number: int) -> ResponseReturnValue:
    """Another name for one entry."""
    item = _item(charter, kind, number)
    form = NameForm(obj=item)
    name, status = item.name, 200
    if request.method == "POST":

        def change() -> bool:
            found = _item(charter, kind, number)
            services.rename(current_actor(), now(), charter, found, name=form.name.data or "")
            return True

        done, status = carry_out(form, change)
        if done:
            notice(_("Der Name ist geändert."))
            return _back(kind)
    page = render_template(
        "charters/item_edit.html",
        kind=KINDS[kind],
        kind_slug=kind,
        name=name,
        code=getattr(item, "code", None),
        number=number,
        form=form,
    )
    return page, status


@blueprint.post(f"{ITEM}verschieben/")
@allow(is_admin)
def item_move(charter: Charter, kind: str, number: int) -> ResponseReturnValue:
    """One place up or down."""
    form = MoveForm()
    if not form.validate_on_submit():
        raise Invalid(_("Bitte benutzen Sie die Schaltflächen der Liste."))
    with transaction():
        item = _item(charter, kind, number)
        down = form.direction.data == "down"
        services.move(current_actor(), now(), charter, item, down=down)
    notice(_("Die Reihenfolge ist geändert."))
    return _back(kind)


@blueprint.post(f"{ITEM}entfernen/")
@allow(is_admin)
def item_remove(charter: Charter, kind: str, number: int) -> ResponseReturnValue:
    """Take away what nothing refers to."""
    form = ButtonForm()
    if not form.validate_on_submit():
        raise Invalid(_("Bitte benutzen Sie die Schaltflächen der Liste."))
    with transaction():
        item = _item(charter, kind, number)
        services.remove(current_actor(), now(), charter, item)
    notice(_("Der Eintrag ist entfernt."))
    return _back(kind)


def _item(charter: Charter, kind: str, number: int) -> Listed:
    return queries.listed_one(KINDS[kind].model, charter.id, number)


def _add(charter: Charter, kind: str, form: NameForm) -> Listed:
    actor, name = current_actor(), form.name.data or ""
    if isinstance(form, ThemeForm):
        return services.add_theme(actor, now(), charter, code=form.code.data or "", name=name)
    if kind == "fachaemter":
        return services.add_department(actor, now(), charter, name=name)
    return services.add_group(actor, now(), charter, name=name)


def _back(kind: str) -> ResponseReturnValue:
    return redirect(url_for("charters.list_show", kind=kind), code=303)
