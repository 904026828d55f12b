"""SQL and templates smuggled in through filters, orders and searches (CWE-89, CWE-1336).

The known case is CVE-2024-32469, where a parameter of Decidim's lists came back as code. The
weighing table takes more parameters than any other page; each is sent what would change a query
or a template, and the table must show the same rows as for any word that is not there.
"""

from __future__ import annotations

import pytest
from flask import Flask

from charta.weighing.viewing import Sort
from tests.consultation.conftest import At, Visits, at, visits
from tests.support.cast import Cast
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
def test_other_lists_take_them_as_words(editor: Visitor) -> None:
    for path in (
        "/stralsund/schreibtisch/abwaegung/1/gruppen/",
        "/stralsund/schreibtisch/abwaegung/",
        "/stralsund/schreibtisch/eingaben/",
        "/stralsund/schreibtisch/ideen/",
        "/stralsund/schreibtisch/unterlagen/",
        "/stralsund/schreibtisch/protokoll/",
        "/stralsund/beteiligung/1/",
        "/stralsund/veranstaltungen/",
        "/stralsund/bilanz/",
    ):
        for value in SMUGGLED:
            query: Values = dict.fromkeys((*FILTERS, *CHOSEN, "q", "suche", "seite"), value)
            page = editor.open(path, query=query)
            assert "1337" not in page.text, (path, value)
            assert "<script>alert" not in page.answer.text, path
            assert "<img src=x" not in page.answer.text, path
