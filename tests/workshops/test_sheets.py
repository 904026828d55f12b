"""Tables as German offices write them, and files that are none."""

from __future__ import annotations

import codecs

import pytest
from openpyxl import Workbook

from charta.core.errors import Invalid
from charta.sheets.limits import MOST_BYTES
from charta.workshops.sheets import MOST_ROWS, Row, kept, read
from tests.support.sheets import HEADINGS, a_csv, an_archive, an_xlsx, repacked, saved

IDEA = ("Mehr Bänke – für 5 €", "MOB", "Politik")
EXPECTED = Row(2, "Mehr Bänke – für 5 €", "MOB", "Politik")


def refusal(content: bytes) -> str:
    with pytest.raises(Invalid) as caught:
        read(content)
    assert caught.value.field == "file"
    return caught.value.message


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_usual_csv_is_read(delimiter: str, encoding: str) -> None:
    content = a_csv(HEADINGS, IDEA, delimiter=delimiter, encoding=encoding)
    assert read(content).rows == (EXPECTED,)


def test_a_workbook_is_read() -> None:
    assert read(an_xlsx(HEADINGS, IDEA)).rows == (EXPECTED,)


def test_excel_may_name_the_delimiter_in_a_line_that_it_never_shows() -> None:
    assert read(b"sep=,\r\n" + a_csv(HEADINGS, IDEA, delimiter=",")).rows == (EXPECTED,)


@pytest.mark.parametrize(
    ("headings", "row"),
    [
        (("Gruppe", "Text", "Thema"), Row(2, "b", "c", "a")),
        (("AKTEURSGRUPPE", " Beitrag ", "Themenfeld"), Row(2, "b", "c", "a")),
        (("Akteurs-Gruppe:", "Ideen (Wortlaut)", "Handlungsfeld *"), Row(2, "b", "c", "a")),
        (("Kanal", "Idee", "Tisch-Nr."), Row(2, "b", table="c", channel="a")),
        (("lfd. Nr.", "Idee", "Handlungsfeld"), Row(2, "b", "c")),
    ],
)
def test_headings_come_in_any_order_and_spelling(headings: tuple[str, ...], row: Row) -> None:
    assert read(a_csv(headings, ("a", "b", "c"))).rows == (row,)


def test_columns_that_nobody_reads_are_named() -> None:
    assert read(a_csv(("Nr.", *HEADINGS), ("1", *IDEA))).ignored == ("Nr.",)


def test_a_title_may_stand_above_the_headings() -> None:
    sheet = read(a_csv(("Ideen aus dem World Café",), (), HEADINGS, IDEA))
    assert [row.number for row in sheet.rows] == [4]


def test_rows_are_numbered_as_the_spreadsheet_shows_them() -> None:
    several = ('erste Zeile\nzweite „Zeile“; mit "Anführung"', "MOB", "")
    rows = [HEADINGS, several, ("", "", ""), IDEA]
    for content in (a_csv(*rows), an_xlsx(*rows)):
        found = read(content).rows
        assert [row.number for row in found] == [2, 4]
        assert found[0].text == several[0]


def test_a_semicolon_inside_a_comma_file_does_not_mislead() -> None:
    content = a_csv(HEADINGS, ("a; b; c; d", "MOB", ""), delimiter=",")
    assert read(content).rows[0].text == "a; b; c; d"


def test_short_rows_are_filled_up() -> None:
    assert read(b"Idee;Handlungsfeld;Gruppe\r\nNur Text\r\n").rows == (Row(2, "Nur Text"),)


def test_formulas_are_words_in_csv_and_their_result_in_a_workbook() -> None:
    assert read(a_csv(HEADINGS, ("=1+1", "MOB", ""))).rows[0].text == "=1+1"
    assert read(an_xlsx(HEADINGS, ("=1+1", "MOB", ""))).rows == (Row(2, "", "MOB"),)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (3, "3"),
        (3.0, "3"),
        (2.5, "2,5"),
        (True, "WAHR"),
        ("  Rand ", "Rand"),
    ],
)
def test_cells_read_as_they_look(value: object, words: str) -> None:
    assert read(an_xlsx(HEADINGS, (value, "MOB", ""))).rows[0].text == words


def test_hidden_sheets_are_passed_over() -> None:
    book = Workbook()
    hidden = book.active
    assert hidden is not None
    hidden.append(["geheim"])
    hidden.sheet_state = "hidden"
    shown = book.create_sheet("Ideen")
    for row in (HEADINGS, IDEA):
        shown.append(row)
    assert read(saved(book)).rows == (EXPECTED,)


def test_a_sheet_survives_being_stored() -> None:
    sheet = read(a_csv(("Nr.", *HEADINGS), ("1", *IDEA)))
    assert kept(sheet.as_json()) == sheet


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Die Datei ist leer."),
        (b" \r\n \n", "Die Datei ist leer."),
        (codecs.BOM_UTF8, "Es fehlt die Überschrift „Idee“"),
        (b"%PDF-1.7 ...", "Das ist keine Tabelle."),
        (b"\x89PNG\r\n\x1a\n", "Das ist keine Tabelle."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "alte Excel-Datei (XLS)"),
        (b"Idee;Handlungsfeld\r\n\0;MOB", "Das ist keine Textdatei."),
        (b"\x81\x8d\x8f\x90", "Das ist keine Textdatei."),
        (codecs.BOM_UTF16_LE + b"\x00\xd8\x00", "Das ist keine Textdatei."),
        (b"PK\x03\x04 zerrissen", "beschädigt"),
        (an_archive(content_DOT_xml=b"<office/>"), "OpenDocument (ODS)"),
        (an_archive(xl__workbook_DOT_bin=b"x"), "XLSB"),
        (an_archive(word__document_DOT_xml=b"x"), "keine Excel-Tabelle"),
        (an_archive(xl__workbook_DOT_xml=b"kein XML"), "beschädigt"),
        (an_xlsx(HEADINGS, IDEA)[:-200], "beschädigt"),
        (a_csv(("Spalte", "Zahl"), ("a", "1")), "Gefunden wurde: „Spalte“, „Zahl“."),
        (a_csv(("Idee", "Gruppe"), ("a", "b")), "Es fehlt die Überschrift „Handlungsfeld“"),
        (a_csv(("Idee", "Thema", "Handlungsfeld")), "„Thema“ und „Handlungsfeld“"),
        (a_csv(HEADINGS), "keine einzige Idee"),
        (b'Idee;Thema\r\n"offen;MOB\r\n', "Ab Zeile 2 passen die Anführungszeichen nicht"),
        (a_csv(("Idee", "Thema"), ("x" * 40_000, "MOB")), "mehr als 32767 Zeichen"),
        (a_csv(("Idee", "Thema", *"x" * 49), ("a",)), "mehr als 50 Spalten"),
    ],
)
def test_what_cannot_be_read_is_told_clearly(content: bytes, words: str) -> None:
    assert words in refusal(content)


def test_the_limits_are_kept() -> None:
    assert "größer als 5 MB" in refusal(b"x" * (MOST_BYTES + 1))
    rows = [("Idee", "Thema")] + [(f"Idee {number}", "MOB") for number in range(MOST_ROWS)]
    assert len(read(a_csv(*rows)).rows) == MOST_ROWS
    for content in (a_csv(*rows, ("Eine zu viel", "MOB")), an_xlsx(*rows, ("zu viel", "MOB"))):
        assert "mehr als 3000 Zeilen" in refusal(content)


def test_a_wide_workbook_is_refused() -> None:
    wide = [*HEADINGS, *["x"] * 48]
    assert "mehr als 50 Spalten" in refusal(an_xlsx(wide, wide))


def test_a_bomb_is_weighed_before_it_is_unpacked() -> None:
    bomb = repacked(
        an_xlsx(HEADINGS, IDEA), xl__worksheets__sheet1=b"<x>" + b" " * 30_000_000 + b"</x>"
    )
    assert len(bomb) < 100_000
    assert "ausgepackt zu groß" in refusal(bomb)


def test_a_lying_archive_gives_no_more_than_it_says() -> None:
    """Its directory understates a part; Python reads only so much and finds it broken."""
    big = repacked(
        an_xlsx(HEADINGS, IDEA), xl__worksheets__sheet1=b"<x>" + b" " * 30_000_000 + b"</x>"
    )
    size = (30_000_007).to_bytes(4, "little")
    assert big.count(size) == 2
    assert "beschädigt" in refusal(big.replace(size, (1000).to_bytes(4, "little")))


def test_a_small_file_cannot_hold_endlessly_many_elements() -> None:
    rows = b"<row/>" * 1_300_001
    assert "ausgepackt zu groß" in refusal(
        repacked(an_xlsx(HEADINGS, IDEA), xl__worksheets__sheet1=b"<x>" + rows + b"</x>")
    )


def test_styles_are_not_looked_at() -> None:
    """Three million fonts would keep openpyxl busy for minutes."""
    fonts = b"<styleSheet><fonts>" + b"<font/>" * 3_000_000 + b"</fonts></styleSheet>"
    assert read(repacked(an_xlsx(HEADINGS, IDEA), xl__styles=fonts)).rows == (EXPECTED,)


def test_many_parts_are_refused() -> None:
    parts = {f"x{number}": b"" for number in range(1001)}
    content = an_archive(xl__workbook_DOT_xml=b"<x/>", **parts)
    assert "ausgepackt zu groß" in refusal(content)


def test_entities_are_not_expanded() -> None:
    laughs = (
        b'<!DOCTYPE s [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Idee &b;</t></is></c></row>'
        b"</sheetData></worksheet>"
    )
    content = repacked(an_xlsx(HEADINGS, IDEA), xl__worksheets__sheet1=laughs)
    assert "beschädigt" in refusal(content)


@pytest.mark.parametrize("row", [b"99999999", b"1048576"])
def test_a_row_far_below_is_not_walked_to(row: bytes) -> None:
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Idee</t></is></c></row><row r="'
        + row
        + b'"><c r="A'
        + row
        + b'" t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>'
    )
    content = repacked(an_xlsx(HEADINGS), xl__worksheets__sheet1=sheet)
    assert "über Zeile 20000 hinaus" in refusal(content)


def test_an_encrypted_archive_is_refused() -> None:
    content = bytearray(an_xlsx(HEADINGS, IDEA))
    directory = content.rindex(b"PK\x01\x02")
    content[directory + 8] |= 1
    assert "verschlüsselt" in refusal(bytes(content))
