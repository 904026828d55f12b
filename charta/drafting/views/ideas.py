"""What editors do with ideas: find them, look at one, look at one again."""

from __future__ import annotations

from typing import Any, cast

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from charta.charters.models import Charter
from charta.core import clock
from charta.core.access import allow, current_actor
from charta.core.database import transaction
from charta.core.forms import ButtonForm, clean_text, number_or_none
from charta.core.notices import notice
from charta.drafting import queries, services
from charta.drafting.policies import may_draft, may_read_draft
from charta.drafting.queries.fates import State
from charta.drafting.views.blueprint import blueprint
from charta.workshops.queries import idea_by_number
from charta.workshops.wording import CHANNELS

LONGEST_SEARCH = 200

STATES: dict[str, State] = {
    "offen": "open",
    "uebernommen": "promoted",
    "zurueckgestellt": "shelved",
}

STATE_WORDS = {
    "offen": _l("offen"),
    "uebernommen": lazy_pgettext("Idee", "übernommen"),
    "zurueckgestellt": _l("zurückgestellt"),
}


@blueprint.get("/ideen/")
@allow(may_read_draft)
def ideas(charter: Charter) -> ResponseReturnValue:
    filters = _filters()
    page = queries.list_ideas(charter.id, filters, before=_number("vor"), after=_number("nach"))
    return render_template(
        "drafting/ideas.html",
        page=page,
        fates=queries.fates(idea.id for idea in page.ideas),
        count=queries.count_ideas(charter.id, filters),
        choices=queries.choices(charter.id),
        states=list(STATE_WORDS.items()),
        chosen=_chosen(),
        address=_address,
    )


@blueprint.get("/ideen/<int:number>/")
@allow(may_read_draft)
def idea(charter: Charter, number: int) -> ResponseReturnValue:
    shown = idea_by_number(charter.id, number)
    fate = queries.fates([shown.id])[shown.id]
    return render_template(
        "drafting/idea.html",
        idea=shown,
        fate=fate,
        channel=CHANNELS[cast(Any, shown.channel)],
        story=queries.story(shown.id, fate),
        titles=queries.titles(row.document_id for row in fate.promotions),
    )


@blueprint.post("/ideen/<int:number>/wieder-ansehen/")
@allow(may_draft)
def idea_unshelve(charter: Charter, number: int) -> ResponseReturnValue:
    ButtonForm().check()
    with transaction():
        services.unshelve(current_actor(), clock.now(), idea_by_number(charter.id, number))
    notice(_("Die Idee I-%(number)s ist wieder offen.", number=number))
    return redirect(url_for("drafting.idea", number=number), 303)


def _filters() -> queries.Filters:
    """What the address asks for; what it cannot mean is not heeded."""
    return queries.Filters(
        workshop=_number("veranstaltung"),
        theme=_number("thema"),
        group=_number("gruppe"),
        state=STATES.get(request.args.get("stand", "")),
        words=tuple(_search().split()),
    )


def _search() -> str:
    typed = clean_text(request.args.get("q", "")) or ""
    return "".join(character if character.isprintable() else " " for character in typed)[
        :LONGEST_SEARCH
    ]


def _number(name: str) -> int | None:
    return number_or_none(request.args.get(name, ""))


def _chosen() -> dict[str, str | int | None]:
    stand = request.args.get("stand", "")
    return {
        "veranstaltung": _number("veranstaltung"),
        "thema": _number("thema"),
        "gruppe": _number("gruppe"),
        "stand": stand if stand in STATES else None,
        "q": _search() or None,
    }


def _address(**changes: int | None) -> str:
    """The address of this list with other page numbers and the same filters."""
    values: dict[str, Any] = {**_chosen(), **changes}
    return url_for("drafting.ideas", **values)
