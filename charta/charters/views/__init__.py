"""The screens of charters, by what they set."""

from __future__ import annotations

from charta.charters.views import charters, legal, lists, members

__all__ = ["charters", "legal", "lists", "members"]
