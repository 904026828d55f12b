"""The difference between two wordings, kept in memory since neither ever changes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

from charta.site.reading import Passage
from charta.text.diff import Difference, Edit, blocks, words
from charta.text.markdown import reread

KEPT_CHARACTERS = 4_000_000
"""Characters of both texts of all differences in memory, which take some 20 MB."""


@dataclass(frozen=True)
class Compared:
    """Two wordings of one document: its title and its text, each with what differs."""

    title: tuple[Edit, ...]
    text: Difference

    @property
    def retitled(self) -> bool:
        return any(edit.op != "equal" for edit in self.title)


Ends = tuple[str, str, str, str]


class Shelf:
    """Differences by what they compare, the least used of which go when there are too many
    characters in them. The stored HTML of a wording stands for its hash: it says the same, and
    one that a better renderer has made anew is not mistaken for the old one."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self.kept: OrderedDict[Ends, Compared] = OrderedDict()
        self.lock = threading.Lock()

    def compared(self, old: Passage, new: Passage) -> Compared:
        ends = (old.title, old.html, new.title, new.html)
        with self.lock:
            found = self.kept.get(ends)
            if found is not None:
                self.kept.move_to_end(ends)
                return found
        made = Compared(
            tuple(words(old.title, new.title)), blocks(reread(old.html), reread(new.html))
        )
        self._put(ends, made)
        return made

    def _put(self, ends: Ends, made: Compared) -> None:
        with self.lock:
            if ends in self.kept:
                return
            self.kept[ends] = made
            self.size += _weight(ends)
            while self.size > self.limit:
                self.size -= _weight(self.kept.popitem(last=False)[0])


def _weight(ends: Ends) -> int:
    return sum(len(part) for part in ends)


_shelf = Shelf(KEPT_CHARACTERS)


def compared(old: Passage, new: Passage) -> Compared:
    """Block by block and word by word; made once as long as there is room to keep it."""
    return _shelf.compared(old, new)
