"""The facilitator's pages."""

from charta.workshops.views import ideas, imports, tables, workshops
from charta.workshops.views.blueprint import blueprint

__all__ = ["blueprint", "ideas", "imports", "tables", "workshops"]
