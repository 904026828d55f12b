"""Reading workshops, tables, ideas and uploads, in a stable order."""

from charta.workshops.queries.ideas import (
    Slice,
    Tally,
    idea_by_number,
    idea_count,
    idea_in,
    ideas_at_table,
    ideas_by_theme,
    ideas_of,
    public_idea,
    public_idea_count,
    table_count,
    tally,
)
from charta.workshops.queries.imports import import_by_id, known
from charta.workshops.queries.workshops import (
    Overview,
    TableOverview,
    next_table,
    overview,
    public_workshop,
    public_workshops,
    table_by_id,
    tables,
    workshop_by_number,
)

__all__ = [
    "Overview",
    "Slice",
    "TableOverview",
    "Tally",
    "idea_by_number",
    "idea_count",
    "idea_in",
    "ideas_at_table",
    "ideas_by_theme",
    "ideas_of",
    "import_by_id",
    "known",
    "next_table",
    "overview",
    "public_idea",
    "public_idea_count",
    "public_workshop",
    "public_workshops",
    "table_by_id",
    "table_count",
    "tables",
    "tally",
    "workshop_by_number",
]
