"""What holds for every text there is."""

from hypothesis import given, settings
from hypothesis import strategies as st

from charta.text.limits import TextRefused
from charta.text.markdown import Rendered, render, render_comment
from tests.text.safety import faults, words_of
from tests.text.strategies import markdown_texts


@settings(deadline=None)
@given(markdown_texts())
def test_no_tag_is_ever_outside_the_list(source: str) -> None:
    for door in (render, render_comment):
        rendered = _rendered(door, source)
        if rendered:
            assert faults(rendered.html, comment=door is render_comment) == []


@settings(deadline=None)
@given(markdown_texts())
def test_plain_is_what_the_html_says(source: str) -> None:
    rendered = _rendered(render, source)
    if rendered:
        assert "".join(rendered.plain.split()) == words_of(rendered.html)


@settings(deadline=None, max_examples=30)
@given(markdown_texts())
def test_rendering_is_repeatable(source: str) -> None:
    assert _rendered(render, source) == _rendered(render, source)


@settings(deadline=None, max_examples=40)
@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1, max_size=40))
def test_no_word_is_lost(word: str) -> None:
    for form in ("{}", "# {}", "- {}", "> {}", "**{}**", "`{}`", "[{}](x:y)", "<{}>", "|{}|\n|-|"):
        rendered = render(form.format(word))
        assert render(word).plain in rendered.plain


def _rendered(door: object, source: str) -> Rendered | None:
    assert callable(door)
    try:
        rendered = door(source)
    except TextRefused:
        return None
    assert isinstance(rendered, Rendered)
    return rendered
