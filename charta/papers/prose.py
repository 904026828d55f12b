"""A stored text as blocks: what ``charta.text`` made of Markdown, with its form kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from charta.papers.blocks import (
    Block,
    Column,
    Form,
    Item,
    Line,
    Mark,
    Paragraph,
    Row,
    Run,
    Table,
)

MARKS: dict[str, Mark] = {"strong": "strong", "em": "emphasis", "code": "code"}
HEADINGS = frozenset({"h3", "h4", "h5", "h6"})

CLOSING = frozenset({"p", "li", "pre", "blockquote", "td", "th", *HEADINGS})
OPENING = frozenset({"p", "ul", "ol", "li", "pre", "blockquote", "table", *HEADINGS})


def prose(html: str) -> list[Block]:
    """The blocks of the stored ``html``; its headings become paragraphs in bold, since a text may
    skip levels and a paper may not."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_line()
    return reader.blocks


def plain(blocks: list[Block]) -> str:
    """The words alone, a paragraph a block."""
    return "\n\n".join(
        "".join(run.text for run in block.line)
        for block in blocks
        if isinstance(block, Paragraph | Item)
    )


@dataclass
class _List:
    ordered: bool
    number: int
    begun: bool = False


@dataclass
class _Sheet:
    rows: list[list[Line]] = field(default_factory=list)


class _Reader(HTMLParser):
    """Reads our own HTML, which is always well formed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._runs: list[Run] = []
        self._marks: list[Mark] = []
        self._lists: list[_List] = []
        self._quotes = 0
        self._typed = False
        self._sheet: _Sheet | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in OPENING and self._sheet is None:
            self.end_line()
        if tag in HEADINGS or (tag in MARKS and not self._typed):
            self._marks.append(MARKS.get(tag, "strong"))
        elif tag == "br":
            self._runs.append(Run("\n"))
        elif tag in {"ul", "ol"}:
            start = dict(attrs).get("start") or "1"
            self._lists.append(_List(tag == "ol", int(start)))
        elif tag == "li":
            self._lists[-1].begun = False
        else:
            self._open(tag)

    def _open(self, tag: str) -> None:
        if tag == "blockquote":
            self._quotes += 1
        elif tag == "pre":
            self._typed = True
        elif tag == "table":
            self._sheet = _Sheet()
        elif tag == "tr" and self._sheet is not None:
            self._sheet.rows.append([])

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"} and self._sheet is not None:
            self._sheet.rows[-1].append(self._taken())
        elif tag in CLOSING and self._sheet is None:
            self.end_line()
        if (tag in MARKS and not self._typed) or tag in HEADINGS:
            self._marks.pop()
        elif tag in {"ul", "ol"}:
            self._lists.pop()
        elif tag == "li":
            self._lists[-1].number += 1
        elif tag == "blockquote":
            self._quotes -= 1
        elif tag == "pre":
            self._typed = False
        elif tag == "table":
            self._end_sheet()

    def handle_data(self, data: str) -> None:
        text = data if self._typed else " ".join(data.split("\n"))
        if text.strip() or (text and self._runs):
            self._runs.append(Run(text, self._marks[-1] if self._marks else ""))

    def end_line(self) -> None:
        """What was gathered becomes a paragraph, or a point of the list it stands in."""
        line = self._taken()
        if not line:
            return
        if self._lists:
            inner = self._lists[-1]
            number = inner.number if inner.ordered and not inner.begun else None
            self.blocks.append(Item(line, len(self._lists) - 1, number))
            inner.begun = True
            return
        form: Form = "code" if self._typed else "quote" if self._quotes else "plain"
        self.blocks.append(Paragraph(line, form))

    def _taken(self) -> Line:
        runs, self._runs = self._runs, []
        return tuple(runs) if any(run.text.strip() for run in runs) else ()

    def _end_sheet(self) -> None:
        sheet, self._sheet = self._sheet, None
        if sheet is None or not sheet.rows:
            return
        head, *rows = sheet.rows
        labels = ["".join(run.text for run in cell) for cell in head]
        self.blocks.append(Table(tuple(Column(label, 1) for label in labels)))
        self.blocks += [Row(tuple((cell,) for cell in row)) for row in rows]
