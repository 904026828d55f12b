"""The paragraphs of an ODT: what stands in it, without comments and what was deleted."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from charta.intake.documents.collecting import Collector, attribute, events

SKIPPED = frozenset({"annotation", "tracked-changes", "note-citation", "automatic-styles", "desc"})
SIGNS = {"tab": " ", "line-break": "\n"}
PARAGRAPHS = frozenset({"p", "h"})
MOST_BLANKS = 100


def paragraphs(root: Element) -> list[str]:
    """The paragraphs of a content.xml, items of lists with a dash before them."""
    found = Collector()
    within: list[str] = []
    for kind, name, element in events(root, SKIPPED):
        if kind == "words":
            found.say(_flowing(name))
        elif kind == "start":
            _begin(found, name, element, within)
            within.append(name)
        else:
            within.pop()
            _end(found, name)
    return found.paragraphs


def _flowing(words: str) -> str:
    """Blanks and line ends of the XML count as one blank, as the format has it."""
    inner = " ".join(words.split())
    before = " " if words[:1].isspace() else ""
    after = " " if inner and words[-1:].isspace() else ""
    return f"{before}{inner}{after}"


def _begin(found: Collector, name: str, element: Element, within: list[str]) -> None:
    if name in PARAGRAPHS:
        found.begin("- " if within and within[-1] == "list-item" else "")
    elif name == "table-row":
        found.begin_row()
    elif name == "table-cell":
        found.begin_cell()
    elif name == "s":
        count = attribute(element, "c")
        known = count.isascii() and count.isdigit() and len(count) < 4
        found.say(" " * min(int(count) if known else 1, MOST_BLANKS))
    elif name in SIGNS:
        found.say(SIGNS[name])


def _end(found: Collector, name: str) -> None:
    if name in PARAGRAPHS:
        found.end()
    elif name == "table-cell":
        found.end_cell()
    elif name == "table-row":
        found.end_row()
