"""What can be done with Eingaben and with the words of guests. Each verb writes one journal
entry."""

from charta.intake.services.deciding import let_pass, refuse
from charta.intake.services.guests import (
    allow_guests,
    confirm,
    hold,
    is_enough,
    is_read_first,
)
from charta.intake.services.imports import confirm_import, import_intakes, prepare_import
from charta.intake.services.intakes import (
    EnteredBefore,
    Entry,
    StretchTaken,
    assign,
    enter_intake,
    finish,
    reopen,
)

__all__ = [
    "EnteredBefore",
    "Entry",
    "StretchTaken",
    "allow_guests",
    "assign",
    "confirm",
    "confirm_import",
    "enter_intake",
    "finish",
    "hold",
    "import_intakes",
    "is_enough",
    "is_read_first",
    "let_pass",
    "prepare_import",
    "refuse",
    "reopen",
]
