"""What staff see first, and the journal, on the whole demonstration."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from charta.charters.services.lists import NOUNS
from charta.desk.words import ACTIONS
from tests.support.demonstration import database_url, enter, today  # noqa: F401
from tests.support.statements import counted
from tests.support.visitor import Visitor

DESK = (
    "/stralsund/schreibtisch/",
    "/stralsund/schreibtisch/protokoll/",
    "/stralsund/schreibtisch/ideen/",
    "/stralsund/schreibtisch/entwurf/",
    "/stralsund/schreibtisch/entwurf/MOB-1/",
    "/stralsund/schreibtisch/entwurf/MOB-1/bearbeiten/",
    "/stralsund/schreibtisch/entwurf/MOB-1/versionen/",
    "/stralsund/schreibtisch/entwurf/MOB-1/vergleich/?alt=1&neu=3",
    "/stralsund/schreibtisch/umsetzbarkeit/",
    "/stralsund/schreibtisch/umsetzbarkeit/MOB-1/",
    "/stralsund/schreibtisch/fassungen/",
    "/stralsund/schreibtisch/fassungen/neu/",
    "/stralsund/schreibtisch/fassungen/2/",
    "/stralsund/schreibtisch/beteiligung/",
    "/stralsund/schreibtisch/abwaegung/1/",
    "/stralsund/schreibtisch/abwaegung/2/",
    "/stralsund/schreibtisch/stellungnahmen/1/",
)


@pytest.mark.parametrize("path", DESK)
def test_an_editor_opens_it_with_at_most_ten_statements(app: Flask, path: str) -> None:
    client = enter(app.test_client(), "redaktion")
    with counted(app) as statements:
        Visitor(client).open(path)
    assert len(statements) <= 10, "\n".join(statements)


@pytest.mark.parametrize("path", DESK)
def test_a_citizen_is_refused_and_a_stranger_asked_to_sign_in(app: Flask, path: str) -> None:
    assert enter(app.test_client(), "carla").get(path).status_code == 403
    answer = app.test_client().get(path)
    assert answer.status_code == 303
    assert answer.location.startswith("/konto/anmelden/")


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("redaktion", "Stellungnahmen beantworten"),
        ("bauamt", "Umsetzbarkeit beurteilen"),
        ("freigabe", "Erledigt"),
        ("moderation", "Veranstaltungen öffnen"),
        ("admin", "Widersprüche prüfen"),
    ],
)
def test_the_desk_shows_what_waits_for_each_role(app: Flask, key: str, words: str) -> None:
    page = Visitor(enter(app.test_client(), key)).open("/stralsund/schreibtisch/")
    assert words in page.text


def test_the_journal_is_read_page_by_page_and_names_things_as_people_do(app: Flask) -> None:
    visitor = Visitor(enter(app.test_client(), "admin"))
    page = visitor.open("/stralsund/schreibtisch/protokoll/")
    assert "Stellungnahme beantwortet" in page.text
    pages = [page.text]
    while any(link.text == "Nächste" for link in page.root.all("a")):
        page = visitor.open(page.link("Nächste"))
        pages.append(page.text)
    assert len(pages) > 5
    assert "Charta angelegt" in page.text
    assert "Betrieb" in page.text
    journal = " ".join(pages)
    assert re.search(r"Stellungnahme beantwortet\s+S-\d+", journal)
    assert re.search(r"Klausel neu gefasst\s+[A-Z]{3}-\d+", journal)
    assert re.search(r"Fassung veröffentlicht\s+Fassung 2", journal)
    assert re.search(r"Umsetzbarkeit beurteilt\s+[A-Z]{3}-\d+", journal)


def test_each_composed_action_has_words() -> None:
    """Those whose noun is only known when they are recorded, and those handed on by name."""
    nouns = {"document.kind": ("clause", "section"), "NOUNS[type(item)]": NOUNS.values()}
    recording = re.compile(r"journal\.services import record|import .*\benter_comment\b")
    code = [
        text
        for file in Path("charta").rglob("*.py")
        if recording.search(text := file.read_text(encoding="utf-8"))
    ]
    composed = {
        f"{noun}.{verb}"
        for text in code
        for source, verb in re.findall(r'now,\s*f"\{([^}]+)\}\.([a-z_]+)"', text)
        for noun in nouns[source]
    }
    named = {name for text in code for name in re.findall(r'"([a-z_]+\.[a-z_]+)"', text)}
    assert composed > {"clause.revised", "section.withdrawn", "theme.renamed", "group.removed"}
    assert named > {"release.opened", "release.published", "role.granted"}
    told = {name for name in composed | named if not name.startswith(("person.", "charta."))}
    assert told == set(ACTIONS)


def test_each_action_in_the_code_has_words() -> None:
    written = {
        name
        for file in Path("charta").rglob("*.py")
        for call in re.findall(r"record\((?:[^()]|\([^()]*\))*\)", file.read_text(encoding="utf-8"))
        for name in re.findall(r'"([a-z_]+\.[a-z_]+)"', call)
    }
    assert len(written) > 20
    assert not {name for name in written if not name.startswith("person.")} - set(ACTIONS)
