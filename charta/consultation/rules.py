"""When a round may be spoken in, what its dates must hold, what an answer may say."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from flask_babel import gettext as _

from charta.core.clock import BERLIN
from charta.core.errors import Invalid
from charta.text.spans import Span

TITLE_LENGTH = 200
INTRODUCTION_LENGTH = 10_000
REASON_LENGTH = 1_000
COMMENT_LENGTH = 5_000
ANSWER_LENGTH = 5_000
DIFFERENCE_LENGTH = 1_000
"""What an author may say of how their comment is different."""
SUBMISSION_LENGTH = 64
ADOPTION_NOTE = 450
"""What an editor may add to the note of a revision that a suggestion became."""
MOST_AT_ONCE = 100
"""How many comments may be ticked in one go."""
MOST_COVERED = 5_000
"""How many comments one answer may cover: a group of form letters is long."""


class State(StrEnum):
    """Where a round stands, computed from its dates and the clock."""

    BEFORE = "before"
    OPEN = "open"
    CLOSED = "closed"


class Disposition(StrEnum):
    """What becomes of a comment."""

    ADOPTED = "adopted"
    PARTLY_ADOPTED = "partly_adopted"
    NOT_ADOPTED = "not_adopted"
    NOTED = "noted"


class Verdict(StrEnum):
    """What became of a comment's words in a later release; as ``charta.text.anchors`` says it."""

    UNCHANGED = "unchanged"
    MOVED = "moved"
    REWORDED = "reworded"
    REMOVED = "removed"
    UNCERTAIN = "uncertain"


PLACED = frozenset({Verdict.UNCHANGED, Verdict.MOVED, Verdict.REWORDED})
"""Verdicts that say where a comment stands."""

LEADING = frozenset({Disposition.ADOPTED, Disposition.PARTLY_ADOPTED})
"""Dispositions that may have led to another wording."""


def state(opens_at: datetime, closes_at: datetime, now: datetime) -> State:
    """Open from ``opens_at`` on and until just before ``closes_at``, to the microsecond."""
    if now < opens_at:
        return State.BEFORE
    return State.OPEN if now < closes_at else State.CLOSED


@dataclass(frozen=True)
class Dates:
    """The dates of a round: readable from, open from and until, answers promised by."""

    readable_from: datetime
    opens_at: datetime
    closes_at: datetime
    answer_by: date | None


def announced(
    now: datetime,
    opens_at: datetime,
    closes_at: datetime,
    answer_by: date | None,
    readable_from: datetime | None,
) -> Dates:
    """The dates of a round that is announced now; raises Invalid at the field to mend.

    Forms speak in minutes, so a date in the running minute means now.
    """
    opens_at = _not_before(now, opens_at, "opens_at")
    readable_from = _not_before(now, readable_from or now, "readable_from")
    if readable_from > opens_at:
        raise Invalid(
            _("Der Entwurf muss spätestens lesbar sein, wenn die Beteiligung öffnet."),
            "readable_from",
        )
    check_period(opens_at, closes_at, answer_by)
    return Dates(readable_from, opens_at, closes_at, answer_by)


def rescheduled(
    now: datetime,
    old: Dates,
    opens_at: datetime | None,
    closes_at: datetime,
    answer_by: date | None,
) -> Dates:
    """The new dates of a round that has not closed; raises Invalid at the field to mend.

    The beginning may move until the round has opened (None leaves it), the end until it has
    come, and never into the past.
    """
    stands = state(old.opens_at, old.closes_at, now)
    if stands is State.CLOSED:
        raise Invalid(_("Diese Beteiligung ist beendet. Ihre Termine stehen fest."))
    begins = old.opens_at
    if opens_at is not None and opens_at != old.opens_at:
        if stands is not State.BEFORE:
            raise Invalid(_("Der Beginn steht fest, seit die Beteiligung läuft."), "opens_at")
        begins = _not_before(now, opens_at, "opens_at")
    if begins < old.readable_from:
        raise Invalid(_("Vor diesem Zeitpunkt ist der Entwurf noch nicht lesbar."), "opens_at")
    if closes_at < now:
        raise Invalid(_("Das Ende darf nicht in der Vergangenheit liegen."), "closes_at")
    check_period(begins, closes_at, answer_by)
    return Dates(old.readable_from, begins, closes_at, answer_by)


def check_period(opens_at: datetime, closes_at: datetime, answer_by: date | None) -> None:
    """Raise Invalid when the round would end before it begins or be answered before it ends."""
    if closes_at <= opens_at:
        raise Invalid(_("Das Ende muss nach dem Beginn liegen."), "closes_at")
    if answer_by is not None and answer_by < closes_at.astimezone(BERLIN).date():
        raise Invalid(
            _("Antworten können frühestens zum Ende der Beteiligung versprochen werden."),
            "answer_by",
        )


def _not_before(now: datetime, moment: datetime, field: str) -> datetime:
    if moment < now.replace(second=0, microsecond=0):
        raise Invalid(_("Dieser Zeitpunkt ist schon vorbei."), field)
    return max(now, moment)


def check_leads(
    disposition: Disposition,
    revision: tuple[int, int] | None,
    commented: Collection[tuple[int, int]],
) -> None:
    """Raise Invalid when an answer with ``disposition`` cannot have led to ``revision``.

    ``revision`` and each of ``commented`` are a document's id and the number of its revision.
    """
    if revision is None:
        return
    document, number = revision
    if disposition not in LEADING:
        raise Invalid(
            _("Nur was ganz oder teilweise übernommen wird, führt zu einer neuen Version."),
            "revision",
        )
    if any(document != other or number <= older for other, older in commented):
        raise Invalid(
            _("Bitte wählen Sie eine Version, die neuer ist als die kommentierte."), "revision"
        )


def check_passage(plain: str, passage: Span, field: str = "passage") -> None:
    """Raise Invalid at ``field`` when ``passage`` is no words of ``plain``."""
    start, end = passage
    if not (0 <= start < end <= len(plain)) or not plain[start:end].strip():
        raise Invalid(_("Diese Stelle gibt es im Text nicht. Bitte wählen Sie sie neu."), field)


def check_other_words(wording: str, exact: str) -> None:
    """Raise Invalid when ``wording`` is not another wording for the passage ``exact``."""
    if len(wording) > COMMENT_LENGTH:
        message = _("Bitte kürzen Sie auf höchstens %(limit)s Zeichen.", limit=COMMENT_LENGTH)
        raise Invalid(message, "wording")
    if same_words(wording, exact):
        raise Invalid(_("Ihr Vorschlag hat noch denselben Wortlaut wie der Entwurf."), "wording")


def check_other_text(wording: str, source: str) -> None:
    """Raise Invalid when ``wording`` is not another wording for the whole text ``source``."""
    if not wording.strip():
        raise Invalid(_("Bitte schreiben Sie, wie der Text lauten soll."), "wording")
    if same_words(wording, source):
        raise Invalid(_("Ihr Vorschlag hat noch denselben Wortlaut wie der Entwurf."), "wording")


def joined(source: str, stretches: Collection[Span]) -> list[Span]:
    """Stretches of ``source`` in order, those one with only blanks between them made one; raises
    Invalid at ``stretches`` when they are none, or no words of it."""
    if not stretches:
        raise Invalid(_("Bitte wählen Sie mindestens einen Satz."), "stretches")
    found: list[Span] = []
    for start, end in sorted(stretches):
        if not 0 <= start < end <= len(source) or not source[start:end].strip():
            raise Invalid(_("Diesen Satz gibt es in der Stellungnahme nicht."), "stretches")
        if found and not source[found[-1][1] : start].strip():
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def credit(key: str, words: str) -> str:
    """The note of a revision that a suggestion became, with an editor's words if there are any.
    It names the comment and never the person: a revision is for ever, an account is not. A
    constant in the language of the charter, which notes are part of."""
    return f"Anregung von {key}. {words}" if words else f"Anregung von {key}"


def same_words(one: str, other: str) -> bool:
    """Whether two texts are the same but for blanks and line ends."""
    return one.split() == other.split()


class Text(Protocol):
    """A wording: a revision, or what has been read of one."""

    @property
    def title(self) -> str: ...

    @property
    def plain(self) -> str: ...


def same_text(one: Text, other: Text) -> bool:
    """Whether title and text of two wordings are the same words."""
    return one.title == other.title and same_words(one.plain, other.plain)


def check_verdict(verdict: Verdict, *, same: bool) -> None:
    """Raise Invalid when ``verdict`` contradicts the words at the place somebody has chosen:
    ``same`` whether they are those the comment was made on."""
    if same and verdict is Verdict.REWORDED:
        raise Invalid(_("Dort stehen dieselben Worte; geändert wurden sie nicht."), "verdict")
    if not same and verdict in {Verdict.UNCHANGED, Verdict.MOVED}:
        raise Invalid(_("Dort stehen andere Worte als die kommentierten."), "verdict")


def follows(*, wholly: bool) -> Disposition:
    """What an answer says of a suggestion that was taken over."""
    return Disposition.ADOPTED if wholly else Disposition.PARTLY_ADOPTED


def draft_reason(*, wholly: bool) -> str:
    """Words to begin the answer with, in the language of the charter; nothing is stored."""
    if wholly:
        return (
            "Danke für Ihren Vorschlag. Wir haben ihn so übernommen, wie Sie ihn gemacht haben; "
            "er steht in der neuen Version des Textes."
        )
    return (
        "Danke für Ihren Vorschlag. Wir haben ihn aufgegriffen und den Wortlaut dabei noch "
        "angepasst; das Ergebnis steht in der neuen Version des Textes."
    )
