"""What the weighing desk reads."""

from charta.weighing.queries.advice import (
    Asked,
    Focus,
    advice_on,
    advice_request,
    advice_tally,
    asked_of,
)
from charta.weighing.queries.dossier import Dossier, dossier
from charta.weighing.queries.drafts import (
    drafted_comments,
    drafts_for,
    parts_of,
    waiting_together,
)
from charta.weighing.queries.groups import (
    GroupLine,
    group_by_number,
    group_members,
    groups_in,
    open_proposals,
    running_since,
)
from charta.weighing.queries.neighbours import Neighbours, neighbours
from charta.weighing.queries.text_modules import (
    text_module,
    text_modules,
    to_rest_on_and_insert,
)

__all__ = [
    "Asked",
    "Dossier",
    "Focus",
    "GroupLine",
    "Neighbours",
    "advice_on",
    "advice_request",
    "advice_tally",
    "asked_of",
    "dossier",
    "drafted_comments",
    "drafts_for",
    "group_by_number",
    "group_members",
    "groups_in",
    "neighbours",
    "open_proposals",
    "parts_of",
    "running_since",
    "text_module",
    "text_modules",
    "to_rest_on_and_insert",
    "waiting_together",
]
