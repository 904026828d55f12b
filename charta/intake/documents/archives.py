"""DOCX and ODT: archives of XML from strangers, so they are weighed before they are opened.

Only the parts that hold words are unpacked, each at most so far; macros, pictures and everything
else stay where they are. Entities and document type declarations are refused by defusedxml.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from flask_babel import gettext as _

from charta.core.errors import Invalid
from charta.core.files import refused, sound_xml
from charta.intake.documents import office, opendocument

MOST_UNPACKED = 25 * 1024 * 1024
MOST_PARTS = 3_000
MOST_TAGS = 600_000
"""What takes long, and much memory, is the number of elements."""

ENCRYPTED = 1
STUMBLES = (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError)

WORD, NOTES = "word/document.xml", ("word/footnotes.xml", "word/endnotes.xml")
CONTENT, MANIFEST = "content.xml", "META-INF/manifest.xml"


def text(content: bytes) -> str:
    """The paragraphs of a DOCX or ODT; raises Invalid for any other archive and for a bad one."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n\n".join(_paragraphs(archive))
    except STUMBLES as error:
        raise _broken() from error


def _paragraphs(archive: zipfile.ZipFile) -> list[str]:
    names = {part.filename for part in archive.infolist()}
    if len(archive.infolist()) > MOST_PARTS:
        raise _too_large()
    if any(part.flag_bits & ENCRYPTED for part in archive.infolist()):
        raise _locked()
    if WORD in names:
        parts = (WORD, *(one for one in NOTES if one in names))
        return [words for part in parts for words in office.paragraphs(_tree(archive, part))]
    if CONTENT in names and b"opendocument.text" in _part(archive, "mimetype", names):
        if b"encryption-data" in _part(archive, MANIFEST, names):
            raise _locked()
        return opendocument.paragraphs(_tree(archive, CONTENT))
    raise refused(
        _("Das Archiv enthält keinen Text. Bitte wählen Sie eine DOCX- oder eine ODT-Datei.")
    )


def _part(archive: zipfile.ZipFile, name: str, names: set[str]) -> bytes:
    return _unpacked(archive, name) if name in names else b""


def _unpacked(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part, never more of it than the limit, whatever the archive claims of its size."""
    with archive.open(name) as part:
        words = part.read(MOST_UNPACKED + 1)
    if len(words) > MOST_UNPACKED:
        raise _too_large()
    return words


def _tree(archive: zipfile.ZipFile, name: str) -> Element:
    words = _unpacked(archive, name)
    if words.count(b"<") > MOST_TAGS:
        raise _too_large()
    if not sound_xml(words):
        raise _broken()
    try:
        root: Element = fromstring(words, forbid_dtd=True)
    except (ParseError, DefusedXmlException, LookupError) as error:
        raise _broken() from error
    return root


def _broken() -> Invalid:
    return refused(
        _(
            "Die Datei ist beschädigt und lässt sich nicht lesen. Bitte speichern Sie sie in der "
            "Textverarbeitung neu oder kopieren Sie ihren Text."
        )
    )


def _too_large() -> Invalid:
    return refused(
        _("Die Datei ist ausgepackt zu groß. Bitte kopieren Sie ihren Text in das Feld.")
    )


def _locked() -> Invalid:
    return refused(_("Die Datei ist verschlüsselt. Bitte entfernen Sie das Kennwort."))
