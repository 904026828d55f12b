"""The pages about accounts, by what people come for."""

from __future__ import annotations

from charta.accounts.views import (
    account,
    again,
    by_mail,
    by_provider,
    joining,
    leaving,
    linking,
    moving,
    passkeys,
    places,
    proving,
    resetting,
    second_step,
    security,
    signing_in,
    signing_up,
)

__all__ = [
    "account",
    "again",
    "by_mail",
    "by_provider",
    "joining",
    "leaving",
    "linking",
    "moving",
    "passkeys",
    "places",
    "proving",
    "resetting",
    "second_step",
    "security",
    "signing_in",
    "signing_up",
]
