"""What changed between two releases, ready to be listed, divided into pages and walked through.

Both ends are immutable, so all of this is made once for each pair and kept under their hashes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import groupby

from charta.releases.synopsis import Change, Kind, Place, compare, count
from charta.site import reading
from charta.site.differences import compared
from charta.site.reading import Fixed, Passage
from charta.text.markdown import reread
from charta.text.tokens import count_words

KEPT = 64

MOST = 80
"""Changed texts on one page, a long one counted as several. Beyond it the list stands alone and
each section has a page of its own: a synopsis of 500 texts would weigh megabytes."""

LONG = 8_000
"""Characters of both wordings that make a text count once more."""


@dataclass(frozen=True)
class Text:
    """One document of a synopsis: what happened to it, how many words came and went, and how
    many changes there are to step through."""

    document_id: int
    key: str
    title: str
    kinds: frozenset[Kind]
    inserted: int
    deleted: int
    words: int
    steps: int
    weight: int

    @property
    def is_same(self) -> bool:
        return self.kinds == {Kind.SAME}

    @property
    def anchors(self) -> list[str]:
        """The ids of its changes; they stay the same whatever page they stand on."""
        return [f"{self.key}-aenderung-{number}" for number in range(1, self.steps + 1)]


@dataclass(frozen=True)
class Chapter:
    """A section and its clauses; ``continued`` when its beginning stands on another page."""

    section: Text
    clauses: tuple[Text, ...]
    continued: bool = False

    @property
    def is_same(self) -> bool:
        return self.section.is_same and all(clause.is_same for clause in self.clauses)

    @property
    def shown(self) -> tuple[Text, ...]:
        """The texts that stand here, unchanged ones too."""
        return self.clauses if self.continued else (self.section, *self.clauses)

    @property
    def changed(self) -> list[Text]:
        return [text for text in self.shown if not text.is_same]

    @property
    def runs(self) -> list[tuple[bool, list[Text]]]:
        """The clauses in runs of unchanged ones, which are folded away, and of others."""
        return [(same, list(run)) for same, run in groupby(self.clauses, lambda one: one.is_same)]


@dataclass(frozen=True)
class Part:
    """What stands on one page. ``section`` and ``start`` are the keys it is asked for with; a
    synopsis of one page has neither."""

    chapters: tuple[Chapter, ...]
    section: str | None = None
    start: str | None = None

    @property
    def changed(self) -> list[Text]:
        return [text for chapter in self.chapters for text in chapter.changed]


@dataclass(frozen=True)
class Overview:
    """All that changed, in the order of the new release, and how it is divided into pages."""

    counts: dict[Kind, int]
    chapters: tuple[Chapter, ...]

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        changed = [text for chapter in self.chapters for text in chapter.changed]
        if sum(text.weight for text in changed) <= MOST:
            return (Part(self.chapters),)
        return tuple(
            part for chapter in self.chapters if not chapter.is_same for part in _divided(chapter)
        )

    @property
    def is_whole(self) -> bool:
        """Whether everything stands on one page."""
        return self.parts[0].section is None

    @property
    def differs(self) -> bool:
        """Whether anything changed at all."""
        return any(not chapter.is_same for chapter in self.chapters)

    def part(self, section: str, start: str | None) -> Part | None:
        """The part that begins with this section, or with this text of it."""
        for part in self.parts:
            if part.section == section and part.start == start:
                return part
        return None


def overview(old: Fixed, new: Fixed) -> Overview:
    """What changed from ``old`` to ``new``; at most two queries, none when it is kept."""
    return _overview(_End(old.id, old.hash), _End(new.id, new.hash))


@dataclass(frozen=True)
class _End:
    id: int
    hash: str


@lru_cache(maxsize=KEPT)
def _overview(old: _End, new: _End) -> Overview:
    before, after = Texts(old), Texts(new)
    sections = compare(before.places(), after.places())
    counts = count(sections)
    return Overview(
        {kind: counts[kind] for kind in Kind},
        tuple(
            Chapter(
                _text(section.section, before, after),
                tuple(_text(clause, before, after) for clause in section.clauses),
            )
            for section in sections
        ),
    )


class Texts:
    """The words of a release by document, in reading order."""

    def __init__(self, release: Fixed) -> None:
        passages = reading.documents(reading.read(release))
        self.passages = {passage.document_id: passage for passage in passages}
        self.parents = {
            clause.document_id: passage for passage in passages for clause in passage.clauses
        }

    def get(self, document_id: int) -> Passage | None:
        return self.passages.get(document_id)

    def places(self) -> list[Place]:
        """Two wordings are the same when a reader sees the same."""
        return [
            Place(
                number,
                self.parents[number].document_id if number in self.parents else None,
                (passage.title, passage.html),
            )
            for number, passage in self.passages.items()
        ]


def text(kinds: Iterable[Kind], was: Passage | None, now: Passage | None) -> Text:
    """What happened to a document that was worded like this and is now like that."""
    shown = now or was
    assert shown is not None  # noqa: S101 - a document stands in at least one of two releases
    kinds = frozenset(kinds)
    words = _words(shown)
    inserted, deleted, stretches, heads = 0, 0, 0, kinds != {Kind.SAME, Kind.CHANGED}
    if was is None or now is None:
        inserted, deleted = (words, 0) if was is None else (0, words)
    elif Kind.CHANGED in kinds:
        found = compared(was, now)
        counts = found.text.counts
        inserted = counts.inserted + _edited(found.title, "insert")
        deleted = counts.deleted + _edited(found.title, "delete")
        stretches = sum(stretch.changed for stretch in found.text.stretches)
        heads = Kind.MOVED in kinds or found.retitled or not stretches
    steps = 0 if kinds == {Kind.SAME} else stretches + heads
    weight = 1 + sum(len(one.html) for one in (was, now) if one) // LONG
    return Text(
        shown.document_id, shown.key, shown.title, kinds, inserted, deleted, words, steps, weight
    )


def _text(change: Change, before: Texts, after: Texts) -> Text:
    number = change.document_id
    return text(change.kinds, before.get(number), after.get(number))


def _words(passage: Passage) -> int:
    return count_words(passage.title) + count_words(reread(passage.html).plain)


def _edited(edits: Iterable[tuple[str, str]], op: str) -> int:
    return sum(count_words(words) for kind, words in edits if kind == op)


def _divided(chapter: Chapter) -> Iterator[Part]:
    """The pages of a section: one, or as many as it takes."""
    key = chapter.section.key
    room, begin, clauses = MOST - chapter.section.weight, 0, chapter.clauses
    for number, clause in enumerate(clauses):
        room -= 0 if clause.is_same else clause.weight
        if room < 0 and number > begin:
            yield _part(chapter, key, clauses[begin:number], begin)
            room, begin = MOST - clause.weight, number
    yield _part(chapter, key, clauses[begin:], begin)


def _part(chapter: Chapter, key: str, clauses: Sequence[Text], begin: int) -> Part:
    shown = replace(chapter, clauses=tuple(clauses), continued=begin > 0)
    return Part((shown,), key, clauses[0].key if begin else None)
