"""What a comment's passage is, and the verdict on where it stands in a newer text."""

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["unchanged", "moved", "reworded", "removed", "uncertain"]

CONTEXT = 32
"""Characters kept from before and after a passage."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A passage of a plain text: its words, what stands around them, and where it begins.

    `exact`, `prefix` and `suffix` are a TextQuoteSelector, `start` and `end` a
    TextPositionSelector (W3C Web Annotation Data Model, 4.2.4 and 4.2.5), counted in characters.
    """

    exact: str
    prefix: str
    suffix: str
    start: int

    @property
    def end(self) -> int:
        """Where the passage ends: the first character after it."""
        return self.start + len(self.exact)


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a passage stands in a newer text, and how sure that is.

    `start` and `end` are characters of the newer text:

    ===========  ==================================================================
    unchanged    the same words in the same place of the sequence
    moved        the same words elsewhere relative to the text around them
    reworded     the words that took the passage's place
    removed      start == end: where the passage used to stand; both None if unknown
    uncertain    the best guess, for a person to look at; both None without one
    ===========  ==================================================================

    `confidence` goes from 0 (a mere guess) to 1 (cannot be otherwise).
    """

    verdict: Verdict
    start: int | None
    end: int | None
    confidence: float
