"""What can stand in the way of an editor."""

from __future__ import annotations

from collections.abc import Sequence

from charta.core.errors import Conflict, Invalid
from charta.drafting.models import Promotion, Revision


class EditConflict(Conflict):
    """Somebody has saved a new wording meanwhile: ``current``, with its author loaded."""

    def __init__(self, message: str, current: Revision) -> None:
        super().__init__(message)
        self.current = current


class AlreadyPromoted(Conflict):
    """Ideas have already gone into this section; ``promotions`` say into which clauses."""

    def __init__(self, message: str, promotions: Sequence[Promotion]) -> None:
        super().__init__(message)
        self.promotions = promotions


class NothingChanged(Invalid):
    """Title and text are what they were: there is nothing to save."""
