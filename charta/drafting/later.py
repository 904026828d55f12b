"""What later stages have to say about a text of the draft; drafting does not know them.

A stage registers whom revisions are owed to (:func:`add_credits`) and pages of its own on a text
(:func:`add_page`); the pages of the draft show both.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import Flask, current_app, g, url_for
from flask_babel import LazyString

from charta.core.access import Predicate, current_actor
from charta.drafting.models import Document


@dataclass(frozen=True)
class Credit:
    """Somebody whose contribution became a revision, named when the page is made."""

    key: str
    name: str
    url: str
    said: str = ""
    """How the note of a revision begins that says so in its own, unchangeable words."""


@dataclass(frozen=True)
class Page:
    """A page on a text, at an endpoint that takes its ``key``."""

    label: LazyString | str
    endpoint: str
    allowed: Predicate


Credits = Callable[[Collection[int]], Iterable[tuple[int, Credit]]]
"""Gives pairs of a revision's id and a credit, in order, for some revisions; one query."""

Link = tuple[str, str]
"""Words and address."""


def add_credits(app: Flask, source: Credits) -> None:
    app.extensions.setdefault("charta.drafting.credits", []).append(source)


def add_page(app: Flask, page: Page) -> None:
    app.extensions.setdefault("charta.drafting.pages", []).append(page)


def credits_of(revision_ids: Collection[int]) -> Mapping[int, Sequence[Credit]]:
    """Whom revisions are owed to, by their ids. One query for each stage that knows some."""
    found: dict[int, list[Credit]] = {}
    asked: Sequence[Credits] = current_app.extensions.get("charta.drafting.credits", ())
    for source in asked:
        for revision_id, credit in source(revision_ids):
            found.setdefault(revision_id, []).append(credit)
    return found


def own_words(note: str, named: Iterable[Credit]) -> str:
    """What a note says besides whom its revision is owed to, which is named beside it. Of two
    that begin alike, as S-1 and S-12 do, only the one that was meant is left out."""
    for one in named:
        rest = note.removeprefix(one.said)
        if one.said and rest != note and not rest[:1].isalnum():
            return rest.lstrip(". ")
    return note


def pages_of(document: Document) -> Sequence[Link]:
    """The pages of later stages on a text that the current actor may open."""
    pages: Sequence[Page] = current_app.extensions.get("charta.drafting.pages", ())
    actor, charter = current_actor(), g.charter
    return [
        (str(page.label), url_for(page.endpoint, key=document.key))
        for page in pages
        if page.allowed(actor, charter)
    ]
