"""Open redirects: a link to the city's own address that leads to somebody else's (CWE-601)."""

from __future__ import annotations

from urllib.parse import quote, unquote, urlsplit

import pytest
from flask import Flask

from tests.support.accounts import mailed_path
from tests.support.cast import PASSWORD, Cast
from tests.support.visitor import Visitor

AWAY = (
    "//evil.example",
    "///evil.example",
    "////evil.example/a",
    "https://evil.example",
    "https:evil.example",
    "HTTP://evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\x00//evil.example",
    " //evil.example",
    "\u2028//evil.example",
    "javascript:alert(1)",
    "data:text/html,a",
    "evil.example",
    "@evil.example",
    "/..//evil.example",
    "/konto//evil.example",
    "//evil.example%2f@localhost",
)
CITIZEN = "citizen@stralsund.example"


def stays(location: str) -> bool:
    """Whether a browser that follows it stays on this site."""
    parts = urlsplit(location)
    return location.startswith("/") and not parts.netloc and not location.startswith(("//", "/\\"))


def test_signing_in_leads_to_this_site(app: Flask, city: Cast) -> None:
    for target in AWAY:
        path = f"/konto/anmelden/?next={quote(target, safe='')}"
        visitor = Visitor(app.test_client())
        answer = visitor.post(path, email=CITIZEN, password=PASSWORD)
        assert answer.status_code == 303, target
        assert stays(answer.headers["Location"]), answer.headers["Location"]
        assert "evil" not in answer.headers["Location"]


def test_signing_in_leads_back(public: Visitor) -> None:
    path = f"/konto/anmelden/?next={quote('/konto/benachrichtigungen/?a=1', safe='')}"
    answer = public.post(path, email=CITIZEN, password=PASSWORD)
    assert answer.headers["Location"] == "/konto/benachrichtigungen/?a=1"


@pytest.mark.one_engine
@pytest.mark.parametrize("target", ["//evil.example", "/\\evil.example", "https://evil.example"])
def test_the_mailed_link_leads_to_this_site(app: Flask, public: Visitor, target: str) -> None:
    public.post(f"/konto/anmelden/per-mail/?next={quote(target, safe='')}", email=CITIZEN)
    path = mailed_path(app)
    assert "evil" not in path
    separator = "&" if "?" in path else "?"
    answer = public.post(f"{path}{separator}next={quote(target, safe='')}")
    assert answer.status_code == 303
    assert stays(answer.headers["Location"])
    assert "evil" not in answer.headers["Location"]


@pytest.mark.one_engine
def test_no_page_offers_the_way_out(city: Cast, public: Visitor) -> None:
    for target in AWAY:
        for path in ("/konto/anmelden/", "/konto/anlegen/", "/konto/noch-einmal/", "/stralsund/"):
            answer = public.client.get(f"{path}?next={quote(target, safe='')}")
            links = [one for one in answer.text.split('"') if one.startswith(("//", "http", "/\\"))]
            assert not [one for one in links if "evil" in one], (path, target)


@pytest.mark.one_engine
def test_no_address_without_its_slash_leads_away(public: Visitor) -> None:
    """The redirect to the address with its last slash begins with what was asked for."""
    for path in ("//evil.example", "//evil.example/", "/%2fevil.example", "/%5cevil.example"):
        environ = {"PATH_INFO": unquote(path), "REQUEST_URI": path}
        answer = public.client.get("/", environ_overrides=environ)
        parts = urlsplit(answer.headers.get("Location", "/"))
        assert parts.netloc in {"", "localhost"}, answer.headers["Location"]
        assert stays(parts._replace(scheme="", netloc="").geturl())
