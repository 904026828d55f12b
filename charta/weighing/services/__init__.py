"""What can be done at the weighing desk. Each verb writes one journal entry."""

from charta.weighing.services.advice import ask, give_advice, rest_on, withdraw_request
from charta.weighing.services.drafts import (
    DraftConflict,
    Words,
    discard_draft,
    return_draft,
    save_draft,
)
from charta.weighing.services.groups import (
    add_to_group,
    confirm_group,
    create_group,
    dissolve_group,
    leave_group,
    request_proposals,
    turn_down_proposal,
)
from charta.weighing.services.releasing import release_drafts
from charta.weighing.services.text_modules import (
    change_text_module,
    create_text_module,
    remove_text_module,
)

__all__ = [
    "DraftConflict",
    "Words",
    "add_to_group",
    "ask",
    "change_text_module",
    "confirm_group",
    "create_group",
    "create_text_module",
    "discard_draft",
    "dissolve_group",
    "give_advice",
    "leave_group",
    "release_drafts",
    "remove_text_module",
    "request_proposals",
    "rest_on",
    "return_draft",
    "save_draft",
    "turn_down_proposal",
    "withdraw_request",
]
