"""Texts of institutions: nothing is refused, nothing is lost, nothing is unsafe."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charta.text.long import PIECE, render_long
from charta.text.markdown import render_comment


def words(html: str) -> str:
    return re.sub(r"<[^>]+>|\s", "", html)


@pytest.mark.parametrize("source", ["", "Kurz.", "Ein *Wort*.\n\n- a\n- b\n\nEnde."])
def test_what_is_short_is_rendered_as_ever(source: str) -> None:
    expected = render_comment(source).html if source else ""
    assert render_long(source) == expected


def test_what_is_long_keeps_its_paragraphs_and_every_word() -> None:
    paragraphs = [f"Absatz {number} sagt etwas über Wege." for number in range(4_000)]
    html = render_long("\n\n".join(paragraphs))
    assert html.count("<p>") == len(paragraphs)
    assert words(html) == re.sub(r"\s", "", "".join(paragraphs))


@pytest.mark.parametrize(
    "source",
    [
        "[" * 200_000,
        "_" * 200_000,
        "*a*" * 60_000,
        "> " * 20 + "tief\n\n" + "wort " * 30_000,
        "x" * 200_000,
        "a\n" * 100_000,
        "<script>alert(1)</script>" * 8_000,
        "\u202e" * 100_000 + "Wort",
    ],
    ids=range(8),
)
def test_nothing_is_refused_and_nothing_runs(source: str) -> None:
    before = time.monotonic()
    html = render_long(source)
    assert time.monotonic() - before < 30
    assert "<script" not in html
    assert "\u202e" not in html
    assert html


def test_a_line_too_deep_stands_as_it_was_typed() -> None:
    assert render_long("> " * 20 + "<b>tief</b>").endswith("&lt;b&gt;tief&lt;/b&gt;</p>")


@settings(max_examples=30, deadline=None)
@given(st.text(alphabet="ab \n.", max_size=3 * PIECE))
def test_every_letter_is_kept(source: str) -> None:
    assert words(render_long(source)) == re.sub(r"\s", "", source)
