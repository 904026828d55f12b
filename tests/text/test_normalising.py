"""One spelling for every text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charta.text.markdown import render
from charta.text.normalising import MAX_COMBINING, normalised, without_forbidden


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a\r\nb\rc\u2028d\x0be\x0cf\x85g", "a\nb\nc\nd\ne\nf\ng"),
        ("a\u2029b", "a\n\nb"),
        ("a\x00b\x1b\x7f\x9fc", "abc"),
        ("a\ud800b\ufeffc\uffffd", "abcd"),
        ("\u202aa\u202bb\u202cc\u202dd\u202ee\u2066f\u2067g\u2068h\u2069", "abcdefgh"),
        ("a\u0308o\u0308", "äö"),
        ("a\u200fb\u061c\u200e", "a\u200fb\u061c\u200e"),
        ("a   \nb  \nc \nd\t", "a  \nb  \nc\nd"),
        ("\ta", "\ta"),
        ("a" + "\u0301" * 100, unicodedata.normalize("NFC", "a" + "\u0301" * MAX_COMBINING)),
    ],
)
def test_normalised(source: str, text: str) -> None:
    assert normalised(source) == text


@given(st.text())
def test_normalising_twice_changes_nothing(source: str) -> None:
    once = normalised(source)
    assert normalised(once) == once
    assert without_forbidden(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Cf", "Cn"])))
def test_nothing_visible_is_removed(source: str) -> None:
    assert without_forbidden(source) == source


def test_switches_of_direction_do_not_come_back_as_entities() -> None:
    rendered = render("&#x202E;a&#8238;b&#x2067;c&#1;")
    assert rendered.plain == "abc"
    assert rendered.html == "<p>abc</p>"
