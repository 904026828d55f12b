"""Addresses, passwords and ways back, without application or database."""

from __future__ import annotations

import pytest

from charta.accounts import rules
from charta.core.errors import Invalid


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Carla@Example.org", "carla@example.org"),
        ("c.b+charta@stralsund.example", "c.b+charta@stralsund.example"),
        ("info@müller.example", "info@xn--mller-kva.example"),
    ],
)
def test_an_address_has_one_spelling(typed: str, kept: str) -> None:
    assert rules.normal_address(typed) == kept


@pytest.mark.parametrize(
    "typed", ["", "carla", "carla@", "@stralsund.example", "a b@c.example", "ä@c.example", "a@b"]
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        rules.normal_address(typed)
    assert refused.value.field == "email"


@pytest.mark.parametrize(
    "password",
    [
        "kurz",
        "a" * 9,
        "x" * 257,
        "aaaaaaaaaaaa",
        "abababababab",
        "Passwort123",
        "PASSWORT 1234",
        "qwertzuiop",
        "Carla Bürgerin",
        "carlabürgerin",
        "carla.buergerin",
        "Stralsund2024!",
        "Hansestadt-2025",
        "1qay2wsx3edc",
        "ichliebedich",
        "Carla.Buergerin@example.org",
    ],
)
def test_a_password_that_is_tried_first_is_refused(password: str) -> None:
    with pytest.raises(Invalid) as refused:
        rules.check_password(password, email="carla.buergerin@example.org", name="Carla Bürgerin")
    assert refused.value.field == "password"


@pytest.mark.parametrize(
    "password",
    ["sieben-rote-backsteine", "nur kleine wörter hier", "1849203756", "🧱🌊⛵🦭🐟⚓🌉🏛🚲🌾"],
)
def test_a_long_password_needs_no_signs(password: str) -> None:
    rules.check_password(password, email="carla@example.org", name="Carla Bürgerin")


def test_the_commonest_passwords_would_else_be_long_enough() -> None:
    assert len(rules.COMMONEST) > 50
    assert all(len(word) >= rules.SHORTEST_PASSWORD for word in rules.COMMONEST)
    assert all(word == word.casefold() for word in rules.COMMONEST)


@pytest.mark.parametrize("path", ["/", "/stralsund/", "/stralsund/beteiligung/1/MOB-3/?von=2"])
def test_the_way_back_stays_on_this_site(path: str) -> None:
    assert rules.way_back(path) == path


@pytest.mark.parametrize(
    "path",
    [
        None,
        "",
        "stralsund/",
        "https://boese.example/",
        "//boese.example/",
        "/\\boese.example/",
        "\\/boese.example/",
        "/\t/boese.example/",
        "/\n/boese.example",
        " //boese.example",
        "/x//boese.example",
        "javascript:alert(1)",
        "http:/boese.example",
        "/" + "x" * 600,
    ],
)
def test_no_way_leads_to_another_site(path: str | None) -> None:
    assert rules.way_back(path) is None
