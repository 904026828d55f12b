"""The screens of what comes by other ways. Importing the modules puts their routes on the
blueprint."""

from __future__ import annotations

from charta.intake.views import entering, imports, intakes, moderating, speaking
from charta.intake.views.blueprint import blueprint

__all__ = ["blueprint", "entering", "imports", "intakes", "moderating", "speaking"]
