"""A provider that does what none should: it answers as a test tells it to."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwk, jwt

from charta.core.clock import system_clock

Answer = tuple[int, dict[str, str], bytes]


def as_json(told: Any, status: int = 200) -> Answer:
    return status, {"Content-Type": "application/json"}, json.dumps(told).encode()


@cache
def a_key(name: str = "eins") -> jwk.RSAKey:
    return jwk.RSAKey.generate_key(2048, {"kid": name, "use": "sig"})


class FalseProvider:
    """``answers`` are by path; ``asked`` are the paths that were asked for, ``claims`` what the
    next ID token says beside what it must."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.asked: list[str] = []
        self.key = a_key()
        self.claims: dict[str, Any] = {}
        self.description = {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/fragen",
            "token_endpoint": f"{issuer}/token",
            "jwks_uri": f"{issuer}/keys",
        }
        self.answers: dict[str, Callable[[], Answer]] = {
            "/.well-known/openid-configuration": lambda: as_json(self.description),
            "/keys": lambda: as_json({"keys": [self.key.as_dict(private=False)]}),
            "/token": lambda: as_json(self.token()),
        }

    def token(self) -> dict[str, Any]:
        at = int(system_clock().timestamp())
        told = {"iss": self.issuer, "sub": "bea", "aud": "charta", "iat": at, "exp": at + 300}
        told |= self.claims
        signed = jwt.encode({"alg": "RS256", "kid": self.key.kid}, told, self.key)
        return {"access_token": "zugang", "token_type": "Bearer", "id_token": signed}

    def settings(self, **more: Any) -> dict[str, Any]:
        return {
            "oidc_issuer": self.issuer,
            "oidc_client_id": "charta",
            "oidc_client_secret": "geheim",
            "oidc_name": "Stadtkonto",
            "oidc_citizens": True,
            **more,
        }

    def expects(self, address: str, **claims: Any) -> str:
        """Read where somebody is sent, as a provider does; their state."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        self.claims = {"nonce": asked["nonce"], **claims}
        return asked["state"]


@pytest.fixture
def false_provider() -> Iterator[FalseProvider]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            self.rfile.read(length)
            found.asked.append(self.path)
            status, headers, body = found.answers[urlsplit(self.path).path]()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:  # who asked has heard enough
                return

        do_POST = do_GET  # noqa: N815

        def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002
            """Leave the test's output to the test."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = FalseProvider(f"http://127.0.0.1:{server.server_port}")
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield found
    server.shutdown()
    thread.join()
    server.server_close()
