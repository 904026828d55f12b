"""Weighing tables for spreadsheets, read again by others."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from charta.papers.cleaning import cleaned, guarded, shortened
from charta.papers.sheets import ABOVE, FIELDS, write_csv, write_xlsx
from tests.support.papers import ANONYMOUS, HEAD, HOSTILE, ROW, office, rows

pytestmark = [pytest.mark.usefixtures("app_context"), pytest.mark.one_engine]

TEXT = [str(field.label) for field in FIELDS].index("Wortlaut")


@pytest.fixture
def xlsx(tmp_path: Path) -> Path:
    path = tmp_path / "tabelle.xlsx"
    write_xlsx(HEAD, rows(len(HOSTILE), *HOSTILE), path)
    return path


def test_cells_are_words_and_days_never_formulas(xlsx: Path) -> None:
    sheet = openpyxl.load_workbook(xlsx).worksheets[0]
    table = list(sheet.iter_rows(min_row=ABOVE + 1))
    assert [cell.value for cell in table[0]] == [str(field.label) for field in FIELDS]
    assert [row[TEXT].value for row in table[1:]] == [cleaned(text) for text in HOSTILE]
    assert {cell.data_type for row in table for cell in row} <= {"s", "d", "n"}
    assert all(cell.value is None for row in table for cell in row if cell.data_type == "n")
    assert table[1][3].value == datetime(2026, 10, 1)  # noqa: DTZ001 - Excel has no zones
    assert table[1][3].number_format == "dd.mm.yyyy"
    assert table[1][TEXT].quotePrefix


def test_the_heading_stays_and_filters(xlsx: Path) -> None:
    book = openpyxl.load_workbook(xlsx)
    sheet = book.worksheets[0]
    assert sheet.freeze_panes == f"B{ABOVE + 2}"
    assert sheet.auto_filter.ref == f"A{ABOVE + 1}:P{ABOVE + 1 + len(HOSTILE)}"
    assert sheet.print_title_rows == f"${ABOVE + 1}:${ABOVE + 1}"
    assert sheet.column_dimensions["J"].width > 50
    about = "Hansestadt Stralsund · Smart City Charta · Beteiligung 1: Zum Entwurf · 25.11.2026"
    assert sheet["A2"].value == about
    assert book.properties.title == "Abwägungstabelle"


def test_libreoffice_calculates_nothing(xlsx: Path) -> None:
    sheet = openpyxl.load_workbook(office(xlsx, "xlsx"), data_only=False).worksheets[0]
    table = list(sheet.iter_rows(min_row=ABOVE + 2))
    assert [row[TEXT].value for row in table] == [cleaned(text) for text in HOSTILE]
    assert {cell.data_type for row in table for cell in row} <= {"s", "d", "n"}


def test_names_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "ohne.xlsx"
    write_xlsx(ANONYMOUS, rows(3), path)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    values = [cell.value for row in sheet.iter_rows() for cell in row]
    assert "Name" not in values
    assert ROW.author not in values
    assert ROW.reason in values


def test_an_empty_table_is_one(tmp_path: Path) -> None:
    path = tmp_path / "leer.xlsx"
    write_xlsx(HEAD, iter(()), path)
    assert openpyxl.load_workbook(path).worksheets[0].max_row == ABOVE + 1


def test_csv_opens_in_excel_and_runs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "tabelle.csv"
    write_csv(HEAD, rows(len(HOSTILE), *HOSTILE), path)
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert b"\x00" not in raw
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.reader(file, delimiter=";"))
    assert [row[TEXT] for row in table[1:]] == [guarded(cleaned(text)) for text in HOSTILE]
    assert table[1][3] == "01.10.2026"
    assert not [cell for row in table for cell in row if cell[:1] in "=+-@\t\r＝" and cell]


@pytest.mark.parametrize("limit", [20, 21, 50])
def test_what_does_not_fit_is_cut_and_says_so(limit: int) -> None:
    text = "ab😀" * 50
    cut = shortened(text, limit, "[gekürzt]")
    assert len(cut.encode("utf-16-le")) // 2 <= limit
    assert cut.endswith(" [gekürzt]")
    assert text.startswith(cut.removesuffix(" [gekürzt]"))
    assert shortened("kurz", limit, "[gekürzt]") == "kurz"
