"""A provider that is down, slow, too much, somebody else or lying; answers that belong to another
browser; and that nobody but the provider is asked. Nothing of it reaches the log but its kind."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import func, select

from charta.accounts import throttling
from charta.accounts.models import Identity, SignIn, SignInAttempt
from charta.accounts.provider import asking, discovery
from charta.core.database import db, transaction
from config import Settings
from tests.support.applications import Applications
from tests.support.cast import START, Cast, sign_in
from tests.support.false_provider import Answer, FalseProvider, a_key, as_json, false_provider
from tests.support.visitor import Visit, Visitor

__all__ = ["false_provider"]

pytestmark = pytest.mark.one_engine

NAME = "Stadtkonto"
BACK = "/konto/anmelden/anbieter/zurueck/"
FAILED = f"Mit {NAME} hat es nicht geklappt"
DISCOVERY = "/.well-known/openid-configuration"
ELSEWHERE = "http://169.254.169.254/latest/meta-data/"
BEA = {"email": "bea@example.org", "email_verified": True, "name": "Bea"}


@pytest.fixture
def app(
    settings: Settings, applications: Applications, false_provider: FalseProvider
) -> Iterator[Flask]:
    """One application for all of these providers, each of which has an address of its own."""
    with applications.lend(settings) as app:
        app.extensions["charta.settings"] = replace(settings, **false_provider.settings())
        yield app


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app.test_client())


def set_out(visitor: Visitor) -> Visit:
    return visitor.open("/konto/anmelden/").press(f"Mit {NAME} anmelden")


def come_back(visitor: Visitor, provider: FalseProvider, **claims: object) -> Visit:
    """From the page that leads there to the one that a person sees in the end."""
    state = provider.expects(set_out(visitor).link(f"Weiter zu {NAME}"), **claims)
    return visitor.open(BACK, query={"code": "code", "state": state}).press("Weiter")


def count(app: Flask, model: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_good_answer_comes_in(
    app: Flask, visitor: Visitor, false_provider: FalseProvider
) -> None:
    """So that the others are refused for what is wrong with them."""
    assert come_back(visitor, false_provider, **BEA).heading == "Willkommen"
    assert count(app, SignInAttempt) == 0


BAD: dict[str, Answer] = {
    "down": as_json({}, 502),
    "no object": as_json([]),
    "no json": (200, {}, b"<html>"),
    "nothing": (200, {}, b""),
    "too much": (200, {}, b" " * (asking.LONGEST_ANSWER + 1)),
    "to the inside": (302, {"Location": ELSEWHERE}, b""),
    "in a circle": (307, {"Location": DISCOVERY}, b""),
}


@pytest.mark.parametrize("answer", BAD.values(), ids=BAD)
def test_a_provider_that_cannot_be_asked(
    visitor: Visitor, false_provider: FalseProvider, answer: Answer
) -> None:
    false_provider.answers[DISCOVERY] = lambda: answer
    page = set_out(visitor)
    assert (page.status, page.heading) == (503, FAILED)
    assert page.answer.headers["Retry-After"] == "60"
    assert page.link("Anders anmelden") == "/konto/anmelden/"
    assert false_provider.asked == [DISCOVERY], "nobody follows where it points"
    false_provider.answers[DISCOVERY] = lambda: as_json(false_provider.description)
    assert page.press("Noch einmal versuchen").heading == f"Weiter zu {NAME}"


def test_a_provider_that_is_not_there(app: Flask, visitor: Visitor) -> None:
    kept: Settings = app.extensions["charta.settings"]
    app.extensions["charta.settings"] = replace(kept, oidc_issuer="http://127.0.0.1:9")
    assert set_out(visitor).status == 503


def test_a_slow_provider_holds_nobody(
    visitor: Visitor, false_provider: FalseProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "PATIENCE", (0.2, 0.2))

    def slow() -> Answer:
        time.sleep(0.6)
        return as_json(false_provider.description)

    false_provider.answers[DISCOVERY] = slow
    assert set_out(visitor).status == 503


@pytest.mark.parametrize(
    "changed",
    [
        {"issuer": "http://127.0.0.1:1"},
        {"issuer": None},
        {"authorization_endpoint": "https://boese.example/"},
        {"token_endpoint": ELSEWHERE},
        {"token_endpoint": None},
        {"jwks_uri": ELSEWHERE},
        {"jwks_uri": ["http://127.0.0.1:1/"]},
    ],
    ids=str,
)
def test_a_provider_that_says_it_is_another(
    visitor: Visitor, false_provider: FalseProvider, changed: dict[str, object]
) -> None:
    false_provider.description |= changed  # type: ignore[arg-type]
    page = set_out(visitor)
    assert (page.status, page.heading) == (422, FAILED)
    assert false_provider.asked == [DISCOVERY]


def test_userinfo_elsewhere_is_not_asked(visitor: Visitor, false_provider: FalseProvider) -> None:
    false_provider.description["userinfo_endpoint"] = ELSEWHERE
    assert come_back(visitor, false_provider, **BEA).heading == "Willkommen"


@pytest.mark.parametrize(
    ("told", "heading"),
    [
        ({"sub": "bea", **BEA}, "Willkommen"),
        ({"sub": "otto", **BEA}, FAILED),
        ({**BEA}, FAILED),
        ([], FAILED),
    ],
    ids=str,
)
def test_userinfo_is_about_the_same_person(
    visitor: Visitor, false_provider: FalseProvider, told: object, heading: str
) -> None:
    """Token substitution: OpenID Connect Core 1.0, 5.3.2."""
    false_provider.description["userinfo_endpoint"] = f"{false_provider.issuer}/wer"
    false_provider.answers["/wer"] = lambda: as_json(told)
    assert come_back(visitor, false_provider).heading == heading


def test_userinfo_proves_no_address_of_the_token(
    visitor: Visitor, false_provider: FalseProvider
) -> None:
    false_provider.description["userinfo_endpoint"] = f"{false_provider.issuer}/wer"
    false_provider.answers["/wer"] = lambda: as_json({"sub": "bea", **BEA})
    page = come_back(visitor, false_provider, email="carla@example.org")
    assert page.heading == FAILED


@pytest.mark.parametrize(
    ("told", "status", "expected"),
    [
        ({"error": "invalid_grant"}, 400, 422),
        ({"error": "invalid_client"}, 401, 422),
        ({"access_token": "zugang", "token_type": "Bearer"}, 200, 422),
        ({"id_token": "a.b.c"}, 200, 422),
        ({}, 200, 422),
        ([], 200, 503),
        ("x", 200, 503),
        (7, 200, 503),
        (None, 200, 503),
        ({}, 500, 503),
    ],
    ids=str,
)
def test_an_answer_without_proof(  # noqa: PLR0917
    app: Flask,
    visitor: Visitor,
    false_provider: FalseProvider,
    told: object,
    status: int,
    expected: int,
) -> None:
    false_provider.answers["/token"] = lambda: as_json(told, status)
    page = come_back(visitor, false_provider, **BEA)
    assert (page.status, page.heading) == (expected, FAILED)
    assert count(app, SignInAttempt) == (expected != 503), "who tries codes is counted"


@pytest.mark.parametrize(
    "claims", [{"nonce": "x"}, {"aud": "x"}, {"iss": "x"}, {"exp": 1}, {"sub": ""}], ids=str
)
def test_a_token_for_somebody_else(
    app: Flask, visitor: Visitor, false_provider: FalseProvider, claims: dict[str, object]
) -> None:
    page = come_back(visitor, false_provider, **{**BEA, **claims})
    assert (page.status, page.heading) == (422, FAILED)
    assert (count(app, SignIn), count(app, Identity)) == (0, 0)


@pytest.mark.parametrize(
    ("seconds", "heading"),
    [(0, "Mein Konto"), (-300, FAILED), (None, FAILED)],
    ids=["just now", "a while ago", "not said"],
)
def test_fresh_proof_is_believed_only_when_it_says_when(
    app: Flask, false_provider: FalseProvider, city: Cast, seconds: int | None, heading: str
) -> None:
    """A provider that overlooks ``prompt=login`` sends whoever left their browser open."""
    with app.app_context(), transaction() as session:
        at = {"created_at": START, "last_used_at": START}
        who = {"person_id": city.citizen.person_id, "subject": "bea"}
        session.add(Identity(issuer=false_provider.issuer, **who, **at))
    visitor = Visitor(sign_in(app.test_client(), city.citizen))
    page = visitor.open("/konto/noch-einmal/").press(f"Mit {NAME} bestätigen")
    told = {"auth_time": int(time.time()) + seconds} if seconds is not None else {}
    state = false_provider.expects(page.link(f"Weiter zu {NAME}"), **told)
    back = visitor.open(BACK, query={"code": "code", "state": state}).press("Weiter")
    assert back.heading == heading
    assert heading != FAILED or back.link("Anders bestätigen") == "/konto/noch-einmal/"


def test_who_tries_codes_must_wait(
    app: Flask, visitor: Visitor, false_provider: FalseProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttling, "FREE_OF_NETWORK", 2)
    false_provider.answers["/token"] = lambda: as_json({"error": "invalid_grant"}, 400)
    assert [come_back(visitor, false_provider).status for _turn in range(3)] == [422, 422, 429]
    assert false_provider.asked.count("/token") == 2


def test_a_new_key_is_asked_for_once_and_not_each_time(
    app: Flask,
    visitor: Visitor,
    false_provider: FalseProvider,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    come_back(visitor, false_provider, **BEA)
    false_provider.key = a_key("zwei")
    assert come_back(visitor, false_provider, **BEA).heading == FAILED, "within the minute"
    assert false_provider.asked.count("/keys") == 1
    monkeypatch.setattr(discovery, "AGAIN_AFTER", 0.0)
    assert come_back(visitor, false_provider, **BEA).heading == "Willkommen"
    assert false_provider.asked.count("/keys") == 2
    assert false_provider.asked.count(DISCOVERY) == 1


ANSWERS = {
    "of another browser": ({"code": "x", "state": "fremd"}, 422, "anderen Fenster"),
    "without a state": ({"code": "x"}, 422, "anderen Fenster"),
    "with nonsense": ({"state": "\ud7ff\0", "code": "\0"}, 422, "anderen Fenster"),
    "refused": ({"error": "access_denied", "state": "*"}, 422, "abgebrochen"),
    "overloaded": ({"error": "temporarily_unavailable", "state": "*"}, 503, "nicht zu erreichen"),
    "without a code": ({"state": "*"}, 422, "nicht prüfen"),
    "mixed up": ({"code": "x", "state": "*", "iss": "https://boese.example"}, 422, "nicht prüfen"),
}


@pytest.mark.parametrize(("given", "status", "words"), ANSWERS.values(), ids=ANSWERS)
def test_answers_that_are_none(
    visitor: Visitor,
    false_provider: FalseProvider,
    given: dict[str, str],
    status: int,
    words: str,
) -> None:
    state = false_provider.expects(set_out(visitor).link(f"Weiter zu {NAME}"))
    query = {name: state if value == "*" else value for name, value in given.items()}
    page = visitor.open(BACK, status=status, query=dict(query))
    assert page.heading == FAILED
    assert words in page.text
    assert "boese" not in page.text
    assert visitor.client.get_cookie("charta-journey") is None, "it is over"
    assert "/token" not in false_provider.asked


def test_who_names_itself_must_do_so(visitor: Visitor, false_provider: FalseProvider) -> None:
    """Mix-up (RFC 9207): a provider that says so puts its name into each answer."""
    false_provider.description["authorization_response_iss_parameter_supported"] = True  # type: ignore[assignment]
    state = false_provider.expects(set_out(visitor).link(f"Weiter zu {NAME}"), **BEA)
    named = {"code": "x", "state": state, "iss": false_provider.issuer}
    page = visitor.open(BACK, query=dict(named))
    answer = visitor.post(BACK, code="x", state=state, iss="")
    assert answer.status_code == 422
    state = false_provider.expects(set_out(visitor).link(f"Weiter zu {NAME}"), **BEA)
    page = visitor.open(BACK, query={**named, "state": state})
    assert page.press("Weiter").heading == "Willkommen"


def test_the_answer_is_bound_to_the_browser_and_to_ten_minutes(
    app: Flask, visitor: Visitor, false_provider: FalseProvider
) -> None:
    """Login CSRF: a victim is sent back with the code of an attacker (CWE-352)."""
    state = false_provider.expects(set_out(visitor).link(f"Weiter zu {NAME}"), **BEA)
    path = f"{BACK}?code=x&state={quote(state)}"
    victim = Visitor(app.test_client())
    assert victim.open(path, status=422).heading == FAILED
    assert victim.post(BACK, code="x", state=state).status_code == 422
    set_out(victim)
    assert victim.post(BACK, code="x", state=state).status_code == 422, "a state of its own"
    forged = visitor.client.post(BACK, data={"code": "x", "state": state})
    assert forged.status_code == 400, "without our token"
    clock = app.extensions["charta.clock"]
    app.extensions["charta.clock"] = lambda: clock() + timedelta(minutes=10)
    assert visitor.post(BACK, code="x", state=state).status_code == 422
    assert "/token" not in false_provider.asked
    assert count(app, SignIn) == 0


def test_an_answer_is_good_once(
    app: Flask, visitor: Visitor, false_provider: FalseProvider
) -> None:
    state = false_provider.expects(set_out(visitor).link(f"Weiter zu {NAME}"), **BEA)
    page = visitor.open(BACK, query={"code": "x", "state": state})
    assert page.press("Weiter").heading == "Willkommen"
    assert page.press("Weiter").heading == FAILED


def test_a_cookie_that_nobody_gave(app: Flask, visitor: Visitor) -> None:
    for value in ("", "x", "gAAAAA==", "x" * 3000):
        visitor.client.set_cookie("charta-journey", value, domain="localhost")
        visitor.client.set_cookie("charta-arrival", value, domain="localhost")
        assert visitor.client.get("/konto/anmelden/anbieter/weiter/").status_code == 303
        assert visitor.client.get("/konto/anmelden/anbieter/neu/").status_code == 303
        assert visitor.client.get("/konto/anmelden/anbieter/bekannt/").status_code == 303
        assert visitor.client.get(f"{BACK}?code=x&state=y").status_code == 422


def test_the_way_is_as_it_should_be(
    app: Flask, visitor: Visitor, false_provider: FalseProvider
) -> None:
    page = visitor.open("/konto/anmelden/?next=/stralsund/").press(f"Mit {NAME} anmelden")
    address = page.link(f"Weiter zu {NAME}")
    assert page.answer.headers["Refresh"] == f"0; url={address}"
    assert address.startswith(f"{false_provider.issuer}/fragen?")
    for part in (
        "response_type=code",
        "client_id=charta",
        "code_challenge_method=S256",
        f"redirect_uri={quote(f'http://localhost{BACK}', safe='')}",
        "scope=openid+email+profile",
    ):
        assert part in address, part
    cookie = visitor.client.get_cookie("charta-journey")
    assert cookie is not None
    assert cookie.http_only
    assert (cookie.same_site, cookie.path, cookie.max_age) == ("Lax", "/", 600)
    assert "stralsund" not in cookie.value
    again = set_out(visitor).link(f"Weiter zu {NAME}")
    differing = {"state", "nonce", "code_challenge"}
    pairs = zip(address.split("&"), again.split("&"), strict=True)
    assert {one.split("=")[0].split("?")[-1] for one, other in pairs if one != other} == differing


def test_over_https_the_cookie_is_held_to_this_host(
    app: Flask, false_provider: FalseProvider
) -> None:
    kept: Settings = app.extensions["charta.settings"]
    app.extensions["charta.settings"] = replace(kept, base_url="https://localhost")
    client = app.test_client()
    token = Visitor(client).token()
    answer = client.post("/konto/anmelden/anbieter/", data={"csrf_token": token})
    [cookie] = [one for one in answer.headers.getlist("Set-Cookie") if "journey" in one]
    assert cookie.startswith("__Host-charta-journey=")
    for part in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
        assert part in cookie
    assert "Domain" not in cookie


def test_it_begins_with_a_button_of_ours(
    app: Flask, visitor: Visitor, false_provider: FalseProvider, city: Cast
) -> None:
    assert visitor.client.get("/konto/anmelden/anbieter/").status_code == 405
    signed_in = sign_in(app.test_client(), city.citizen)
    for client in (visitor.client, signed_in):
        for path in ("anmelden/anbieter/", "noch-einmal/anbieter/", "sicherheit/anbieter/neu/"):
            assert client.post(f"/konto/{path}").status_code in {400, 403}
    assert visitor.post("/konto/noch-einmal/anbieter/").status_code == 403
    assert visitor.post("/konto/sicherheit/anbieter/neu/").status_code == 403
    assert false_provider.asked == []


def test_only_the_kind_of_a_fault_reaches_the_log(
    visitor: Visitor, false_provider: FalseProvider, capsys: pytest.CaptureFixture[str]
) -> None:
    told = {"error": "invalid_client", "error_description": "geheimnis bea@example.org"}
    false_provider.answers["/token"] = lambda: as_json(told, 401)
    come_back(visitor, false_provider, **BEA)
    lines = [json.loads(one) for one in capsys.readouterr().out.splitlines()]
    [line] = [one for one in lines if one["event"] == "provider"]
    assert line["failure"] == "untrusted"
    for one in lines:
        one.pop("request", None)  # drawn at random from digits that may spell a name
    written = json.dumps(lines, ensure_ascii=False)
    for secret in ("geheim", "bea", "code=", "state"):
        assert secret not in written
