"""The table of all contributions of a round: to be filtered, sorted, searched and worked on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.charters.models import Charter
from charta.charters.policies import is_approver, is_editor
from charta.consultation.models import Round
from charta.core.access import allow, current_actor
from charta.core.clock import BERLIN, now
from charta.core.errors import NotFound
from charta.weighing import table_words as words
from charta.weighing.policies import reads_answers
from charta.weighing.queries import rounds
from charta.weighing.queries import table as queries
from charta.weighing.queries.filtering import Asking
from charta.weighing.viewing import MINE, NOBODY, Sort, View
from charta.weighing.views.blueprint import NUMBER, blueprint


@blueprint.get("/schreibtisch/abwaegung/")
@allow(reads_answers)
def home(charter: Charter) -> ResponseReturnValue:
    """On to the newest round, with the filters of the address."""
    found = rounds.all_rounds(charter.id)
    if not found:
        return render_template("weighing/home.html")
    return redirect(addresses(found[0])(View.read(request.args).first), code=303)


@blueprint.get(f"/schreibtisch/abwaegung/<{NUMBER}:number>/")
@allow(reads_answers)
def table(charter: Charter, number: int) -> str:
    """A page of the contributions that fit the address, and what can be done with them."""
    everything = rounds.all_rounds(charter.id)
    found = next((one for one in everything if one.number == number), None)
    if found is None:
        raise NotFound
    view = View.read(request.args)
    asking = asking_for(found)
    return render_template(
        "weighing/table.html",
        round=found,
        rounds=everything,
        state=found.state(asking.now),
        view=view,
        page=queries.page(asking, view),
        tally=queries.tally(asking, view),
        address=addresses(found),
        tabs=_tabs(found, view),
        options=rounds.options(found),
        nobody=[(MINE, _("mir")), (NOBODY, _("niemandem"))],
        actions=[(one.value, label) for one, label in words.ACTIONS.items()],
        may_write=is_editor(current_actor(), charter),
        may_release=is_approver(current_actor(), charter),
        words=words,
        now=asking.now,
    )


def asking_for(found: Round) -> Asking:
    """Who asks, and when."""
    moment = now()
    return Asking(found, moment, moment.astimezone(BERLIN).date(), current_actor().person_id)


def addresses(found: Round) -> Callable[[View], str]:
    """What gives the address of a view of the table."""

    def address(view: View) -> str:
        return url_for("weighing.table", number=found.number, **view.arguments())

    return address


def _tabs(found: Round, view: View) -> list[tuple[str, str, bool]]:
    """Views that one wants every day: label, address, whether it is the one shown."""
    address = addresses(found)
    everyday = [
        (_("Alle"), View()),
        (_("Mir zugewiesen"), View(assignee=MINE)),
        (_("Niemandem zugewiesen"), View(assignee=NOBODY)),
        (_("Überfällig"), View(overdue=True)),
    ]
    shown = replace(view.first, state=None, sort=Sort.KEY, descending=False)
    return [(label, address(one), one == shown) for label, one in everyday]
