"""Files that people upload: what their first bytes say, the words of plain ones, their refusal."""

from __future__ import annotations

import codecs

from charta.core.errors import Invalid

ARCHIVE = b"PK"
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
SIGNED = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


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
