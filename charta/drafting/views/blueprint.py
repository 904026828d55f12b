"""The one blueprint of the draft."""

from __future__ import annotations

from flask import Blueprint

from charta.drafting.policies import may_draft

blueprint = Blueprint("drafting", __name__, url_prefix="/<charter:charter>/schreibtisch")


@blueprint.context_processor
def _rights() -> dict[str, object]:
    """What the templates of the draft ask :func:`may` with."""
    return {"may_draft": may_draft}
