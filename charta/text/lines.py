"""What a single line looks like: a heading, a list item, a rule, a quote, a fence."""

import re

ITEM = re.compile(r"(?P<indent> *)(?:(?P<bullet>[-*+])|(?P<number>[0-9]{1,9})\.) +(?=\S)")
QUOTE = re.compile(r" {0,3}>")
UNDERLINE = re.compile(r" {0,3}(?:={3,}|-{3,}) *")
RULE = re.compile(r" {0,3}(?:(?:- *+){3,}|(?:\* *+){3,}|(?:_ *+){3,})")
FENCE = re.compile(r"(?P<indent> *)(?P<fence>`{3,}|~{3,})(?P<info>[^`]*)")
_SEPARATOR = re.compile(r" *\|? *:?-+:? *(?:\| *:?-+:? *)*\|? *")
_NESTING = re.compile(r" *(?:(?:>|[-*+](?= )|[0-9]{1,9}\.(?= )) *)*+")
_MARKER = re.compile(r">|[-*+](?= )|[0-9]{1,9}\.(?= )")


def heading(line: str) -> tuple[int, str] | None:
    """Level and text of a heading written with ``#``, or None.

    A space must follow, or ``#Klimaschutz`` and ``#1`` would be headings.
    """
    bare = line.strip()
    if len(line) - len(line.lstrip(" ")) > 3 or not bare.startswith("#"):
        return None
    text = bare.lstrip("#")
    level = len(bare) - len(text)
    if level > 6 or not text.startswith(" "):
        return None
    shorn = text.rstrip("#")
    if shorn != text and shorn.endswith(" "):
        text = shorn
    return (level, text.strip()) if text.strip() else None


def is_rule(line: str) -> bool:
    """Whether the line is a thematic break: three or more of ``-``, ``*`` or ``_``."""
    return RULE.fullmatch(line) is not None


def is_separator(line: str) -> bool:
    """Whether the line divides the head of a table from its body."""
    return "|" in line and _SEPARATOR.fullmatch(line) is not None


def depth(line: str) -> int:
    """How many quotes and list items the beginning of a line opens within each other."""
    if is_rule(line):
        return 0
    opening = _NESTING.match(line)
    return len(_MARKER.findall(line[: opening.end() + 1])) if opening else 0
