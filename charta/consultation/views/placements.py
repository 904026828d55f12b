"""Where comments stand in a release: the editors' table."""

from __future__ import annotations

import re

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from charta.charters.models import Charter
from charta.charters.policies import is_editor, is_staff
from charta.consultation import services
from charta.consultation.forms import RemovedForm
from charta.consultation.placement_words import VERDICTS
from charta.consultation.queries import placements as queries
from charta.consultation.queries.carrying import standings
from charta.consultation.rules import Verdict
from charta.consultation.services import PlacementConflict, Settlement
from charta.consultation.views.blueprint import KEY, NUMBER, blueprint, page_keys
from charta.consultation.views.placed import compared
from charta.core.access import allow, current_actor, may
from charta.core.clock import now
from charta.core.errors import Conflict, NotFound
from charta.core.notices import notice
from charta.core.posting import carry_out
from charta.releases.models import Release
from charta.releases.queries import release_by_number

FILTERS = {
    "unveraendert": Verdict.UNCHANGED,
    "verschoben": Verdict.MOVED,
    "geaendert": Verdict.REWORDED,
    "entfallen": Verdict.REMOVED,
    "unsicher": Verdict.UNCERTAIN,
}

LIST = f"/schreibtisch/fassungen/<{NUMBER}:number>/stellungnahmen/"


@blueprint.route(LIST, methods=["GET", "POST"])
@allow(is_staff, post=is_editor)
def placements(charter: Charter, number: int) -> ResponseReturnValue:
    """All comments on earlier releases with their place in this one; several that went without a
    successor can be confirmed at once."""
    release = release_by_number(charter.id, number)
    form = RemovedForm()
    status = 200
    if request.method == "POST":
        form.placements.choices = [
            (int(text), text) for text in request.form.getlist("placements") if _is_id(text)
        ]
        done, status = carry_out(form, lambda: _confirm_removed(release, form))
        if done is not None:
            notice(ngettext("%(num)s bestätigt.", "%(num)s bestätigt.", done))
            return redirect(list_address(release), 303)
    chosen = _chosen()
    after, _before = page_keys()
    rows, following = queries.placements(release, chosen, after=after)
    page = render_template(
        "consultation/placements.html",
        release=release,
        standing=standings([release.id])[release.id],
        counts=queries.verdict_counts(release.id),
        chosen=chosen,
        verdict=request.args.get("urteil", "") if chosen.verdict else "",
        verdicts=[(name, VERDICTS[code]) for name, code in FILTERS.items()],
        names={code: name for name, code in FILTERS.items()},
        texts=[(key, key) for key in queries.commented_texts(release.id)],
        rows=[compared(row) for row in rows],
        following=following,
        form=form,
        may_settle=may(is_editor, charter),
    )
    return page, status


def _is_id(text: str) -> bool:
    return re.fullmatch(r"[0-9]{1,9}", text) is not None


def _chosen() -> queries.Chosen:
    """What the address asks for; what nobody offers is left out."""
    key = request.args.get("text", "")
    return queries.Chosen(
        verdict=FILTERS.get(request.args.get("urteil", "")),
        document=key if KEY.fullmatch(key) else None,
    )


def _confirm_removed(release: Release, form: RemovedForm) -> int:
    """Settle each of the ticked placements as removed, or none."""
    seen = queries.by_ids(release, form.placements.data or ())
    if len(seen) != len(form.placements.data or ()):
        raise NotFound
    for placement in seen:
        comment = queries.travelling_comment(release.charter_id, placement.comment.number)
        if comment is None:
            raise NotFound
        said = Settlement(Verdict.REMOVED, form.reason.data or "")
        try:
            services.settle(current_actor(), now(), release, comment, said, based_on=placement.id)
        except PlacementConflict as error:
            raise Conflict(
                _("Über %(key)s hat inzwischen jemand entschieden.", key=comment.key)
            ) from error
    return len(seen)


def list_address(release: Release) -> str:
    """On to what is still uncertain, if anything is."""
    left = standings([release.id])[release.id].uncertain
    return url_for(
        "consultation.placements", number=release.number, urteil="unsicher" if left else None
    )
