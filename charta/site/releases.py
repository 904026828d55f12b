"""All releases, and one of them in full."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template
from flask.typing import ResponseReturnValue

from charta.charters.models import Charter
from charta.core.access import allow, anyone, current_actor
from charta.core.clock import now
from charta.core.errors import NotFound
from charta.core.public import cacheable
from charta.feasibility import queries as feasibility
from charta.releases import queries
from charta.releases.models import Release
from charta.releases.rules import Kind as ReleaseKind
from charta.site import reading
from charta.site.blueprint import blueprint
from charta.weighing.queries.waivers import waiver_of


@blueprint.get("/<charter:charter>/fassungen/")
@allow(anyone)
@cacheable
def releases(charter: Charter) -> ResponseReturnValue:
    """The releases that are public, newest first, and a form to compare any two."""
    opened = queries.opened(charter.id, now())
    return render_template(
        "site/releases.html",
        releases=opened,
        sizes=queries.sizes([release.id for release in opened]),
    )


@blueprint.get("/<charter:charter>/fassungen/<int:number>/")
@allow(anyone)
@cacheable
def release(charter: Charter, number: int) -> ResponseReturnValue:
    """The whole text of one release."""
    moment = now()
    opened = queries.opened(charter.id, moment)
    shown = among(opened, number)
    sections = reading.read(shown)
    return render_template(
        "site/release.html",
        release=shown,
        previous=next((one for one in opened if one.number < number), None),
        newest=opened[0],
        current=next((one for one in opened if one.kind == ReleaseKind.EDITION), None),
        sections=sections,
        waiver=waiver_of(shown.id) if shown.kind == ReleaseKind.EDITION else None,
        mark=queries.mark_of(current_actor().person_id, charter.id, moment),
        verdicts=feasibility.released_verdicts(
            {
                passage.document_id: passage.revision_number
                for passage in reading.documents(sections)
            }
        ),
    )


def among(opened: Sequence[Release], number: int) -> Release:
    """The release with this number; raises NotFound when it is not among the public ones."""
    for release in opened:
        if release.number == number:
            return release
    raise NotFound
