"""Blocks as WordprocessingML, one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

from charta.papers.blocks import (
    Block,
    Blocks,
    Cell,
    Column,
    Contents,
    Form,
    Heading,
    Item,
    Line,
    Mark,
    Paragraph,
    Row,
    Table,
    Turn,
    Way,
)
from charta.papers.cleaning import cleaned, within

STYLES: dict[Form, str] = {
    "plain": "Normal",
    "title": "Title",
    "lead": "Subtitle",
    "note": "ChartaHinweis",
    "quote": "Quote",
    "code": "ChartaCode",
}

RUNS: dict[Mark, str] = {
    "": "",
    "strong": "<w:rPr><w:b/></w:rPr>",
    "emphasis": "<w:rPr><w:i/></w:rPr>",
    "inserted": '<w:rPr><w:rStyle w:val="Chartaneu"/></w:rPr>',
    "deleted": '<w:rPr><w:rStyle w:val="Chartagestrichen"/></w:rPr>',
    "code": '<w:rPr><w:rStyle w:val="ChartaZeichen"/></w:rPr>',
}

WIDTHS: dict[Way, int] = {"portrait": 9638, "landscape": 14570}
"""Between the margins, in twentieths of a point."""

PAGES: dict[Way, str] = {
    "portrait": '<w:pgSz w:w="11906" w:h="16838"/>',
    "landscape": '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>',
}
MARGINS = (
    '<w:pgMar w:top="1247" w:right="1134" w:bottom="1134" w:left="1134" '
    'w:header="624" w:footer="567" w:gutter="0"/>'
)

EDGES = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="8A97A3"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)


class Entry(NamedTuple):
    """A heading for the table of contents."""

    level: int
    text: str
    bookmark: str


class Body:
    """Writes a stream of blocks and remembers what the table of contents needs.

    ``references`` are the frame's header and footer, as every section names them.
    """

    def __init__(self, references: str) -> None:
        self.references = references
        self.entries: list[Entry] = []
        self.contents: Contents | None = None
        self.way: Way = "portrait"
        self._table: Sequence[Column] | None = None
        self._begun = False

    def pieces(self, blocks: Blocks) -> Iterator[str]:
        """The body's XML in pieces. Where the table of contents belongs stands an empty piece,
        since its headings are still to come."""
        for block in blocks:
            if not isinstance(block, Row):
                yield from self._table_end()
            if isinstance(block, Contents):
                self.contents = block
                yield ""
            else:
                yield self._written(block)
                self._begun = True
        yield from self._table_end()
        yield self.section()

    def section(self) -> str:
        """The layout of the pages since the last turn."""
        return f"<w:sectPr>{self.references}{PAGES[self.way]}{MARGINS}</w:sectPr>"

    def _written(self, block: Block) -> str:
        match block:
            case Row():
                return self._row(block)
            case Table():
                return self._table_start(block.columns)
            case Heading():
                return self._heading(block)
            case Paragraph():
                return paragraph(block.line, STYLES[block.form])
            case Item():
                return _item(block)
            case Turn():
                return self._turn(block.way)
        raise TypeError(f"{type(block).__name__} is no block that is written here.")

    def _turn(self, way: Way) -> str:
        before, self.way = self.section(), way
        if not self._begun:
            return ""
        small = '<w:spacing w:after="0" w:line="20" w:lineRule="exact"/>'
        return f"<w:p><w:pPr>{small}{before}</w:pPr></w:p>"

    def _heading(self, block: Heading) -> str:
        text = cleaned(block.text)
        entry = Entry(block.level, text, f"_Toc{len(self.entries) + 1}")
        self.entries.append(entry)
        number = len(self.entries)
        return (
            f'<w:p><w:pPr><w:pStyle w:val="Heading{min(block.level, 4)}"/></w:pPr>'
            f'<w:bookmarkStart w:id="{number}" w:name="{entry.bookmark}"/>{words(text)}'
            f'<w:bookmarkEnd w:id="{number}"/></w:p>'
        )

    def _table_start(self, columns: Sequence[Column]) -> str:
        self._table = columns
        whole = WIDTHS[self.way]
        shares = sum(column.share for column in columns)
        grid = "".join(f'<w:gridCol w:w="{whole * column.share // shares}"/>' for column in columns)
        head = "".join(
            f'<w:tc><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="E4EDF3"/></w:tcPr>'
            f"{paragraph((), 'ChartaTabelle', words(column.label, 'strong'))}</w:tc>"
            for column in columns
        )
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="{whole}" w:type="dxa"/><w:tblBorders>{EDGES}'
            '</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="40" '
            'w:type="dxa"/><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/>'
            "</w:tblCellMar>"
            '<w:tblLook w:val="0020" w:firstRow="1"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>"
            f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"
        )

    def _row(self, row: Row) -> str:
        if self._table is None or len(row.cells) != len(self._table):
            raise ValueError("A row belongs into a table of as many columns as it has cells.")
        whole = "<w:trPr><w:cantSplit/></w:trPr>" if row.is_short else ""
        inner = "".join(f"<w:tc>{_cell(lines)}</w:tc>" for lines in row.cells)
        return f"<w:tr>{whole}{inner}</w:tr>"

    def _table_end(self) -> Iterator[str]:
        """A paragraph follows, so that two tables do not become one."""
        if self._table is not None:
            self._table = None
            yield f"</w:tbl>{paragraph((), 'ChartaHinweis')}"


def table_of_contents(contents: Contents, entries: Sequence[Entry]) -> str:
    """A field with the headings as links; Word adds the page numbers when it opens the file."""
    found = [entry for entry in entries if entry.level <= contents.depth]
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r><w:r><w:instrText '
        f'xml:space="preserve"> TOC \\o "1-{contents.depth}" \\h \\z \\u </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:br w:type="page"/></w:r></w:p>'
    links = [
        f'<w:p><w:pPr><w:pStyle w:val="toc{min(entry.level, 2)}"/></w:pPr>'
        f'{begin if number == 0 else ""}<w:hyperlink w:anchor="{entry.bookmark}" '
        f'w:history="1">{words(entry.text)}</w:hyperlink></w:p>'
        for number, entry in enumerate(found)
    ]
    label = paragraph((), "Subtitle", words(contents.label))
    return "".join((label, *links, end)) if links else label


def paragraph(line: Line, style: str, inner: str = "") -> str:
    runs = "".join(words(run.text, run.mark) for run in line)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}{inner}</w:p>'


def words(text: str, mark: Mark = "") -> str:
    """A run; newlines become line breaks."""
    parts = within(text).split("\n")
    inner = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(part, quote=False)}</w:t>' for part in parts
    )
    return f"<w:r>{RUNS[mark]}{inner}</w:r>" if text else ""


def _cell(lines: Cell) -> str:
    """Word wants a paragraph even in an empty cell."""
    return "".join(paragraph(one, "ChartaTabelle") for one in lines or ((),))


def _item(block: Item) -> str:
    if block.number is None:
        name = "ListBullet" if block.level == 0 else f"ListBullet{min(block.level + 1, 3)}"
        return paragraph(block.line, name)
    indent = 360 * (block.level + 1)
    runs = "".join(words(run.text, run.mark) for run in block.line)
    return (
        f'<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="{indent}"/></w:tabs>'
        f'<w:ind w:left="{indent}" w:hanging="360"/></w:pPr>'
        f"<w:r><w:t>{block.number}.</w:t><w:tab/></w:r>{runs}</w:p>"
    )
