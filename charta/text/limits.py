"""What a text may weigh, measured before any parser sees it.

Two promises hold together: every text within these bounds is rendered quickly, and no ordinary
text is beyond them. The bounds are counts, never a clock, so that a text accepted today is
accepted tomorrow. The messages are German source strings with named placeholders; whoever shows
them translates ``refusal.message`` and fills in ``refusal.values``.
"""

import re
from typing import ClassVar

from charta.text.lines import depth

MAX_LENGTH = 20_000
"""Characters in one text, after normalisation."""

MAX_LINES = 2_500
"""Lines that are not blank."""

MAX_DEPTH = 10
"""Quotes and lists within each other, as written at the beginning of one line."""

MAX_MARKS = 3_000
"""Characters that may mean something in Markdown: emphasis, brackets, backticks, entities …"""

MAX_ELEMENTS = 1_500
"""Paragraphs, items, cells, emphases, links … of one text; bleach takes 0.1 ms for each."""

MAX_CELLS = 1_200
"""Cells of all tables of a text, those filled up in short rows included."""

MAX_COLUMNS = 40
"""Columns of one table."""

_MARKS = re.compile(r"[*_\[\]`&<\\]|://|[^\s@]@")


def N_(message: str) -> str:  # noqa: N802 - the name by which the extractor knows it
    """`message` as it is, marked for the catalogue; whoever shows it translates it."""
    return message


class TextRefused(ValueError):
    """A text is beyond a stated bound.

    ``message`` is a constant German sentence with the placeholders ``%(measured)s`` and
    ``%(limit)s``, which ``values`` fills.
    """

    message: ClassVar[str] = N_("Der Text kann so nicht verarbeitet werden.")

    def __init__(self, measured: int, limit: int) -> None:
        self.measured = measured
        self.limit = limit
        super().__init__(self.message % self.values)

    @property
    def values(self) -> dict[str, int]:
        """The figures of the message."""
        return {"measured": self.measured, "limit": self.limit}


class TooLong(TextRefused):
    """More characters than allowed."""

    message = N_(
        "Der Text ist zu lang: %(measured)s Zeichen, höchstens %(limit)s sind möglich. "
        "Bitte kürzen oder teilen Sie ihn."
    )


class TooComplex(TextRefused):
    """More structure than can be rendered in good time; the subclasses say which."""

    message = N_(
        "Der Text enthält zu viele Formatierungszeichen: %(measured)s, höchstens %(limit)s sind "
        "möglich. Bitte vereinfachen oder teilen Sie ihn."
    )


class TooManyParts(TooComplex):
    """More elements than allowed."""

    message = N_(
        "Der Text hat zu viele Teile (Absätze, Listenpunkte, Hervorhebungen, Links): "
        "%(measured)s, höchstens %(limit)s sind möglich. Bitte teilen Sie ihn."
    )


class TooManyLines(TooComplex):
    """More lines than allowed."""

    message = N_(
        "Der Text hat zu viele Zeilen: %(measured)s, höchstens %(limit)s sind möglich. "
        "Bitte kürzen oder teilen Sie ihn."
    )


class TooDeep(TooComplex):
    """Lists or quotes nested too deeply."""

    message = N_(
        "Listen oder Zitate sind zu tief ineinander verschachtelt: %(measured)s Ebenen, "
        "höchstens %(limit)s sind möglich."
    )


class TooManyCells(TooComplex):
    """Tables too large."""

    message = N_(
        "Die Tabellen sind zu groß: %(measured)s Zellen, höchstens %(limit)s sind möglich. "
        "Bitte teilen Sie den Text."
    )


class TooManyColumns(TooComplex):
    """A table too wide."""

    message = N_(
        "Eine Tabelle ist zu breit: %(measured)s Spalten, höchstens %(limit)s sind möglich."
    )


def check_length(text: str, limit: int = MAX_LENGTH) -> None:
    """Raise TooLong when the text has more than `limit` characters."""
    if len(text) > limit:
        raise TooLong(len(text), limit)


def check_structure(text: str) -> None:
    """Raise a TooComplex when the text has too many lines, marks or levels.

    One pass over the text; `text` is already normalised.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    _at_most(len(lines), MAX_LINES, TooManyLines)
    _at_most(sum(1 for _ in _MARKS.finditer(text)), MAX_MARKS, TooComplex)
    _at_most(max(map(depth, lines), default=0), MAX_DEPTH, TooDeep)


def check_elements(count: int) -> None:
    """Raise TooManyParts when a text has more than MAX_ELEMENTS elements."""
    _at_most(count, MAX_ELEMENTS, TooManyParts)


def check_cells(count: int) -> None:
    """Raise TooManyCells when tables have more than MAX_CELLS cells."""
    _at_most(count, MAX_CELLS, TooManyCells)


def check_columns(count: int) -> None:
    """Raise TooManyColumns when a table has more than MAX_COLUMNS columns."""
    _at_most(count, MAX_COLUMNS, TooManyColumns)


def _at_most(measured: int, limit: int, refusal: type[TextRefused]) -> None:
    if measured > limit:
        raise refusal(measured, limit)
