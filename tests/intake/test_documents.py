"""The words of files as institutions send them, and files that are none."""

from __future__ import annotations

import time
from typing import Literal

import pytest

from charta.core.errors import Invalid
from charta.intake.documents import MOST_BYTES, archives, read
from charta.intake.documents.flowing import flowing
from charta.intake.rules import LONGEST_TEXT
from tests.support.documents import (
    a_docx,
    a_pdf,
    a_scan,
    a_word_body,
    an_encrypted_pdf,
    an_odt,
    packed,
)

LETTER = (
    "Sehr geehrte Damen und Herren,",
    "der Verband begrüßt den Entwurf. Er hat zwei Anmerkungen.",
    "Mit freundlichen Grüßen",
)


def refusal(content: bytes) -> str:
    with pytest.raises(Invalid) as caught:
        read(content)
    assert caught.value.field == "file"
    return caught.value.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_plain_text_is_read_in_every_usual_encoding(encoding: str) -> None:
    assert read("Größe\r\n\r\nzählt\0".replace("\0", "").encode(encoding)) == "Größe\n\nzählt"


def test_a_docx_is_read_with_its_lists_and_tables() -> None:
    content = a_docx(*LETTER, rows=[("MOB-1", "zu vage"), ("BIL-2", "gut")], items=["Wege", "Bus"])
    assert read(content).split("\n\n") == [
        *LETTER,
        "- Wege",
        "- Bus",
        "MOB-1 | zu vage",
        "BIL-2 | gut",
    ]


def test_a_docx_is_read_as_it_stands() -> None:
    body = (
        "<w:p><w:r><w:t>Wir </w:t></w:r><w:del><w:r><w:delText>nicht </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>sehr</w:t></w:r></w:ins><w:r><w:tab/><w:t>gern</w:t><w:br/>"
        "<w:t>Stadt</w:t><w:noBreakHyphen/><w:t>teil</w:t><w:instrText>PAGE</w:instrText></w:r>"
        "<w:moveFrom><w:r><w:t>fort</w:t></w:r></w:moveFrom></w:p>"
        "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>Ende</w:t></w:r></w:p><w:p/>"
    )
    assert read(a_word_body(body)) == "Wir sehr gern\nStadt-teil\n\nEnde"


def test_notes_of_a_docx_come_after_it() -> None:
    said = "<w:footnote><w:p><w:r><w:t>Anm.</w:t></w:r></w:p></w:footnote>"
    note = f"<w:footnotes xmlns:w='w'>{said}</w:footnotes>"
    body = "<w:document xmlns:w='w'><w:p><w:r><w:t>Text</w:t></w:r></w:p></w:document>"
    assert read(packed(word__document_DOT_xml=body, word__footnotes_DOT_xml=note)) == "Text\n\nAnm."


def test_an_odt_is_read_without_comments_and_deletions() -> None:
    body = (
        "<text:tracked-changes><text:p>gelöscht</text:p></text:tracked-changes>"
        "<text:h>Zu  MOB-1</text:h>\n<text:p>Ein <text:span>guter</text:span> "
        "Anfang<text:s text:c='2'/>mit<text:tab/>Wegen<text:line-break/>und Bus"
        "<office:annotation><text:p>intern</text:p></office:annotation>.</text:p>"
        "<text:list><text:list-item><text:p>Punkt</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>"
        "<table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table>"
    )
    assert read(an_odt(body)).split("\n\n") == [
        "Zu MOB-1",
        "Ein guter Anfang  mit Wegen\nund Bus.",
        "- Punkt",
        "a | b",
    ]


def test_the_text_layer_of_a_pdf_is_read() -> None:
    long = "Die Stadt soll sichere Radwege bauen und dabei auf Kinder achten. " * 5
    long += "Darauf kommt es uns sehr an."
    assert read(a_pdf("Zu MOB-1:", long, "Zum Schluss danken wir.")).split("\n\n") == [
        "Zu MOB-1:",
        long,
        "Zum Schluss danken wir.",
    ]


@pytest.mark.parametrize("strength", [2, 4, 6])
def test_an_encrypted_pdf_is_refused(strength: Literal[2, 4, 6]) -> None:
    assert "Kennwort" in refusal(an_encrypted_pdf("Geheim", strength=strength))


def test_a_pdf_that_may_only_not_be_printed_is_read() -> None:
    assert read(an_encrypted_pdf("Lesbar", password="")) == "Lesbar"


def test_a_scan_is_refused_with_the_way_out() -> None:
    assert "Texterkennung" in refusal(a_scan())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "leer"),
        (b" \n ", "leer"),
        (b"\xd0\xcf\x11\xe0 alt", "DOC"),
        (b"{\\rtf1 Hallo}", "RTF"),
        (b"\x89PNG\r\n", "kein Text"),
        (b"abc\0def", "kein Text"),
        (b"%PDF-1.7 kaputt", "beschädigt"),
        (b"PK\x03\x04 kaputt", "beschädigt"),
        (packed(irgendwas="x"), "keinen Text"),
        (
            packed(
                mimetype="application/vnd.oasis.opendocument.spreadsheet", content_DOT_xml="<a/>"
            ),
            "keinen Text",
        ),
        (packed(word__document_DOT_xml="<a>"), "beschädigt"),
        (packed(word__document_DOT_xml="<a/>"), "kein Text"),
        (an_odt("", **{"META-INF__manifest_DOT_xml": "<encryption-data/>"}), "Kennwort"),
        (b"x" * (MOST_BYTES + 1), "größer"),
        (b"x" * (LONGEST_TEXT + 1), "zu lang"),
    ],
    ids=range(15),
)
def test_other_files_are_refused_in_words(content: bytes, words: str) -> None:
    assert words in refusal(content)


ENTITIES = (
    '<!DOCTYPE a [<!ENTITY b "viel">]><a xmlns:w="w"><w:p><w:t>&b;</w:t></w:p></a>',
    '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
    '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    "<?xml version='1.0' encoding='unbekannt'?><a/>",
)


@pytest.mark.parametrize("xml", ENTITIES)
def test_entities_are_never_resolved(xml: str) -> None:
    assert "beschädigt" in refusal(packed(word__document_DOT_xml=xml))


def a_zip_bomb() -> bytes:
    words = b"<a>" + b" " * (archives.MOST_UNPACKED + 1) + b"</a>"
    return packed(word__document_DOT_xml=words)


def a_deep_tree() -> bytes:
    deep = archives.MOST_TAGS // 2
    return packed(word__document_DOT_xml="<a>" * deep + "</a>" * (deep - 1) + "</a>x<b/>")


@pytest.mark.parametrize(
    "content",
    [a_zip_bomb(), a_deep_tree(), packed(word__document_DOT_xml="<a>" + "<b/>" * 700_000 + "</a>")],
    ids=["zip bomb", "deep", "many"],
)
def test_bombs_do_no_harm(content: bytes) -> None:
    assert len(content) < MOST_BYTES
    before = time.monotonic()
    refusal(content)
    assert time.monotonic() - before < 10


def test_a_deep_tree_is_read_without_recursion() -> None:
    deep = "<w:sdt>" * 20_000
    body = f"{deep}<w:p><w:r><w:t>unten</w:t></w:r></w:p>{deep.replace('<', '</')}"
    assert read(a_word_body(body)) == "unten"


@pytest.mark.parametrize(
    ("lines", "paragraphs"),
    [
        (
            "Die Stadt baut neue We-\nge am Hafen entlang.",
            ["Die Stadt baut neue Wege am Hafen entlang."],
        ),
        ("Ziel:\n• Wege\n• Busse\n1. Erstens", ["Ziel:", "- Wege", "- Busse", "1. Erstens"]),
        (
            "Eine Zeile, die bis an den Rand geht und\nhier endet.\nDie neue geht bis an den Rand.",
            [
                "Eine Zeile, die bis an den Rand geht und hier endet.",
                "Die neue geht bis an den Rand.",
            ],
        ),
        ("", []),
        ("\n\n\n", []),
    ],
)
def test_lines_become_paragraphs(lines: str, paragraphs: list[str]) -> None:
    assert flowing(lines) == "\n\n".join(paragraphs)
