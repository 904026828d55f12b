"""Texts that have brought Markdown parsers down, each a pattern repeated without end."""

from collections.abc import Callable

from charta.text.limits import MAX_LENGTH, TextRefused
from charta.text.markdown import render

PATTERNS = {
    "brackets": "[",
    "closed brackets": "[]",
    "nested links": "[a](",
    "links without end": "[a](https://b.example ",
    "links": "[a](https://b.example)",
    "images": "![a](b",
    "angles": "<",
    "comments": "<!--",
    "declarations": "<![CDATA[",
    "tags": "<b>",
    "mail": "<a@b.example>",
    "addresses": "https://a.example ",
    "brackets in an address": "https://a.example(((",
    "stars": "*",
    "emphasis": "*a* ",
    "strong emphasis": "**a** ",
    "open emphasis": "*a ",
    "emphasis in emphasis": "*a **b ",
    "mixed emphasis": "*_",
    "three stars": "***a",
    "stars in words": "a*b",
    "backticks": "`",
    "code": "`a` ",
    "growing backticks": "` `` ``` ```` ",
    "backslashes": "\\",
    "escapes": "\\*",
    "ampersands": "&",
    "entities": "&lt;",
    "references": "[a]: b\n",
    "uses of references": "[a][b] ",
    "footnotes": "[^1] ",
    "line breaks": "a  \n",
    "lines": "a\n",
    "paragraphs": "a\n\n",
    "empty lines": "\n",
    "items": "- a\n",
    "loose items": "- a\n\n",
    "numbered items": "1. a\n",
    "items in a line": "- - - a\n",
    "item signs": "- ",
    "quotes": "> a\n",
    "quotes in quotes": "> > > a\n",
    "quote signs": ">",
    "quotes and paragraphs": "> a\n\nb\n\n",
    "quotes and lists": "> - > 1. a\n",
    "headings": "# a\n",
    "heading signs": "#",
    "underlined headings": "a\n===\n",
    "rules": "---\n",
    "rules in quotes": "> ---\n",
    "fences": "```\na\n```\n",
    "open fences": "````\n```\n",
    "rows": "|a|b|\n|-|-|\n",
    "cells": "|a",
    "separators": "-|",
    "tables": "|\n|-\n",
    "tabs": "\t",
    "blanks": " ",
    "combining marks": "\u0301\u0323",
    "letters": "ä",
    "controls": "\x02\x03",
    "words": "Wort ",
}

_STAIRS = "\n".join(" " * (2 * step) + "- a" for step in range(130))
WHOLE = {
    "deep list": _STAIRS,
    "deep loose list": _STAIRS.replace("\n", "\n\n"),
    "wide table": "|" + "a|" * 40 + "\n|" + "-|" * 40 + "\n" + "||\n" * 6_000,
    "blanks inside": "a" + " " * 19_000 + "b",
    "blanks before": " " * 19_000 + "a",
    "blanks in a link": "[a](" + " " * 19_000,
    "brackets around a link": "[" * 9_000 + "a](https://b.example)" + "]" * 9_000,
    "emphasis there and back": "*a **b " * 1_400 + " b** a*" * 1_400,
    "falling backticks": " ".join("`" * length for length in range(198, 0, -1)),
    "almost a rule": "-" * 19_000 + "a",
    "almost a separator": "a|\n" + "-|" * 9_000 + "x",
}


def families() -> dict[str, str]:
    """Every family as long as a text may be."""
    long = {
        name: (pattern * MAX_LENGTH)[:MAX_LENGTH] for name, pattern in PATTERNS.items() if pattern
    }
    return {**long, **WHOLE}


def longest_accepted(text: str, door: Callable[[str], object] = render) -> str:
    """The longest beginning of a text that is not refused, to a tenth."""
    if _accepted(text, door):
        return text
    good, bad = 0, len(text)
    while bad - good > len(text) // 10:
        middle = (good + bad) // 2
        if _accepted(text[:middle], door):
            good = middle
        else:
            bad = middle
    return text[:good]


def _accepted(text: str, door: Callable[[str], object]) -> bool:
    try:
        door(text)
    except TextRefused:
        return False
    return True
