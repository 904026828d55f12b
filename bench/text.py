"""Rendering and comparing: how long the slowest texts take, and what memory the largest need.

``render`` gets the families of texts on which Markdown parsers break down (those of the tests, as
long as they are accepted) and every clause of the forty laws; the figure is the slowest, each a
median of several runs. Differences compare law texts with a copy in which 10 % of the words were
deleted, replaced or added (fixed seed), in paragraphs of 60 words. Time is CPU time of this
process, since the machine may be busy with other things.
"""

import random
import re
import resource
import statistics
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from bench import Row
from charta.text.diff import blocks
from charta.text.limits import MAX_LENGTH, TextRefused
from charta.text.markdown import Rendered, render
from tests.text.families import families, longest_accepted

LAWS = Path(__file__).parents[2] / "shared" / "corpora" / "laws"
RUNS = 5
EDITED = 0.1
PARAGRAPH = 60


def rows() -> list[Row]:
    """All figures about texts; takes about a minute."""
    return [*_rendering(), *_differences(), *_worst_differences(), _memory()]


def _milliseconds(work: Callable[[], object], runs: int = RUNS) -> float:
    """The median CPU time of `runs` runs; the first run only warms up."""
    spent = []
    for _ in range(runs + 1):
        started = time.process_time()
        work()
        spent.append(1000 * (time.process_time() - started))
    return statistics.median(spent[1:])


def _rendering() -> list[Row]:
    found = families()
    accepted = {name: longest_accepted(text) for name, text in found.items()}
    return [
        _slowest("render, slowest family as long as accepted", accepted.items()),
        _slowest("render, slowest family whole, refused or not", found.items()),
        _slowest("render, slowest stretch of the laws", _stretches()),
        Row(
            "render, an ordinary full text",
            _milliseconds(partial(render, _prose(MAX_LENGTH))),
            "ms",
            f"{MAX_LENGTH} characters; at most 300",
        ),
    ]


def _slowest(name: str, texts: Iterable[tuple[str, str]]) -> Row:
    times = [(_milliseconds(partial(_tried, text), 3), label) for label, text in texts]
    figure, label = max(times, default=(0.0, "laws not there"))
    return Row(name, figure, "ms", f"{label}, of {len(times)}; at most 300")


def _tried(text: str) -> None:
    try:
        render(text)
    except TextRefused:
        return


def _stretches() -> Iterable[tuple[str, str]]:
    for path in sorted(LAWS.glob("*/*.md")):
        source = path.read_text()
        for start in range(0, len(source), MAX_LENGTH):
            yield f"{path.parent.name} {path.stem}", source[start : start + MAX_LENGTH]


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
