"""SQL and templates smuggled in through filters, orders and searches (CWE-89, CWE-1336).

The known cases are CVE-2026-45376, where what an administrator of Decidim searched for became part
of the query's order, and CVE-2024-32469, where a parameter of its lists came back as code. The
weighing table takes more parameters than any other page; each is sent what would change a query
or a template, and the table must show the same rows as for any word that is not there.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

import charta
from charta.weighing.viewing import Sort
from tests.attacks.people import of_every_role
from tests.attacks.test_canary import readable
from tests.consultation.conftest import At, Visits, at, visits
from tests.house.test_bad_input import PARAMETERS, address
from tests.support.cast import Cast, sign_in
from tests.support.visitor import Values, Visit, Visitor
from tests.weighing.contributions import WEIGHED, the_table

__all__ = ["at", "visits"]

TABLE = "/stralsund/schreibtisch/abwaegung/1/"
SMUGGLED = (
    "' OR '1'='1",
    "' OR 1=1 --",
    '") OR (1=1',
    "1; DROP TABLE comments; --",
    "') UNION SELECT id, email, password_hash FROM people --",
    "id DESC; SELECT pg_sleep(5)",
    "(CASE WHEN 1=1 THEN 1 ELSE 1/0 END)",
    "%(x)s %s {0} :1 ?",
    "{{ 7*191 }}",
    "{% for a in (7*191,) %}{{ a }}{% endfor %}",
    "${7*191}",
    "<img src=x onerror=alert(1)>",
    '"><script>alert(1)</script>',
)
FILTERS = ("stand", "ergebnis", "art", "weg", "stelle", "sortierung", "richtung", "frist")
CHOSEN = ("thema", "ort", "wer", "gruppe", "fachamt", "nach", "vor")


@pytest.fixture
def editor(app: Flask, city: Cast, at: At, visits: Visits) -> Visitor:
    the_table(app, city)
    return visits(city.editor)


def keys(page: Visit) -> set[str]:
    return {row["id"] for row in page.root.all("tr") if row["id"]}


def test_what_nobody_offers_filters_nothing(editor: Visitor) -> None:
    for name in (*FILTERS, *CHOSEN):
        for value in SMUGGLED:
            page = editor.open(TABLE, query={name: value})
            assert keys(page) == set(WEIGHED), (name, value)
            assert "1337" not in page.text, (name, value)
            assert value not in page.answer.text, (name, value)


def test_what_is_searched_is_only_searched(editor: Visitor) -> None:
    for value in (*SMUGGLED, "%", "_", "\\", "a%b", "?ebra", "Z_bra"):
        page = editor.open(TABLE, query={"q": value})
        assert keys(page) == set(), value
        assert "1337" not in page.text, value
        assert "<script>alert" not in page.answer.text
        assert "<img src=x" not in page.answer.text
    assert keys(editor.open(TABLE, query={"q": "zebra"})) == {"S-2", "S-5"}


def test_all_parameters_at_once_in_every_order(editor: Visitor) -> None:
    for sort in Sort:
        query: Values = {"sortierung": sort.value, "richtung": "ab"}
        query |= dict.fromkeys(CHOSEN, SMUGGLED[0])
        assert keys(editor.open(TABLE, query=query)) == set(WEIGHED), sort


@pytest.mark.one_engine
def test_every_page_takes_them_as_words(app: Flask, town: Cast) -> None:
    """Each address that can be read, by somebody who may read all of them, with every parameter
    that is read anywhere."""
    with app.app_context():
        staff = Visitor(sign_in(app.test_client(), of_every_role(town)))
    opened = 0
    for turn, rule in enumerate(readable(app)):
        path = address(rule, import_id="1", token="x")
        query = {
            name: SMUGGLED[(turn + place) % len(SMUGGLED)] for place, name in enumerate(PARAMETERS)
        }
        answer = staff.client.get(path, query_string=query)
        assert answer.status_code < 500, (path, query)
        told = answer.get_data()
        answer.close()
        for sign in (b"1337", b"<script>alert", b"<img src=x"):
            assert sign not in told, (path, sign)
        opened += answer.status_code == 200
    assert opened > 80


def test_every_parameter_is_known() -> None:
    """A new one that a page reads must be sent here and in ``tests/house/test_bad_input.py``."""
    asked = re.compile(r"""(?:request\.args(?:\.get(?:list)?)?[([]|number_asked\()"(\w+)\"""")
    code = (one.read_text() for one in Path(charta.__file__).parent.rglob("*.py"))
    found = {name for words in code for name in asked.findall(words)}
    assert len(found) > 15
    assert found <= set(PARAMETERS), found - set(PARAMETERS)
