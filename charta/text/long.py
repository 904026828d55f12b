"""A text longer than one text may be, as an institution writes it, rendered piece by piece.

Nothing is refused: where a piece holds more than the parser takes, it is cut in two; a line that
is still too much stands as it was typed.
"""

import html
import re

from charta.text.markdown import TextRefused, render_comment
from charta.text.normalising import without_forbidden

PIECE = 8_000
"""Characters that are rendered at once."""

SMALLEST = 400
"""Characters that are not cut any further."""

_BLANK = re.compile(r"\n[ \t]*\n")


def render_long(source: str) -> str:
    """Safe HTML of ``source`` in the subset of comments. A list or a quote that is cut between
    two pieces goes on as another one."""
    return "\n".join(rendered for piece in _pieces(source) if (rendered := _rendered(piece)))


def _pieces(source: str) -> list[str]:
    """The source in pieces of at most PIECE characters, cut at blank lines where there are any."""
    pieces: list[str] = []
    rest = source
    while len(rest) > PIECE:
        at = _cut(rest, PIECE)
        pieces.append(rest[:at])
        rest = rest[at:]
    return [*pieces, rest]


def _cut(text: str, longest: int) -> int:
    """Where to cut within the first ``longest`` characters: at the last blank line, line or
    blank in their second half, else right there."""
    blanks = [found.end() for found in _BLANK.finditer(text, longest // 2, longest)]
    if blanks:
        return blanks[-1]
    for sign in ("\n", " "):
        at = text.rfind(sign, longest // 2, longest)
        if at > 0:
            return at + 1
    return longest


def _rendered(piece: str) -> str:
    if not piece.strip():
        return ""
    try:
        return render_comment(piece).html
    except TextRefused:
        if len(piece) > SMALLEST:
            at = _cut(piece, max(len(piece) // 2, 1))
            return "\n".join(filter(None, (_rendered(piece[:at]), _rendered(piece[at:]))))
        return f"<p>{html.escape(without_forbidden(piece), quote=False)}</p>"
