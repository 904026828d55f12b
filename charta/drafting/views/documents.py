"""Reading the draft: its outline and each of its texts."""

from __future__ import annotations

from flask import current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from charta.charters.models import Charter
from charta.core.access import allow
from charta.drafting import later, queries
from charta.drafting.policies import may_read_draft
from charta.drafting.views.blueprint import blueprint

SHORT_HISTORY = 5


@blueprint.get("/entwurf/")
@allow(may_read_draft)
def outline(charter: Charter) -> ResponseReturnValue:
    return render_template(
        "drafting/outline.html",
        sections=queries.outline(charter.id, texts=False),
        withdrawn=queries.withdrawn(charter.id),
    )


@blueprint.get("/entwurf/<key>/")
@allow(may_read_draft)
def document(charter: Charter, key: str) -> ResponseReturnValue:
    shown = queries.document_by_key(charter.id, key)
    clauses = queries.clauses_of(shown.id) if shown.kind == "section" else []
    history = queries.history(shown.id, limit=SHORT_HISTORY)
    return render_template(
        "drafting/document.html",
        document=shown,
        pages=later.pages_of(shown),
        revision=queries.current_revision(shown.id),
        clauses=clauses,
        origins=queries.origins([shown.id])[shown.id] if shown.kind == "clause" else [],
        history=history,
        credited=later.credits_of([one.id for one in history]),
        short_history=SHORT_HISTORY,
        feasibility_url=feasibility_url(shown.key) if shown.kind == "clause" else None,
    )


def feasibility_url(key: str) -> str | None:
    """Where departments judge a clause; drafting knows the address, not the feature."""
    if "feasibility.document" not in current_app.view_functions:
        return None
    return url_for("feasibility.document", key=key)
