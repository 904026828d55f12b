"""Forty amended German laws: nobody who writes such texts is turned away, nothing gets lost."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from charta.text.diff import blocks
from charta.text.limits import MAX_ELEMENTS, MAX_LENGTH, MAX_LINES
from charta.text.markdown import Rendered, render
from tests.text.safety import faults, words_of

LAWS = Path(__file__).parents[3] / "shared" / "corpora" / "laws"
NAMES = sorted(path.name for path in LAWS.glob("*/")) if LAWS.is_dir() else []

pytestmark = pytest.mark.skipif(not NAMES, reason=f"{LAWS} is not there")


@cache
def clauses(name: str, year: int) -> list[Rendered]:
    """A law as clauses: cut at its headings, and where one is too long, at its paragraphs."""
    source = (LAWS / name / f"{year}.md").read_text()
    return [render(part) for whole in re.split(r"(?m)^(?=#)", source) for part in _cut(whole)]


def _cut(text: str) -> Iterator[str]:
    while len(text) > MAX_LENGTH:
        at = text.rfind("\n\n", 0, MAX_LENGTH)
        yield text[:at]
        text = text[at:]
    yield text


def whole(name: str, year: int) -> Rendered:
    """A law in one piece, for the difference between its years."""
    return Rendered("", "\n".join(part.plain for part in clauses(name, year) if part.plain), ())


@pytest.mark.parametrize("name", NAMES)
def test_no_clause_is_refused_and_each_is_safe_and_whole(name: str) -> None:
    for year in (2012, 2022):
        for clause in clauses(name, year):
            assert faults(clause.html) == []
            assert "".join(clause.plain.split()) == words_of(clause.html)


@pytest.mark.parametrize("name", NAMES)
def test_no_word_of_a_law_is_lost(name: str) -> None:
    for year in (2012, 2022):
        source = (LAWS / name / f"{year}.md").read_text()
        typed = re.findall(r"[^\W\d_]{2,}", source)
        read = re.findall(r"[^\W\d_]{2,}", whole(name, year).plain)
        assert read == typed


def test_ordinary_texts_stay_far_from_the_bounds() -> None:
    """The densest stretches of the laws as long as one text may be."""
    for name in NAMES:
        for year in (2012, 2022):
            source = (LAWS / name / f"{year}.md").read_text()
            for start in range(0, len(source), MAX_LENGTH):
                part = source[start : start + MAX_LENGTH]
                assert len(part.splitlines()) < MAX_LINES / 2
                assert render(part).html.count("<") / 2 < 0.6 * MAX_ELEMENTS


@pytest.mark.parametrize("name", NAMES)
def test_ten_years_of_amendments(name: str) -> None:
    old, new = whole(name, 2012), whole(name, 2022)
    difference = blocks(old, new)
    its = [pair.new_text for pair in difference if pair.new_position is not None]
    mine = sorted(
        (pair.old_position, pair.old_text) for pair in difference if pair.old_position is not None
    )
    assert "\n".join(its) == new.plain
    assert "\n".join(text for _, text in mine) == old.plain
    assert difference.counts.same + difference.counts.changed > 0.3 * len(its)
