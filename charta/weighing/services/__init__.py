"""What can be done at the weighing desk. Each verb writes one journal entry."""

from charta.weighing.services.drafts import DraftConflict, Words, discard_draft, save_draft
from charta.weighing.services.releasing import release_drafts
from charta.weighing.services.text_modules import (
    change_text_module,
    create_text_module,
    remove_text_module,
)

__all__ = [
    "DraftConflict",
    "Words",
    "change_text_module",
    "create_text_module",
    "discard_draft",
    "release_drafts",
    "remove_text_module",
    "save_draft",
]
