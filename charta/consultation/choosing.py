"""Which words somebody means, from what they chose or typed: values in, value out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _

from charta.text import quoting
from charta.text.sentences import sentences
from charta.text.spans import Span

LONGEST_QUOTE = 1_000

AROUND = 30
"""Characters shown before and after words that one may choose."""


@dataclass(frozen=True)
class Offer:
    """Words that may be meant, with what stands around them."""

    span: Span
    before: str
    words: str
    after: str


@dataclass(frozen=True)
class Choice:
    """What has been found: the passage, or several places to choose from, or a problem at a
    field, with places that may have been meant. Nothing at all: nobody has chosen yet."""

    passage: Span | None = None
    places: tuple[Span, ...] = ()
    near: tuple[Span, ...] = ()
    problem: str = ""
    quote: str = ""
    paragraph: int | None = None
    """The number of the paragraph to choose sentences from, from 1."""

    sentences: tuple[Span, ...] = field(default=())


def offer(plain: str, span: Span) -> Offer:
    """The words of a place to choose from, with whole words of the same line around them."""
    start, end = span
    before = plain[:start].rpartition("\n")[2]
    after = plain[end:].partition("\n")[0]
    if len(before) > AROUND:
        before = f"… {before[-AROUND:].partition(' ')[2]}"
    if len(after) > AROUND:
        after = f"{after[:AROUND].rpartition(' ')[0]} …"
    return Offer(span, before, plain[start:end], after)


def chosen(
    plain: str,
    paragraphs: Sequence[Span],
    asked: Mapping[str, str],
    ticked: Sequence[str] = (),
) -> Choice:
    """The words that a request asks for.

    ``zitat`` are words to be found; ``von`` and ``bis`` characters of ``plain``; ``absatz`` the
    number of a paragraph, of which ``ticked`` are the numbers of sentences: those from the first
    to the last of them, or with ``weiter`` and none ticked the whole paragraph.
    """
    quote = asked.get("zitat", "").strip()
    paragraph = _paragraph(paragraphs, asked.get("absatz", ""))
    if quote:
        return _quoted(plain, quote, paragraphs, paragraph)
    if "von" in asked or "bis" in asked:
        span = (_number(asked.get("von", "")), _number(asked.get("bis", "")))
        passage = quoting.to_words(plain, span)
        return Choice(passage) if passage else Choice(problem=_no_such_place())
    if paragraph is None:
        return Choice(problem=_no_such_place() if asked.get("absatz") else "")
    return _within(plain, paragraphs, paragraph, asked, ticked)


def _within(
    plain: str,
    paragraphs: Sequence[Span],
    paragraph: int,
    asked: Mapping[str, str],
    ticked: Sequence[str],
) -> Choice:
    """Sentences of a paragraph; one that has a single sentence is chosen as it is."""
    whole = paragraphs[paragraph - 1]
    found = sentences(plain, *whole)
    wanted = sorted(number for number in map(_number, ticked) if 1 <= number <= len(found))
    if wanted:
        return Choice((found[wanted[0] - 1][0], found[wanted[-1] - 1][1]))
    if ticked:
        return Choice(problem=_no_such_place(), paragraph=paragraph, sentences=found)
    if "action" in asked or len(found) < 2:
        return Choice(quoting.to_words(plain, whole))
    return Choice(paragraph=paragraph, sentences=found)


def _quoted(plain: str, quote: str, paragraphs: Sequence[Span], paragraph: int | None) -> Choice:
    """Quoted words: within the paragraph at hand first, then anywhere."""
    within = sentences(plain, *paragraphs[paragraph - 1]) if paragraph else ()
    if len(quote) > LONGEST_QUOTE:
        message = _("Bitte kürzen Sie auf höchstens %(limit)s Zeichen.", limit=LONGEST_QUOTE)
        return Choice(problem=message, quote=quote, paragraph=paragraph, sentences=within)
    places = quoting.places(plain, quote)
    if paragraph:
        start, end = paragraphs[paragraph - 1]
        places = tuple(one for one in places if start <= one[0] and one[1] <= end) or places
    words = tuple(filter(None, (quoting.to_words(plain, one) for one in places)))
    if len(words) == 1:
        return Choice(words[0])
    if words:
        return Choice(places=words, quote=quote, paragraph=paragraph, sentences=within)
    return Choice(
        near=quoting.near(plain, quote),
        problem=_("Diese Worte stehen nicht im Text. Bitte prüfen Sie die Schreibweise."),
        quote=quote,
        paragraph=paragraph,
        sentences=within,
    )


def _paragraph(paragraphs: Sequence[Span], text: str) -> int | None:
    number = _number(text)
    return number if 1 <= number <= len(paragraphs) else None


def _number(text: str) -> int:
    """The number in an address; anything else is no place of any text."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _no_such_place() -> str:
    return str(_("Diese Stelle gibt es im Text nicht. Bitte wählen Sie sie neu."))
