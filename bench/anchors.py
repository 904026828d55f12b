"""Carrying passages: how many land where they belong, and what it costs.

**On the laws.** Passages of 5 to 60 words are drawn at random from the wordings of 2012 (longer
laws give more of them, paragraphs do not bound them) and carried into those of 2022. The truth is
built without any alignment, from runs of five words and exact searches (``tests.text
.law_passages``); it knows three kinds of passages:

- *once*: its words, blanks aside, stand exactly once in both texts. There is one right place.
- *gone*: it lies in a paragraph of which no five words, one after the other, stand anywhere in
  the new text. There is no right place. A uniform draw holds few of these, so three more of every
  such paragraph of all laws are carried as well.
- *other*: the rest. A place is right if it covers at least half of the five-word runs of the
  passage that stand once in each text; if the passage has none, then if it lies between the
  nearest such runs before and after it and shares at least 30 % of the telling words (five
  letters or more) of the shorter of both. That a placement says *removed* is not judged here.

A *wrong place* is a verdict other than removed or uncertain on other words than these.

**On edited laws.** The wordings of 2012 are edited at random by known edits (``tests.text
.editing``: words at 10 to 60 %, sentences and paragraphs deleted, replaced, inserted, moved,
swapped, merged, split, copied, renumbered, and series of these). Each word has a number that the
edits carry along, so the truth is known by construction: the positions of the passage's words and
of those put in their place. A place is wrong if the passage is gone, or if most of the words
placed are not between the first and the last of them, or if it covers less than 30 % of them.
Passages that were torn apart or lie in another order now have no single right place; there a
place is wrong if fewer than a quarter of its words are the passage's.

**Baselines** (``tests.text.baselines``): the best fuzzy match by quote and context whatever its
score, and the plain position map of ``difflib`` over words.

Time is CPU time of this process; memory is the peak of what Python allocated in one call.
"""

import random
import time
import tracemalloc
from collections import Counter

from bench import Row
from charta.text.anchors import Anchor, anchor, carry
from tests.text import edited_passages, law_passages
from tests.text.baselines import difflib_map, fuzzy
from tests.text.editing import edited, recipes, written
from tests.text.law_passages import Method
from tests.text.test_laws import NAMES, whole

METHODS: dict[str, Method] = {"carry": carry, "fuzzy": fuzzy, "difflib": difflib_map}
PASSAGES = 6_000
PARAGRAPH = 60
GONE = 3
EACH = 40
SEED = 11
ANCHORS = 1_000
WORDS = 30_000


def rows() -> list[Row]:
    """All figures about passages; takes about a minute."""
    return [*_laws(), *_edits(), *_costs()]


def _laws() -> list[Row]:
    if not NAMES:
        return [Row("passages of the laws", 0, "", "laws not there, left out")]
    drawn = law_passages.sample(PASSAGES, SEED)
    gone = law_passages.sample_gone(GONE, SEED)
    rows = []
    for name, method in METHODS.items():
        uniform = law_passages.outcomes(drawn, method)
        rows += _rates(name, uniform)
        lost = law_passages.outcomes(gone, method)
        wrong = 100 * lost["gone", "wrong"] / lost.total()
        note = f"{lost.total()} passages; at most 1" if name == "carry" else ""
        rows.append(Row(f"laws, {name}: gone, but placed", wrong, "%", note))
    return rows


def _rates(
    name: str, counts: Counter[tuple[law_passages.Kind, law_passages.Judgement]]
) -> list[Row]:
    once = sum(count for (kind, _), count in counts.items() if kind == "once")
    by_judgement: Counter[str] = Counter()
    for (_, judgement), count in counts.items():
        by_judgement[judgement] += count
    ours = name == "carry"

    def row(title: str, part: int, whole: int, bar: str) -> Row:
        note = f"of {whole}; {bar}" if ours else ""
        return Row(f"laws, {name}: {title}", 100 * part / whole, "%", note)

    total = counts.total()
    return [
        row("once in both, on the right words", counts["once", "right"], once, "at least 99.5"),
        row("once in both, called removed", counts["once", "removed"], once, "0"),
        row("wrong place", by_judgement["wrong"], total, "at most 0.5 and a fifth of others"),
        row("uncertain", by_judgement["uncertain"], total, "at most 5"),
    ]


def _edits() -> list[Row]:
    rows = []
    for name, recipe in recipes().items() if NAMES else ():
        for label, method in METHODS.items():
            counts = edited_passages.outcomes(recipe, method, SEED, EACH)
            total = counts.total()
            wrong = sum(count for (_, _, wrong), count in counts.items() if wrong)
            note = _verdicts(counts) if label == "carry" else ""
            rows.append(Row(f"{name}, {label}: wrong place", 100 * wrong / total, "%", note))
    return rows


def _verdicts(counts: Counter[edited_passages.Outcome]) -> str:
    """Of each true verdict the part that got it, and the part that is uncertain."""
    parts = []
    for right in ("unchanged", "moved", "reworded", "removed"):
        found: Counter[str] = Counter()
        for (true, verdict, _), count in counts.items():
            if true == right:
                found[verdict] += count
        if total := found.total():
            same, unsure = 100 * found[right] / total, 100 * found["uncertain"] / total
            parts.append(f"{right} {same:.0f} % (uncertain {unsure:.0f}) of {total}")
    return ", ".join(parts)


def _costs() -> list[Row]:
    words = [f"w{number}" for number in range(WORDS)]
    cases = {"10 % of its words edited": (*_edited(), "at most 2")}
    worst = {
        "all words equal": (["a"] * WORDS, ["a"] * (WORDS - 1_000)),
        "two words in turn": (["a", "b"] * (WORDS // 2), ["b", "a"] * (WORDS // 2)),
        "no word in common": (words, [f"x{word}" for word in words]),
        "reversed": (words, words[::-1]),
    }
    for name, (before, after) in worst.items():
        for size, label in ((PARAGRAPH, "in paragraphs"), (WORDS, "in one paragraph")):
            pair = _text(before, size), _text(after, size)
            cases[f"{name}, {label}"] = (*pair, "at most 10")
    rows = []
    for name, (before_text, after_text, note) in cases.items():
        title = f"{ANCHORS:,} passages in {WORDS:,} words, {name}"
        rows += _cost(title, _anywhere(before_text), before_text, after_text, note)
    return rows


def _edited() -> tuple[str, str]:
    """WORDS words of the laws, or made-up ones, and the same after some edits."""
    chance = random.Random(SEED)  # noqa: S311
    words = [word for law in NAMES for word in whole(law, 2012).plain.split(" ")]
    words = words or [f"wort{int(chance.paretovariate(1))}" for _ in range(WORDS)]
    text = edited(" ".join(words[:WORDS]), words, recipes()["words 10 %"], SEED)
    return written(text.old), written(text.new)


def _text(words: list[str], per_paragraph: int) -> str:
    starts = range(0, len(words), per_paragraph)
    return "\n".join(" ".join(words[start : start + per_paragraph]) for start in starts)


def _cost(title: str, anchors: list[Anchor], old: str, new: str, note: str) -> list[Row]:
    started = time.process_time()
    carry(anchors, old, new)
    spent = time.process_time() - started
    tracemalloc.start()
    carry(anchors, old, new)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return [
        Row(title, spent, "s", note),
        Row(f"{title}, memory", peak / 2**20, "MiB", "at most 200"),
    ]


def _anywhere(text: str) -> list[Anchor]:
    chance = random.Random(SEED)  # noqa: S311
    starts = (chance.randrange(len(text) - 400) for _ in range(ANCHORS))
    return [anchor(text, start, start + chance.randint(20, 400)) for start in starts]
