"""Reading the draft."""

from __future__ import annotations

from charta.drafting.queries.documents import (
    OutlineClause,
    OutlineSection,
    clauses_of,
    current_revision,
    document_by_id,
    document_by_key,
    latest_revisions,
    outline,
    siblings,
    titles,
    withdrawn,
)
from charta.drafting.queries.fates import Fate, fates, origins, promotions_in
from charta.drafting.queries.history import (
    HISTORY_PAGE,
    count_revisions,
    history,
    newest_number_of,
    revision_by_number,
)
from charta.drafting.queries.ideas import (
    IDEAS_PAGE,
    Filters,
    IdeaPage,
    choices,
    count_ideas,
    ideas_by_numbers,
    list_ideas,
    story,
)

__all__ = [
    "HISTORY_PAGE",
    "IDEAS_PAGE",
    "Fate",
    "Filters",
    "IdeaPage",
    "OutlineClause",
    "OutlineSection",
    "choices",
    "clauses_of",
    "count_ideas",
    "count_revisions",
    "current_revision",
    "document_by_id",
    "document_by_key",
    "fates",
    "history",
    "ideas_by_numbers",
    "latest_revisions",
    "list_ideas",
    "newest_number_of",
    "origins",
    "outline",
    "promotions_in",
    "revision_by_number",
    "siblings",
    "story",
    "titles",
    "withdrawn",
]
