"""Finding words that somebody quotes in the plain text they were taken from.

Nobody types a quotation exactly: blanks, capitals, quotation marks, dashes and soft hyphens do
not count. Where the words do not stand there, those that come near them may be what was meant.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz import fuzz

from charta.text.spans import Span

MOST_PLACES = 50
"""Places that are looked for; whoever quotes "und" is asked to quote more."""

MOST_NEAR = 3
NEAR_ENOUGH = 70
"""Percent of the letters that must agree, by rapidfuzz's ratio, to ask "did you mean"."""

_QUOTES = "\"'„“”‚‘’»«›‹`´"
_DASHES = "-‐‑‒–—―−"
_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_TABLE = (
    {ord(sign): '"' for sign in _QUOTES}
    | {ord(sign): "-" for sign in _DASHES}
    | dict.fromkeys(map(ord, _UNSEEN))
)
_AROUND = '"- .…'
_WORD = re.compile(r"\w")


def places(plain: str, quote: str) -> tuple[Span, ...]:
    """Where the words of `quote` stand in `plain`, in order, at most MOST_PLACES.

    Whole words come first: only where there are none, parts of words count. Quotation marks and
    dots around the quote are tried with it, then without.
    """
    words, at = _folded(plain)
    wanted = _folded(quote)[0].strip(" ")
    for attempt in (wanted, wanted.strip(_AROUND)):
        found = list(_found(words, attempt))
        if found:
            whole = [span for span in found if _is_whole(words, span)]
            return tuple((at[start], at[end - 1] + 1) for start, end in whole or found)
    return ()


def near(plain: str, quote: str) -> tuple[Span, ...]:
    """Words of `plain` that come near those of `quote`, the nearest first, at most MOST_NEAR.

    Takes a few milliseconds for 20,000 characters.
    """
    words, at = _folded(plain)
    wanted = _folded(quote)[0].strip(_AROUND)
    if not wanted:
        return ()
    scored = []
    for line in re.finditer(r"[^\n]+", plain):
        start, end = bisect_left(at, line.start()), bisect_left(at, line.end())
        best = fuzz.partial_ratio_alignment(wanted, words[start:end], score_cutoff=NEAR_ENOUGH)
        if best is None or best.dest_start == best.dest_end:
            continue
        first, last = start + best.dest_start, start + best.dest_end - 1
        span = to_words(plain, (at[first], at[last] + 1))
        if span is not None:
            scored.append((-best.score, span))
    return tuple(span for _score, span in sorted(scored)[:MOST_NEAR])


def to_words(plain: str, span: Span) -> Span | None:
    """`span` without blanks around it, widened to whole words; None where there are no words."""
    start, end = span
    if not 0 <= start < end <= len(plain) or not plain[start:end].strip():
        return None
    while plain[start].isspace():
        start += 1
    while plain[end - 1].isspace():
        end -= 1
    while start > 0 and _inside(plain, start):
        start -= 1
    while end < len(plain) and _inside(plain, end):
        end += 1
    return start, end


def _inside(plain: str, at: int) -> bool:
    """Whether a place is in the middle of a word."""
    return all(one.isalnum() or one in "_\u00ad" for one in plain[at - 1 : at + 1])


@lru_cache(maxsize=16)
def _folded(text: str) -> tuple[str, tuple[int, ...]]:
    """`text` as it is compared, and for each of its characters where it stands in `text`."""
    out: list[str] = []
    at: list[int] = []
    for place, character in enumerate(text):
        for one in character.translate(_TABLE).casefold():
            blank = one.isspace()
            if blank and out and out[-1] == " ":
                continue
            out.append(" " if blank else one)
            at.append(place)
    return "".join(out), tuple(at)


def _found(words: str, wanted: str) -> Iterator[Span]:
    if not _WORD.search(wanted):
        return
    at = words.find(wanted)
    count = 0
    while at >= 0 and count < MOST_PLACES:
        yield at, at + len(wanted)
        count += 1
        at = words.find(wanted, at + 1)


def _is_whole(words: str, span: Span) -> bool:
    start, end = span
    return not (start and _inside(words, start)) and not (end < len(words) and _inside(words, end))
