"""A stream of blocks becomes a DOCX file."""

from __future__ import annotations

import io
import re
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import IO

from charta.papers.blocks import Blocks
from charta.papers.rows import Head
from charta.papers.word.body import Body, table_of_contents
from charta.papers.word.frame import frame

BODY = "word/document.xml"
IN_MEMORY = 1024 * 1024


def write(head: Head, blocks: Blocks, path: Path) -> None:
    """Write the paper to ``path``. 10,000 rows of a weighing table take some ten seconds and
    next to no memory: the body goes through a file, since its table of contents comes first."""
    empty = zipfile.ZipFile(io.BytesIO(frame(head)))
    before, inner, after = _around(empty.read(BODY).decode())
    body = Body("".join(re.findall(r"<w:(?:header|footer)Reference [^>]*/>", inner)))
    with (
        empty,
        tempfile.SpooledTemporaryFile(IN_MEMORY) as spool,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        place = _spooled(body, blocks, spool)
        for part in empty.infolist():
            if part.filename != BODY:
                archive.writestr(part.filename, empty.read(part))
        with archive.open(BODY, "w", force_zip64=True) as target:
            target.write(before.encode())
            spool.seek(0)
            if place is not None and body.contents is not None:
                _copy(spool, target, place)
                target.write(table_of_contents(body.contents, body.entries).encode())
            shutil.copyfileobj(spool, target)
            target.write(after.encode())


def _around(document: str) -> tuple[str, str, str]:
    """What stands before the body's content, this content, and what stands after it."""
    start = document.index("<w:body>") + len("<w:body>")
    end = document.index("</w:body>")
    return document[:start], document[start:end], document[end:]


def _spooled(body: Body, blocks: Blocks, spool: IO[bytes]) -> int | None:
    """Write the body; returns where the table of contents belongs."""
    place = None
    for piece in body.pieces(blocks):
        if piece:
            spool.write(piece.encode())
        elif body.contents is not None and place is None:
            place = spool.tell()
    return place


def _copy(source: IO[bytes], target: IO[bytes], size: int) -> None:
    while size:
        piece = source.read(min(size, IN_MEMORY))
        target.write(piece)
        size -= len(piece)
