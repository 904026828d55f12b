"""A long text laid out for splitting: its paragraphs, their sentences, and what is taken. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from charta.text.sentences import sentences
from charta.text.spans import Span


@dataclass(frozen=True)
class Line:
    """A sentence (or a line of a list), and the keys of the comments it has become part of."""

    span: Span
    words: str
    taken: tuple[str, ...] = ()

    @property
    def value(self) -> str:
        """How a form names it."""
        return written(self.span)


@dataclass(frozen=True)
class Paragraph:
    """Some sentences; the whole of it can be chosen while nothing of it is taken."""

    span: Span
    lines: tuple[Line, ...]

    @property
    def value(self) -> str:
        return written(self.span)

    @property
    def free(self) -> bool:
        return not any(line.taken for line in self.lines)


def written(span: Span) -> str:
    """A stretch as forms name it: ``12-80``."""
    return f"{span[0]}-{span[1]}"


def read(text: str) -> Span | None:
    """The stretch that a form names; None for anything else."""
    found = re.fullmatch(r"([0-9]{1,7})-([0-9]{1,7})", text, re.ASCII)
    return (int(found[1]), int(found[2])) if found else None


def paragraphs(source: str) -> list[Span]:
    """Where the paragraphs of a source stand: lines between blank ones, without blanks around."""
    found: list[Span] = []
    at, open_ = 0, False
    for line in source.split("\n"):
        words = line.strip()
        if words:
            start = at + line.index(words[0])
            end = start + len(words)
            if open_:
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
        open_ = bool(words)
        at += len(line) + 1
    return found


def laid_out(
    source: str, places: Sequence[Span], taken: Mapping[Span, str]
) -> tuple[Paragraph, ...]:
    """The paragraphs at ``places``; ``taken`` are stretches and the keys they became."""
    return tuple(
        Paragraph(place, tuple(_line(source, span, taken) for span in sentences(source, *place)))
        for place in places
    )


def values(source: str, places: Sequence[Span]) -> list[str]:
    """How forms name all paragraphs and sentences of a text."""
    spans = [one for place in places for one in (place, *sentences(source, *place))]
    return list(dict.fromkeys(map(written, spans)))


def _line(source: str, span: Span, taken: Mapping[Span, str]) -> Line:
    keys = dict.fromkeys(key for stretch, key in taken.items() if overlap(span, stretch))
    return Line(span, source[slice(*span)], tuple(keys))


def overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def assigned(source: str, taken: Sequence[Span]) -> int:
    """How many of a hundred characters of the text have become part of a comment."""
    whole = len("".join(source.split()))
    part = sum(len("".join(source[slice(*span)].split())) for span in taken)
    return round(100 * part / whole) if whole else 0
