"""The paragraphs of a DOCX: what stands in it, with insertions and without deletions."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from charta.intake.documents.collecting import Collector, events

SKIPPED = frozenset({"moveFrom", "Fallback", "del", "pict"})
"""What was moved away or deleted, and second versions of drawings for old programs."""

SIGNS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
DEFINITIONS = frozenset({"pPr", "tabs"})


def paragraphs(root: Element) -> list[str]:
    """The paragraphs of a document or of its notes, items of lists with a dash before them."""
    found = Collector()
    within: list[str] = []
    for kind, name, element in events(root, SKIPPED):
        if kind == "words":
            if within and within[-1] == "t":
                found.say(name)
        elif kind == "start":
            within.append(name)
            _begin(found, name, element, within)
        else:
            within.pop()
            _end(found, name)
    return found.paragraphs


def _begin(found: Collector, name: str, element: Element, within: list[str]) -> None:
    if name == "p":
        found.begin("- " if _is_item(element) else "")
    elif name == "tr":
        found.begin_row()
    elif name == "tc":
        found.begin_cell()
    elif name in SIGNS and not DEFINITIONS & set(within[-3:]):
        found.say(SIGNS[name])


def _end(found: Collector, name: str) -> None:
    if name == "p":
        found.end()
    elif name == "tc":
        found.end_cell()
    elif name == "tr":
        found.end_row()


def _is_item(paragraph: Element) -> bool:
    return paragraph.find("./{*}pPr/{*}numPr") is not None
