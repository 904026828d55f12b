"""Who may do what with the draft."""

from __future__ import annotations

from charta.charters.policies import demand, is_editor, is_staff
from charta.core.actors import Actor, Role

may_draft = is_editor
"""Editors write the draft and decide what becomes of ideas."""

may_read_draft = is_staff
"""All staff of a charter see its draft."""


def require_editor(actor: Actor, charter_id: int) -> None:
    """Raise NotAllowed unless ``actor`` edits this charter."""
    demand(actor.has(Role.EDITOR, charter_id))
