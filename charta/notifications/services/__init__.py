"""Everything that changes what people are told. The verbs of choosing run inside the caller's
``transaction()``; the steps of the worker open one for each batch."""

from __future__ import annotations

from charta.notifications.services.choosing import choose, choose_by_link, stop

__all__ = ["choose", "choose_by_link", "stop"]
