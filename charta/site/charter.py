"""The published charter as one page."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from flask import get_template_attribute, render_template

from charta.charters.models import Charter
from charta.core.access import allow, anyone, current_actor
from charta.core.clock import now
from charta.core.i18n import chosen_language
from charta.core.public import cacheable
from charta.releases import queries as releases
from charta.site import figures, reading
from charta.site.blueprint import blueprint
from charta.site.following import Part, followed
from charta.site.unchanged import kept_while_unchanged


@blueprint.get("/<charter:charter>/charta/")
@allow(anyone)
@cacheable
@kept_while_unchanged
def charter(charter: Charter) -> str:
    """The edition in force, clause by clause; before there is one, what can be read instead."""
    moment = now()
    part = followed(charter.id, "charter", moment, partial(_in_force, charter.id, moment))
    if part.values["edition"] is None:
        newest = releases.newest_opened(charter.id, moment)
        return render_template("site/no_edition.html", newest=newest)
    mark = releases.mark_of(current_actor().person_id, charter.id, moment)
    return render_template("site/charter.html", **part.values, mark=mark)


def _in_force(charter_id: int, moment: datetime) -> Part:
    edition = releases.edition_in_force(charter_id, moment)
    if edition is None:
        return Part({"edition": None})
    beside = figures.of_release(edition)
    chapters = [
        (
            section,
            tuple(beside.get(clause.document_id, figures.NOTHING) for clause in section.clauses),
        )
        for section in reading.read(edition)
    ]
    made = get_template_attribute("site/_charter.html", "text")
    text = made(chapters, reading.contents(edition), chosen_language())
    return Part({"edition": edition, "text": text})
