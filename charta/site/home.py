"""The first pages: all charters, and one charter at a glance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.charters import queries as charters_queries
from charta.charters.models import Charter
from charta.consultation import queries as consultation
from charta.consultation.models import Round
from charta.core.access import allow, anyone, current_actor
from charta.core.clock import BERLIN, now
from charta.core.public import cacheable
from charta.releases import queries as releases
from charta.releases.models import Release
from charta.site import reading
from charta.site.blueprint import blueprint
from charta.site.timeline import Event, steps
from charta.workshops import queries as workshops
from charta.workshops.models import Workshop


@blueprint.get("/")
@allow(anyone)
@cacheable
def charters() -> ResponseReturnValue:
    """All charters of this installation; a single one is shown at once."""
    found = charters_queries.all_charters()
    if len(found) == 1:
        return redirect(url_for("site.home", charter=found[0].slug), code=303)
    return render_template("site/charters.html", charters=found)


@blueprint.get("/<charter:charter>/")
@allow(anyone)
@cacheable
def home(charter: Charter) -> str:
    """What this is, what is open now and until when, what comes next, how much there is."""
    moment = now()
    rounds = [item.round for item in consultation.rounds(charter.id, moment)]
    opened = releases.opened(charter.id, moment)
    edition = next((release for release in opened if release.kind == "edition"), None)
    newest = next(iter(opened), None)
    gatherings = workshops.public_workshops(charter.id)
    return render_template(
        "site/home.html",
        open_rounds=[item for item in rounds if item.opens_at <= moment < item.closes_at],
        coming_rounds=[item for item in rounds if moment < item.opens_at],
        edition=edition,
        steps=steps(_events(gatherings, rounds, opened), moment),
        clauses=sum(len(section.clauses) for section in reading.read(newest)) if newest else 0,
        ideas=workshops.public_idea_count(charter.id),
        totals=consultation.totals(charter.id, moment),
        mark=releases.mark_of(current_actor().person_id, charter.id, moment),
        now=moment,
    )


def _events(
    gatherings: Sequence[Workshop], rounds: Sequence[Round], opened: Sequence[Release]
) -> Iterator[Event]:
    for workshop in gatherings:
        url = url_for("site.workshop", number=workshop.number)
        yield Event(workshop.title, url, workshop.starts_at, workshop.ends_at, workshop.place, True)
    for item in rounds:
        url = url_for("consultation.round", number=item.number)
        yield Event(item.title, url, item.opens_at, item.closes_at, _("Beteiligung"), True)
        if item.answer_by is not None:
            promised = datetime.combine(item.answer_by, time(18), tzinfo=BERLIN)
            yield Event(_("Bis hierher verspricht die Stadt ihre Antworten"), url, promised)
    for release in opened:
        if release.kind == "edition" and release.opening is not None:
            url = url_for("site.release", number=release.number)
            opens_at = release.opening.opens_at
            yield Event(release.title, url, opens_at, None, _("Veröffentlichung"), True)
