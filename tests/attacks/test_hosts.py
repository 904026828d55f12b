"""Addresses that a client makes up: the host it asks for, and where it says it comes from.

A made-up host poisons caches and links (CWE-644); a made-up ``X-Forwarded-For`` gets around
whatever counts by network (CWE-348).
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from charta.receipts.guessing import MOST_WRONG
from config import Settings
from tests.support.applications import Applications
from tests.support.cast import Cast
from tests.support.visitor import Visitor

EVIL = "evil.example"
WRONG = "/beleg/mita-bode-kuha-rino-sewa/"
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


def guess(app: Flask, header: str) -> list[int]:
    """One wrong code more than are allowed, each as if from another address."""
    client = app.test_client()
    return [
        client.get(WRONG, headers={"X-Forwarded-For": header.format(number)}).status_code
        for number in range(MOST_WRONG + 1)
    ]


@pytest.mark.one_engine
def test_without_a_proxy_nobody_changes_their_address(app: Flask, city: Cast) -> None:
    assert guess(app, "203.0.113.{}")[-1] == 429


@pytest.mark.one_engine
def test_behind_a_proxy_only_what_it_adds_counts(
    settings: Settings, applications: Applications
) -> None:
    with applications.lend(replace(settings, proxies=1)) as app:
        assert guess(app, "203.0.113.{}, 198.51.100.7")[-1] == 429


@pytest.mark.one_engine
def test_behind_a_proxy_different_people_are_different(
    settings: Settings, applications: Applications
) -> None:
    with applications.lend(replace(settings, proxies=1)) as app:
        assert set(guess(app, "203.0.113.{}")) == {404}
