"""A DOCX from outside: an archive of XML, weighed and looked at before it is read."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Any

from flask_babel import gettext as _
from lxml import etree

from charta.core.errors import Invalid
from charta.core.files import sound_xml

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 25 * 1024 * 1024
MOST_PARTS = 500
MOST_TAGS = 100_000
ENCRYPTED = 1

BODY = "word/document.xml"
TYPES = "[Content_Types].xml"
_MACROS = re.compile(r"vbaProject|vbaData|activeX|embeddings/|\.bin$", re.IGNORECASE)
_LINK = "/hyperlink"
_HARMLESS = ("http://", "https://", "mailto:")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)

Parts = dict[str, bytes]


def refused(message: str) -> Invalid:
    """The error for a template that cannot be taken; it belongs to the field ``template``."""
    return Invalid(message, "template")


def opened(content: bytes) -> Parts:
    """The parts of the document by name. Raises Invalid, naming what is wrong, for what is no
    DOCX, for one that would take too long, and for one that brings macros or loads something."""
    if len(content) > MOST_BYTES:
        raise refused(_("Die Vorlage ist größer als 5 MB."))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = _parts(archive)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError) as error:
        raise _no_docx() from error
    _check_types(parts)
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")):
            _check_xml(part)
        if name.endswith(".rels"):
            _check_relations(part)
    return parts


def parse(part: bytes) -> Any:
    """The tree of a part; entities are never resolved."""
    return etree.fromstring(part, _PARSER)


def _parts(archive: zipfile.ZipFile) -> Parts:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    # the sizes are the archive's own claim, but zipfile never unpacks more than that
    if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > MOST_UNPACKED:
        raise refused(_("Die Vorlage ist entpackt zu groß. Bitte vereinfachen Sie sie in Word."))
    if any(_leads_out(info.orig_filename) for info in infos):
        raise _no_docx()
    if any(info.flag_bits & ENCRYPTED for info in infos):
        raise refused(_("Die Vorlage ist verschlüsselt. Bitte entfernen Sie das Kennwort."))
    if any(_MACROS.search(info.filename) for info in infos):
        raise refused(
            _("Die Vorlage enthält Makros oder eingebettete Dateien. Bitte entfernen Sie sie.")
        )
    return {info.filename: archive.read(info) for info in infos}


def _leads_out(name: str) -> bool:
    """Whether a part's name is a way out of the archive; letters carry all parts on."""
    return name.startswith("/") or ".." in name.split("/") or bool({"\\", ":", "\0"} & set(name))


def _check_types(parts: Parts) -> None:
    types = parts.get(TYPES, b"")
    if BODY not in parts or b"wordprocessingml.document.main+xml" not in types:
        if b"macroEnabled" in types:
            raise refused(
                _("Die Vorlage ist für Makros gedacht. Bitte speichern Sie sie als DOCX.")
            )
        raise _no_docx()


def _check_xml(part: bytes) -> None:
    if part.count(b"<") > MOST_TAGS:
        raise refused(_("Die Vorlage ist entpackt zu groß. Bitte vereinfachen Sie sie in Word."))
    if not sound_xml(part):
        raise _no_docx()
    try:
        parse(part)
    except etree.XMLSyntaxError as error:
        raise _no_docx() from error


def _check_relations(part: bytes) -> None:
    """Links may lead outside, but nothing may be loaded from there."""
    for relation in parse(part):
        if relation.get("TargetMode") != "External":
            continue
        target, kind = relation.get("Target", ""), relation.get("Type", "")
        if not (kind.endswith(_LINK) and target.lower().startswith(_HARMLESS)):
            raise refused(
                _(
                    "Die Vorlage lädt etwas von außen nach: %(target)s. Bitte betten Sie es ein.",
                    target=target[:200],
                )
            )


def _no_docx() -> Invalid:
    return refused(
        _("Die Vorlage ist kein lesbares DOCX. Bitte speichern Sie sie in Word als „.docx“.")
    )
