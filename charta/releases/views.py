"""The screens on which staff prepare, look at and publish releases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.accounts.freshness import fresh, prove_first
from charta.charters.models import Charter
from charta.charters.policies import is_approver, is_editor, is_staff
from charta.core import clock
from charta.core.access import allow, current_actor, may
from charta.core.errors import Conflict
from charta.core.forms import number_or_none
from charta.core.notices import notice
from charta.core.posting import carry_out
from charta.feasibility import queries as feasibility
from charta.releases import policies, queries, services
from charta.releases.forms import PrepareForm, PublishForm
from charta.releases.listeners import obstacles
from charta.releases.models import Opening, Release, ReleaseItem
from charta.releases.queries import PAGE
from charta.releases.rules import Kind, State, state

blueprint = Blueprint("releases", __name__, url_prefix="/<charter:charter>/schreibtisch/fassungen")


@blueprint.get("/")
@allow(is_staff)
def index(charter: Charter) -> ResponseReturnValue:
    """All releases, public or not, with their state."""
    found = queries.releases(charter.id, number_or_none(request.args.get("vor")))
    shown = found[:PAGE]
    moment = clock.now()
    return render_template(
        "releases/index.html",
        releases=shown,
        states={one.id: _state(one, moment) for one in shown},
        sizes=queries.sizes([one.id for one in shown]),
        older=shown[-1].number if len(found) > PAGE else None,
        may_prepare=may(is_editor, charter),
    )


@blueprint.route("/neu/", methods=["GET", "POST"])
@allow(is_editor)
def prepare(charter: Charter) -> ResponseReturnValue:
    """Show what a release would contain and what is missing; then fix just that."""
    form = PrepareForm()
    status = 200
    if request.method == "POST":
        fixed, status = carry_out(form, lambda: _prepare(charter, form))
        if fixed is not None:
            notice(_("Fassung %(number)s steht fest. Öffentlich ist sie noch nicht.", number=fixed))
            return redirect(url_for("releases.show", number=fixed), 303)
    preview = services.preview(charter.id)
    changed = status == Conflict.status and form.fingerprint.data != preview.fingerprint
    form.fingerprint.data = preview.fingerprint
    form.fingerprint.raw_data = [preview.fingerprint]
    page = render_template("releases/prepare.html", form=form, preview=preview, changed=changed)
    return page, status


def _prepare(charter: Charter, form: PrepareForm) -> int:
    return services.prepare(
        current_actor(),
        clock.now(),
        charter,
        kind=form.kind.data or "",
        title=form.title.data or "",
        note=form.note.data or "",
        fingerprint=form.fingerprint.data or "",
    ).number


@blueprint.get("/<int:number>/")
@allow(is_staff)
def show(charter: Charter, number: int) -> ResponseReturnValue:
    """One release: what it contains, its hash, and what can be done with it. Whoever can publish
    it here proves first to be themselves, so that the form need not ask."""
    if policies.may_publish(current_actor(), queries.release_by_number(charter.id, number)):
        asked = prove_first()
        if asked is not None:
            return asked
    return _release_page(charter, number, PublishForm(formdata=None), 200)


@blueprint.post("/<int:number>/veroeffentlichen/")
@allow(is_approver)
@fresh
def publish(charter: Charter, number: int) -> ResponseReturnValue:
    """Publish an edition with the council's decision; it is in force at once."""
    form = PublishForm()

    def put_into_force() -> Opening:
        return services.publish_edition(
            current_actor(),
            clock.now(),
            queries.release_by_number(charter.id, number),
            decided_on=form.decided_on.data,
            decision_number=form.decision_number.data or "",
            decision_link=form.decision_link.data or "",
        )

    opened, status = carry_out(form, put_into_force)
    if opened is not None:
        notice(_("Fassung %(number)s ist veröffentlicht und gilt ab jetzt.", number=number))
        return redirect(url_for("releases.show", number=number), 303)
    return _release_page(charter, number, form, status)


def _release_page(
    charter: Charter, number: int, form: PublishForm, status: int
) -> ResponseReturnValue:
    release = queries.release_by_number(charter.id, number)
    items = queries.items(release.id)
    stands = _state(release, clock.now())
    waits = release.kind == Kind.EDITION and stands is State.FIXED
    page = render_template(
        "releases/show.html",
        release=release,
        state=stands,
        sections=_by_section(items),
        clauses=sum(item.parent_id is not None for item in items),
        verdicts=feasibility.released_verdicts(
            {item.document_id: item.revision for item in items if item.parent_id is not None}
        ),
        form=form,
        waits=waits,
        obstacles=obstacles([release])[release.id] if stands is State.FIXED else [],
        may_publish=waits and policies.may_publish(current_actor(), release),
        is_preparer=current_actor().person_id == release.prepared_by_id,
        is_approver=may(is_approver, charter),
        is_editor=may(is_editor, charter),
    )
    return page, status


def _by_section(items: Sequence[ReleaseItem]) -> list[tuple[ReleaseItem, list[ReleaseItem]]]:
    return [
        (section, [item for item in items if item.parent_id == section.document_id])
        for section in items
        if section.parent_id is None
    ]


def _state(release: Release, moment: datetime) -> State:
    opening = release.opening
    return state(release.kind, opening.opens_at if opening else None, moment)
