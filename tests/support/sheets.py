"""Tables as offices send them, as bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

from openpyxl import Workbook

HEADINGS = ("Idee", "Handlungsfeld", "Gruppe")


def a_csv(*rows: Iterable[str], delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    """Rows as a spreadsheet would save them as CSV, quoted where needed."""
    return "".join(
        delimiter.join(_quoted(cell, delimiter) for cell in row) + "\r\n" for row in rows
    ).encode(encoding)


def _quoted(cell: str, delimiter: str) -> str:
    needed = any(sign in cell for sign in (delimiter, '"', "\n"))
    return '"{}"'.format(cell.replace('"', '""')) if needed else cell


def an_xlsx(*rows: Iterable[object]) -> bytes:
    """Rows as a workbook."""
    book = Workbook()
    for row in rows:
        book.active.append(list(row))  # type: ignore[union-attr]
    return saved(book)


def saved(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def repacked(workbook: bytes, **parts: bytes) -> bytes:
    """A workbook with some of its parts (named with ``__`` for ``/``) put in other words."""
    replaced = {name.replace("__", "/") + ".xml": content for name, content in parts.items()}
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        assert set(replaced) <= set(source.namelist())
        for name in source.namelist():
            packed.writestr(name, replaced.get(name) or source.read(name))
    return target.getvalue()


def an_archive(**parts: bytes) -> bytes:
    """Any other archive."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/").replace("_DOT_", "."), content)
    return target.getvalue()
