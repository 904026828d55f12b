"""Rendering and comparing: how long the slowest texts take, and what memory the largest need.

``render`` and ``render_comment`` get the families of texts on which Markdown parsers break down
(those of the tests, as long as they are accepted and whole), ``render`` every clause of the forty
laws besides; the figure is the slowest, each a median of several runs. Then Hypothesis searches
for slower texts: signs and patterns of one to four families in turn, repeated up to the bounds,
guided towards those that took longest; it always searches the same way.

Differences compare law texts with a copy in which 10 % of the words were deleted, replaced or
added (fixed seed), in paragraphs of 60 words. Time is CPU time of this process, since the machine
may be busy with other things.
"""

import random
import re
import resource
import statistics
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings, target
from hypothesis import strategies as st

from bench import Row
from charta.text.diff import blocks, words
from charta.text.limits import MAX_LENGTH, TextRefused
from charta.text.markdown import Rendered, render, render_comment
from charta.text.merging import merged
from charta.text.sentences import sentences
from tests.text.families import PATTERNS, families, longest_accepted
from tests.text.strategies import markdown_texts

LAWS = Path(__file__).parents[2] / "shared" / "corpora" / "laws"
RUNS = 5
SEARCHED = 150
"""Texts that Hypothesis tries with each of the two doors."""

EDITED = 0.1
PARAGRAPH = 60

Door = Callable[[str], Rendered]
DOORS: tuple[Door, ...] = (render, render_comment)
_PATTERNS = st.sampled_from(sorted(PATTERNS.values())) | markdown_texts(8)


def rows() -> list[Row]:
    """All figures about texts; takes about two minutes."""
    return [
        *_rendering(),
        *_searching(),
        *_endless(),
        *_differences(),
        *_worst_differences(),
        _memory(),
    ]


def _milliseconds(work: Callable[[], object], runs: int = RUNS) -> float:
    """The median CPU time of `runs` runs; the first run only warms up."""
    spent = []
    for _ in range(runs + 1):
        started = time.process_time()
        work()
        spent.append(1000 * (time.process_time() - started))
    return statistics.median(spent[1:])


def _rendering() -> list[Row]:
    return [
        *(row for door in DOORS for row in _families(door)),
        _slowest("render, slowest stretch of the laws", _stretches(), render),
        Row(
            "render, an ordinary full text",
            _milliseconds(partial(render, _prose(MAX_LENGTH))),
            "ms",
            f"{MAX_LENGTH} characters; at most 300",
        ),
    ]


def _families(door: Door) -> list[Row]:
    found = families()
    accepted = {name: longest_accepted(text, door) for name, text in found.items()}
    name = f"{door.__name__}, slowest family"
    return [
        _slowest(f"{name} as long as accepted", accepted.items(), door),
        _slowest(f"{name} whole, refused or not", found.items(), door),
    ]


def _slowest(name: str, texts: Iterable[tuple[str, str]], door: Door) -> Row:
    times = [(_milliseconds(partial(_tried, door, text), 3), label) for label, text in texts]
    figure, label = max(times, default=(0.0, "laws not there"))
    return Row(name, figure, "ms", f"{label}, of {len(times)}; at most 300")


def _tried(door: Door, text: str) -> TextRefused | None:
    """Why a text is refused; None when it is accepted."""
    try:
        door(text)
    except TextRefused as refusal:
        return refusal
    return None


def _searching() -> list[Row]:
    return [_found_slowest(door) for door in DOORS]


def _found_slowest(door: Door) -> Row:
    """The slowest text that Hypothesis comes upon; what looks slow is measured again."""
    times: list[tuple[float, str]] = []

    @seed(3)
    @settings(
        max_examples=SEARCHED,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.target),
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(_PATTERNS, min_size=1, max_size=4), st.lists(_PATTERNS, max_size=2))
    def search(patterns: list[str], ending: list[str]) -> None:
        text = _within_bounds(door, "".join(patterns), "".join(ending))
        spent = _milliseconds(partial(_tried, door, text), 1)
        times.append((spent, text))
        target(spent)

    search()
    slowest = sorted(times, reverse=True)[:3]
    figure, text = max((_milliseconds(partial(_tried, door, text)), text) for _, text in slowest)
    note = f"{text[:24]!r} …, {len(text)} characters, of {len(times)}; at most 300"
    return Row(f"{door.__name__}, slowest text found", figure, "ms", note)


def _within_bounds(door: Door, pattern: str, ending: str) -> str:
    """`pattern` repeated as often as the bounds allow, or nearly, and `ending`."""
    room = MAX_LENGTH
    for _ in range(6):
        text = (pattern * room)[: max(room - len(ending), 0)] + ending
        refusal = _tried(door, text)
        if refusal is None:
            return text
        room = int(room * min(0.98 * refusal.limit / refusal.measured, 0.98))
    return text


def _stretches() -> Iterable[tuple[str, str]]:
    for path in sorted(LAWS.glob("*/*.md")):
        source = path.read_text()
        for start in range(0, len(source), MAX_LENGTH):
            yield f"{path.parent.name} {path.stem}", source[start : start + MAX_LENGTH]


def _endless() -> list[Row]:
    """What somebody may send to tie up the server: endless signs, thousands of changes."""
    line = ["w"] * 8_000
    theirs, ours = (
        " ".join(word if at % 4 == rest else one for at, one in enumerate(line))
        for word, rest in (("x", 0), ("y", 2))
    )
    plain = " ".join(line)
    works: dict[str, Callable[[], object]] = {
        "sentences of 20,000 points": partial(sentences, "." * 20_000),
        "words of signs against numbers": partial(words, ".)" * 10_000, "1. " * 6_666),
        "merging of 4,000 changes": partial(merged, plain, theirs, ours),
    }
    return [Row(name, _milliseconds(work), "ms", "at most 300") for name, work in works.items()]


def _differences() -> list[Row]:
    return [
        Row(
            f"difference of {count} words, 10 % edited",
            _milliseconds(partial(blocks, *_edited(count))),
            "ms",
            f"at most {limit}",
        )
        for count, limit in ((3_000, 150), (30_000, 3_000))
    ]


def _worst_differences() -> list[Row]:
    words = [f"w{number}" for number in range(30_000)]
    cases = {
        "all words equal": (["a"] * 30_000, ["a"] * 29_000),
        "no word in common": (words, [f"x{word}" for word in words]),
        "reversed": (words, words[::-1]),
    }
    rows = []
    for name, (old, new) in cases.items():
        for size, label in ((PARAGRAPH, "in paragraphs"), (30_000, "in one paragraph")):
            pair = (_text(old, size), _text(new, size))
            figure = _milliseconds(partial(blocks, *pair), 3)
            title = f"difference of 30,000 words, {name}, {label}"
            rows.append(Row(title, figure, "ms", "at most 10,000"))
    return rows


def _memory() -> Row:
    """The largest this process ever was, everything it imported included."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Row("memory of all of this together", peak, "MiB", "at most 200")


def _edited(count: int) -> tuple[Rendered, Rendered]:
    chance = random.Random(3)  # noqa: S311
    old = sample_words(count)
    new: list[str] = []
    for word in old:
        fate = chance.random() / EDITED
        if fate < 1 / 3:
            continue
        new.append(chance.choice(old) if fate < 2 / 3 else word)
        if 2 / 3 <= fate < 1:
            new.append(chance.choice(old))
    return _text(old, PARAGRAPH), _text(new, PARAGRAPH)


def _text(words: list[str], per_paragraph: int) -> Rendered:
    starts = range(0, len(words), per_paragraph)
    lines = (" ".join(words[start : start + per_paragraph]) for start in starts)
    return Rendered("", "\n".join(lines), ())


def sample_words(count: int) -> list[str]:
    """The first words of the laws; without the laws, made-up ones of the same variety."""
    found: list[str] = []
    for path in sorted(LAWS.glob("*/2012.md")):
        found += re.findall(r"\S+", path.read_text())
        if len(found) >= count:
            return found[:count]
    chance = random.Random(5)  # noqa: S311
    return [f"wort{int(chance.paretovariate(1))}" for _ in range(count)]


def _prose(length: int) -> str:
    words = sample_words(length)
    paragraphs = (" ".join(words[start : start + 50]) for start in range(0, len(words), 50))
    return "\n\n".join(paragraphs)[:length]
