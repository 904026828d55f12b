"""Rendering ends soon, whatever it is given, and nobody is turned away without need."""

import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charta.text import limits
from charta.text.limits import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_DEPTH,
    MAX_ELEMENTS,
    MAX_LENGTH,
    MAX_LINES,
    MAX_MARKS,
    TextRefused,
    TooComplex,
    TooLong,
)
from charta.text.lines import depth as depth_of
from charta.text.markdown import render
from tests.text.families import PATTERNS, families, longest_accepted

MAX_STEPS = 1_200_000
"""Calls, of Python and of C functions, that one rendering may take; an ordinary full text takes
some 50,000."""

"""Ten times the time promised, so that only another order of magnitude fails."""

FAMILIES = families()


def steps_of(work: Callable[[], object]) -> int:
    """How many calls some work makes: the same on every machine."""
    steps = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal steps
        steps += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    except TextRefused:
        pass
    finally:
        sys.setprofile(before)
    return steps


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_as_a_whole(name: str) -> None:
    """Rendered or refused, but soon."""
    _soon(FAMILIES[name])


@pytest.mark.parametrize("name", FAMILIES)
def test_as_much_of_a_family_as_is_accepted(name: str) -> None:
    _soon(longest_accepted(FAMILIES[name]))


@settings(deadline=None, max_examples=15)
@given(
    st.lists(st.sampled_from(sorted(PATTERNS.values())), min_size=1, max_size=5),
    st.integers(1, 6_000),
)
def test_families_mixed(patterns: list[str], times: int) -> None:
    text = ("".join(patterns) * times)[:MAX_LENGTH]
    assert steps_of(partial(render, text)) <= MAX_STEPS


def test_the_work_grows_with_the_text_and_not_with_its_square() -> None:
    for name in ("brackets", "stars in words", "backticks", "open emphasis", "angles"):
        half, whole = (FAMILIES[name][:length] for length in (1_400, 2_800))
        ratio = steps_of(partial(render, whole)) / steps_of(partial(render, half))
        assert ratio < 2.5, name


@pytest.mark.parametrize(
    ("source", "refusal", "measured", "limit"),
    [
        ("a" * (MAX_LENGTH + 1), TooLong, MAX_LENGTH + 1, MAX_LENGTH),
        ("a\n" * (MAX_LINES + 1), limits.TooManyLines, MAX_LINES + 1, MAX_LINES),
        ("[" * (MAX_MARKS + 1), TooComplex, MAX_MARKS + 1, MAX_MARKS),
        ("> " * (MAX_DEPTH + 1) + "a", limits.TooDeep, MAX_DEPTH + 1, MAX_DEPTH),
        ("- " * (MAX_DEPTH + 1) + "a", limits.TooDeep, MAX_DEPTH + 1, MAX_DEPTH),
        ("a\n\n" * MAX_ELEMENTS, limits.TooManyParts, MAX_ELEMENTS + 1, MAX_ELEMENTS),
        (
            "a|" * (MAX_COLUMNS + 1) + "\n" + "-|" * (MAX_COLUMNS + 1),
            limits.TooManyColumns,
            MAX_COLUMNS + 1,
            MAX_COLUMNS,
        ),
        (
            "|a|b|c|\n|-|-|-|\n" + "|d|\n" * (MAX_CELLS // 3),
            limits.TooManyCells,
            MAX_CELLS + 3,
            MAX_CELLS,
        ),
    ],
)
def test_a_refusal_says_what_was_measured(
    source: str, refusal: type[TextRefused], measured: int, limit: int
) -> None:
    with pytest.raises(refusal) as caught:
        render(source)
    assert (caught.value.measured, caught.value.limit) == (measured, limit)
    assert str(caught.value) == caught.value.message % {"measured": measured, "limit": limit}
    assert isinstance(caught.value, ValueError)
    assert isinstance(caught.value, TooLong) != isinstance(caught.value, TooComplex)


@pytest.mark.parametrize(
    "source",
    [
        "a" * MAX_LENGTH,
        "a\n" * MAX_LINES,
        "[" * MAX_MARKS,
        "> " * MAX_DEPTH + "a",
        "- " * MAX_DEPTH + "a",
        "a\n\n" * (MAX_ELEMENTS - 1),
        "* * * * * * * * * * * * * *",
        "\n".join(" " * (2 * step) + "- a" for step in range(60)),
    ],
)
def test_the_bounds_themselves_are_within_bounds(source: str) -> None:
    render(source)


def test_a_text_that_grows_by_normalising_is_measured_again() -> None:
    grows = "\ufb2c" * (MAX_LENGTH // 2)
    with pytest.raises(TooLong) as caught:
        render(grows)
    assert caught.value.measured == 3 * MAX_LENGTH // 2


@pytest.mark.parametrize(
    ("line", "depth"),
    [
        ("a", 0),
        ("- a", 1),
        ("> - 1. a", 3),
        (">>> a", 3),
        ("* * *", 0),
        ("-a", 0),
        ("1.a", 0),
        ("   - a", 1),
    ],
)
def test_depth_of_a_line(line: str, depth: int) -> None:
    assert depth_of(line) == depth


def _soon(text: str) -> None:
    assert steps_of(partial(render, text)) <= MAX_STEPS
    with suppress(TextRefused):
        render(text)
