"""Letters from a template: a file for each, or one file with all of them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from copy import deepcopy
from pathlib import Path

from flask_babel import gettext as _
from lxml import etree

from charta.papers.letters.opening import BODY, Parts, parse, refused
from charta.papers.letters.template import Element, Template, W, filled
from charta.papers.letters.words import Recipient, constant, of_contribution, of_letter
from charta.papers.rows import Head

_EDGES = re.compile(r"word/(?:header|footer)\d*\.xml")
_MARK = b"<!--charta-->"
_NAME = re.compile(r"[^\w-]+")
LONGEST_NAME = 40
_BEFORE_NUMBERS = frozenset(
    f"{W}{name}"
    for name in (
        *("headerReference", "footerReference", "footnotePr", "endnotePr"),
        *("pgSz", "pgMar", "paperSrc", "pgBorders", "lnNumType"),
    )
)
"""What stands in the layout of a section before its page numbers."""


def write_files(head: Head, template: Template, people: Iterable[Recipient], path: Path) -> int:
    """A ZIP with one DOCX for each letter; returns how many there are."""
    count = 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for count, recipient in enumerate(_letters(template, people), 1):
            inner = b"".join(_content(head, template, recipient))
            parts = {**_edges(template.parts, of_letter(head, recipient))}
            before, after = _around(parts[BODY])
            parts[BODY] = before + inner + after
            target.writestr(f"{count:05d}-{_file_name(recipient)}.docx", _packed(parts))
    return count


def write_one(head: Head, template: Template, people: Iterable[Recipient], path: Path) -> int:
    """One DOCX with all letters, each from a new page on with the letterhead of a first page, as
    Word makes serial letters; returns how many there are. Raises Invalid when header or footer
    name the person: they are the same for all letters of a file."""
    if template.edges_vary:
        raise refused(
            _(
                "Kopf- oder Fußzeile der Vorlage nennen die Person. Bitte wählen Sie dafür "
                "einzelne Dateien."
            )
        )
    parts = _edges(template.parts, constant(head))
    document, next_letter = _in_sections(parts[BODY])
    before, after = _around(document)
    count = 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, part in parts.items():
            if name != BODY:
                target.writestr(name, part)
        with target.open(BODY, "w", force_zip64=True) as body:
            body.write(before)
            for count, recipient in enumerate(_letters(template, people), 1):
                if count > 1:
                    body.write(next_letter)
                for piece in _content(head, template, recipient):
                    body.write(piece)
            body.write(after)
    return count


def _letters(template: Template, people: Iterable[Recipient]) -> Iterator[Recipient]:
    """One for each person, or for each contribution where the template speaks of a single one."""
    for recipient in people:
        if template.per_contribution:
            for row in recipient.rows:
                yield Recipient(recipient.name, recipient.address, (row,))
        else:
            yield recipient


def _content(head: Head, template: Template, recipient: Recipient) -> Iterator[bytes]:
    values = of_letter(head, recipient)
    if template.repeated is None:
        row = of_contribution(recipient.rows[0]) if template.per_contribution else {}
        yield from _written(template.body, {**values, **row})
        return
    yield from _written(template.body[: template.repeated.start], values)
    for one in recipient.rows:
        yield from _written(template.body[template.repeated], {**values, **of_contribution(one)})
    yield from _written(template.body[template.repeated.stop :], values)


def _written(elements: Iterable[Element], values: dict[str, str]) -> Iterator[bytes]:
    for element in elements:
        yield etree.tostring(filled(element, values), encoding="UTF-8")


def _edges(parts: Parts, values: dict[str, str]) -> Parts:
    """All parts, headers and footers with their values."""
    return {
        name: etree.tostring(
            filled(parse(part), values), xml_declaration=True, encoding="UTF-8", standalone=True
        )
        if _EDGES.fullmatch(name)
        else part
        for name, part in parts.items()
    }


def _around(document: bytes) -> tuple[bytes, bytes]:
    """The document before and after its content; the layout of the page stays behind it."""
    tree = parse(document)
    body = tree.find(f"{W}body")
    if body is None:
        raise ValueError("A template that was read has a body.")
    for element in list(body):
        if element.tag != f"{W}sectPr":
            body.remove(element)
    body.insert(0, etree.Comment("charta"))
    whole: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    before, _mark, after = whole.partition(_MARK)
    return before, after


def _in_sections(document: bytes) -> tuple[bytes, bytes]:
    """The document whose layout is that of each letter, and what ends a letter: as a section of
    its own, so that the next begins with the header of a first page and is counted from 1. The
    paragraph that Word wants for it takes no room."""
    tree = parse(document)
    body = tree.find(f"{W}body")
    section = body.find(f"{W}sectPr")
    if section is None:
        section = etree.SubElement(body, f"{W}sectPr")
    for kind in section.findall(f"{W}type"):  # without it, on a new page
        section.remove(kind)
    numbers = section.find(f"{W}pgNumType")
    if numbers is None:
        numbers = etree.Element(f"{W}pgNumType")
        section.insert(sum(one.tag in _BEFORE_NUMBERS for one in section), numbers)
    numbers.set(f"{W}start", "1")
    end = etree.Element(f"{W}p", nsmap={"w": W.strip("{}")})
    layout = etree.SubElement(end, f"{W}pPr")
    small = {"before": "0", "after": "0", "line": "20", "lineRule": "exact"}
    spaced = {f"{W}{name}": value for name, value in small.items()}
    etree.SubElement(layout, f"{W}spacing", spaced)
    layout.append(deepcopy(section))
    return etree.tostring(tree), etree.tostring(end)


def _packed(parts: Parts) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def _file_name(recipient: Recipient) -> str:
    keys = recipient.rows[0].key if len(recipient.rows) == 1 else ""
    name = _NAME.sub("-", f"{recipient.name} {keys}").strip("-")
    return name[:LONGEST_NAME].strip("-") or "Brief"
