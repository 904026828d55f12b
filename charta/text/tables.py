"""Tables written with pipes."""

import re
from xml.etree.ElementTree import Element, SubElement

from charta.text.limits import check_cells, check_columns
from charta.text.lines import is_separator

_PART = re.compile(r"\||(?:[^|\\]|\\.|\\$)++")


def is_table(block: str) -> bool:
    """Whether a block begins with a row and a line dividing as many columns from the body."""
    first, _, rest = block.partition("\n")
    second = rest.partition("\n")[0]
    return is_separator(second) and len(cells(first)) == len(cells(second))


def cells(row: str) -> list[str]:
    """The cells of a row; ``\\|`` is a pipe inside a cell."""
    bare = row.strip().removeprefix("|")
    found = [""]
    for part in _PART.findall(bare):
        if part == "|":
            found[-1] = found[-1].strip()
            found.append("")
        else:
            found[-1] += part
    found[-1] = found[-1].strip()
    if len(found) > 1 and not found[-1]:
        found.pop()
    return found


def add(parent: Element, block: str, before: int) -> int:
    """Put the table of `block` into `parent`; return the number of its cells.

    `before` cells stand in earlier tables of the text. Short rows are filled up, and what is
    beyond the columns of the head joins the last cell, so that no word is lost.

    Raises TooManyColumns and TooManyCells.
    """
    head, _, *body = block.split("\n")
    names = cells(head)
    check_columns(len(names))
    total = len(names) * (1 + len(body))
    check_cells(before + total)
    table = SubElement(parent, "table")
    _row(SubElement(table, "thead"), "th", names)
    if body:
        rows = SubElement(table, "tbody")
        for line in body:
            row = cells(line)
            last = len(names) - 1
            _row(rows, "td", [*row[:last], " ".join(row[last:])] + [""] * (last - len(row)))
    return total


def _row(parent: Element, tag: str, texts: list[str]) -> None:
    row = SubElement(parent, "tr")
    for text in texts:
        SubElement(row, tag).text = text
