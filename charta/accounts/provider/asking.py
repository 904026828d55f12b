"""Asking the provider, and nobody else: its own hosts, no redirects, little patience, short
answers. No proxy, password file or cookie of the machine takes part."""

from __future__ import annotations

import os
import time
from typing import Any

from authlib.integrations.requests_client import OAuth2Session
from requests import PreparedRequest, RequestException, Response
from requests.adapters import HTTPAdapter

from charta.accounts.provider.faults import Fault, ProviderFault
from charta.accounts.provider.ours import Provider

PATIENCE = (3.05, 5.0)
"""Seconds to connect, and to wait for the next piece of an answer."""
LONGEST_WAIT = 8.0
LONGEST_ANSWER = 256 * 1024


class Refused(RequestException):
    """Something we do not ask, or an answer we do not take."""


class Guard(HTTPAdapter):
    """Lets nothing out that is not for the provider, and nothing in that is too much."""

    def __init__(self, provider: Provider) -> None:
        super().__init__(max_retries=0)
        self.provider = provider

    def send(self, request: PreparedRequest, *_args: Any, **options: Any) -> Response:
        if not self.provider.owns(request.url):
            raise Refused
        verify = options.get("verify", True)
        answer = super().send(request, stream=True, timeout=PATIENCE, verify=verify)
        try:
            if answer.is_redirect:
                raise Refused
            answer._content = _bounded(answer)
        finally:
            answer.close()
        return answer


def _bounded(answer: Response) -> bytes:
    ends, found = time.monotonic() + LONGEST_WAIT, bytearray()
    for piece in answer.iter_content(8192):
        found += piece
        if len(found) > LONGEST_ANSWER or time.monotonic() > ends:
            raise Refused
    return bytes(found)


def session(provider: Provider, **options: Any) -> OAuth2Session:
    """A connection for one conversation; to be closed. A provider with a certificate of an
    authority of the house's own is known by ``SSL_CERT_FILE``."""
    made = OAuth2Session(
        provider.client_id,
        provider.client_secret,
        scope=provider.scope,
        redirect_uri=provider.callback,
        code_challenge_method="S256",
        **options,
    )
    made.trust_env = False
    made.verify = os.environ.get("SSL_CERT_FILE") or True
    made.adapters.clear()
    made.mount(f"{provider.scheme}://", Guard(provider))
    return made


def fetch(provider: Provider, url: str) -> dict[str, Any]:
    """What stands at an address of the provider, as an object; raises ProviderFault."""
    try:
        with session(provider) as asking:
            answer = asking.request("GET", url, withhold_token=True)
            answer.raise_for_status()
            found = answer.json()
    except (RequestException, ValueError) as error:
        raise ProviderFault(Fault.UNREACHABLE) from error
    if not isinstance(found, dict):
        raise ProviderFault(Fault.UNREACHABLE)
    return found
