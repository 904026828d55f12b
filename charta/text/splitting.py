"""A block cut where one line ends what stood before it.

Python-Markdown cuts at blank lines only, then searches each block again and again for headings,
rules and quotes inside it. Cutting once, line by line, is faster, and kinder: a list need not
have a blank line before it, and a heading none after it.
"""

from charta.text.lines import ITEM, QUOTE, UNDERLINE, heading, is_rule, is_separator

ALONE = frozenset({"heading", "rule"})
"""Kinds of piece that never take in another line."""


def pieces(block: str, *, rich: bool) -> list[str]:
    """The block in pieces, each of which is one thing; `rich` knows headings and tables."""
    lines = block.split("\n")
    groups: list[list[str]] = []
    kind = ""
    for number, line in enumerate(lines):
        before = lines[number - 1] if number else ""
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if rich and kind == "text" and len(groups[-1]) == 1 and UNDERLINE.fullmatch(line):
            groups[-1].append(line)
            kind = "heading"
            continue
        new = _kind(line, before, following, kind, rich=rich)
        if new == kind and new not in ALONE:
            groups[-1].append(line)
        else:
            groups.append([line])
        kind = new
    return ["\n".join(group) for group in groups]


def _kind(line: str, before: str, following: str, current: str, *, rich: bool) -> str:
    """What a line belongs to, `current` being what the line `before` it belongs to."""
    if rich and (shape := _rich(line, following, current)):
        return shape
    if is_rule(line):
        return "rule"
    if current == "quote" or QUOTE.match(line):
        return current if current in {"quote", "list"} else "quote"
    item = ITEM.match(line)
    if item and len(item["indent"]) <= 3:
        in_sentence = current == "text" and item["number"] is not None
        if not in_sentence or _begins_list(item["number"], before, following):
            return "list"
    if current in {"text", "list"}:
        return current
    return "text"


def _rich(line: str, following: str, current: str) -> str | None:
    if heading(line):
        return "heading"
    if "|" in line and (current == "table" or (current != "list" and is_separator(following))):
        return "table"
    return None


def _begins_list(number: str, before: str, following: str) -> bool:
    """Whether a number at the beginning of a line begins a list right below a paragraph.

    A sentence may go on with "2022." or "1. Mai" on a new line; a list begins with 1, and goes on
    with 2 or was announced by a colon.
    """
    second = ITEM.match(following)
    counted = second is not None and second["number"] == "2"
    return number == "1" and (counted or before.rstrip().endswith(":"))
