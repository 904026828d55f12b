"""What the weighing desk reads."""

from charta.weighing.queries.advice import (
    Asked,
    Focus,
    advice_on,
    advice_request,
    advice_tally,
    asked_of,
)
from charta.weighing.queries.aside import Aside, aside
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
    text_module_titles,
    text_modules,
)

__all__ = [
    "Aside",
    "Asked",
    "Focus",
    "GroupLine",
    "Neighbours",
    "advice_on",
    "advice_request",
    "advice_tally",
    "aside",
    "asked_of",
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
    "text_module_titles",
    "text_modules",
    "waiting_together",
]
