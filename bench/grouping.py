"""Proposing groups among 10,000 comments: seconds, and how many proposals are right.

*Wishes* are a sentence or two on some 750 matters and places, for or against, in words that come
again and again, a third with a reason; *with a form letter* has 2,000 copies of one letter, each
changed a little, among 8,000 of them; *long and all different* are stretches of laws of 5,000
characters; then the worst we know. Right are pairs in a proposed group that were made to say the
same.

The reference is what nobody can do without: each text split into its words, and these counted.
Time is CPU time of this process, since the machine may be busy with other things.
"""

from __future__ import annotations

import random
import re
import time
from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from itertools import combinations

from bench import Row
from bench.text import sample_words
from charta.text.similarity import alike, groups
from tests.text.similar_texts import Known, form_letters, planted

COMMENTS = 10_000
LETTERS = 2_000
LONG = 5_000
SEED = 7


def rows() -> list[Row]:
    """All figures about groups; takes a minute and a half."""
    wishes = planted(COMMENTS, SEED, 0.3)
    short = {one: text for one, (text, _) in wishes.items()}
    mixed = short | dict(enumerate(form_letters(LETTERS, SEED)))
    return [
        *_timed("wishes", short),
        *_quality(wishes),
        *_timed("wishes with a form letter", mixed),
        *_timed("long and all different", _long()),
        *_worst(),
        Row("those like one letter", _seconds(lambda: alike(mixed[0], mixed)), "s", "at most 3"),
    ]


def _timed(name: str, texts: Mapping[int, str]) -> list[Row]:
    reference = _seconds(lambda: _counted(texts))
    spent = _seconds(lambda: groups(texts))
    return [
        Row(f"groups, {name}", spent, "s", f"{len(texts)} comments; at most 60"),
        Row(f"groups, {name}: against counting words", spent / reference, "times", ""),
    ]


def _quality(known: Known) -> list[Row]:
    together = [
        known[one][1] == known[other][1]
        for group in groups({one: text for one, (text, _) in known.items()})
        for one, other in combinations(group.members, 2)
    ]
    sizes = Counter(says for _, says in known.values()).values()
    pairs = sum(size * (size - 1) // 2 for size in sizes)
    right = sum(together)
    return [
        Row("groups, wishes: right", 100 * right / len(together), "%", "of pairs; at least 95"),
        Row("groups, wishes: found", 100 * right / pairs, "%", f"of {pairs} pairs"),
    ]


def _worst() -> list[Row]:
    """What could tie up the worker: endless sameness, and crowds that are almost alike."""
    chance = random.Random(SEED)  # noqa: S311
    hundred = [f"wort{number}" for number in range(100)]
    cases = {
        "all equal": ["Die Stadt soll mehr Radwege bauen. " * 140] * COMMENTS,
        "one word again and again": ["nicht " * chance.randrange(800) for _ in range(COMMENTS)],
        "seventy of a hundred words": [
            " ".join(chance.sample(hundred, 70)) for _ in range(COMMENTS)
        ],
        "five hundred numbers": [
            " ".join(f"{chance.randrange(10**9)}" for _ in range(500)) for _ in range(COMMENTS)
        ],
    }
    return [
        Row(f"groups, {name}", _seconds(partial(groups, list(enumerate(texts)))), "s", "at most 60")
        for name, texts in cases.items()
    ]


def _long() -> dict[int, str]:
    chance = random.Random(SEED)  # noqa: S311
    words = sample_words(200_000)
    starts = [chance.randrange(len(words) - LONG // 6) for _ in range(COMMENTS)]
    return {
        one: " ".join(words[start : start + LONG // 6])[:LONG] for one, start in enumerate(starts)
    }


def _counted(texts: Mapping[int, str]) -> Counter[str]:
    return Counter(word for text in texts.values() for word in re.findall(r"\w+", text))


def _seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started
