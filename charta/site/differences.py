"""The difference between two wordings, kept in memory since neither ever changes."""

from __future__ import annotations

from functools import lru_cache

from charta.text.diff import Difference, blocks
from charta.text.markdown import Rendered, render

KEPT = 512


@lru_cache(maxsize=KEPT)
def difference(old: str, new: str) -> Difference:
    """Block by block and word by word, from the Markdown of two revisions."""
    return blocks(_rendered(old), _rendered(new))


@lru_cache(maxsize=KEPT)
def _rendered(source: str) -> Rendered:
    return render(source)
