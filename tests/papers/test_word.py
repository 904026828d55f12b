"""DOCX papers, read again by python-docx and laid out by LibreOffice."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from charta.papers.blocks import (
    Block,
    Contents,
    Heading,
    Item,
    Paragraph,
    Run,
    Table,
    Turn,
    line,
)
from charta.papers.cleaning import cleaned
from charta.papers.weighing import columns, weighing_table
from charta.papers.word.writing import write
from tests.support.papers import HEAD, HOSTILE, ROW, office, printed, rows

pytestmark = [pytest.mark.usefixtures("app_context"), pytest.mark.one_engine]


def written(path: Path, *texts: str, count: int = 25) -> Any:
    write(HEAD, weighing_table(HEAD, rows(count, *texts)), path)
    return docx.Document(str(path))


def _style(paragraph: Any) -> str:
    name: str = paragraph.style.name
    return name


def test_the_weighing_table_holds_every_row(tmp_path: Path) -> None:
    document = written(tmp_path / "t.docx")
    assert [len(table.rows) for table in document.tables] == [11, 11, 6]
    keys = [row.cells[0].text.split("\n")[0] for table in document.tables for row in table.rows[1:]]
    assert keys == [f"S-{number}" for number in range(1, 26)]
    first = [cell.text for cell in document.tables[0].rows[1].cells]
    assert first == [
        "S-1\nStellungnahme\nCarla Bürgerin\nüber die Seite\n01.10.2026",
        ROW.passage,
        "Beitrag mit der Nummer 1.",
        "übernommen\nDas nehmen wir auf.\nBauamt · 02.11.2026",
        "geändert\nAlle sicher zur Schule",
    ]


def test_it_has_headings_a_repeated_head_and_lies_lengthwise(tmp_path: Path) -> None:
    document = written(tmp_path / "t.docx")
    headings = [(_style(one), one.text) for one in document.paragraphs if "Heading" in _style(one)]
    assert headings == [
        ("Heading 1", "Abwägungstabelle"),
        *(("Heading 2", f"MOB-{number} Sichere Wege") for number in (1, 2, 3)),
    ]
    for table in document.tables:
        assert [cell.text for cell in table.rows[0].cells] == [one.label for one in columns()]
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert document.sections[-1].orientation == WD_ORIENT.LANDSCAPE
    assert document.core_properties.title == HEAD.title
    assert document.core_properties.language == "de-DE"
    assert "Smart City Charta" in document.sections[0].header.paragraphs[0].text
    assert "PAGE" in document.sections[0].footer._element.xml


def test_a_short_row_is_not_parted_and_a_long_one_may_be(tmp_path: Path) -> None:
    document = written(tmp_path / "t.docx", "kurz", "lang " * 1000, count=2)
    (table,) = document.tables
    kept = [row._tr.trPr is not None and "cantSplit" in row._tr.trPr.xml for row in table.rows]
    assert kept == [True, True, False]


def test_hostile_texts_stay_words(tmp_path: Path) -> None:
    document = written(tmp_path / "t.docx", *HOSTILE, count=len(HOSTILE))
    cells = [row.cells[2] for table in document.tables for row in table.rows[1:]]
    for cell, text in zip(cells, HOSTILE, strict=True):
        assert re.sub(r"\n+", "\n", cell.text).strip() == re.sub(r"\n+", "\n", cleaned(text))
    with zipfile.ZipFile(tmp_path / "t.docx") as archive:
        body = archive.read("word/document.xml").decode()
    assert "<w:hyperlink" not in body
    assert "w:fldSimple" not in body


def test_libreoffice_lays_it_out(tmp_path: Path) -> None:
    written(tmp_path / "t.docx", *HOSTILE, count=len(HOSTILE))
    text = printed(office(tmp_path / "t.docx", "pdf"))
    assert '=HYPERLINK("https://x.example";"klick")' in text
    assert "<b>fett</b> & \"a\" 'b' <!-- c --> ]]> &amp; &#0;" in text
    assert "Seite 2" in text
    assert "S-16" in text


def test_contents_turns_and_lists(tmp_path: Path) -> None:
    blocks: list[Block] = [
        Paragraph(line("Deckblatt"), "title"),
        Contents("Inhalt"),
        Heading(1, "Erstens"),
        Item(line("gezählt"), 0, 7),
        Item((Run("neu", "inserted"), Run(" "), Run("alt", "deleted"))),
        Turn("landscape"),
        Heading(1, "Zweitens"),
        Heading(2, "Darunter"),
        Heading(3, "Nicht im Verzeichnis"),
    ]
    path = tmp_path / "t.docx"
    write(HEAD, iter(blocks), path)
    document = docx.Document(str(path))
    ways = [section.orientation for section in document.sections]
    assert ways == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]
    xml = document.element.body.xml
    assert 'TOC \\o "1-2"' in xml
    listed = [one.text for one in document.paragraphs if _style(one).startswith("toc")]
    assert listed == ["Erstens", "Zweitens", "Darunter"]
    for anchor in re.findall(r'w:anchor="(\w+)"', xml):
        assert f'w:name="{anchor}"' in xml
    (marked,) = [one for one in document.paragraphs if one.text == "neu alt"]
    assert [run.style.name for run in marked.runs][::2] == ["Charta neu", "Charta gestrichen"]
    assert any(one.text == "7.\tgezählt" for one in document.paragraphs)
    assert document.styles["Charta neu"].font.underline
    assert document.styles["Charta gestrichen"].font.strike


def test_a_row_needs_its_table(tmp_path: Path) -> None:
    row = next(block for block in weighing_table(HEAD, rows(1)) if type(block).__name__ == "Row")
    with pytest.raises(ValueError, match="as many columns"):
        write(HEAD, iter([row]), tmp_path / "t.docx")
    with pytest.raises(ValueError, match="as many columns"):
        write(HEAD, iter([Table(columns()[:2]), row]), tmp_path / "t.docx")
