"""The outline that a reader shows beside the pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

TOP = -1
"""Stands for the outline itself among the places of its items."""


@dataclass(frozen=True)
class Bookmark:
    """A heading, the page it stands on, counted from 0, and how high on it."""

    level: int
    title: str
    page: int
    top: float


def outline(marks: Sequence[Bookmark], pages: Sequence[int], root: int, first: int) -> list[bytes]:
    """The outline's object and those of its items; ``root`` is its number, ``first`` that of
    the first item, ``pages`` are the numbers of the pages."""
    parents = list(_parents(marks))
    children: dict[int, list[int]] = defaultdict(list)
    for place, parent in enumerate(parents):
        children[parent].append(place)
    items: list[bytes] = [b""] * len(marks)
    for parent, places in children.items():
        above = root if parent == TOP else first + parent
        for at, place in enumerate(places):
            mark = marks[place]
            entries = [
                b"/Title <%s> /Parent %d 0 R" % (_utf16(mark.title), above),
                b"/Dest [%d 0 R /XYZ 0 %.2f 0]" % (pages[mark.page], mark.top),
            ]
            if at:
                entries.append(b"/Prev %d 0 R" % (first + places[at - 1]))
            if at + 1 < len(places):
                entries.append(b"/Next %d 0 R" % (first + places[at + 1]))
            entries.append(_ends(first, children.get(place, []), closed=True))
            items[place] = b"<< %s >>" % b" ".join(entries)
    ends = _ends(first, children.get(TOP, []), closed=False)
    return [b"<< /Type /Outlines %s >>" % ends, *items]


def _parents(marks: Sequence[Bookmark]) -> Iterator[int]:
    """For each item the place of the one it stands below: the last of a lower level."""
    path: list[int] = []
    for place, mark in enumerate(marks):
        while path and marks[path[-1]].level >= mark.level:
            path.pop()
        yield path[-1] if path else TOP
        path.append(place)


def _ends(first: int, places: Sequence[int], *, closed: bool) -> bytes:
    if not places:
        return b""
    count = -len(places) if closed else len(places)
    return b"/First %d 0 R /Last %d 0 R /Count %d" % (first + places[0], first + places[-1], count)


def _utf16(text: str) -> bytes:
    return (b"\xfe\xff" + text.encode("utf-16-be")).hex().encode()
