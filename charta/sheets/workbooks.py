"""XLSX: an archive of XML from strangers, so it is weighed before it is opened."""

from __future__ import annotations

import io
import math
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import openpyxl
from flask_babel import gettext as _

from charta.core.errors import Invalid
from charta.core.files import refused, sound_xml
from charta.sheets.limits import (
    LONGEST_SHEET,
    MOST_COLUMNS,
    MOST_FILLED,
    Cells,
    check_row,
)

MOST_UNPACKED = 25 * 1024 * 1024
MOST_PARTS = 1000
MOST_TAGS = 1_300_000
"""Enough for 3,000 rows of 50 different cells; what takes long is the number of elements."""

ENCRYPTED = 1
XML = (".xml", ".rels")
UNREAD = ("xl/styles.xml", "xl/theme/", "xl/media/", "xl/drawings/", "xl/charts/", "docProps/")
"""Parts that say nothing about words. Leaving them out also leaves out a sheet's styles, of
which a small file can hold enough to keep openpyxl busy for minutes."""

if not openpyxl.DEFUSEDXML:
    raise RuntimeError("openpyxl must read XML through defusedxml.")


def weighed(content: bytes) -> bytes:
    """The parts of a workbook that hold its words, as an archive that is not compressed.

    Raises Invalid for what is no workbook and for one that would take too long to read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _repacked(archive)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError) as error:
        raise _broken() from error


def _repacked(archive: zipfile.ZipFile) -> bytes:
    names = {part.filename for part in archive.infolist()}
    if "xl/workbook.xml" not in names:
        raise _other_archive(names)
    parts = [part for part in archive.infolist() if not part.filename.startswith(UNREAD)]
    # the sizes are the archive's own claim, but zipfile never unpacks more than that
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise _too_large()
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise refused(_("Die Datei ist verschlüsselt. Bitte entfernen Sie das Kennwort."))
    target = io.BytesIO()
    tags = 0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as packed:
        for part in parts:
            if not part.filename.lower().endswith(XML):
                continue
            words = archive.read(part)
            tags += words.count(b"<")
            if tags > MOST_TAGS:
                raise _too_large()
            if not sound_xml(words):
                raise _broken()
            packed.writestr(part.filename, words)
    return target.getvalue()


def parse(content: bytes) -> Iterator[Cells]:
    """The rows of the visible first sheet, with their numbers; formulas as their last result.

    Raises Invalid, also for everything a broken file makes openpyxl stumble over.
    """
    words = weighed(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of fonts and filters we do not read
        try:
            return iter(list(_rows(words)))
        except Invalid:
            raise
        except Exception as error:  # a stranger's file can make it stumble anywhere
            raise _broken() from error


def _rows(content: bytes) -> Iterator[Cells]:
    book = openpyxl.load_workbook(
        io.BytesIO(content), read_only=True, data_only=True, keep_links=False
    )
    sheet: Any = next((sheet for sheet in book.worksheets if sheet.sheet_state == "visible"), None)
    if sheet is None:
        raise refused(_("Die Excel-Datei enthält keine sichtbare Tabelle."))
    sheet.reset_dimensions()  # what the file claims of its size is not always true
    filled = 0
    rows = sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True)
    for number, values in enumerate(rows, start=1):
        if number > LONGEST_SHEET:
            raise refused(
                _(
                    "Die Tabelle reicht über Zeile %(limit)s hinaus. Bitte löschen Sie die "
                    "leeren Zeilen am Ende.",
                    limit=LONGEST_SHEET,
                )
            )
        cells = [in_words(value) for value in values]
        if any(cells):
            check_row(number, cells)
            yield number, cells
            filled += 1
            if filled > MOST_FILLED:
                return


def in_words(value: object) -> str:
    """A cell as its reader sees it."""
    if value is None or isinstance(value, bool):
        return {None: "", True: "WAHR", False: "FALSCH"}[value]
    if isinstance(value, float) and math.isfinite(value):
        whole = value.is_integer() and abs(value) < 1e15
        return str(int(value)) if whole else repr(value).replace(".", ",")
    if isinstance(value, datetime):
        return value.strftime("%d.%m.%Y %H:%M").removesuffix(" 00:00")
    if isinstance(value, (date, time)):
        return value.strftime("%d.%m.%Y" if isinstance(value, date) else "%H:%M")
    words = str(value).replace("\0", "\ufffd").encode("utf-8", "replace").decode()
    return words.replace("_x000D_", "").strip()


def _broken() -> Invalid:
    return refused(
        _(
            "Die Excel-Datei ist beschädigt und lässt sich nicht lesen. Bitte speichern Sie sie "
            "in der Tabellenkalkulation neu."
        )
    )


def _too_large() -> Invalid:
    return refused(
        _(
            "Die Excel-Datei ist ausgepackt zu groß. Bitte kopieren Sie nur die nötigen Zeilen in "
            "eine neue Tabelle."
        )
    )


def _other_archive(names: set[str]) -> Invalid:
    if "xl/workbook.bin" in names:
        return refused(
            _("Das Format XLSB wird nicht gelesen. Bitte speichern Sie als XLSX oder CSV.")
        )
    if "content.xml" in names:
        return refused(
            _("OpenDocument (ODS) wird nicht gelesen. Bitte speichern Sie als XLSX oder CSV.")
        )
    return refused(
        _("Das Archiv enthält keine Excel-Tabelle. Bitte wählen Sie eine CSV- oder XLSX-Datei.")
    )
