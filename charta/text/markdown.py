"""The one door from Markdown to HTML.

    source ─ limits ─ Python-Markdown (blocks) ─ inline ─ bleach ─ nh3 ─ plain ─▶ Rendered

The Charta subset of Markdown: paragraphs, headings, lists, emphasis, links (http, https and
mailto, also bare), quotes, tables, code, rules. No images and no HTML: they stay the text they
were. Comments have no headings and no tables.
"""

import html
from dataclasses import dataclass
from typing import Literal

from charta.text import plain, sanitising
from charta.text.building import read_inline, written
from charta.text.layout import laid_out
from charta.text.limits import (
    MAX_LENGTH,
    TextRefused,
    TooComplex,
    TooLong,
    check_elements,
    check_length,
    check_structure,
)
from charta.text.normalising import normalised
from charta.text.plain import Block
from charta.text.structure import tree

__all__ = [
    "MAX_LENGTH",
    "Block",
    "Profile",
    "Rendered",
    "TextRefused",
    "TooComplex",
    "TooLong",
    "render",
    "render_comment",
    "reread",
]

Profile = Literal["clause", "comment"]

_TABLES = {"clause": sanitising.CLAUSE, "comment": sanitising.COMMENT}


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text for readers: safe `html`, the `plain` words of it, and its `blocks` in `plain`."""

    html: str
    plain: str
    blocks: tuple[Block, ...]


def render(source: str, profile: Profile = "clause") -> Rendered:
    """`source` as safe HTML and as plain text; the same source always gives the same.

    Raises TooLong beyond MAX_LENGTH characters and TooComplex beyond the other bounds of
    ``charta.text.limits``; both are a TextRefused and a ValueError.
    """
    check_length(source)
    text = normalised(source)
    check_length(text)
    check_structure(text)
    table = _TABLES[profile]
    root = tree(laid_out(text), rich=profile == "clause")
    check_elements(sum(1 for _ in root.iter()))
    read_inline(root)
    check_elements(sum(1 for _ in root.iter()))
    return _rendered(sanitising.cleaned(written(root), table), text, table)


def render_comment(source: str) -> Rendered:
    """`source` with the smaller subset of a comment. Raises as ``render`` does."""
    return render(source, "comment")


def reread(kept: str) -> Rendered:
    """What ``render`` once made of a clause, from the HTML that was kept; some twenty times
    faster than rendering again. Raises ``plain.Unsafe`` for HTML that is not from there."""
    words, blocks = plain.read(kept, sanitising.CLAUSE)
    return Rendered(kept, words, blocks)


def _rendered(safe: str, text: str, table: sanitising.type_of_table) -> Rendered:
    """The result; should the last look find anything unsafe, the text stands as it was typed."""
    try:
        words, blocks = plain.read(safe, table)
    except plain.Unsafe:
        safe = f"<p>{html.escape(text, quote=False)}</p>"
        words, blocks = plain.read(safe, table)
    return Rendered(safe, words, blocks)
