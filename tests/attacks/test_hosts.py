"""Hosts that a client makes up, which poison caches and links (CWE-644).

Where a client says it comes from is in ``test_forwarded.py``.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from config import Settings
from tests.support.applications import Applications, own
from tests.support.visitor import Visitor

EVIL = "evil.example"
PAGES = ("/", "/stralsund/", "/konto/anmelden/", "/stralsund/beteiligung/", "/gibt/es/nicht/")


@pytest.mark.one_engine
@pytest.mark.parametrize("name", ["Host", "X-Forwarded-Host", "Forwarded", "X-Original-URL"])
def test_no_page_repeats_a_made_up_host(public: Visitor, name: str) -> None:
    value = f"host={EVIL}" if name == "Forwarded" else EVIL
    for path in PAGES:
        answer = public.client.get(path, headers={name: value})
        assert EVIL not in answer.text, path
        assert EVIL not in str(answer.headers), path


@pytest.mark.one_engine
def test_only_trusted_hosts_are_served(settings: Settings, applications: Applications) -> None:
    with applications.lend(replace(settings, trusted_hosts=("charta.example",))) as app:
        client = app.test_client()
        assert client.get("/healthz", base_url="http://charta.example").status_code == 200
        for host in (EVIL, "charta.example.evil.example", "evilcharta.example", "a@charta.example"):
            for answer in (
                client.get("/healthz", headers={"Host": host}),
                client.post("/konto/anmelden/", headers={"Host": host}),
                client.post("/", headers={"Host": host, "Sec-Fetch-Site": "cross-site"}),
            ):
                assert answer.status_code == 400, host
                assert answer.mimetype == "text/plain"
                assert EVIL not in answer.text
                assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.one_engine
def test_production_answers_to_its_own_name_without_being_told(settings: Settings) -> None:
    """Forgetting the setting must not open the site under every name."""
    production = replace(
        settings,
        environment="production",
        secret_key="0123456789abcdef0123456789abcdef",
        smtp_url="smtps://mail.example",
        base_url="https://charta.example:8443",
    )
    with own(production) as app:
        client = app.test_client()
        for host, status in (("charta.example", 200), ("charta.example:8443", 200), (EVIL, 400)):
            answer = client.get("/healthz", base_url="https://x", headers={"Host": host})
            assert answer.status_code == status, host
