"""The screens of charters, by what they set."""

from __future__ import annotations

from charta.charters.views import charters, invitations, legal, lists, members

__all__ = ["charters", "invitations", "legal", "lists", "members"]
