"""Who may use the weighing desk."""

from __future__ import annotations

from charta.charters.models import Charter
from charta.charters.policies import is_approver, is_editor
from charta.core.actors import Actor


def reads_answers(actor: Actor, charter: Charter | None) -> bool:
    """Read drafts beside what they answer: who writes them, and who lets them go out."""
    return is_editor(actor, charter) or is_approver(actor, charter)
