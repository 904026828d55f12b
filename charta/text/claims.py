"""What a contribution says, as far as its words tell, and when two of them contradict.

A claim is a set of stems and what is turned among them. "Nicht" and its kin turn the words that
follow, or those before where none follow; "statt", "vor", "als" and "weniger" turn the next one.
Of the words that are turned, the first that the other text has as well decides: there it must be
turned too. Words far from it are not asked, so that a sentence of one's own in a form letter does
no harm, and "Räder statt Autos" is not "Autos statt Räder".
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from zlib import crc32

from rapidfuzz import fuzz

from charta.text.normalising import normalised
from charta.text.stems import BEFORE, DIRECTIONS, FUNCTION, LESS, NEGATIONS, OF_NOUNS, folded, stem

MOST_CHARACTERS = 5_000
"""How much of a text is read; whoever says the same does so from the beginning."""

SHORT = 25
"""Stems below which one noun or number makes a difference, and any negation."""

LONGEST = 80
"""Letters of a word that are read."""

MOST_WORDS = 200_000
"""Different words that are told apart, several times those of 10,000 people; others share."""

TURNED = 3
"""Words that a negation turns."""

TYPO = 80
"""Percent of the letters, by rapidfuzz's ratio, from which two nouns are one mistyped."""

NO = 0
"""The stem of all negations."""

_EMPTY, _COMMA, _POINT, _BEFORE = -1, -2, -3, -4

_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_COMBINING = re.compile("[\u0300-\u036f]")
_GENDERED = re.compile(r"(?<=\w)(?:[*:_·]|/-?)(?:innen|in)\b|(?<=[a-zäöüß])Innen\b")
_DATE = re.compile(r"(?<![\d.])\d{1,2}\.\s?\d{1,2}\.(?:\s?\d{4}|\d\d)?(?!\d)")
_PIECE = re.compile(r"\d+(?:[.,:]\d+)*[^\W_]*(?:[-‑][^\W_]+)*|[^\W_]+(?:[-‑'’][^\W_]+)*|[.!?;:,]")


@dataclass(frozen=True, slots=True)
class Claim:
    """Stems by their numbers in a `Language`; a turned one stands for itself or as ~stem."""

    stems: tuple[int, ...]
    windows: tuple[tuple[int, ...], ...]
    """For each word that turns: what it turns, the nearest first."""
    turned: frozenset[int]
    words: tuple[str, ...] | None
    """All words, folded, of a text too short to be compared otherwise."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a text is about, looked at where two are close enough."""

    nouns: frozenset[str]
    numbers: frozenset[str]
    counted: dict[str, set[str]]
    """Numbers by the word right before them: Tempo 30."""


def pieces(text: str) -> list[str]:
    """Words, and the marks that end clauses; gendered forms, dates and unseen signs folded away."""
    seen = _UNSEEN.sub("", text[:MOST_CHARACTERS])
    if _COMBINING.search(seen):
        seen = normalised(seen)
    return _PIECE.findall(_DATE.sub(" ", _GENDERED.sub("", seen)))


class Language:
    """The words of all texts that are compared with each other."""

    def __init__(self) -> None:
        self.stems: list[str] = ["nicht"]
        self._numbers: dict[str, int] = {}
        self._codes: dict[str, int] = {",": _COMMA, ":": _COMMA} | dict.fromkeys(".!?;", _POINT)
        self._less: set[int] = set()
        self._directions: dict[int, int] = {}

    def claim(self, text: str) -> Claim:
        """What `text` says; takes about a microsecond for each of its words."""
        found = pieces(text)
        codes = self._coded(found)
        stems = tuple({code for code in codes if code >= 0})
        windows = tuple(self._windows(codes, found))
        count = sum(1 for code in codes if code not in {_COMMA, _POINT})
        return Claim(
            stems,
            windows,
            frozenset(one for window in windows for one in window),
            _spelt(found) if count <= 3 or len(stems) < 2 else None,
        )

    def contradict(self, one: Claim, other: Claim) -> bool:
        """Whether one claim turns what the other leaves, or points the other way.

        All claims must have been read before: a word gets its opposite when that is read.
        """
        mine, theirs = set(one.stems), set(other.stems)
        if min(len(mine), len(theirs)) < SHORT and (NO in mine) != (NO in theirs):
            return True
        if _turns(one, other, theirs) or _turns(other, one, mine):
            return True
        here, there = self._pointing(mine), self._pointing(theirs)
        return any(-axis in there and -axis not in here and axis not in there for axis in here)

    def written(self, text: str, stems: Iterable[int]) -> dict[int, str]:
        """How `stems` are written in `text` where they first stand, in the order of the text."""
        wanted = set(stems)
        found = pieces(text)
        written: dict[int, str] = {}
        for code, piece in zip(self._coded(found), found, strict=True):
            if code in wanted:
                written.setdefault(code, piece)
        return written

    def subject(self, text: str) -> Subject:
        """Nouns and numbers of `text`; without any capitals every word may be a noun."""
        found = pieces(text)
        small = not any(piece[0].isupper() for piece in found)
        nouns: set[str] = set()
        counted: dict[str, set[str]] = {}
        numbers: set[str] = set()
        before = _POINT
        for code, piece in zip(self._coded(found), found, strict=True):
            if code > NO and piece[0].isdigit():
                numbers.add(self.stems[code])
                if before > NO:
                    counted.setdefault(self.stems[before], set()).add(self.stems[code])
            elif code > NO and (small or piece[0].isupper()):
                nouns.add(self.stems[code])
            before = code
        return Subject(frozenset(nouns), frozenset(numbers), counted)

    def _pointing(self, stems: set[int]) -> set[int]:
        return {self._directions[one] for one in self._directions.keys() & stems}

    def _coded(self, found: list[str]) -> list[int]:
        known = self._codes
        if len(known) > MOST_WORDS:
            known = dict.fromkeys(found, _EMPTY)
            known.update((piece, self._codes.get(piece) or self._code(piece)) for piece in known)
        else:
            known.update(
                (piece, self._code(piece)) for piece in dict.fromkeys(found) if piece not in known
            )
        return [known[piece] for piece in found]

    def _code(self, piece: str) -> int:
        word = folded(piece[:LONGEST])
        if word in NEGATIONS:
            return NO
        if word in BEFORE:
            return _BEFORE
        if piece.casefold() in FUNCTION or (len(word) == 1 and not word.isdigit()):
            return _EMPTY
        number = self._number(stem(word))
        if word in LESS:
            self._less.add(number)
        return number

    def _number(self, bare: str) -> int:
        number = self._numbers.get(bare)
        if number is None and len(self.stems) > MOST_WORDS:
            return 1 + crc32(bare.encode("utf-8", "replace")) % MOST_WORDS
        if number is None:
            number = self._numbers[bare] = len(self.stems)
            self.stems.append(bare)
            if bare in DIRECTIONS:
                self._directions[number] = DIRECTIONS[bare]
            elif bare.startswith("un") and len(bare) >= 6:
                self._oppose(number, self._number(bare.removeprefix("un")))
        return number

    def _oppose(self, number: int, positive: int) -> None:
        """An unsafe way is the opposite of a safe one."""
        axis = self._directions.setdefault(positive, len(DIRECTIONS) + positive)
        self._directions.setdefault(number, -axis)

    def _windows(self, codes: list[int], found: list[str]) -> Iterable[tuple[int, ...]]:
        for at, code in enumerate(codes):
            if code == NO:
                places = _following(codes, at + 1, TURNED) or _preceding(codes, at, TURNED)
                if found[at].casefold().startswith(OF_NOUNS):
                    places.sort(key=lambda place: not found[place][0].isupper())
                if places:
                    yield tuple(codes[place] for place in places)
            elif code == _BEFORE or code in self._less:
                yield tuple(~codes[place] for place in _following(codes, at + 1, 1))


def _spelt(found: list[str]) -> tuple[str, ...]:
    return tuple(folded(piece) for piece in found if piece[0].isalnum())


def _following(codes: list[int], start: int, most: int) -> list[int]:
    """Where the next words of the clause stand, or of the next one where this has none."""
    places: list[int] = []
    for place in range(start, min(start + 5 * most, len(codes))):
        code = codes[place]
        if code == _POINT or (code == _COMMA and places) or len(places) == most:
            break
        if code > NO:
            places.append(place)
    return places


def _preceding(codes: list[int], end: int, most: int) -> list[int]:
    places: list[int] = []
    for place in range(end - 1, max(end - 5 * most, 0) - 1, -1):
        if codes[place] == _POINT or len(places) == most:
            break
        if codes[place] > NO:
            places.append(place)
    return places


def _turns(one: Claim, other: Claim, theirs: set[int]) -> bool:
    for window in one.windows:
        shared = next((code for code in window if (code if code >= 0 else ~code) in theirs), None)
        if shared is not None and shared not in other.turned:
            return True
    return False


def differ(one: Subject, other: Subject, short: bool) -> bool:
    """Whether two texts that use the same words are about different things."""
    if any(
        numbers.isdisjoint(other.counted.get(word, numbers))
        for word, numbers in one.counted.items()
    ):
        return True
    if not short:
        return False
    if one.numbers - other.numbers and other.numbers - one.numbers:
        return True
    return _apart(one.nouns - other.nouns, other.nouns - one.nouns)


def _apart(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether each side has a noun that the other one lacks; mistyped ones do not count."""
    alone = {noun for noun in mine if not any(_one_word(noun, other) for other in theirs)}
    other = {noun for noun in theirs if not any(_one_word(noun, one) for one in mine)}
    return bool(alone and other)


def _one_word(one: str, other: str) -> bool:
    return one in other or other in one or fuzz.ratio(one, other) >= TYPO
