"""Marking passages changes nothing about a text but what it is meant to."""

import html
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charta.text import plain, sanitising
from charta.text.highlighting import Control, Mark, marked, paragraphs
from charta.text.limits import TextRefused
from charta.text.markdown import render
from tests.text import safety
from tests.text.strategies import documents, markdown_texts

SOURCE = (
    "# Wege\n\nDie **Stadt [plant](https://a.example) Wege** & mehr. Und\nweiter.\n\n"
    "- eins\n  - zwei\n\n  drei\n\n|x|y|\n|-|-|\n|1|2|\n\n```\na  \n\n  b\n```\n"
)


def a_mark(start: int, end: int, *, count: int = 1, active: bool = False) -> Mark:
    return Mark(start, end, count, f"?stelle={start}-{end}#beiseite", f"{count} dazu", active)


def on(source: str, *words: str) -> str:
    """`source` with marks on the first occurrence of some words."""
    rendered = render(source)
    starts = [rendered.plain.index(each) for each in words]
    marks = [a_mark(at, at + len(each)) for at, each in zip(starts, words, strict=True)]
    return marked(rendered.html, marks)


def test_words_are_marked_and_counted() -> None:
    html = on("Die Stadt plant Wege.", "Stadt plant")
    assert html == (
        '<p>Die <mark class="c-mark">Stadt plant</mark><a class="c-count" id="stelle-4-15" '
        'href="?stelle=4-15#beiseite" aria-label="1 dazu">1</a> Wege.</p>'
    )


def test_a_mark_does_not_cross_a_tag() -> None:
    assert (
        '<mark class="c-mark">plant </mark><em><mark class="c-mark">gute</mark></em>'
        '<mark class="c-mark"> Wege</mark><a'
        in on("Die Stadt plant *gute* Wege.", "plant gute Wege")
    )


def test_a_link_does_not_stand_in_a_link() -> None:
    html = on("Siehe [die Seite](https://a.example).", "die Seite")
    assert 'die Seite</mark></a><a class="c-count"' in html


def test_marks_overlap() -> None:
    html = on("Eins zwei drei vier.", "Eins zwei drei", "zwei drei vier")
    assert re.findall(r'<mark class="([^"]+)">([^<]+)', html) == [
        ("c-mark", "Eins "),
        ("c-mark c-mark--more", "zwei drei"),
        ("c-mark", " vier"),
    ]
    assert html.count('class="c-count"') == 2


@pytest.mark.parametrize(
    ("words", "marks"), [("b", ["b"]), ("zwei", ["zwei"]), ("a\n  b", ["a  \n\n  b"])]
)
def test_lines_of_code_are_marked_where_they_stand(words: str, marks: list[str]) -> None:
    html = on("```\na  \n\n  b\nzwei\n```", words)
    assert re.findall(r"<mark[^>]*>([^<]*)</mark>", html) == marks


def test_the_passage_that_is_shown_stands_out() -> None:
    html = marked("<p>Eins zwei</p>", [a_mark(0, 4, active=True), a_mark(5, 9)])
    assert html.count("c-mark--active") == html.count('aria-current="true"') == 1


def test_labels_and_addresses_are_escaped() -> None:
    html = marked("<p>Eins</p>", [Mark(0, 4, 1, '"><script>', '"><b>')], [Control("'\">", '"<i>')])
    assert not {"<script>", "<b>", "<i>"} & set(re.findall(r"<\w+>", html))


@pytest.mark.parametrize("span", [(-1, 2), (2, 2), (3, 1), (0, 5), (9, 12)])
def test_what_is_not_in_the_text_is_not_marked(span: tuple[int, int]) -> None:
    assert marked("<p>Eins</p>", [a_mark(*span)]) == "<p>Eins</p>"


def test_paragraphs() -> None:
    rendered = render(SOURCE)
    assert [rendered.plain[start:end] for start, end in paragraphs(rendered.html)] == [
        "Wege",
        "Die Stadt plant Wege & mehr. Und weiter.",
        "eins",
        "zwei",
        "drei",
        "x\ty",
        "1\t2",
        "a\n  b",
    ]


def test_each_paragraph_has_its_control_outside_of_headings_and_code() -> None:
    rendered = render(SOURCE)
    count = len(paragraphs(rendered.html))
    html = marked(rendered.html, (), [Control(f"?absatz={n}", f"Nr. {n}") for n in range(count)])
    assert re.findall(r'href="\?absatz=(\d)"', html) == [str(number) for number in range(count)]
    assert '</h3><a class="c-say"' in html
    assert '</code></pre><a class="c-say"' in html
    assert 'weiter.<a class="c-say"' in html


def test_unsafe_html_is_refused() -> None:
    with pytest.raises(plain.Unsafe):
        marked("<p onclick=x>a</p>", [a_mark(0, 1)])


def test_two_thousand_marks_on_one_text() -> None:
    rendered = render("Wort " * 3900)
    marks = [a_mark(place, place + 9, count=3) for place in range(0, 10_000, 5)]
    assert marked(rendered.html, marks).count('class="c-count"') == 2000


class _Reader(HTMLParser):
    """What is left of marked HTML when all of ours is taken out, and whether it was well-formed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self.open: list[str] = []
        self.ours = 0
        self.places: list[tuple[int, str]] = []
        self.marked: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        start = values.pop("data-start", None)
        if start is not None:
            self.places.append((int(start), ""))
        if tag == "a":
            assert "a" not in self.open, "a link in a link"
        if tag not in {"br", "hr"}:
            self.open.append(tag)
        if values.get("class") in {"c-count", "c-say"}:
            self.ours += 1
        elif tag not in {"mark", "span"}:
            text = self.get_starttag_text() or ""
            self.out.append(text if start is None else re.sub(r' data-start="\d+"', "", text))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, "tags cross"
        if tag == "a" and self.ours:
            self.ours -= 1
        elif tag not in {"mark", "span"}:
            self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self.ours:
            return
        self.out.append(data)
        if self.places:
            start, words = self.places[-1]
            self.places[-1] = start, words + data
        if "mark" in self.open:
            self.marked.append(html.unescape(data))

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")


def spans_in(text: str) -> st.SearchStrategy[list[tuple[int, int]]]:
    place = st.integers(0, len(text))
    return st.lists(st.tuples(place, place).map(lambda two: (min(two), max(two))), max_size=6)


@settings(deadline=None)
@given(markdown_texts() | documents(), st.data())
def test_only_what_is_ours_is_added(source: str, data: st.DataObject) -> None:
    try:
        rendered = render(source)
    except TextRefused:
        return
    spans = sorted(set(data.draw(spans_in(rendered.plain))))
    parts = paragraphs(rendered.html)
    controls = [Control(f"?absatz={number}", "<&>") for number in range(len(parts))]
    result = marked(rendered.html, [a_mark(*span) for span in spans], controls)
    reader = _Reader()
    reader.feed(result)
    reader.close()
    assert reader.open == []
    unmarked = "".join(reader.out)
    assert safety.faults(unmarked) == []
    assert plain.read(unmarked, sanitising.CLAUSE) == (rendered.plain, rendered.blocks)
    assert result.count('class="c-say"') == len(parts)
    counted = [span for span in spans if span[0] < span[1]]
    assert result.count('class="c-count"') == len(counted)
    covered = {place for start, end in counted for place in range(start, end)}
    expected = "".join(rendered.plain[place] for place in sorted(covered))
    assert "".join("".join(reader.marked).split()) == "".join(expected.split())
    bounds = [*(start for start, _words in reader.places), len(rendered.plain)]
    assert bounds == sorted(set(bounds))
    for (start, words), end in zip(reader.places, bounds[1:], strict=True):
        shown = "".join(html.unescape(words).split())
        assert shown == "".join(rendered.plain[start:end].split())
