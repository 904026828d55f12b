"""Tables that tools write into documents, between two marks that no reader sees."""

from __future__ import annotations


def marks(name: str) -> tuple[str, str]:
    """Between which lines of a document the table of this name goes."""
    return f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->"


def written(document: str, table: str, begin: str, end: str) -> str:
    """``document`` with ``table`` between its two marks."""
    before, rest = document.split(begin)
    _old, after = rest.split(end)
    return f"{before}{begin}\n{table}\n{end}{after}"
