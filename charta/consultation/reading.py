"""A wording made ready to be read and spoken of: its marks, and what was said on one of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from flask_babel import gettext as _
from flask_babel import ngettext

from charta.consultation import queries
from charta.consultation.queries import ContributionPage, Spoken
from charta.core.i18n import chosen_language
from charta.drafting.models import Revision
from charta.text.highlighting import Control, Mark, marked, paragraphs
from charta.text.plain import Unsafe

BESIDE = "beiseite"
"""The name of the place beside the text in the page."""

SHORT = 60
"""Characters by which a link tells what it is about."""

KEPT = 128
"""Marked wordings in memory; the largest take about a megabyte."""

Address = Callable[..., str]
"""Composes the address of the page that shows the wording, from its parameters."""


@dataclass(frozen=True)
class Beside:
    """One passage, the comments on it, and the ways back and on."""

    words: str
    count: int
    comments: ContributionPage
    back: str
    more: str | None


@dataclass(frozen=True)
class Reading:
    """A wording as a page shows it: ``html`` has the marks unless they are ``hidden``, which the
    address ``toggle`` changes; ``say`` is where a selection is taken to."""

    html: str
    passages: int
    hidden: bool
    toggle: str
    say: str | None
    beside: Beside | None


def read(
    revision: Revision,
    asked: Mapping[str, str],
    address: Address,
    *,
    now: datetime,
    say: str | None = None,
    answered: bool = True,
) -> Reading:
    """Mark the passages of ``revision`` that comments are on.

    ``asked`` are the parameters of the page: ``stellen=aus`` leaves all marks out, ``stelle``
    (120-180) names the passage to show beside the text, ``ab`` the comment after which to go on.
    ``say`` is the address of the form for a passage, where one may speak. One query, two more
    for what stands beside; one more where its answers are left to :func:`answer_both`.
    """
    if asked.get("stellen") == "aus":
        return Reading(revision.html, 0, True, address(), None, None)
    spoken = queries.spoken_of(revision.document_id, revision.id, now=now)
    chosen = _chosen(asked.get("stelle", ""), spoken)
    there = address(stelle="0-0", _anchor=BESIDE)
    html = _marked(
        html=revision.html,
        plain=revision.plain,
        spoken=spoken,
        chosen=chosen,
        there=there,
        say=say,
        language=chosen_language(),
    )
    after = asked.get("ab", "")
    beside = _beside(revision, chosen, after, address, now, answered=answered) if chosen else None
    return Reading(html, len(spoken), False, address(stellen="aus"), say, beside)


def answer_both(
    reading: Reading, comments: ContributionPage, *, now: datetime
) -> tuple[Reading, ContributionPage]:
    """What stands beside a text and what stands below it, with their answers. One query."""
    if reading.beside is None:
        return reading, queries.with_answers(comments, now=now)[0]
    beside, below = queries.with_answers(reading.beside.comments, comments, now=now)
    return replace(reading, beside=replace(reading.beside, comments=beside)), below


def _chosen(text: str, spoken: tuple[Spoken, ...]) -> Spoken | None:
    """The passage that the address names, if anybody spoke of it."""
    found = re.fullmatch(r"([0-9]{1,6})-([0-9]{1,6})", text)
    span = (int(found[1]), int(found[2])) if found else None
    return next((one for one in spoken if one.span == span), None)


@lru_cache(maxsize=KEPT)
def _marked(
    *,
    html: str,
    plain: str,
    spoken: tuple[Spoken, ...],
    chosen: Spoken | None,
    there: str,
    say: str | None,
    language: str,  # noqa: ARG001 - tells what was made in one from what was made in another
) -> str:
    """The marks and links of a wording. It never changes, so this is made once for each state
    of the discussion, and for each language because links have names."""
    marks = [
        Mark(
            one.start,
            one.end,
            one.comments,
            there.replace("0-0", f"{one.start}-{one.end}"),
            _name(one.comments, plain[one.start : one.end]),
            one == chosen,
        )
        for one in spoken
    ]
    try:
        return marked(html, marks, _controls(html, plain, say) if say else [])
    except Unsafe:
        return html


def _controls(html: str, plain: str, say: str) -> list[Control]:
    return [
        Control(
            f"{say}{'&' if '?' in say else '?'}absatz={number}",
            _("Stelle kommentieren: %(words)s", words=shortened(plain[start:end])),
        )
        for number, (start, end) in enumerate(paragraphs(html), start=1)
    ]


def _name(count: int, words: str) -> str:
    return str(
        ngettext(
            "%(num)s Stellungnahme zu „%(words)s“",
            "%(num)s Stellungnahmen zu „%(words)s“",
            count,
            words=shortened(words),
        )
    )


def shortened(words: str, length: int = SHORT) -> str:
    """The beginning of some words on one line, cut at a blank."""
    line = " ".join(words.split())
    if len(line) <= length:
        return line
    return f"{line[:length].rpartition(' ')[0] or line[:length]} …"


def _beside(
    revision: Revision,
    chosen: Spoken,
    after: str,
    address: Address,
    now: datetime,
    *,
    answered: bool,
) -> Beside:
    page = queries.comments_at(
        revision.document_id,
        revision.id,
        chosen.span,
        now=now,
        after=int(after) if re.fullmatch(r"[0-9]{1,9}", after) else None,
        answered=answered,
    )
    name = f"{chosen.start}-{chosen.end}"
    return Beside(
        revision.plain[chosen.start : chosen.end],
        chosen.comments,
        page,
        address(_anchor=f"stelle-{name}"),
        address(stelle=name, ab=page.next, _anchor=BESIDE) if page.next else None,
    )
