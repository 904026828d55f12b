"""What form each character of a rendered text has."""

import html
import re

Formatted = tuple[str, tuple[str, ...]]
"""A character and the elements around it, the outermost first."""

_PART = re.compile(r"<(/?)([a-z][a-z0-9]*)([^>]*)>|([^<]+)")
_VOID = frozenset({"br", "hr"})


def formatted(safe: str) -> list[Formatted]:
    """Every character of safe HTML that is no blank, with the elements around it. Paragraphs do
    not count: a list gets or loses them with a blank line, and nobody sees it."""
    found: list[Formatted] = []
    around: list[str] = []
    for closing, tag, attributes, text in _PART.findall(safe):
        if text:
            form = tuple(around)
            found += [(character, form) for character in "".join(html.unescape(text).split())]
        elif tag in _VOID or tag == "p":
            continue
        elif closing:
            around.pop()
        else:
            around.append(f"{tag}{attributes}")
    return found
