"""Files that people upload: what their first bytes say, the words of plain ones, whether the XML
in an archive is such as offices write, their refusal."""

from __future__ import annotations

import codecs
import re

from charta.core.errors import Invalid

ARCHIVE = b"PK"
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
SIGNED = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

MOST_ATTRIBUTES = 5_000
"""In one element; beyond, reading them takes minutes and hundreds of megabytes."""

_DECLARED = re.compile(rb"""\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"'>]*)""")
_UTF_8 = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii"})


def sound_xml(part: bytes) -> bool:
    """Whether XML is worth reading: in UTF-8, so that what is counted in its bytes is what a
    parser finds, without a document type, and no element with attributes without end."""
    found = _DECLARED.match(part.removeprefix(codecs.BOM_UTF8))
    if found is not None and found[1].lower() not in _UTF_8:
        return False
    try:
        part.decode()
    except UnicodeDecodeError:
        return False
    return not (b"\0" in part or b"<!DOCTYPE" in part or b"<!ENTITY" in part or _endless(part))


def _endless(part: bytes) -> bool:
    """Whether more attributes than are allowed may stand between two signs that open a tag."""
    if part.count(b"=") <= MOST_ATTRIBUTES:
        return False
    start = 0
    while start <= len(part):
        end = part.find(b"<", start)
        end = end if end >= 0 else len(part)
        if part.count(b"=", start, end) > MOST_ATTRIBUTES:
            return True
        start = end + 1
    return False


def refused(message: str) -> Invalid:
    """The error to raise for a file that cannot be read; it belongs to the field ``file``."""
    return Invalid(message, "file")


def plain(content: bytes) -> str | None:
    """The words of a text in UTF-8, UTF-16 or Windows-1252; None when it is no text."""
    signed = [encoding for signature, encoding in SIGNED if content.startswith(signature)]
    for encoding in signed or ("utf-8", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    return None
