"""From an address to its charter."""

from __future__ import annotations

from flask import Flask

from charta.charters.rules import RESERVED
from tests.charters.conftest import Becoming
from tests.support.cast import Cast


def test_no_charter_can_take_an_address_of_the_platform(app: Flask) -> None:
    first = {rule.rule.split("/")[1] for rule in app.url_map.iter_rules()}
    assert {part for part in first if part and "<" not in part} <= RESERVED


def test_an_unknown_charter_is_not_found(as_: Becoming, city: Cast) -> None:
    for path in ("/wismar/seiten/impressum/", "/STRALSUND/seiten/impressum/", "/a%00b/seiten/x/"):
        assert as_("").client.get(path).status_code == 404
