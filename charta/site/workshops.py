"""Workshops and their ideas, once the facilitator has opened them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from flask import render_template, request

from charta.charters.models import Charter
from charta.consultation.moderated import Redaction
from charta.core.access import allow, anyone
from charta.core.clock import now
from charta.core.forms import number_or_none
from charta.core.public import cacheable
from charta.moderation import queries as moderation
from charta.moderation.rules import GAP
from charta.site.blueprint import blueprint
from charta.site.outcomes import outcomes
from charta.workshops import queries
from charta.workshops.models import Idea
from charta.workshops.wording import CHANNELS


@blueprint.get("/<charter:charter>/veranstaltungen/")
@allow(anyone)
@cacheable
def workshops(charter: Charter) -> str:
    """All open workshops, the latest first."""
    found = queries.overview(charter.id, public=True)
    return render_template("site/workshops.html", workshops=found)


@blueprint.get("/<charter:charter>/veranstaltungen/<int:number>/")
@allow(anyone)
@cacheable
def workshop(charter: Charter, number: int) -> str:
    """One open workshop with its ideas by theme; a group and a theme narrow them."""
    shown = queries.public_workshop(charter.id, number)
    theme_id, group_id = _number("handlungsfeld"), _number("gruppe")
    page = queries.ideas_by_theme(
        shown.id,
        theme_id=theme_id,
        group_id=group_id,
        before=_number("vor"),
        after=_number("nach"),
    )
    return render_template(
        "site/workshop.html",
        workshop=shown,
        page=page,
        themes=[(theme, list(ideas)) for theme, ideas in groupby(page.ideas, _theme_of)],
        tally=queries.tally(shown.id),
        wanted={"handlungsfeld": theme_id, "gruppe": group_id},
        outcomes=outcomes([idea.id for idea in page.ideas], now()),
    )


@blueprint.get("/<charter:charter>/ideen/<int:number>/")
@allow(anyone)
@cacheable
def idea(charter: Charter, number: int) -> str:
    """One idea: where it comes from and what became of it."""
    shown = queries.public_idea(charter.id, number)
    return render_template(
        "site/idea.html",
        idea=shown,
        redacted=_redactions(shown),
        outcome=outcomes([shown.id], now())[shown.id],
        channels=CHANNELS,
    )


def _redactions(idea: Idea) -> Sequence[Redaction]:
    if GAP not in idea.text:
        return ()
    return [Redaction(*one) for one in moderation.redactions_of(idea_id=idea.id)]


def _theme_of(idea: Idea) -> tuple[int, str]:
    return idea.theme_id, idea.theme.name


def _number(name: str) -> int | None:
    """A number from the address; anything else there is not heeded."""
    return number_or_none(request.args.get(name, ""))
