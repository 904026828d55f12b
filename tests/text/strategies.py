"""Texts such as people write, and such as nobody writes."""

from hypothesis import strategies as st

_SIGNS = (
    "# |## |- |  - |    - |1. |> |> > |```|~~~|---|===|*|**|***|_|__|`|``|[|]|(|)|](|<|>|!|!\\[|:"
    "|\n|\n\n|  \n|\t|    |\\|\\*|](https://a.de)|<b>|</b>|<!--|&|&amp;|&#60;|&#x202e;|<a@b.de>"
    "|https://a.de/b_c|mailto:a@b.de|javascript:a|Wort|Bürger*innen|ein Satz.|1.000|§ 3|ä|a\u0308"
    "|😀|\r\n|\xa0|\u202e|\x00|\x02|\x03|\ud800|\ufeff|\u2028|\x020\x03"
)
_PIECES = [*_SIGNS.split("|"), "|", "\\|", "|-|", "|a|b|\n|-|-|\n"]


def markdown_texts(max_size: int = 60) -> st.SearchStrategy[str]:
    """Markdown thrown together from its signs and from anything at all."""
    anything = st.text(max_size=6)
    return st.lists(st.sampled_from(_PIECES) | anything, max_size=max_size).map("".join)


_LINE = (
    "die der und Stadt Rat Weg Wege Rad Kind Bürger*innen plant baut nicht neu 2028 § 3 , . ; ( ) "
    "Satz. Ende! – in im"
)
_WORDS = st.sampled_from(_LINE.split())


def sentences(max_size: int = 40) -> st.SearchStrategy[str]:
    """Lines of a few words that come again and again."""
    return st.lists(_WORDS, max_size=max_size).map(" ".join)


def documents() -> st.SearchStrategy[str]:
    """Markdown of several blocks."""
    marks = st.sampled_from(["", "# ", "- ", "1. ", "> "])
    blocks = st.tuples(marks, sentences(12)).map("".join)
    return st.lists(blocks, max_size=12).map("\n\n".join)
