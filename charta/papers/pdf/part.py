"""One file among those that are joined: its objects with new numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pikepdf

from charta.papers.pdf.objects import ObjectFile
from charta.papers.pdf.outline import Bookmark

_TOKEN = re.compile(
    rb"\(U(?P<cell>\d+x\d+y\d+)\)"
    rb"|(?P<string>\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f]*>)"
    rb"|/ChartaPage(?P<page>\d+)"
    rb"|\b(?P<number>\d+) 0 R\b",
    re.DOTALL,
)
"""What changes in an object's text: names of heading cells, links to pages, references; and the
strings between them, which stay as they are whatever they contain."""

_LENGTH = re.compile(rb"/Length \d+(?: 0 R)?")


class Shared(NamedTuple):
    """The numbers of what all parts have in common."""

    pages: int
    tree: int
    document: int


class Part:
    """Objects of ``pdf`` get their number plus ``offset``; ``cells`` are known once written."""

    def __init__(
        self, pdf: pikepdf.Pdf, shared: Shared, number: int, offset: int, marker: str
    ) -> None:
        self._pdf: Any = pdf
        self._number, self._offset, self._marker = number, offset, marker
        root: Any = pdf.Root
        tree = root.StructTreeRoot
        (document,) = tree.K if isinstance(tree.K, pikepdf.Array) else [tree.K]
        self._special = {
            _of(root.Pages): shared.pages,
            _of(tree): shared.tree,
            _of(document): shared.document,
        }
        self._skipped = set(self._special) | {_of(pdf.Root)}
        self._skipped |= {_of(root[name]) for name in ("/Metadata", "/Outlines") if name in root}
        self.metadata: bytes = root.Metadata.read_bytes()
        self.language: bytes = str(root.Lang).encode()
        self.roles: bytes = tree.get("/RoleMap", pikepdf.Dictionary()).unparse(resolved=True)
        self.pages = [self._new(_of(page)) for page in root.Pages.Kids]
        kids = document.K if isinstance(document.K, pikepdf.Array) else [document.K]
        self.kids = [self._new(_of(kid)) for kid in kids]
        self.parents = [self._moved(value) for _, value in _numbers(tree.ParentTree)]
        self.cells: list[tuple[bytes, int]] = []

    def write(self, target: ObjectFile, next_parent: int, body: Sequence[int]) -> None:
        """Write all objects; ``body`` are the numbers of the pages that links may lead to."""
        self._body = body
        for number in range(1, len(self._pdf.objects) + 1):
            found = self._pdf.get_object((number, 0))
            if number in self._skipped or found is None:
                continue
            if isinstance(found, pikepdf.Stream):
                entries = _LENGTH.sub(b"", self._moved(found.stream_dict, resolved=True)[2:-2])
                target.put_stream(self._new(number), entries, found.read_raw_bytes())
                continue
            if isinstance(found, pikepdf.Dictionary):
                self._prepare(number, found, next_parent)
            target.put(self._new(number), self._moved(found, resolved=True))

    def bookmarks(self, before: int, levels: Sequence[int]) -> list[Bookmark]:
        """The headings of its outline; ``before`` pages stand in front of its own. Typst counts
        levels within the part, where a higher heading may be missing, so they are given."""
        places = {page.objgen[0]: before + at for at, page in enumerate(self._pdf.Root.Pages.Kids)}
        items = _items(self._pdf.Root.get("/Outlines"))
        found = []
        for item, level in zip(items, levels, strict=True):
            page, _, _, top, *_ = item.Dest
            found.append(Bookmark(level, str(item.Title), places[page.objgen[0]], float(top)))
        return found

    def _prepare(self, number: int, found: Any, next_parent: int) -> None:
        """Shift what counts through the whole file, and make links to pages real."""
        if "/StructParents" in found:
            found["/StructParents"] = int(found["/StructParents"]) + next_parent
        if "/StructParent" in found:
            self._annotate(found, next_parent)
        for annotation in found.get("/Annots", ()):
            if not annotation.is_indirect and "/StructParent" in annotation:
                self._annotate(annotation, next_parent)
        if found.get("/S") == "/TH" and "/ID" in found:
            self.cells.append((self._cell(bytes(found["/ID"])[1:]), self._new(number)))

    def _annotate(self, found: Any, next_parent: int) -> None:
        found["/StructParent"] = int(found["/StructParent"]) + next_parent
        address = str(found.get("/A", {}).get("/URI", ""))
        if address.startswith(self._marker):
            page = address.removeprefix(self._marker)
            del found["/A"]
            found["/Dest"] = pikepdf.Array([pikepdf.Name(f"/ChartaPage{page}"), pikepdf.Name.Fit])
            found["/Contents"] = pikepdf.String(page)

    def _moved(self, value: Any, *, resolved: bool = False) -> bytes:
        return _TOKEN.sub(self._token, value.unparse(resolved=resolved))

    def _token(self, found: re.Match[bytes]) -> bytes:
        if found["number"]:
            return b"%d 0 R" % self._new(int(found["number"]))
        if found["cell"]:
            return b"(%s)" % self._cell(found["cell"])
        if found["page"]:
            return b"%d 0 R" % self._body[int(found["page"]) - 1]
        return found["string"]

    def _cell(self, name: bytes) -> bytes:
        return b"P%06dU%s" % (self._number, name)

    def _new(self, number: int) -> int:
        return self._special.get(number, number + self._offset)


def _items(parent: Any) -> Iterator[Any]:
    """The items of an outline in reading order."""
    item = parent.get("/First") if parent is not None else None
    while item is not None:
        yield item
        yield from _items(item)
        item = item.get("/Next")


def _of(found: Any) -> int:
    number: int = found.objgen[0]
    return number


def _numbers(tree: Any) -> Iterator[tuple[int, Any]]:
    """The entries of a number tree, in order."""
    for kid in tree.get("/Kids", ()):
        yield from _numbers(kid)
    entries = list(tree.get("/Nums", ()))
    yield from zip(map(int, entries[::2]), entries[1::2], strict=True)
