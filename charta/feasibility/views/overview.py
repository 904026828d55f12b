"""The list of clauses by state and department."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from charta.charters.models import Charter, Department
from charta.charters.policies import is_approver, is_editor, is_staff
from charta.charters.queries import departments
from charta.core.access import allow, current_actor, may
from charta.core.actors import Actor
from charta.feasibility import queries
from charta.feasibility.queries import Focus
from charta.feasibility.queries.overview import PAGE
from charta.feasibility.views.blueprint import blueprint

FOCUS_WORDS: dict[Focus, LazyString] = {
    Focus.DUE: _l("Zu prüfen"),
    Focus.NOT_REVIEWED: _l("Niemand zuständig"),
    Focus.IN_REVIEW: _l("Noch ohne Urteil"),
    Focus.STALE: _l("Auf einer älteren Version"),
    Focus.UNRELEASED: _l("Noch nicht freigegeben"),
    Focus.FEASIBLE: _l("Umsetzbar"),
    Focus.CONDITIONAL: _l("Umsetzbar unter Bedingungen"),
    Focus.NOT_FEASIBLE: _l("Nicht umsetzbar"),
}


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to, as the address says it."""

    focus: Focus | None
    department_id: int | None

    def arguments(self) -> dict[str, object]:
        """The same for an address."""
        focus = self.focus.value if self.focus else ""
        return {"stand": focus, "amt": self.department_id or ""}


@blueprint.get("/")
@allow(is_staff)
def index(charter: Charter) -> str:
    """Clauses and how they stand; a reviewer first sees what their department has to do."""
    offered = departments(charter.id)
    chosen = _filters(current_actor(), charter, {one.id: one for one in offered})
    clauses = queries.overview(
        charter.id,
        focus=chosen.focus,
        department_id=chosen.department_id,
        after=_key(request.args.get("nach", "")),
    )
    shown = clauses[:PAGE]
    return render_template(
        "feasibility/index.html",
        clauses=shown,
        more=shown[-1].document.key if len(clauses) > PAGE else None,
        standings=queries.standing([one.document.id for one in shown]),
        tally=queries.tally(charter.id, chosen.department_id),
        departments=offered,
        filters=chosen,
        words=FOCUS_WORDS,
        may_assign=may(is_editor, charter),
        may_release=may(is_approver, charter),
    )


def _filters(actor: Actor, charter: Charter, offered: dict[int, Department]) -> Filters:
    """Unknown values narrow nothing."""
    stand, amt = request.args.get("stand"), request.args.get("amt")
    own = sorted(actor.departments(charter.id) & offered.keys())
    if stand is None and amt is None and own:
        return Filters(Focus.DUE, own[0] if len(own) == 1 else None)
    focus = Focus(stand) if stand in set(Focus) else None
    number = int(amt) if amt and amt.isascii() and amt.isdigit() else 0
    return Filters(focus, number if number in offered else None)


def _key(text: str) -> str:
    """A clause's key from the address, or nothing."""
    return text if text.isprintable() and len(text) <= 20 else ""
