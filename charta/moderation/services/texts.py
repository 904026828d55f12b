"""Taking words out of sight and putting them back.

What is hidden is replaced where it stands, by a line with the day and the reason, and lies in
``withheld`` alone. So no page, paper, search or mail has to know of it to keep quiet about it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy import delete, select

from charta.consultation.models import Comment, Part, Suggestion
from charta.core.database import db
from charta.core.errors import Invalid
from charta.core.i18n import DEFAULT, speaking
from charta.intake.models import HeldComment
from charta.moderation import queries, rules
from charta.moderation.models import Case, Measure, Withheld
from charta.moderation.rules import Kind
from charta.text.markdown import render_comment
from charta.text.spans import Span
from charta.weighing.models import GroupProposal


def stub(now: datetime, public: str) -> str:
    """What everybody reads in place of what was hidden, in the language of contributions."""
    with speaking(DEFAULT):
        day = format_date(now, "long")
        hidden = _("Ausgeblendet am %(day)s.", day=day)
        return f"**{hidden}** {public}"


def hide(now: datetime, case: Case, measure: Measure) -> None:
    """Put the stub in the place of a contribution and of all that was cut out of it."""
    _withhold(now, case, measure)
    line = stub(now, measure.public)
    if case.idea is not None:
        case.idea.text = line.replace("**", "")
    if case.comment is not None:
        _write(case.comment, line, None)
        for part, _stretches in _parts(case.comment):
            _write(part, line, None)
        _forget_shared_words(case.comment)
    db.session.flush()


def redact(now: datetime, case: Case, measure: Measure, text: str, wording: str | None) -> None:
    """Leave ``[…]`` where personal data were; raises Invalid at ``text`` or ``wording`` when more
    than that has changed. What was cut out of the contribution is cut out anew."""
    if case.idea is not None:
        rules.gaps(case.idea.text, text)
        _withhold(now, case, measure)
        case.idea.text = text
    if case.comment is not None:
        stretches, wording = _what_is_left(case.comment, text, wording)
        _withhold(now, case, measure)
        _write(case.comment, text, wording)
        _cut_anew(case.comment, stretches)
        _forget_shared_words(case.comment)
    db.session.flush()


def _what_is_left(
    comment: Comment, text: str, wording: str | None
) -> tuple[Sequence[Span], str | None]:
    """Where words go from a comment's source, and what is left of the other words in it."""
    suggested = comment.suggestion.wording if comment.suggestion else None
    in_wording = suggested is not None and wording is not None and wording != suggested
    if in_wording and suggested is not None and wording is not None:
        rules.gaps(suggested, wording, "wording")
    unchanged = in_wording and text == comment.source
    stretches = [] if unchanged else rules.gaps(comment.source, text)
    return stretches, wording if in_wording else suggested


def put_back(measure: Measure, case: Case) -> bool:
    """Let everybody read again what a measure took out of sight. False when they cannot: because
    time or the author has deleted the words, or because a later measure hides the whole text.

    Later measures go on hiding what they took out of sight themselves, and nothing else. Where the
    words of one of them were deleted in time, nobody can tell any more which those were, and what
    everybody reads stays as it is.
    """
    mine = withheld_by(measure.id)
    if mine is None:
        return False
    read = _handed_on(case, _Words(mine.source, mine.wording), _in_force_after(measure))
    if read is not None and case.idea is not None:
        case.idea.text = read.source
    elif read is not None and case.comment is not None:
        _move(case.comment, case.comment.source, mine.source, read.source)
        _write(case.comment, read.source, read.wording)
        for part, stretches in _parts(case.comment):
            _write(part, _joined(read.source, stretches), None)
    db.session.delete(mine)
    db.session.flush()
    return read is not None


def _handed_on(
    case: Case, words: _Words, later: Sequence[tuple[str, Withheld | None]]
) -> _Words | None:
    """What everybody reads once ``words`` are what the first of the later measures has found; None
    where that stays as it is. Each of them keeps what it finds now."""
    original = words.source
    for number, (kind, withheld) in enumerate(later, 1):
        if withheld is None:
            return None
        found = _Words(withheld.source, withheld.wording)
        withheld.source, withheld.wording = words.source, words.wording
        withheld.html = render_comment(words.source).html if case.comment is not None else ""
        if kind == Kind.HIDDEN:
            _move(case.comment, found.source, original, words.source)
            return None
        following = later[number][1] if number < len(later) else _as_it_stands(case)
        if following is None:
            return None
        words = words.with_gaps(found, following)
    return words


@dataclass(frozen=True)
class _Words:
    """What a contribution says, and the other words in it."""

    source: str
    wording: str | None

    def with_gaps(self, found: _Words | Withheld, left: _Words | Withheld) -> _Words:
        """What a redaction leaves of these words that has left the one of the other."""
        wording = self.wording
        if wording is not None and found.wording is not None and left.wording is not None:
            wording = rules.redacted_alike(wording, found.wording, left.wording)
        return _Words(rules.redacted_alike(self.source, found.source, left.source), wording)


def _as_it_stands(case: Case) -> _Words:
    suggestion = case.comment.suggestion if case.comment is not None else None
    return _Words(case.words, suggestion.wording if suggestion is not None else None)


def in_force_last(case: Case) -> Measure | None:
    """The last measure that has taken words of a text out of sight and was not undone. Three
    queries."""
    return db.session.scalars(
        select(Measure)
        .where(
            Measure.case_id == case.id,
            Measure.kind.in_(rules.OF_THE_TEXT),
            Measure.id.not_in(queries.undone([case.id])),
        )
        .order_by(Measure.id.desc())
        .limit(1)
    ).first()


def _in_force_after(measure: Measure) -> Sequence[tuple[str, Withheld | None]]:
    """The later measures that have taken words of the same text out of sight and were not undone,
    each by its kind and with what it keeps. Three queries."""
    rows = db.session.execute(
        select(Measure.kind, Withheld)
        .outerjoin(Withheld, Withheld.measure_id == Measure.id)
        .where(
            Measure.case_id == measure.case_id,
            Measure.id > measure.id,
            Measure.kind.in_(rules.OF_THE_TEXT),
            Measure.id.not_in(queries.undone([measure.case_id])),
        )
        .order_by(Measure.id)
    )
    return [(row[0], row[1]) for row in rows]


def withheld_by(measure_id: int) -> Withheld | None:
    return db.session.scalars(select(Withheld).where(Withheld.measure_id == measure_id)).first()


def _cut_anew(comment: Comment, gaps: Sequence[Span]) -> None:
    """The parts of a comment whose words have just become fewer."""
    for part, stretches in _parts(comment):
        for one in stretches:
            one.start, one.end = _between(one.start, one.end, gaps)
        _write(part, _joined(comment.source, stretches), None)


def _between(start: int, end: int, gaps: Sequence[Span]) -> Span:
    """Where a stretch stands once there are gaps; one of which nothing is left is a gap."""
    start, end = rules.moved(start, gaps), rules.moved(end, gaps)
    return start, end if end > start else start + len(rules.GAP)


def _move(comment: Comment | None, counted: str, original: str, read: str) -> None:
    """Let the stretches of a comment's parts, which count in one remainder of ``original``, count
    in another one. Where a text is hidden as a whole they count in what was hidden."""
    if comment is None:
        return
    try:
        before, after = rules.gaps_if_any(original, counted), rules.gaps_if_any(original, read)
    except Invalid:
        return
    for _part, stretches in _parts(comment):
        for one in stretches:
            start, end = rules.moved_back(one.start, before), rules.moved_back(one.end, before)
            one.start, one.end = _between(start, end, after)


def _withhold(now: datetime, case: Case, measure: Measure) -> None:
    comment, idea = case.comment, case.idea
    suggestion = comment.suggestion if comment is not None else None
    db.session.add(
        Withheld(
            measure_id=measure.id,
            source=comment.source if comment is not None else idea.text if idea else "",
            html=comment.html if comment is not None else "",
            wording=suggestion.wording if suggestion else None,
            delete_at=now + rules.OBJECTION_LASTS,
        )
    )


def _write(comment: Comment, source: str, wording: str | None) -> None:
    """Give a comment its words, and the one that waited for a moderator as well, of which it was
    made: nothing of what it said stays beside it."""
    html = render_comment(source).html
    comment.source, comment.html = source, html
    db.session.execute(delete(Suggestion).where(Suggestion.comment_id == comment.id))
    if wording is not None:
        db.session.add(Suggestion(comment_id=comment.id, wording=wording))
    held = db.session.scalars(
        select(HeldComment).where(HeldComment.comment_id == comment.id)
    ).first()
    if held is not None:
        held.source, held.html, held.wording = source, html, wording


def _forget_shared_words(comment: Comment) -> None:
    """A proposal for a group names words that its comments share; those of this one and of its
    parts are no longer told."""
    gone = {comment.id, *(part.id for part, _stretches in _parts(comment))}
    proposals = select(GroupProposal).where(GroupProposal.round_id == comment.round_id)
    for one in db.session.scalars(proposals):
        if gone & set(one.comment_ids):
            one.words = []


def _parts(original: Comment) -> list[tuple[Comment, list[Part]]]:
    """What was cut out of a comment, with its stretches in order. One query."""
    rows = db.session.execute(
        select(Comment, Part)
        .join(Part, Part.comment_id == Comment.id)
        .where(Part.original_id == original.id)
        .order_by(Comment.id, Part.start)
    )
    found: dict[Comment, list[Part]] = {}
    for comment, part in rows:
        found.setdefault(comment, []).append(part)
    return list(found.items())


def _joined(source: str, stretches: Sequence[Part]) -> str:
    return "\n\n".join(source[one.start : one.end] for one in stretches)
