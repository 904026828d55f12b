"""The editors' desk: announcing rounds, moving their dates, reading what came in."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.charters.models import Charter
from charta.charters.policies import is_editor
from charta.consultation import queries, rules, services
from charta.consultation.forms import DatesForm, RoundForm
from charta.consultation.models import Round
from charta.consultation.rules import State
from charta.consultation.services.words import written
from charta.consultation.views.blueprint import NUMBER, blueprint
from charta.core.access import allow, current_actor
from charta.core.clock import now
from charta.core.database import transaction
from charta.core.errors import Conflict, Invalid, NotFound
from charta.core.notices import notice
from charta.releases.listeners import obstacles


@blueprint.get("/schreibtisch/beteiligung/")
@allow(is_editor)
def desk(charter: Charter) -> str:
    """All rounds with their state and what waits for an answer."""
    moment = now()
    return render_template(
        "consultation/desk.html",
        rounds=queries.rounds(charter.id, moment),
        has_draft=bool(queries.fixed_releases(charter.id)),
        now=moment,
    )


@blueprint.route("/schreibtisch/beteiligung/neu/", methods=["GET", "POST"])
@allow(is_editor)
def announce(charter: Charter) -> ResponseReturnValue:
    """Announce a round on a consultation draft that nobody has opened yet."""
    releases = queries.fixed_releases(charter.id)
    form = RoundForm()
    form.release.choices = [
        (
            release.number,
            _("Fassung %(number)s: %(title)s", number=release.number, title=release.title),
        )
        for release in releases
    ]
    if request.method != "POST":
        return render_template(
            "consultation/announce.html",
            form=form,
            releases=releases,
            obstacles=obstacles(releases),
            preview=None,
        )
    if "preview" in request.form:
        preview, status = _preview(form)
    else:
        preview = None
        announced, status = _announce(charter, form)
        if announced is not None:
            notice(_("Die Beteiligung „%(title)s“ ist angekündigt.", title=announced.title))
            address = url_for("weighing.table", number=announced.number)
            return redirect(address, code=303)
    page = render_template(
        "consultation/announce.html",
        form=form,
        releases=releases,
        obstacles=obstacles(releases),
        preview=preview,
    )
    return page, status


def _preview(form: RoundForm) -> tuple[str | None, int]:
    form.introduction.validate(form)
    if form.introduction.errors:
        return None, 422
    try:
        source = form.introduction.data or ""
        return written(source, rules.INTRODUCTION_LENGTH, "introduction", rich=True), 200
    except Invalid as error:
        form.reject(error)
        return None, error.status


def _announce(charter: Charter, form: RoundForm) -> tuple[Round | None, int]:
    if not form.validate():
        return None, 422
    assert form.opens_at.data and form.closes_at.data  # noqa: S101, PT018 - the form is valid
    try:
        with transaction():
            chosen = [
                release
                for release in queries.fixed_releases(charter.id)
                if release.number == form.release.data
            ]
            if not chosen:
                raise Conflict(_("Diese Fassung ist inzwischen geöffnet."))
            found = services.announce_round(
                current_actor(),
                now(),
                chosen[0],
                title=form.title.data or "",
                introduction=form.introduction.data or "",
                opens_at=form.opens_at.data,
                closes_at=form.closes_at.data,
                answer_by=form.answer_by.data,
                readable_from=form.readable_from.data,
            )
            return found, 303
    except Invalid as error:
        form.reject(error)
        return None, error.status
    except Conflict as error:
        form.form_errors.append(error.message)
        return None, error.status


def _summary(charter: Charter, number: int) -> queries.RoundSummary:
    found = queries.round_by_number(charter.id, number, now())
    if found is None:
        raise NotFound
    return found


@blueprint.route(f"/schreibtisch/beteiligung/<{NUMBER}:number>/termine/", methods=["GET", "POST"])
@allow(is_editor)
def reschedule(charter: Charter, number: int) -> ResponseReturnValue:
    """Move the dates of a round that has not closed."""
    moment = now()
    summary = _summary(charter, number)
    found = summary.round
    form = DatesForm(opens_at=found.opens_at, closes_at=found.closes_at, answer_by=found.answer_by)
    if summary.state is not State.BEFORE:
        del form.opens_at
    status = 200
    if request.method == "POST":
        moved, status = _reschedule(charter, number, form)
        if moved is not None:
            notice(_("Die neuen Termine stehen."))
            return redirect(url_for("weighing.table", number=number), code=303)
        summary = _summary(charter, number)
    page = render_template(
        "consultation/reschedule.html",
        summary=summary,
        round=summary.round,
        form=form,
        now=moment,
    )
    return page, status


def _reschedule(charter: Charter, number: int, form: DatesForm) -> tuple[Round | None, int]:
    if not form.validate():
        return None, 422
    assert form.closes_at.data  # noqa: S101 - the form is valid
    try:
        with transaction():
            moved = services.reschedule_round(
                current_actor(),
                now(),
                _summary(charter, number).round,
                opens_at=form.opens_at.data if "opens_at" in form else None,
                closes_at=form.closes_at.data,
                answer_by=form.answer_by.data,
            )
            return moved, 303
    except Invalid as error:
        form.reject(error)
        return None, error.status
    except Conflict as error:
        form.form_errors.append(error.message)
        return None, error.status
