"""Python-Markdown's block parser with Charta's own processors.

Left out on purpose: raw HTML and images (shown as text), reference definitions (they would make
what somebody typed disappear), indented code (nobody means it who indents a paragraph).
"""

# ruff: noqa: ARG002 - Python-Markdown calls test(parent, block) whether we need both or not

from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.extensions.sane_lists import SaneListExtension

from charta.text import tables
from charta.text.layout import Layout, code_number
from charta.text.lines import UNDERLINE, heading, is_rule
from charta.text.splitting import pieces

TOP_LEVEL = 3
"""The highest heading in a text: h1 and h2 belong to the page around it."""

LOWEST_LEVEL = 6


def tree(layout: Layout, *, rich: bool) -> Element:
    """The block structure of a text; the inside of paragraphs is still source.

    `rich` texts have headings and tables, others show them as text.
    """
    parser = _parser(layout, rich=rich)
    root = Element("div")
    parser.parseChunk(root, "\n".join(layout.lines))
    _demote(root)
    _finish_code(root)
    return root


def _parser(layout: Layout, *, rich: bool) -> BlockParser:
    parser = Markdown(extensions=[SaneListExtension()]).parser
    processors = parser.blockprocessors
    for name in ("code", "hashheader", "setextheader", "hr", "reference"):
        processors.deregister(name)
    processors.register(_Split(parser, rich=rich), "split", 95)
    processors.register(_Code(parser, layout.codes), "code", 85)
    processors.register(_Rule(parser), "rule", 60)
    if rich:
        processors.register(_Heading(parser), "heading", 70)
        processors.register(_Table(parser), "table", 55)
    return parser


class _Split(BlockProcessor):
    def __init__(self, parser: BlockParser, *, rich: bool) -> None:
        super().__init__(parser)
        self.rich = rich
        self.done: set[str] = set()

    def test(self, parent: Element, block: str) -> bool:
        return "\n" in block and block not in self.done

    def run(self, parent: Element, blocks: list[str]) -> bool:
        parts = pieces(blocks[0], rich=self.rich)
        self.done.update(parts)
        blocks[0:1] = parts
        return len(parts) > 1


class _Code(BlockProcessor):
    def __init__(self, parser: BlockParser, codes: list[str]) -> None:
        super().__init__(parser)
        self.codes = codes

    def test(self, parent: Element, block: str) -> bool:
        return code_number(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        SubElement(parent, "pre").text = self.codes[code_number(blocks.pop(0)) or 0]


class _Heading(BlockProcessor):
    def test(self, parent: Element, block: str) -> bool:
        first, _, underline = block.partition("\n")
        return bool(UNDERLINE.fullmatch(underline) if underline else heading(first))

    def run(self, parent: Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        level, text = heading(block) or (2, block.partition("\n")[0])
        if block.endswith("="):
            level = 1
        SubElement(parent, f"h{level}").text = text


class _Rule(BlockProcessor):
    def test(self, parent: Element, block: str) -> bool:
        return is_rule(block)

    def run(self, parent: Element, blocks: list[str]) -> None:
        blocks.pop(0)
        SubElement(parent, "hr")


class _Table(BlockProcessor):
    def __init__(self, parser: BlockParser) -> None:
        super().__init__(parser)
        self.cells = 0

    def test(self, parent: Element, block: str) -> bool:
        return tables.is_table(block)

    def run(self, parent: Element, blocks: list[str]) -> None:
        self.cells += tables.add(parent, blocks.pop(0), self.cells)


def _finish_code(root: Any) -> None:
    """Put the code element into each ``pre``: earlier, Python-Markdown would add blank lines."""
    for pre in list(root.iter("pre")):
        text, pre.text = pre.text, None
        SubElement(pre, "code").text = f"{text}\n"


def _demote(root: Any) -> None:
    """Renumber headings so that the text begins at TOP_LEVEL and never skips a level.

    What counts is which heading is above which, not how many signs were typed.
    """
    above: list[int] = []
    for element in root.iter():
        if element.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            typed = int(element.tag[1])
            while above and above[-1] >= typed:
                above.pop()
            above.append(typed)
            element.tag = f"h{min(TOP_LEVEL - 1 + len(above), LOWEST_LEVEL)}"
