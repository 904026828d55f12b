"""Working on several comments at once: what will change is shown first, then that is done."""

from __future__ import annotations

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.charters.models import Charter
from charta.charters.policies import is_editor
from charta.consultation.rules import MOST_AT_ONCE
from charta.core.access import allow
from charta.core.database import transaction
from charta.core.errors import Conflict, Invalid
from charta.core.notices import notice
from charta.weighing.choosing import Selection
from charta.weighing.queries import candidates, rounds
from charta.weighing.table_words import ACTIONS, LEFT_OUT
from charta.weighing.views import bulk_work
from charta.weighing.views.blueprint import NUMBER, blueprint
from charta.weighing.views.bulk_work import Work
from charta.weighing.views.table import addresses


@blueprint.route(f"/schreibtisch/abwaegung/<{NUMBER}:number>/auswahl/", methods=["GET", "POST"])
@allow(is_editor)
def bulk(charter: Charter, number: int) -> ResponseReturnValue:
    """What is to be done, what that will change, and then doing it."""
    work = bulk_work.asked_work(charter, rounds.the_round(charter.id, number))
    if not work.everything and not work.numbers:
        notice(_("Bitte wählen Sie mindestens eine Stellungnahme."), "warning")
        return redirect(addresses(work.round)(work.view), code=303)
    selection, status = _prepared(work)
    done = False
    if request.method == "POST" and selection is not None and status == 200 and work.form.seen.data:
        selection, status, done = _carry_out(work)
    if done and selection is not None:
        notice(bulk_work.done(work, len(selection.changed)))
        return redirect(addresses(work.round)(work.view), code=303)
    previewed = request.method == "POST" and selection is not None and status in {200, 409}
    if previewed and selection is not None:
        work.form.seen.data = selection.seen
    page = render_template(
        "weighing/bulk.html",
        round=work.round,
        work=work,
        form=work.form,
        selection=selection,
        previewed=previewed,
        changed=status == 409,
        title=ACTIONS[work.action],
        left_out=LEFT_OUT,
        most_at_once=MOST_AT_ONCE,
        back=addresses(work.round)(work.view),
    )
    return page, status


def _prepared(work: Work) -> tuple[Selection | None, int]:
    """What would change, if the form is valid; its errors stand in it."""
    if request.method == "POST" and not work.form.validate():
        return None, 422
    try:
        return work.selection(), 200
    except Invalid as error:
        work.form.reject(error)
        return None, error.status


def _carry_out(work: Work) -> tuple[Selection | None, int, bool]:
    """Do it, if it is still what was shown: all of it or nothing."""
    try:
        with transaction():
            selection = work.selection()
            if selection.seen != work.form.seen.data:
                return selection, 409, False
            if not selection.changed:
                raise Invalid(_("Keine der gewählten Stellungnahmen ändert sich."))
            comments = candidates.loaded([one.id for one in selection.changed])
            bulk_work.carry_out(work, comments)
            return selection, 303, True
    except Invalid as error:
        work.form.reject(error)
        return None, error.status, False
    except Conflict as error:
        work.form.form_errors.append(error.message)
        return None, error.status, False
