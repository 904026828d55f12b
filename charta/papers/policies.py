"""Who may order papers and fetch them."""

from __future__ import annotations

from charta.charters.models import Charter
from charta.charters.policies import is_approver, is_editor
from charta.core.actors import Actor


def makes_papers(actor: Actor, charter: Charter | None) -> bool:
    """Who writes answers or lets them go out; they know who contributed, so papers with names
    are theirs too."""
    return is_editor(actor, charter) or is_approver(actor, charter)
