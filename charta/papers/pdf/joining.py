"""Several tagged PDFs joined into one, with one structure tree, one outline, one page count.

Programs that join PDFs lose the tags or hold all objects at once. Here each file is read by
itself, its objects get new numbers and are written; what spans all of them – pages, structure,
outline – is made anew at the end. Knows only what Typst writes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import pikepdf

from charta.papers.pdf.objects import ObjectFile
from charta.papers.pdf.outline import Bookmark, outline
from charta.papers.pdf.part import Part, Shared

_COUNTED = re.compile(rb"<xmpTPg:NPages>\d+</xmpTPg:NPages>")


class Joiner:
    """Joins files into ``target``. Front matter may be added last and still stands first."""

    def __init__(self, target: IO[bytes], marker: str) -> None:
        self._file = ObjectFile(target)
        self._marker = marker
        first = self._file.reserve(8)
        self._catalogue, self._outline, self._metadata, self._parents, self._names = range(
            first, first + 5
        )
        self._shared = Shared(first + 5, first + 6, first + 7)
        self._front: list[int] = []
        self._body: list[int] = []
        self._front_kids: list[int] = []
        self._kids: list[int] = []
        self._nodes: list[int] = []
        self._next_parent = 0
        self._cells: list[tuple[bytes, int]] = []
        self._first_part: Part | None = None
        self._parts = 0
        self.bookmarks: list[Bookmark] = []
        """The headings of the body so far."""

    @property
    def body_pages(self) -> int:
        return len(self._body)

    def add(self, path: Path, *, levels: Sequence[int] = (), front: bool = False) -> None:
        """Write the objects of the file at ``path``; ``levels`` are those of its headings."""
        with pikepdf.open(path) as pdf:
            count = len(pdf.objects) + 1
            part = Part(pdf, self._shared, self._parts, self._file.reserve(count), self._marker)
            part.write(self._file, self._next_parent, self._body)
            if not front:
                self.bookmarks += part.bookmarks(len(self._body), levels)
        (self._front if front else self._body).extend(part.pages)
        (self._front_kids if front else self._kids).extend(part.kids)
        self._cells += part.cells
        if part.parents:
            node = self._file.reserve()
            ends = (self._next_parent, self._next_parent + len(part.parents) - 1)
            numbers = b" ".join(
                b"%d %s" % (self._next_parent + key, value)
                for key, value in enumerate(part.parents)
            )
            self._file.put(node, b"<< /Limits [%d %d] /Nums [%s] >>" % (*ends, numbers))
            self._nodes.append(node)
            self._next_parent += len(part.parents)
        self._first_part = self._first_part or part
        self._parts += 1

    def finish(self) -> None:
        """Write what spans all parts. Nothing can be added afterwards."""
        if self._first_part is None:
            raise ValueError("A file needs a part.")
        self._finish_pages(self._first_part)
        self._finish_structure(self._first_part)
        first = self._file.reserve(len(self.bookmarks) or 1)
        root, *items = outline(self.bookmarks, self._body, self._outline, first)
        self._file.put(self._outline, root)
        for number, item in enumerate(items, first):
            self._file.put(number, item)
        self._file.finish(self._catalogue)

    def _finish_pages(self, part: Part) -> None:
        pages = [*self._front, *self._body]
        self._file.put(
            self._shared.pages,
            b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(pages), references(pages)),
        )
        counted = b"<xmpTPg:NPages>%d</xmpTPg:NPages>" % len(pages)
        self._file.put_stream(
            self._metadata,
            b"/Type /Metadata /Subtype /XML",
            _COUNTED.sub(counted, part.metadata),
        )
        labels = b"%d << /S /D /St 1 >>" % len(self._front)
        if self._front:
            labels = b"0 << /S /r /St 1 >> " + labels
        self._file.put(
            self._catalogue,
            b"<< /Type /Catalog /Pages %d 0 R /StructTreeRoot %d 0 R /Outlines %d 0 R "
            b"/Metadata %d 0 R /Lang (%s) /PageLabels << /Nums [%s] >> "
            b"/MarkInfo << /Marked true /Suspects false >> "
            b"/ViewerPreferences << /DisplayDocTitle true >> >>"
            % (
                self._shared.pages,
                self._shared.tree,
                self._outline,
                self._metadata,
                part.language,
                labels,
            ),
        )

    def _finish_structure(self, part: Part) -> None:
        put, shared = self._file.put, self._shared
        kids = references([*self._front_kids, *self._kids])
        put(
            shared.document,
            b"<< /Type /StructElem /S /Document /P %d 0 R /K [%s] >>" % (shared.tree, kids),
        )
        put(self._parents, b"<< /Kids [%s] >>" % references(self._nodes))
        names = b" ".join(b"(%s) %d 0 R" % cell for cell in sorted(self._cells))
        put(self._names, b"<< /Names [%s] >>" % names)
        put(
            shared.tree,
            b"<< /Type /StructTreeRoot /K [%d 0 R] /ParentTree %d 0 R /ParentTreeNextKey %d "
            b"/IDTree %d 0 R /RoleMap %s >>"
            % (shared.document, self._parents, self._next_parent, self._names, part.roles),
        )


def references(numbers: list[int]) -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)
