"""Other words put into a Markdown source, or the honest word that it cannot be done."""

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from charta.text.escaping import escaped
from charta.text.formatting import formatted
from charta.text.markdown import TextRefused, render
from charta.text.replacing import replaced
from tests.text.strategies import documents, markdown_texts, sentences

pytestmark = pytest.mark.one_engine

BOLD = "Die Stadt baut **sichere Radwege** für alle."
LIST = "- eins\n- zwei **drei**\n- vier\n"
TABLE = "|Jahr|Ziel|\n|-|-|\n|2026|planen|\n|2030|bauen|\n"


def changed(source: str, exact: str, wording: str) -> str | None:
    """`source` with the first occurrence of the words `exact` replaced."""
    start = render(source).plain.index(exact)
    return replaced(source, start, start + len(exact), wording)


@pytest.mark.parametrize(
    ("source", "exact", "wording", "expected"),
    [
        ("Wege planen.", "planen", "bauen", "Wege bauen."),
        ("Radwege", "wege", "schienen", "Radschienen"),
        (BOLD, "sichere Radwege", "breite Wege", "Die Stadt baut **breite Wege** für alle."),
        (BOLD, "sichere", "breite", "Die Stadt baut **breite Radwege** für alle."),
        (BOLD, "baut sichere", "plant neue", "Die Stadt plant neue **Radwege** für alle."),
        (BOLD, "Radwege für", "Wege zu", "Die Stadt baut **sichere** Wege zu alle."),
        (
            BOLD,
            "Die Stadt baut sichere Radwege für alle.",
            "Die Stadt plant sichere Radwege und Wege für alle.",
            "Die Stadt plant **sichere Radwege** und Wege für alle.",
        ),
        ("Ein [Weg](https://a.de/b_c) da", "Weg da", "Pfad", "Ein Pfad"),
        ("Ein [Weg hin](https://a.de/b) da", "hin da", "her", "Ein [Weg](https://a.de/b) her"),
        ("Bürger\\*innen &amp; Rat", "Rat", "Rad", "Bürger\\*innen &amp; Rad"),
        ("Bürger\\*innen &amp; Rat", "Bürger*innen", "Alle", "Alle &amp; Rat"),
        ("`a*b` ist Code", "a*b", "c*d", "`c*d` ist Code"),
        (LIST, "zwei drei", "zwei fünf", "- eins\n- zwei **fünf**\n- vier"),
        (TABLE, "planen", "reden", TABLE.replace("planen", "reden").strip("\n")),
        ("# Ziel\n\nEin Weg", "Ziel\nEin Weg", "Plan\nZwei Wege", "# Plan\n\nZwei Wege"),
        ("Ein Satz.", "Ein Satz.", "Ein Absatz.\n\nNoch einer.", "Ein Absatz.\n\nNoch einer."),
        ("> Ein Zitat\n> geht weiter", "Zitat geht", "Wort ging", "> Ein Wort ging weiter"),
    ],
)
def test_words_are_put_in_and_the_form_stays(
    source: str, exact: str, wording: str, expected: str
) -> None:
    assert changed(source, exact, wording) == expected


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("# Ziel", "\\# Ziel\n\nMehr"),
        ("1. Mai", "1\\. Mai\n\nMehr"),
        ("- Punkt", "\\- Punkt\n\nMehr"),
        ("*schräg*", "\\*schräg\\*\n\nMehr"),
        ("Bürger*innen", "Bürger*innen\n\nMehr"),
        ("a < b & c", "a < b & c\n\nMehr"),
        ("&amp;", "\\&amp;\n\nMehr"),
        ("[x](https://a.de)", "\\[x\\](https://a.de)\n\nMehr"),
        ("---", "\\---\n\nMehr"),
    ],
)
def test_what_would_be_markup_is_escaped(wording: str, expected: str) -> None:
    result = changed("Anfang\n\nMehr", "Anfang", wording)
    assert result == expected
    assert render(result).plain == f"{wording}\nMehr"


@pytest.mark.parametrize(
    ("source", "exact", "expected"),
    [
        ("Die **sichere** Stadt", "sichere", "Die Stadt"),
        ("Die sichere, breite Bahn", ", breite", "Die sichere Bahn"),
        ("Wege (neue) und Plätze", "neue", "Wege () und Plätze"),
        ("Wege bauen.", "bauen", "Wege."),
        ("Satz eins. Satz zwei.", "Satz eins.", "Satz zwei."),
        ("Satz eins. Satz zwei.", "Satz zwei.", "Satz eins."),
        ("Eins.\n\nZwei.\n\nDrei.", "Zwei.", "Eins.\n\nDrei."),
        ("Eins.\n\nZwei.\n\nDrei.", "Eins.\nZwei.", "Drei."),
        (LIST, "zwei drei", "- eins\n- vier"),
        (LIST, "eins\nzwei drei\nvier", ""),
        ("Vorher\n\n- a b\n- c d\n\nNachher", "a b\nc d", "Vorher\n\nNachher"),
        ("Vorher\n\n- a b\n- c d\n\nNachher", "c d", "Vorher\n\n- a b\n\nNachher"),
        ("Ziel\n=====\n\nText", "Ziel", "Text"),
        ("Text\n\n```\nx = 1\n```\n\nMehr", "x = 1", "Text\n\nMehr"),
        (TABLE, "2026\tplanen", "|Jahr|Ziel|\n|-|-|\n|2030|bauen|"),
    ],
)
def test_a_passage_is_taken_out_without_a_trace(source: str, exact: str, expected: str) -> None:
    assert changed(source, exact, "") == expected


@pytest.mark.parametrize(
    ("source", "exact", "wording"),
    [
        ("# Ziel\n\nEin Weg", "Ziel\nEin", "Eins"),
        (TABLE, "Jahr\tZiel", ""),
        ("- a b\n\n  - c d\n", "a b", ""),
        ("Ein Weg", "Weg", "x" * 20_001),
    ],
)
def test_what_is_not_certain_is_not_done(source: str, exact: str, wording: str) -> None:
    assert changed(source, exact, wording) is None


@pytest.mark.parametrize(("start", "end"), [(0, 0), (3, 2), (-1, 2), (0, 99), (4, 5)])
def test_no_words_are_no_passage(start: int, end: int) -> None:
    assert replaced("Eins zwei", start, end, "drei") is None


def test_a_text_that_cannot_be_rendered_stays() -> None:
    assert replaced("[" * 3_500, 0, 1, "x") is None


@st.composite
def passages(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> tuple[str, int, int]:
    """A source and a stretch of its plain text."""
    source = draw(texts)
    try:
        plain = render(source).plain
    except TextRefused:
        plain = ""
    assume(plain.strip())
    start = draw(st.integers(0, len(plain) - 1))
    end = draw(st.integers(start + 1, len(plain)))
    assume(plain[start:end].strip())
    return source, start, end


def bare(text: str) -> str:
    return "".join(text.split())


@settings(deadline=None, max_examples=300)
@given(passages(documents() | markdown_texts()), sentences(6) | st.text(max_size=20))
def test_the_result_reads_as_it_should_or_there_is_none(
    passage: tuple[str, int, int], wording: str
) -> None:
    source, start, end = passage
    result = replaced(source, start, end, wording)
    if result is None:
        return
    old, new = render(source), render(result)
    expected = old.plain[:start] + render(escaped_lines(wording)).plain + old.plain[end:]
    assert bare(new.plain) == bare(expected)
    assert not re.search("[^\n]  +[^\n]", new.plain) or "  " in old.plain
    head, tail = len(bare(old.plain[:start])), len(bare(old.plain[end:]))
    mine, its = formatted(old.html), formatted(new.html)
    whole = not (old.plain[start - 1 : start].isalnum() or old.plain[end : end + 1].isalnum())
    if whole:
        assert mine[:head] == its[:head]
        assert mine[len(mine) - tail :] == its[len(its) - tail :]


def escaped_lines(wording: str) -> str:
    """The wording as a source of its own that shows exactly its words."""
    return "\n\n".join(escaped(line.strip()) for line in wording.split("\n"))


@settings(deadline=None, max_examples=100)
@given(passages(sentences(20)), sentences(6))
def test_plain_sentences_can_always_be_changed(passage: tuple[str, int, int], wording: str) -> None:
    source, start, end = passage
    assert replaced(source, start, end, f"also {wording}") is not None


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=30))
def test_escaped_words_are_shown_as_they_are(words: str) -> None:
    line = " ".join(render(escaped(" ".join(words.split()))).plain.split())
    again = " ".join(render(escaped(line)).plain.split())
    assert again == line
