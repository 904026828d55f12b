"""A template: where its placeholders stand, whether all are known, and which parts repeat."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, TypeAlias

from flask_babel import gettext as _
from lxml import etree

from charta.papers.letters.opening import BODY, Parts, opened, parse, refused
from charta.papers.letters.words import BEGIN, END, KNOWN, OF_CONTRIBUTION

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_EDGES = re.compile(r"word/(?:header|footer)\d*\.xml")
_DROPPED = ("bookmarkStart", "bookmarkEnd", "proofErr", "commentRangeStart", "commentRangeEnd")

Element: TypeAlias = Any
"""An element of lxml, which has no types."""


@dataclass(frozen=True)
class Template:
    """A template that can be filled: ``parts`` with each placeholder in one piece, the elements
    of its body, and what of them is repeated (None: a letter for each contribution)."""

    parts: Parts
    body: tuple[Element, ...]
    repeated: slice | None
    edges_vary: bool
    """Whether header or footer name the person, so that each letter needs a file of its own."""

    @property
    def names(self) -> set[str]:
        return {name for element in self.body for name in placeholders(element)}

    @property
    def per_contribution(self) -> bool:
        return self.repeated is None and bool(self.names & OF_CONTRIBUTION.keys())


def read(content: bytes) -> Template:
    """The template in the file. Raises Invalid, for an unknown placeholder with its name."""
    parts = opened(content)
    edges_vary = False
    for name in [name for name in parts if _EDGES.fullmatch(name)]:
        tree = parse(parts[name])
        _gathered(tree)
        used = set(placeholders(tree))
        _check(used, everywhere=False)
        edges_vary |= bool(used & {"name", "anschrift", "anzahl"})
        parts[name] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    tree = parse(parts[BODY])
    body = tree.find(f"{W}body")
    if body is None:
        raise refused(_("Die Vorlage hat keinen Inhalt."))
    for dropped in list(tree.iter(*(f"{W}{name}" for name in _DROPPED))):
        dropped.getparent().remove(dropped)
    _gathered(tree)
    elements = [one for one in body if one.tag != f"{W}sectPr"]
    _check({name for one in elements for name in placeholders(one)}, everywhere=True)
    kept, repeated = _repeated(elements)
    return Template(parts, tuple(kept), repeated, edges_vary)


def placeholders(tree: Element) -> Iterator[str]:
    """The names that stand between double braces."""
    for text in tree.iter(f"{W}t"):
        yield from _PLACEHOLDER.findall(text.text or "")


def filled(element: Element, values: Mapping[str, str]) -> Element:
    """A copy with the placeholders' values; their newlines become line breaks."""
    made = deepcopy(element)
    for text in list(made.iter(f"{W}t")):
        words = text.text or ""
        if "{{" in words:
            _put(text, _PLACEHOLDER.sub(lambda found: values.get(found[1], ""), words))
    return made


def _gathered(tree: Element) -> None:
    """Raises Invalid for braces that do not close."""
    gather(tree)
    for text in tree.iter(f"{W}t"):
        words = text.text or ""
        rest = _PLACEHOLDER.sub("", words)
        if "{{" in rest or "}}" in rest:
            raise refused(
                _("Hier ist ein Platzhalter nicht vollständig: %(words)s", words=words[:100])
            )


def gather(tree: Element) -> None:
    """Bring each placeholder into one piece: Word cuts words wherever somebody once paused."""
    for paragraph in tree.iter(f"{W}p"):
        texts = [one for one in paragraph.iter(f"{W}t") if _paragraph_of(one) is paragraph]
        whole = "".join(one.text or "" for one in texts)
        if "{{" not in whole:
            continue
        for found in reversed(list(_PLACEHOLDER.finditer(whole))):
            _gather(texts, found)


def _gather(texts: list[Element], found: re.Match[str]) -> None:
    """The piece in which the placeholder begins takes all of it."""
    at, first = 0, True
    for text in texts:
        words = text.text or ""
        start, end = max(found.start() - at, 0), min(found.end() - at, len(words))
        at += len(words)
        if start < end:
            text.text = words[:start] + (found.group() if first else "") + words[end:]
            text.set(_SPACE, "preserve")
            first = False


def _paragraph_of(text: Element) -> Element | None:
    return next(text.iterancestors(f"{W}p"), None)


def _put(text: Element, words: str) -> None:
    first, *others = words.split("\n")
    text.text = first
    text.set(_SPACE, "preserve")
    last = text
    for part in others:
        line = etree.Element(f"{W}br")
        last.addnext(line)
        more = etree.Element(f"{W}t")
        more.text = part
        more.set(_SPACE, "preserve")
        line.addnext(more)
        last = more


def _check(names: Iterable[str], *, everywhere: bool) -> None:
    known = set(KNOWN) | {BEGIN, END} if everywhere else set(KNOWN) - set(OF_CONTRIBUTION)
    unknown = sorted(set(names) - known)
    if unknown:
        raise refused(
            _(
                "Diese Platzhalter gibt es hier nicht: %(unknown)s. Es gibt: %(known)s.",
                unknown=", ".join(f"{{{{{name}}}}}" for name in unknown)[:500],
                known=", ".join(f"{{{{{name}}}}}" for name in KNOWN if name in known),
            )
        )


def _repeated(elements: list[Element]) -> tuple[list[Element], slice | None]:
    """The elements without the two marks, and which of them are repeated."""
    marks = [
        (place, name)
        for place, one in enumerate(elements)
        for name in placeholders(one)
        if name in {BEGIN, END}
    ]
    if not marks:
        return elements, None
    if [name for _place, name in marks] != [BEGIN, END] or marks[0][0] == marks[1][0]:
        raise refused(
            _(
                "{{#beitraege}} und {{/beitraege}} müssen je einmal vorkommen, jedes in einem "
                "eigenen Absatz."
            )
        )
    (start, _begin), (end, _end) = marks
    outside = [*elements[:start], *elements[end + 1 :]]
    stray = {name for one in outside for name in placeholders(one)} & OF_CONTRIBUTION.keys()
    if stray:
        raise refused(
            _(
                "%(name)s steht außerhalb von {{#beitraege}} und {{/beitraege}}.",
                name=f"{{{{{min(stray)}}}}}",
            )
        )
    kept = [*elements[:start], *elements[start + 1 : end], *elements[end + 1 :]]
    return kept, slice(start, end - 1)
