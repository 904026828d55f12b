"""The public pages, on the whole demonstration."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.demonstration import database_url, enter, today  # noqa: F401
from tests.support.statements import counted
from tests.support.visitor import Visitor

PUBLIC = (
    "/stralsund/",
    "/stralsund/charta/",
    "/stralsund/klauseln/MOB-1/",
    "/stralsund/klauseln/MOB-5/?fassung=3",
    "/stralsund/abschnitte/A-5/",
    "/stralsund/fassungen/",
    "/stralsund/fassungen/2/",
    "/stralsund/fassungen/1...3/",
    "/stralsund/fassungen/2...3/?ansicht=spalten",
    "/stralsund/klauseln/MOB-2/versionen/1...3/",
    "/stralsund/beteiligung/",
    "/stralsund/beteiligung/1/",
    "/stralsund/beteiligung/2/MOB-2/",
    "/stralsund/stellungnahmen/1/",
    "/stralsund/veranstaltungen/",
    "/stralsund/veranstaltungen/1/",
    "/stralsund/ideen/4/",
    "/stralsund/seiten/impressum/",
)


@pytest.fixture
def reader(client: FlaskClient) -> Visitor:
    return Visitor(client)


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize("language", ["", "en"])
def test_everybody_can_read_it_without_a_cookie(app: Flask, path: str, language: str) -> None:
    client = app.test_client()
    mark = "&" if "?" in path else "?"
    address = f"{path}{mark}sprache={language}" if language else path
    with counted(app) as statements:
        answer = client.get(address)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"].startswith("public")
    assert len(statements) <= 10, "\n".join(statements)
    again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", PUBLIC)
def test_a_signed_in_reader_costs_no_more_than_ten_statements(app: Flask, path: str) -> None:
    client = enter(app.test_client(), "carla")
    with counted(app) as statements:
        answer = client.get(path)
    assert answer.status_code == 200
    assert "private" in answer.headers["Cache-Control"]
    assert len(statements) <= 10, "\n".join(statements)


def test_one_charter_is_shown_at_once(client: FlaskClient) -> None:
    answer = client.get("/")
    assert answer.status_code == 303
    assert answer.location == "/stralsund/"


def test_the_home_page_says_what_is_open_and_until_when(reader: Visitor) -> None:
    page = reader.open("/stralsund/")
    assert page.heading == "Smart City Charta"
    assert "Jetzt offen" in page.text
    assert "Die Beteiligung endet am 11. Dezember 2026, 18:00 Uhr" in page.text
    assert "60 Ideen aus Veranstaltungen" in page.text
    assert "28 Klauseln" in page.text
    assert "41 Stellungnahmen" in page.text
    assert "21 davon beantwortet" in page.text


def test_the_charter_is_the_edition_not_the_newer_drafts(reader: Visitor) -> None:
    page = reader.open("/stralsund/charta/")
    assert "Beschlossen am 21. März 2024, Beschluss 2024-VII-02-1187." in page.text
    assert "das Ergebnis wird jedes Jahr veröffentlicht" in page.text
    assert "Die Stadt erprobt mit dem Handel" in page.text
    assert "Die Stadt prüft bis Ende 2027 drei Flächen" not in page.text
    assert "für Jugendgruppen ist das kostenlos" not in page.text


def test_a_clause_tells_where_it_comes_from(reader: Visitor) -> None:
    page = reader.open("/stralsund/klauseln/MOB-1/")
    assert page.heading == "MOB-1 Sichere Wege für Kinder"
    for words in (
        "umsetzbar",
        "Die Schulwegpläne werden ohnehin alle zwei Jahre überarbeitet",
        "Kinder sollen allein zur Schule gehen können.",
        "Regionalkonferenz Smart City, 26. Oktober 2022",
        "Der Tisch war sich einig",
        "Aufgrund der Stellungnahmen: Bericht jedes Jahr",
        "Carla C.",
        "Antwort der Stadt auf S-1",
        "Der Wortlaut wurde geändert: Version 3, zu lesen in Fassung 2",
    ):
        assert words in page.text


def test_a_clause_can_be_read_in_each_public_release(reader: Visitor) -> None:
    assert "prüft bis Ende 2027 drei Flächen" not in reader.open("/stralsund/klauseln/MOB-5/").text
    assert (
        "prüft bis Ende 2027 drei Flächen"
        in reader.open("/stralsund/klauseln/MOB-5/?fassung=3").text
    )
    reader.open("/stralsund/klauseln/MOB-5/?fassung=4", status=404)
    reader.open("/stralsund/klauseln/MOB-5/?fassung=99999999999", status=200)


@pytest.mark.parametrize(
    "path",
    [
        "/stralsund/klauseln/MOB-9/",
        "/stralsund/klauseln/A-5/",
        "/stralsund/abschnitte/MOB-1/",
        "/stralsund/klauseln/%00/",
        "/greifswald/",
        "/greifswald/charta/",
        "/stralsund/fassungen/4/",
    ],
)
def test_what_does_not_exist_is_not_found(reader: Visitor, path: str) -> None:
    assert reader.open(path, status=404).heading == "Diese Seite gibt es nicht"


def test_the_way_of_the_charter_tells_past_now_and_next(reader: Visitor) -> None:
    page = reader.open("/stralsund/")
    steps = [step.text for step in page.root.of_class("c-timeline__item")]
    assert steps[0].startswith("26. Oktober 2022 Regionalkonferenz Smart City")
    assert any(step.startswith("Jetzt bis 11. Dezember 2026 Beteiligung") for step in steps)
    assert "verspricht die Stadt ihre Antworten" in steps[-1]
