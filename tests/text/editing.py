"""Texts edited at random, where it is known of every word what became of it.

A text is a list of paragraphs, these of sentences, these of words, each with a number of its own
that edits carry along. After the edits a passage's true successor is read off the numbers, and
no comparison of texts is needed for it. Copies and insertions have numbers of their own.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from charta.text.sentences import sentences


@dataclass(slots=True)
class Word:
    """A word; `number` is its own, `instead` that of the word it replaced."""

    text: str
    number: int
    instead: int = -1
    moved: bool = False


Sentence = list[Word]
Paragraph = list[Sentence]


@dataclass(slots=True)
class Edited:
    """A text before and after its edits."""

    old: list[Paragraph]
    new: list[Paragraph]
    chance: random.Random
    next_number: int = 1_000_000
    strange: list[str] = field(default_factory=list)

    def fresh(self, text: str) -> Word:
        """A new word."""
        self.next_number += 1
        return Word(text, self.next_number)


def parsed(plain: str) -> list[Paragraph]:
    """A plain text in paragraphs, sentences and words, numbered from 0."""
    number = 0
    text: list[Paragraph] = []
    for line in plain.split("\n"):
        paragraph: Paragraph = []
        for start, end in sentences(line):
            sentence = []
            for word in line[start:end].split():
                sentence.append(Word(word, number))
                number += 1
            paragraph.append(sentence)
        if paragraph:
            text.append(paragraph)
    return text


def copied(text: list[Paragraph]) -> list[Paragraph]:
    """The same words, to be edited."""
    return [
        [[Word(word.text, word.number) for word in sentence] for sentence in paragraph]
        for paragraph in text
    ]


def written(text: list[Paragraph]) -> str:
    """The plain text."""
    return "\n".join(
        " ".join(word.text for sentence in paragraph for word in sentence) for paragraph in text
    )


def in_order(text: list[Paragraph]) -> list[Word]:
    """All words of a text."""
    return [word for paragraph in text for sentence in paragraph for word in sentence]


def places(text: list[Paragraph]) -> list[tuple[int, int]]:
    """Where each word stands in ``written(text)``."""
    found = []
    at = 0
    for word in in_order(text):
        found.append((at, at + len(word.text)))
        at += len(word.text) + 1
    return found


def edit_words(text: Edited, share: float) -> None:
    """Replace, delete and insert about this share of the words."""
    chance = text.chance
    for paragraph in text.new:
        for sentence in paragraph:
            changed = []
            for word in sentence:
                fate = chance.random() / share
                if fate >= 1:
                    changed.append(word)
                elif fate < 2 / 3:
                    other = text.fresh(chance.choice(text.strange))
                    if fate < 1 / 3:
                        other.instead = word.number
                        other.moved = word.moved
                        changed.append(other)
                    else:
                        changed += [word, other]
            sentence[:] = changed
    _tidy(text)


def delete_sentences(text: Edited, share: float = 0.1) -> None:
    """Leave out some sentences."""
    for paragraph in text.new:
        paragraph[:] = [one for one in paragraph if text.chance.random() >= share]
    _tidy(text)


def delete_paragraphs(text: Edited, share: float = 0.1) -> None:
    """Leave out some paragraphs."""
    text.new[:] = [one for one in text.new if text.chance.random() >= share]
    _tidy(text)


def replace_paragraphs(text: Edited, share: float = 0.1) -> None:
    """Put another paragraph in the place of some."""
    for at in range(len(text.new)):
        if text.chance.random() < share:
            text.new[at] = [_foreign(text) for _ in range(text.chance.randint(1, 3))]


def replace_sentences(text: Edited, share: float = 0.1) -> None:
    """Put another sentence in the place of some."""
    for paragraph in text.new:
        for at in range(len(paragraph)):
            if text.chance.random() < share:
                paragraph[at] = _foreign(text)


def insert_sentences(text: Edited, share: float = 0.1) -> None:
    """Put new sentences between the others."""
    for paragraph in text.new:
        for at in reversed(range(len(paragraph) + 1)):
            if text.chance.random() < share:
                paragraph.insert(at, _foreign(text))


def insert_paragraphs(text: Edited, share: float = 0.1) -> None:
    """Put new paragraphs between the others."""
    for at in reversed(range(len(text.new) + 1)):
        if text.chance.random() < share:
            text.new.insert(at, [_foreign(text) for _ in range(text.chance.randint(1, 3))])


def move_paragraphs(text: Edited, count: int = 3) -> None:
    """Put some paragraphs elsewhere."""
    for _ in range(min(count, len(text.new) // 4)):
        paragraph = text.new.pop(text.chance.randrange(len(text.new)))
        _mark_moved(paragraph)
        text.new.insert(text.chance.randrange(len(text.new) + 1), paragraph)


def move_sentences(text: Edited, count: int = 5) -> None:
    """Put some sentences elsewhere, be it in another paragraph."""
    for _ in range(count):
        sources = [one for one in text.new if len(one) > 1]
        if not sources:
            return
        source = text.chance.choice(sources)
        sentence = source.pop(text.chance.randrange(len(source)))
        _mark_moved([sentence])
        target = text.chance.choice(text.new)
        target.insert(text.chance.randrange(len(target) + 1), sentence)


def swap_sentences(text: Edited, count: int = 5) -> None:
    """Two neighbours within a paragraph change places."""
    for _ in range(count):
        sources = [one for one in text.new if len(one) > 1]
        if not sources:
            return
        source = text.chance.choice(sources)
        at = text.chance.randrange(len(source) - 1)
        _mark_moved(source[at : at + 2])
        source[at], source[at + 1] = source[at + 1], source[at]


def merge_paragraphs(text: Edited, share: float = 0.2) -> None:
    """Join some paragraphs with the one before."""
    for at in reversed(range(1, len(text.new))):
        if text.chance.random() < share:
            text.new[at - 1] += text.new.pop(at)


def split_paragraphs(text: Edited, share: float = 0.3) -> None:
    """Make two paragraphs of some."""
    for at in reversed(range(len(text.new))):
        paragraph = text.new[at]
        if len(paragraph) > 1 and text.chance.random() < share:
            cut = text.chance.randint(1, len(paragraph) - 1)
            text.new[at : at + 1] = [paragraph[:cut], paragraph[cut:]]


def duplicate_sentences(text: Edited, count: int = 5) -> None:
    """Copies of sentences elsewhere; the passage is still the original."""
    for _ in range(count):
        sentence = text.chance.choice(text.chance.choice(text.new))
        paragraph = text.chance.choice(text.new)
        copy = [text.fresh(word.text) for word in sentence]
        at = text.chance.randrange(len(paragraph) + 1)
        beside = [one for near in (at - 1, at) for one in paragraph[max(near, 0) : near + 1]]
        if all(one is not sentence for one in beside):
            paragraph.insert(at, copy)


def renumber(text: Edited) -> None:
    """Every paragraph gets another number at its beginning; the old one is replaced."""
    for count, paragraph in enumerate(text.new):
        first = paragraph[0][0]
        if first.text.startswith(("(", "§")) and first.text != "§":
            other = text.fresh(f"({count + 2})")
            other.instead = first.number
            paragraph[0][0] = other


def _foreign(text: Edited) -> Sentence:
    count = text.chance.randint(5, 30)
    start = text.chance.randrange(len(text.strange) - count)
    return [text.fresh(word) for word in text.strange[start : start + count]]


def _mark_moved(sentences_: list[Sentence]) -> None:
    for sentence in sentences_:
        for word in sentence:
            word.moved = True


def _tidy(text: Edited) -> None:
    for paragraph in text.new:
        paragraph[:] = [sentence for sentence in paragraph if sentence]
    text.new[:] = [paragraph for paragraph in text.new if paragraph]


Recipe = Callable[[Edited], None]


def recipes() -> dict[str, list[Recipe]]:
    """Series of edits by name."""

    def words(share: float) -> Recipe:
        return lambda text: edit_words(text, share)

    return {
        "words 10 %": [words(0.1)],
        "words 20 %": [words(0.2)],
        "words 40 %": [words(0.4)],
        "words 60 %": [words(0.6)],
        "sentences deleted": [delete_sentences],
        "paragraphs deleted": [delete_paragraphs],
        "sentences replaced": [replace_sentences],
        "paragraphs replaced": [replace_paragraphs],
        "inserted": [insert_sentences, insert_paragraphs],
        "paragraphs moved": [move_paragraphs],
        "sentences moved": [move_sentences],
        "sentences swapped": [swap_sentences],
        "merged and split": [merge_paragraphs, split_paragraphs],
        "duplicated": [duplicate_sentences],
        "renumbered": [renumber],
        "an amendment": [
            delete_paragraphs,
            delete_sentences,
            insert_sentences,
            insert_paragraphs,
            move_paragraphs,
            renumber,
            words(0.1),
        ],
        "a new version": [
            replace_paragraphs,
            delete_sentences,
            insert_sentences,
            move_paragraphs,
            move_sentences,
            merge_paragraphs,
            split_paragraphs,
            duplicate_sentences,
            words(0.2),
        ],
    }


def edited(plain: str, strange: list[str], recipe: list[Recipe], seed: int) -> Edited:
    """`plain` after the edits of a recipe; words that come in are taken from `strange`."""
    old = parsed(plain)
    text = Edited(old, copied(old), random.Random(seed), strange=strange)
    for step in recipe:
        step(text)
    return text
