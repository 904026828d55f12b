"""Letting answers go out together: those that are ticked, or all that fit a filter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from charta.charters.models import Charter
from charta.charters.policies import is_approver
from charta.charters.queries import themes
from charta.consultation import policies
from charta.consultation.models import Comment, Response
from charta.consultation.words import DISPOSITIONS
from charta.core.access import allow, current_actor
from charta.core.clock import now
from charta.core.errors import Conflict
from charta.core.forms import number_or_none
from charta.core.notices import notice
from charta.core.posting import carry_out
from charta.text.markdown import render_comment
from charta.weighing import queries, rules, services
from charta.weighing.forms import ReleaseAllForm, ReleaseForm
from charta.weighing.models import Draft
from charta.weighing.queries import rounds, waiting
from charta.weighing.queries.waiting import Chosen
from charta.weighing.views.blueprint import NUMBER, blueprint

LIST = f"/schreibtisch/abwaegung/<{NUMBER}:number>/freigeben/"
VALUE = re.compile(r"([0-9]{1,9}):([0-9]{1,9}-[0-9]{20})")


@dataclass(frozen=True)
class Ready:
    """A finished draft as everybody would read it, and whether this person may release it."""

    draft: Draft
    html: str
    comments: Sequence[Comment]
    releasable: bool

    @property
    def value(self) -> str:
        """What a ticked box sends: the draft as it was seen."""
        return f"{self.draft.id}:{self.draft.stamp}"


@blueprint.route(LIST, methods=["GET", "POST"])
@allow(is_approver)
def release(charter: Charter, number: int) -> ResponseReturnValue:
    """The finished answers of a round, and the release of those that are ticked: all or none."""
    form = ReleaseForm()
    status = 200
    if request.method == "POST":
        form.drafts.choices = [(text, "") for text in request.form.getlist("drafts")]
        released, status = carry_out(form, lambda: _release(charter, form.drafts.data or []))
        if released is not None:
            return _released(number, len(released))
    found = rounds.the_round(charter.id, number)
    chosen = _chosen()
    drafts = waiting.waiting(found, chosen, number_or_none(request.args.get("nach")))
    shown = drafts[: waiting.PAGE]
    page = render_template(
        "weighing/release.html",
        round=found,
        form=form,
        ready=_ready(shown),
        ticked=set(form.drafts.data or ()),
        tally=waiting.waiting_tally(found, chosen, but=current_actor().person_id),
        chosen=chosen,
        dispositions=[*DISPOSITIONS.items()],
        themes=[(theme.code, theme.name) for theme in themes(charter.id)],
        filters=_filters(chosen),
        more=shown[-1].id if len(drafts) > waiting.PAGE else None,
    )
    return page, status


@blueprint.route(f"{LIST}alle/", methods=["GET", "POST"])
@allow(is_approver)
def release_all(charter: Charter, number: int) -> ResponseReturnValue:
    """Say how many answers would go out and what they decide; then let them go out."""
    form = ReleaseAllForm()
    status = 200
    if request.method == "POST":
        released, status = carry_out(form, lambda: _release_all(charter, number, form))
        if released is not None:
            return _released(number, len(released))
    found = rounds.the_round(charter.id, number)
    chosen, me = _chosen(), current_actor().person_id
    drafts = waiting.all_waiting(found, chosen, but=me, limit=rules.MOST_RELEASED)
    form.seen.data = waiting.fingerprint(drafts)
    page = render_template(
        "weighing/release_all.html",
        round=found,
        form=form,
        drafts=drafts,
        tally=waiting.waiting_tally(found, chosen, but=me),
        most=rules.MOST_RELEASED,
        filters=_filters(chosen),
    )
    return page, status


def _chosen() -> Chosen:
    """What the address asks for; what nobody offers is left out."""
    disposition = request.args.get("ergebnis", "")
    theme = request.args.get("thema", "")
    return Chosen(
        disposition if disposition in DISPOSITIONS else None,
        theme if re.fullmatch(r"[A-Z]{2,6}", theme) else None,
    )


def _filters(chosen: Chosen) -> dict[str, str]:
    """The same as parameters of an address."""
    given = {"ergebnis": chosen.disposition, "thema": chosen.theme}
    return {name: value for name, value in given.items() if value}


def _ready(drafts: Sequence[Draft]) -> list[Ready]:
    """Drafts with what they answer. One query."""
    if not drafts:
        return []
    comments = queries.drafted_comments([draft.id for draft in drafts])
    return [
        Ready(
            draft,
            render_comment(draft.source).html,
            comments[draft.id],
            policies.may_release(current_actor(), comments[draft.id]),
        )
        for draft in drafts
    ]


def _release(charter: Charter, values: list[str]) -> list[Response]:
    """Release what was ticked, if it still says what was seen."""
    stamps = {int(found[1]): found[2] for text in values if (found := VALUE.fullmatch(text))}
    drafts = waiting.drafts_by_ids(charter.id, sorted(stamps))
    if len(drafts) < len(values):
        raise Conflict(
            _("Eine der Antworten ist inzwischen freigegeben oder verworfen. Bitte sehen Sie nach.")
        )
    wanted = [stamps[draft.id] for draft in drafts]
    return services.release_drafts(current_actor(), now(), drafts, stamps=wanted)


def _release_all(charter: Charter, number: int, form: ReleaseAllForm) -> list[Response]:
    """Release exactly the drafts that were counted."""
    actor = current_actor()
    found = rounds.the_round(charter.id, number)
    drafts = waiting.all_waiting(found, _chosen(), but=actor.person_id, limit=rules.MOST_RELEASED)
    if waiting.fingerprint(drafts) != form.seen.data:
        raise Conflict(
            _("Inzwischen hat sich an den Antworten etwas geändert. Bitte prüfen Sie die Zahlen.")
        )
    stamps = [draft.stamp for draft in drafts]
    return services.release_drafts(actor, now(), drafts, stamps=stamps)


def _released(number: int, count: int) -> ResponseReturnValue:
    notice(
        ngettext(
            "%(num)s Antwort ist jetzt öffentlich.",
            "%(num)s Antworten sind jetzt öffentlich.",
            count,
        )
    )
    filters: dict[str, Any] = dict(_filters(_chosen()))
    return redirect(url_for("weighing.release", number=number, **filters), code=303)
