"""The words of a text and its blocks."""

import pytest
from hypothesis import given, settings

from charta.text import plain, sanitising
from charta.text.limits import TextRefused
from charta.text.markdown import Rendered, render
from tests.text.strategies import markdown_texts

Shown = list[tuple[str, int, str]]


def shown(rendered: Rendered) -> Shown:
    return [
        (block.kind, block.level, rendered.plain[block.start : block.end])
        for block in rendered.blocks
    ]


@pytest.mark.parametrize(
    ("source", "blocks"),
    [
        ("", []),
        ("a\nb  \nc", [("paragraph", 0, "a b c")]),
        ("a   b\tc&nbsp;d", [("paragraph", 0, "a b c\xa0d")]),
        ("# a\n## b", [("heading", 3, "a"), ("heading", 4, "b")]),
        ("- a\n  - b\n- c", [("item", 1, "a"), ("item", 2, "b"), ("item", 1, "c")]),
        ("- a\n\n  b", [("item", 1, "a"), ("paragraph", 1, "b")]),
        ("> a\n> > b", [("quote", 1, "a"), ("quote", 2, "b")]),
        ("> - a", [("item", 1, "a")]),
        ("- > a", [("quote", 1, "a")]),
        ("|a|b|\n|-|-|\n|c||", [("row", 0, "a\tb"), ("row", 0, "c\t")]),
        ("```\na\n\n  b\n```", [("code", 0, "a"), ("code", 0, "  b")]),
        ("a\n\n---\n\nb", [("paragraph", 0, "a"), ("paragraph", 0, "b")]),
        ("*a***b**`c`[d](https://e.example)", [("paragraph", 0, "abcd")]),
        ("&lt;b&gt; <b>", [("paragraph", 0, "<b> <b>")]),
    ],
)
def test_blocks(source: str, blocks: Shown) -> None:
    rendered = render(source)
    assert shown(rendered) == blocks
    assert rendered.plain == "\n".join(text for _, _, text in blocks)


@settings(deadline=None)
@given(markdown_texts())
def test_blocks_cover_the_plain_text(source: str) -> None:
    try:
        rendered = render(source)
    except TextRefused:
        return
    texts = [rendered.plain[block.start : block.end] for block in rendered.blocks]
    assert "\n".join(texts) == rendered.plain
    assert all(text.strip() for text in texts)
    assert all("\n" not in text for text in texts)


@pytest.mark.parametrize(
    "html",
    [
        "<p>a</p><script>b</script>",
        '<p onclick="a">b</p>',
        '<a href="javascript:a">b</a>',
        '<a href="https://a.example" rel="opener">b</a>',
        '<a href="https://a.example">b</a> <',
        "<!-- a -->",
        "<p",
        "<P>a</P>",
        '<p class="a">b</p>',
    ],
)
def test_the_last_look_refuses_what_is_not_on_the_table(html: str) -> None:
    with pytest.raises(plain.Unsafe):
        plain.read(html, sanitising.CLAUSE)
