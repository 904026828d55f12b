"""From the bytes of a file to rows of words, and back from where they are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import astuple, dataclass
from itertools import chain, islice
from typing import Any, Generic, TypeVar

from flask_babel import gettext as _

from charta.core.files import ARCHIVE, OLD_OFFICE, refused
from charta.sheets import textfiles, workbooks
from charta.sheets.headings import ROWS_TO_SEARCH, Headings, Layout, named
from charta.sheets.limits import Cells, check_size

OTHER_FORMATS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"\x1f\x8b", b"7z\xbc")


@dataclass(frozen=True)
class Row:
    """One row in the words of its author; ``number`` as the spreadsheet shows it. A kind of table
    adds its other columns, words that may be empty."""

    number: int
    text: str = ""


SomeRow = TypeVar("SomeRow", bound=Row)


@dataclass(frozen=True)
class Sheet(Generic[SomeRow]):
    """The rows of a file and the headings of columns nobody reads."""

    rows: tuple[SomeRow, ...]
    ignored: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """What is kept of it until it is confirmed."""
        return {"rows": [list(astuple(row)) for row in self.rows], "ignored": list(self.ignored)}


def _nothing_more(_layout: Layout) -> None:
    """A text is all that is needed."""


@dataclass(frozen=True)
class Kind(Generic[SomeRow]):
    """A kind of table: what its rows hold, by which headings their columns are known, and how
    many there may be.

    ``no_heading`` says in a sentence that the text's heading is missing, ``empty`` that nothing
    stands below it; ``check`` raises Invalid when others are missing.
    """

    row: type[SomeRow]
    headings: Headings
    most_rows: int
    no_heading: Callable[[str], str]
    empty: Callable[[], str]
    check: Callable[[Layout], None] = _nothing_more

    def read(self, content: bytes) -> Sheet[SomeRow]:
        """The rows below the headings; raises Invalid at the field ``file``, says how to mend it.

        What the file is, its first bytes say, not its name.
        """
        rows = _cells(content, self.headings)
        beginning = list(islice(rows, ROWS_TO_SEARCH))
        layout = self.headings.find(beginning)
        if layout is None:
            raise refused(self.no_heading(named(beginning)))
        self.check(layout)
        below = (self._row(number, cells, layout) for number, cells in chain(beginning, rows))
        found = tuple(islice((row for row in below if row is not None), self.most_rows + 1))
        if len(found) > self.most_rows:
            raise refused(
                _(
                    "Die Tabelle hat mehr als %(limit)s Zeilen. Bitte teilen Sie sie auf.",
                    limit=self.most_rows,
                )
            )
        if not found:
            raise refused(self.empty())
        return Sheet(found, layout.ignored)

    def kept(self, stored: Mapping[str, Any]) -> Sheet[SomeRow]:
        """The sheet of which this was kept."""
        rows = tuple(self.row(*values) for values in stored.get("rows", ()))
        return Sheet(rows, tuple(stored.get("ignored", ())))

    def _row(self, number: int, cells: list[str], layout: Layout) -> SomeRow | None:
        """The row, or None above the headings and when everything we read of it is empty."""
        values = {
            column: cells[place] if place < len(cells) else ""
            for column, place in layout.places.items()
        }
        if number <= layout.row or not any(values.values()):
            return None
        return self.row(number, **values)


def _cells(content: bytes, headings: Headings) -> Iterator[Cells]:
    """The rows of a CSV or XLSX with their numbers; raises Invalid."""
    check_size(content)
    if content.startswith(ARCHIVE):
        return workbooks.parse(content)
    if content.startswith(OLD_OFFICE):
        raise refused(
            _(
                "Das ist eine alte Excel-Datei (XLS) oder eine mit Kennwort. Bitte speichern Sie "
                "sie ohne Kennwort als XLSX oder CSV."
            )
        )
    if content.startswith(OTHER_FORMATS):
        raise refused(_("Das ist keine Tabelle. Bitte wählen Sie eine CSV- oder XLSX-Datei."))
    return textfiles.parse(textfiles.decode(content), headings.count)
