"""Everything that changes the draft. Each verb runs inside the caller's ``transaction()``."""

from __future__ import annotations

from charta.drafting.services.clauses import create_clause
from charta.drafting.services.order import move, shift
from charta.drafting.services.promotion import attach_to_clause, promote_to_new_clause
from charta.drafting.services.revisions import restore_revision, save_revision
from charta.drafting.services.sections import create_section
from charta.drafting.services.shelving import shelve, unshelve
from charta.drafting.services.withdrawal import reinstate, withdraw

__all__ = [
    "attach_to_clause",
    "create_clause",
    "create_section",
    "move",
    "promote_to_new_clause",
    "reinstate",
    "restore_revision",
    "save_revision",
    "shelve",
    "shift",
    "unshelve",
    "withdraw",
]
