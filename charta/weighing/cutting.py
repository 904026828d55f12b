"""A long comment laid out so that its sentences can be chosen: values in, values out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from charta.text.sentences import sentences
from charta.text.spans import Span


@dataclass(frozen=True)
class Sentence:
    """One sentence of a comment's source; ``number`` counts from 1, ``part`` is the key number of
    the comment it has become part of."""

    number: int
    span: Span
    words: str
    part: int | None


def laid_out(source: str, taken: Sequence[tuple[Span, int]]) -> list[list[Sentence]]:
    """The sentences of a comment by paragraphs (lines that stand apart); ``taken`` are the
    stretches that became parts, each with the number of its comment."""
    paragraphs: list[list[Sentence]] = []
    end = 0
    for number, (start, stop) in enumerate(sentences(source), start=1):
        part = next((key for (begin, last), key in taken if begin < stop and start < last), None)
        sentence = Sentence(number, (start, stop), source[start:stop], part)
        if not paragraphs or "\n" in source[end:start]:
            paragraphs.append([])
        paragraphs[-1].append(sentence)
        end = stop
    return paragraphs


def chosen(source: str, numbers: Collection[int]) -> list[Span]:
    """The stretches of some sentences; numbers that there are not are left out."""
    return [span for number, span in enumerate(sentences(source), start=1) if number in numbers]
