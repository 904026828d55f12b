"""What can be done with workshops, tables and ideas; the only place that writes them."""

from charta.workshops.services.ideas import add_idea, change_idea, remove_idea
from charta.workshops.services.imports import confirm_import, import_ideas, prepare_import
from charta.workshops.services.tables import add_table, change_table, remove_table
from charta.workshops.services.workshops import change_workshop, create_workshop, open_workshop

__all__ = [
    "add_idea",
    "add_table",
    "change_idea",
    "change_table",
    "change_workshop",
    "confirm_import",
    "create_workshop",
    "import_ideas",
    "open_workshop",
    "prepare_import",
    "remove_idea",
    "remove_table",
]
