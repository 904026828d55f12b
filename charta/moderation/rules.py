"""What a report, a decision and an objection may be: values in, values out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from flask_babel import gettext as _

from charta.core.clock import BERLIN
from charta.core.errors import Invalid
from charta.text.spans import Span

REASON_LENGTH = 5_000
NAME_LENGTH = 120
PROVISION_LENGTH = 200
PUBLIC_LENGTH = 300
SUBMISSION_LENGTH = 64

OBJECTION_LASTS = timedelta(days=185)
"""Half a year to object (DSA Art. 20: at least six months), at its longest, with the day on which
it ends; what was taken out of sight is kept exactly as long."""
LONGEST_BLOCK = timedelta(days=366)

MOST_BY_ONE = 10
"""Reports from one address or account within a day."""
MOST_UNPROVEN = 200
"""Reports without an account within a day, for a whole charter, before none is taken any more
that comes without a proof of work."""
MOST_BY_STRANGERS = 2_000
"""Before none is taken at all; each of these has cost somebody work."""

GAP = "[…]"
"""What stands where personal data were."""
TYPED_GAP = "[...]"
"""The same as a keyboard has it."""


class Ground(StrEnum):
    """What is wrong with a contribution, as who reports it sees it."""

    LAW = "law"
    RULES = "rules"
    PRIVACY = "privacy"
    SPAM = "spam"
    OTHER = "other"


ANONYMOUS = frozenset({Ground.PRIVACY})
"""Grounds for which nobody has to say who they are: who is exposed must not expose themselves."""


class Kind(StrEnum):
    """What a decision does."""

    KEPT = "kept"
    HIDDEN = "hidden"
    REDACTED = "redacted"
    RESTORED = "restored"
    WARNED = "warned"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"


class Basis(StrEnum):
    """What a decision rests on."""

    LAW = "law"
    RULES = "rules"


CHOICES = (Kind.KEPT, Kind.HIDDEN, Kind.REDACTED, Kind.WARNED, Kind.BLOCKED)
"""What a moderator may decide about a report."""
DECISIONS = (*CHOICES, Kind.RESTORED)
"""What a moderator may decide: a mistake is undone as well. Where somebody has objected, undoing it
follows from the hearing, as the end of a block always does."""
OF_THE_TEXT = frozenset({Kind.HIDDEN, Kind.REDACTED})
OF_THE_AUTHOR = frozenset({Kind.WARNED, Kind.BLOCKED})


@dataclass(frozen=True)
class Decision:
    """What a moderator has filled in. ``text`` and ``wording`` are what is left of a redacted
    contribution and of the other words in it; ``public`` stands where words are hidden."""

    kinds: tuple[Kind, ...]
    basis: Basis = Basis.RULES
    provision: str = ""
    facts: str = ""
    public: str = ""
    until: datetime | None = None
    text: str = ""
    wording: str | None = None


def missing(ground: str, name: str, email: str | None, *, good_faith: bool) -> Iterator[Invalid]:
    """What a report lacks about who sends it, each at its field."""
    if ground in set(Ground) - ANONYMOUS:
        if not name.strip():
            yield Invalid(_("Bitte geben Sie Ihren Namen an. Niemand sonst erfährt ihn."), "name")
        if not email:
            yield Invalid(
                _("Bitte geben Sie Ihre E-Mail-Adresse an. Niemand sonst erfährt sie."), "email"
            )
    if not good_faith:
        yield Invalid(
            _("Bitte bestätigen Sie, dass Ihre Angaben nach bestem Wissen stimmen."), "good_faith"
        )


def until_day(day: date | None) -> datetime | None:
    """The end of a day in Stralsund."""
    if day is None:
        return None
    return datetime.combine(day + timedelta(days=1), time(), BERLIN).astimezone(UTC)


def last_day(until: datetime) -> date:
    """The day of which :func:`until_day` gives the end."""
    return (until - timedelta(microseconds=1)).astimezone(BERLIN).date()


def checked(decision: Decision, now: datetime, *, has_author: bool, hidden: bool) -> Decision:
    """The decision with its words tidied; raises Invalid at the field to mend. ``hidden`` says
    that the words are out of sight already."""
    kinds = set(decision.kinds)
    if not kinds:
        raise Invalid(_("Bitte wählen Sie, was geschehen soll."), "kinds")
    if Kind.KEPT in kinds and len(kinds) > 1:
        raise Invalid(_("„Nichts ändern“ passt zu keiner anderen Entscheidung."), "kinds")
    if Kind.RESTORED in kinds and len(kinds) > 1:
        raise Invalid(_("„Wieder einblenden“ passt zu keiner anderen Entscheidung."), "kinds")
    if kinds >= OF_THE_TEXT:
        raise Invalid(_("Ganz ausgeblendet muss nichts mehr geschwärzt werden."), "kinds")
    if kinds & OF_THE_AUTHOR and not has_author:
        raise Invalid(
            _("Zu diesem Beitrag gibt es keine Person, die man ermahnen oder sperren könnte."),
            "kinds",
        )
    if kinds & OF_THE_TEXT and hidden:
        raise Invalid(_("Dieser Beitrag ist schon ausgeblendet."), "kinds")
    tidy = replace(
        decision,
        provision=" ".join(decision.provision.split()),
        facts=decision.facts.strip(),
        public=" ".join(decision.public.split()) if kinds & OF_THE_TEXT else "",
    )
    _check_reasons(tidy, kinds)
    return replace(tidy, until=_checked_end(tidy.until, now) if Kind.BLOCKED in kinds else None)


def _check_reasons(decision: Decision, kinds: Set[Kind]) -> None:
    if not decision.facts:
        raise Invalid(_("Bitte schreiben Sie, was Sie festgestellt haben und warum."), "facts")
    if not kinds & {Kind.KEPT, Kind.RESTORED} and not decision.provision:
        raise Invalid(_("Bitte nennen Sie das Gesetz oder die Spielregel."), "provision")
    if kinds & OF_THE_TEXT and not decision.public:
        raise Invalid(_("Bitte schreiben Sie den Satz, den alle lesen."), "public")
    if len(decision.public) > PUBLIC_LENGTH:
        message = _("Bitte kürzen Sie auf höchstens %(limit)s Zeichen.", limit=PUBLIC_LENGTH)
        raise Invalid(message, "public")


def _checked_end(until: datetime | None, now: datetime) -> datetime:
    if until is None:
        raise Invalid(_("Bitte wählen Sie den letzten Tag der Sperre."), "until")
    if until <= now or until > now + LONGEST_BLOCK:
        raise Invalid(
            _("Eine Sperre endet frühestens heute und spätestens in einem Jahr."), "until"
        )
    return until


def with_gaps(left: str, source: str) -> str:
    """What a moderator has left of ``source``, with the gaps as they are written here, and one
    where there are several in a row; three dots that its author has typed stay."""
    return _one_by_one(left if TYPED_GAP in source else left.replace(TYPED_GAP, GAP))


def _one_by_one(text: str) -> str:
    """Two gaps with nothing between them would be one whose places nobody can count."""
    while GAP * 2 in text:
        text = text.replace(GAP * 2, GAP)
    return text


def gaps(source: str, left: str, field: str = "text") -> list[Span]:
    """Which stretches of ``source`` were replaced by ``[…]`` in ``left``; raises Invalid at
    ``field`` when anything else is different, or nothing is.

    What stands between two gaps is looked for as early as it can stand: whichever place it came
    from, the text that is left is the same.
    """
    pieces = left.split(GAP)
    first, last = pieces[0], pieces[-1]
    wrong = Invalid(
        _("Bitte ersetzen Sie nur Worte durch […]; andere Worte dürfen sich nicht ändern."), field
    )
    if len(pieces) == 1 or left == source:
        raise Invalid(_("Bitte ersetzen Sie die Worte, die niemand lesen soll, durch […]."), field)
    if not source.startswith(first) or not source.endswith(last):
        raise wrong
    end = len(source) - len(last)
    found: list[Span] = []
    place = len(first)
    for piece in pieces[1:-1]:
        at = source.find(piece, place + 1, end) if piece else place
        if at < 0:
            raise wrong
        found.append((place, at))
        place = at + len(piece)
    if place >= end:
        raise wrong  # also a gap in which nothing went
    found.append((place, end))
    return [span for span in found if span[0] < span[1]]


def gaps_if_any(source: str, left: str) -> list[Span]:
    """The same, also where nothing was replaced."""
    return gaps(source, left) if left != source else []


def redacted_alike(text: str, found: str, left: str) -> str:
    """``text`` with the gaps that a redaction has made which has left ``left`` of ``found``, where
    ``found`` is ``text`` with gaps of its own; those of them that it did not touch are filled.

    Raises Invalid when one is not made of the other by gaps.
    """
    filled, before = gaps_if_any(text, found), 0
    pieces = []
    for start, end in gaps_if_any(found, left):
        if found[start:end] != GAP:
            pieces.append(text[before : moved_back(start, filled)])
            before = moved_back(end, filled)
    return _one_by_one(GAP.join([*pieces, text[before:]]))


def moved(place: int, stretches: Sequence[Span]) -> int:
    """Where a place of a text stands once the stretches have become ``[…]``; what was inside one
    stands before its gap."""
    shift = 0
    for start, end in stretches:
        if place >= end:
            shift += len(GAP) - (end - start)
        elif place > start:
            return start + shift
    return place + shift


def moved_back(place: int, stretches: Sequence[Span]) -> int:
    """The other way round: where a place of what is left stood before the stretches went; what is
    inside a gap stood behind it."""
    shift = 0
    for start, end in stretches:
        if place >= start + shift + len(GAP):
            shift += len(GAP) - (end - start)
        elif place > start + shift:
            return end
    return place - shift


def may_object(decided_at: datetime, now: datetime) -> bool:
    """Whether it is still time to object."""
    return now < decided_at + OBJECTION_LASTS
