"""What has been said and nobody else may read yet; and whether guests may speak at all."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.charters.models import Charter
from charta.charters.policies import is_admin
from charta.core.access import allow, current_actor
from charta.core.clock import now
from charta.core.forms import ButtonForm
from charta.core.notices import notice
from charta.core.posting import OK, carry_out
from charta.intake import queries, services
from charta.intake.forms import GuestsForm, RefusalForm
from charta.intake.models import HeldComment
from charta.intake.policies import enters
from charta.intake.views.blueprint import DESK, NUMBER, blueprint, number_asked
from charta.text.diff import blocks
from charta.text.markdown import render

GUESTS = f"{DESK}gaeste/"
ONE = f"{GUESTS}<{NUMBER}:held_id>/"


@blueprint.get(GUESTS)
@allow(enters)
def held_comments(charter: Charter) -> str:
    """What waits to be read, the oldest first."""
    waiting, following = queries.waiting(charter.id, after=number_asked("nach"))
    return render_template(
        "intake/held_comments.html",
        waiting=waiting,
        following=following,
    )


@blueprint.get(ONE)
@allow(enters)
def held(charter: Charter, held_id: int) -> ResponseReturnValue:
    """One of them with the text it is about: let it pass, or refuse it with a reason."""
    return _page(queries.held_by_id(charter.id, held_id), RefusalForm(formdata=None)), OK


@blueprint.post(f"{ONE}freigeben/")
@allow(enters)
def let_pass(charter: Charter, held_id: int) -> ResponseReturnValue:
    """Publish it."""
    form = ButtonForm()
    comment, status = carry_out(
        form,
        lambda: services.let_pass(current_actor(), now(), queries.held_by_id(charter.id, held_id)),
    )
    if comment is not None:
        notice(_("Die Stellungnahme %(key)s ist jetzt öffentlich.", key=comment.key))
        return redirect(url_for(".held_comments"), code=303)
    return _refused_page(charter, held_id, form), status


@blueprint.post(f"{ONE}ablehnen/")
@allow(enters)
def refuse(charter: Charter, held_id: int) -> ResponseReturnValue:
    """Do not publish it, and say why."""
    form = RefusalForm()

    def turn_down() -> bool:
        services.refuse(
            current_actor(),
            now(),
            queries.held_by_id(charter.id, held_id),
            reason=form.reason.data or "",
        )
        return True

    done, status = carry_out(form, turn_down)
    if done:
        notice(_("Nicht veröffentlicht. Wer geschrieben hat, liest die Begründung."))
        return redirect(url_for(".held_comments"), code=303)
    return _page(queries.held_by_id(charter.id, held_id), form), status


def _refused_page(charter: Charter, held_id: int, form: ButtonForm) -> str:
    shown = RefusalForm(formdata=None)
    shown.form_errors.extend(form.form_errors)
    return _page(queries.held_by_id(charter.id, held_id), shown)


def _page(found: HeldComment, form: RefusalForm) -> str:
    decided = found.comment_id is not None or found.refused_at is not None
    changes = None
    if found.wording is not None and found.exact is None:
        changes = blocks(render(found.revision.source), render(found.wording))
    return render_template(
        "intake/held.html", held=found, form=form, decided=decided, changes=changes
    )


@blueprint.route("/schreibtisch/einstellungen/ohne-konto/", methods=["GET", "POST"])
@allow(is_admin)
def guests(charter: Charter) -> ResponseReturnValue:
    """Whether people may comment without an account."""
    form = GuestsForm(mode=queries.guest_mode(charter.id).value)
    status = OK
    if request.method == "POST":

        def change() -> bool:
            services.allow_guests(current_actor(), now(), charter.id, form.mode.data or "")
            return True

        done, status = carry_out(form, change)
        if done:
            notice(_("Gespeichert."))
            return redirect(url_for(".guests"), code=303)
    return render_template("intake/guests.html", form=form), status
