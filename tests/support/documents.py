"""Documents as institutions send them, as bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import Literal

import docx
import pikepdf
import typst

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ODF = "urn:oasis:names:tc:opendocument:xmlns"


def a_docx(
    *paragraphs: str, rows: Iterable[tuple[str, ...]] = (), items: Iterable[str] = ()
) -> bytes:
    """A Word document with paragraphs, a list and a table."""
    document = docx.Document()
    for words in paragraphs:
        document.add_paragraph(words)
    for words in items:
        paragraph = document.add_paragraph(words)
        paragraph._p.get_or_add_pPr().get_or_add_numPr()
    lines = list(rows)
    if lines:
        table = document.add_table(rows=0, cols=len(lines[0]))
        for line in lines:
            for cell, words in zip(table.add_row().cells, line, strict=True):
                cell.text = words
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def packed(**parts: str | bytes) -> bytes:
    """An archive; names are written with ``__`` for ``/`` and ``_DOT_`` for a full stop."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_DOT_", "."), content)
    return target.getvalue()


def a_word_body(body: str) -> bytes:
    """A DOCX of which only the body matters."""
    xml = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return packed(word__document_DOT_xml=xml)


def an_odt(body: str, **more: str) -> bytes:
    """An ODT with this in its ``office:text``."""
    names = " ".join(
        f'xmlns:{short}="{ODF}:{name}:1.0"'
        for short, name in (("office", "office"), ("text", "text"), ("table", "table"))
    )
    xml = (
        f"<office:document-content {names}><office:body><office:text>{body}"
        "</office:text></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    return packed(mimetype=kind, content_DOT_xml=xml, **more)


def a_pdf(*paragraphs: str) -> bytes:
    """A PDF with a text layer, set on paper by typst."""
    source = '#set page(paper: "a5")\n' + "\n\n".join(paragraphs)
    return typst.compile(source.encode())


def an_encrypted_pdf(
    *paragraphs: str, password: str = "geheim", strength: Literal[2, 4, 6] = 6
) -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(a_pdf(*paragraphs))) as document:
        modern = strength > 3
        lock = pikepdf.Encryption(
            owner="anderes", user=password, R=strength, aes=modern, metadata=modern
        )
        document.save(target, encryption=lock)
    return target.getvalue()


def a_scan() -> bytes:
    """A PDF with a page and no words."""
    target = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(target)
    return target.getvalue()
