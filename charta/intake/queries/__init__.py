"""Ordered reads of Eingaben, imports and what guests have said."""

from charta.intake.queries.guests import (
    count_waiting,
    guest_mode,
    held_by_id,
    held_by_token,
    number_of,
    waiting,
    waits,
)
from charta.intake.queries.imports import import_by_id, known
from charta.intake.queries.intakes import (
    Line,
    equal,
    excerpts,
    intake_by_number,
    intakes,
    round_by_number,
    stretches,
)
from charta.intake.queries.likeness import Lookalike, lookalikes

__all__ = [
    "Line",
    "Lookalike",
    "count_waiting",
    "equal",
    "excerpts",
    "guest_mode",
    "held_by_id",
    "held_by_token",
    "import_by_id",
    "intake_by_number",
    "intakes",
    "known",
    "lookalikes",
    "number_of",
    "round_by_number",
    "stretches",
    "waiting",
    "waits",
]
