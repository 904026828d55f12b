"""Files that burst when they are read: bombs of compression (CWE-409), entities (CWE-776), and work
without end (CWE-400).

The known cases are CVE-2026-27888 and CVE-2026-27025, where a small PDF kept pypdf, which reads
letters here as well, busy without end. Each bomb is sent to a page on which people upload files;
the answer is one in words, within bounds of time and memory.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from itertools import pairwise

import pytest

from charta.intake.documents import pdf_reader
from tests.attacks.sending import (
    DOCUMENTS,
    FILES,
    IDEAS,
    LETTERS,
    REFUSED,
    SHEET,
    TABLES,
    Parts,
    sent,
    staff,
)
from tests.intake.conftest import setting
from tests.papers.test_letters import changed
from tests.support.visitor import Visitor

__all__ = ["setting", "staff"]

pytestmark = pytest.mark.one_engine

SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def blanks(_part: bytes) -> bytes:
    return b"<a>" + b" " * 60_000_000 + b"</a>"


def archives_in_archives(part: bytes) -> bytes:
    for _level in range(5):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(10):
                archive.writestr(f"{number}.zip", part * 10)
        part = target.getvalue()
    return part


def elements(_part: bytes) -> bytes:
    return b"<a>" + b"<b/>" * 5_000_000 + b"</a>"


def depths(_part: bytes) -> bytes:
    return b"<a>" * 200_000 + b"</a>" * 200_000


def attributes(_part: bytes) -> bytes:
    return b"<a " + b" ".join(b'a%d=""' % number for number in range(2_000_000)) + b"/>"


def namespaces(_part: bytes) -> bytes:
    return b"<a " + b" ".join(b'xmlns:a%d="x"' % number for number in range(1_000_000)) + b"/>"


def in_disguise(_part: bytes) -> bytes:
    """Elements in an encoding in which none of them begins with the byte of ``<``."""
    return b'<?xml version="1.0" encoding="cp037"?>' + elements(b"").decode().encode("cp037")


def laughs(part: bytes, encoding: str = "utf-8") -> bytes:
    names = "abcdefghij"
    entities = "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairwise(names)
    )
    head = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a "ha">{entities}]>'
    body = part.decode().partition("?>")[2] if part.startswith(b"<?xml") else part.decode()
    start = body.index(">") + 1
    return f"{head}{body[:start]}&j;{body[start:]}".encode(encoding)


def wide_laughs(part: bytes) -> bytes:
    """The same in an encoding in which nobody finds ``<!DOCTYPE`` by its bytes."""
    return laughs(part, "utf-16")


BURSTS = (
    blanks,
    archives_in_archives,
    elements,
    depths,
    attributes,
    namespaces,
    in_disguise,
    laughs,
    wide_laughs,
)
TRIED = [(page, burst) for page in (DOCUMENTS, IDEAS, LETTERS) for burst in BURSTS]
"""Tables of letters are read by the same program as those of ideas."""


@pytest.mark.parametrize(("page", "burst"), [*TRIED, (TABLES, blanks)])
def test_a_burst_is_refused(staff: Visitor, page: str, burst: Callable[[bytes], bytes]) -> None:
    good, part = FILES[page][0](), FILES[page][1]

    def change(parts: Parts) -> None:
        parts[part] = burst(parts[part])

    assert sent(staff, page, changed(good, change)).status_code == REFUSED


def test_an_archive_that_lies_about_its_sizes(staff: Visitor) -> None:
    for page, (good, part) in FILES.items():
        words = b"<a>" + b" " * 30_000_000 + b"</a>"

        def change(parts: Parts, part: str = part, words: bytes = words) -> None:
            parts[part] = words

        content, size = changed(good(), change), struct.pack("<I", len(words))
        assert content.count(size) == 2
        lying = content.replace(size, struct.pack("<I", 1000))
        assert sent(staff, page, lying).status_code == REFUSED


def test_many_parts(staff: Visitor) -> None:
    def change(parts: Parts) -> None:
        parts.update({f"teil{number}.xml": b"" for number in range(3_100)})

    for page, (good, _part) in FILES.items():
        assert sent(staff, page, changed(good(), change)).status_code == REFUSED


def a_sheet(rows: str, before: str = "") -> bytes:
    xml = f'<worksheet xmlns="{SHEETS}">{before}<sheetData>{rows}</sheetData></worksheet>'

    def change(parts: Parts) -> None:
        parts[SHEET] = xml.encode()

    return changed(FILES[IDEAS][0](), change)


def a_cell(place: str, words: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>'


HEAD_ROW = f'<row r="1">{a_cell("A1", "Idee")}{a_cell("B1", "Handlungsfeld")}</row>'
SHEETS_THAT_CLAIM = {
    "whole": (
        a_sheet(
            f'{HEAD_ROW}<row r="2">{a_cell("A2", "Bänke")}{a_cell("B2", "MOB")}</row>',
            '<dimension ref="A1:XFD1048576"/>',
        ),
        303,
    ),
    "far below": (a_sheet(f'{HEAD_ROW}<row r="1048576">{a_cell("A1048576", "x")}</row>'), REFUSED),
    "far right": (a_sheet(f'{HEAD_ROW}<row r="2">{a_cell("XFD2", "x")}</row>'), REFUSED),
    "beyond": (a_sheet(f'{HEAD_ROW}<row r="2">{a_cell("ZZZZZZZZZ2", "x")}</row>'), REFUSED),
    "number": (
        a_sheet(f'{HEAD_ROW}<row r="2"><c r="A2"><v>{"9" * 1_000_000}</v></c></row>'),
        REFUSED,
    ),
    "many empty": (a_sheet(HEAD_ROW + '<row r="20001"/>' * 100_000), REFUSED),
}
"""Sheets that say to be much larger than they are."""


@pytest.mark.parametrize("name", SHEETS_THAT_CLAIM)
def test_sheets_are_as_large_as_what_stands_in_them(staff: Visitor, name: str) -> None:
    content, status = SHEETS_THAT_CLAIM[name]
    assert sent(staff, IDEAS, content).status_code == status


def a_picture(width: int, height: int) -> bytes:
    """A PNG of which only the head is true."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    pixels = zlib.compress(bytes(1_000_000))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def test_pictures_are_never_unpacked(staff: Visitor) -> None:
    huge = a_picture(2**31 - 1, 2**31 - 1)
    for page in FILES:
        assert sent(staff, page, huge).status_code == REFUSED

    def change(parts: Parts) -> None:
        parts["word/media/bild.png"] = huge

    for page in (DOCUMENTS, LETTERS):
        sent(staff, page, changed(FILES[page][0](), change))


@pytest.mark.parametrize(
    "content",
    [
        b'Idee;Handlungsfeld\r\n"' + b"x" * 5_000_000,
        b"Idee;Handlungsfeld\r\n" + b";" * 5_000_000,
        b"Idee;Handlungsfeld\r\n" + b"\r\n" * 2_500_000,
        b'"' * 5_000_000,
        b"Idee" + b" (" * 2_000_000,
        b"Idee;" * 1_000_000,
        b"\xff\xfe" + b"\x00\xd8" * 2_000_000,
    ],
    ids=["open quote", "semicolons", "lines", "quotes", "brackets", "headings", "surrogates"],
)
def test_plain_tables_come_to_an_end(staff: Visitor, content: bytes) -> None:
    assert sent(staff, IDEAS, content).status_code == REFUSED
    assert sent(staff, DOCUMENTS, content).status_code in {200, REFUSED}


def a_pdf_of(*objects: bytes) -> bytes:
    numbered = (b"%d 0 obj%s endobj\n" % (place, one) for place, one in enumerate(objects, 1))
    end = b"trailer<</Root 1 0 R/Size %d>>\n%%%%EOF" % (len(objects) + 1)
    return b"%PDF-1.7\n" + b"".join(numbered) + end


def a_page_of(stream: bytes) -> bytes:
    return a_pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<>>>>",
        stream,
    )


def zeros_in_zeros() -> bytes:
    twice = zlib.compress(zlib.compress(b"0" * 400_000_000, 9), 9)
    head = b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n" % len(twice)
    return a_page_of(head + twice + b"\nendstream")


PAPERS: dict[str, Callable[[], bytes]] = {
    "zeros in zeros": zeros_in_zeros,
    "pages in a circle": lambda: a_pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2000000000/Parent 2 0 R>>",
    ),
    "brackets": lambda: a_page_of(b"[" * 1_000_000),
    "a form that draws itself": lambda: a_pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>",
        b"<</Length 5>>stream\n/F Do\nendstream",
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>"
        b"/Length 11>>stream\n/F Do /F Do\nendstream",
    ),
}


@pytest.mark.parametrize("name", PAPERS)
def test_papers_are_read_within_bounds(staff: Visitor, name: str) -> None:
    """The program that reads them is ended by the system at the latest."""
    seconds = pdf_reader.MOST_SECONDS + 5
    assert sent(staff, DOCUMENTS, PAPERS[name](), seconds).status_code == REFUSED
    assert pdf_reader.MOST_MEMORY <= 1024**3
