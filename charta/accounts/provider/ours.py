"""The one provider of this installation, as its settings name it."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from flask import current_app

from charta.core.errors import NotFound
from config import Settings

CALLBACK = "/konto/anmelden/anbieter/zurueck/"
"""Where the provider sends people back to; it must be entered there."""


@dataclass(frozen=True)
class Provider:
    """Who it is, how we are called there, and what we ask it for."""

    name: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    callback: str
    hosts: frozenset[str]
    scope: str
    role_claim: str
    role_values: frozenset[str]
    second_step: frozenset[str]
    for_citizens: bool

    @property
    def scheme(self) -> str:
        return urlsplit(self.issuer).scheme

    def owns(self, url: object) -> bool:
        """Whether an address is one of the provider's, so that we may ask it or send people there;
        over https, unless the provider itself is without, which production refuses."""
        if not isinstance(url, str):
            return False
        try:
            parts = urlsplit(url)
            at = (parts.hostname or "", parts.port)
        except ValueError:
            return False
        bare = parts.username is None and not parts.fragment
        return parts.scheme == self.scheme and bare and _place(*at) in self.hosts


def of(settings: Settings) -> Provider | None:
    """The provider of the settings; None where there is none."""
    if not settings.oidc_issuer:
        return None
    issuer = urlsplit(settings.oidc_issuer)
    return Provider(
        name=settings.oidc_name,
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        callback=settings.base_url.rstrip("/") + CALLBACK,
        hosts=frozenset(
            {_place(issuer.hostname or "", issuer.port), *map(str.lower, settings.oidc_hosts)}
        ),
        scope=settings.oidc_scope,
        role_claim=settings.oidc_role_claim,
        role_values=frozenset(rule.value for rule in settings.oidc_role_rules),
        second_step=frozenset(settings.oidc_second_step),
        for_citizens=settings.oidc_citizens,
    )


def configured() -> Provider:
    """The provider of this installation; raises NotFound where there is none."""
    found = of(current_app.extensions["charta.settings"])
    if found is None:
        raise NotFound
    return found


def _place(host: str, port: int | None) -> str:
    return host if port is None else f"{host}:{port}"
