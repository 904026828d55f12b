"""The pages about accounts, by what people come for."""

from __future__ import annotations

from charta.accounts.views import account, resetting, signing_in, signing_up

__all__ = ["account", "resetting", "signing_in", "signing_up"]
