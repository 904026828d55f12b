"""Trees of elements: inline pieces put into them, and HTML written from them."""

import html
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

from charta.text.emphasis import Delimiter
from charta.text.inline import Mark, Piece, read

VOID = frozenset({"br", "hr"})


def read_inline(root: Element) -> None:
    """Read the text of every element under `root` as inline Markdown, except in ``pre``."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element.tag == "pre":
            continue
        children = list(element)
        waiting.extend(children)
        text, element.text = element.text, None
        element[:] = []
        _put(element, text)
        for child in children:
            tail, child.tail = child.tail, None
            element.append(child)
            _put(element, tail)


def written(root: Element) -> str:
    """The HTML of what is inside `root`."""
    out: list[str] = []
    for child in root:
        _write(child, out)
        out.append("\n")
    return "".join(out).strip()


def _put(parent: Element, text: str | None) -> None:
    if text and text.strip():
        _Builder(parent).build(read(text.strip()))


class _Builder:
    """Adds pieces to the end of an element. No emphasis stands inside another of its kind."""

    def __init__(self, parent: Element) -> None:
        self.open: list[Element] = [parent]
        self.tags: list[str | None] = []
        self.waiting: list[str] = []

    def build(self, pieces: Sequence[Piece]) -> None:
        for piece in pieces:
            match piece:
                case str():
                    self.waiting.append(piece)
                case Delimiter():
                    self._delimiter(piece)
                case Mark():
                    self._mark(piece)
        self._flush()

    def _delimiter(self, run: Delimiter) -> None:
        for _ in run.closing:
            self._leave()
        self.waiting.append(run.character * run.count)
        for tag in reversed(run.opening):
            self._enter(tag)

    def _mark(self, mark: Mark) -> None:
        match mark.kind:
            case "link":
                self._enter("a")
                self.open[-1].set("href", mark.value)
            case "end":
                self._leave()
            case "code":
                self._flush()
                SubElement(self.open[-1], "code").text = mark.value
            case "break":
                self._flush()
                SubElement(self.open[-1], "br")
                self.waiting.append("\n")

    def _enter(self, tag: str) -> None:
        if tag in self.tags:
            self.tags.append(None)
            return
        self._flush()
        self.tags.append(tag)
        self.open.append(SubElement(self.open[-1], tag))

    def _leave(self) -> None:
        if self.tags.pop() is not None:
            self._flush()
            self.open.pop()

    def _flush(self) -> None:
        text = "".join(self.waiting)
        self.waiting.clear()
        element = self.open[-1]
        if not text:
            return
        if len(element):
            element[-1].tail = (element[-1].tail or "") + text
        else:
            element.text = (element.text or "") + text


def _write(element: Element, out: list[str]) -> None:
    attributes = "".join(f' {name}="{html.escape(value)}"' for name, value in element.items())
    out.append(f"<{element.tag}{attributes}>")
    if element.tag not in VOID:
        out.append(html.escape(element.text or "", quote=False))
        for child in element:
            _write(child, out)
        out.append(f"</{element.tag}>")
    out.append(html.escape(element.tail or "", quote=False))
