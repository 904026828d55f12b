"""Taking words out of sight and putting them back.

What is hidden is replaced where it stands, by a line with the day and the reason, and lies in
``withheld`` alone. So no page, paper, search or mail has to know of it to keep quiet about it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy import delete, select

from charta.consultation.models import Comment, Part, Suggestion
from charta.core.database import db
from charta.core.errors import Invalid
from charta.core.i18n import DEFAULT, speaking
from charta.intake.models import HeldComment
from charta.moderation import rules
from charta.moderation.models import Case, Measure, Objection, Withheld
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
    time or the author has deleted the words, or because they are still hidden by another measure.

    Where a later measure hides more of the same text, that one still does, also when its own
    words were deleted in time; else what comes back to light with it is then this text.
    """
    mine = withheld_by(measure.id)
    if mine is None:
        return False
    later = _next_in_force(measure)
    if later is not None:
        theirs = withheld_by(later)
        if theirs is not None:
            _widen(case.comment, theirs.source, mine.source)
            theirs.source, theirs.html, theirs.wording = mine.source, mine.html, mine.wording
    elif case.idea is not None:
        case.idea.text = mine.source
    elif case.comment is not None:
        _widen(case.comment, case.comment.source, mine.source)
        _write(case.comment, mine.source, mine.wording)
        for part, stretches in _parts(case.comment):
            _write(part, _joined(mine.source, stretches), None)
    db.session.delete(mine)
    db.session.flush()
    return later is None


def _next_in_force(measure: Measure) -> int | None:
    """The number of the next measure that has taken words of the same text out of sight and that
    no objection has undone. One query."""
    undone = select(Objection.measure_id).where(Objection.upheld.is_(True))
    return db.session.scalars(
        select(Measure.id)
        .where(
            Measure.case_id == measure.case_id,
            Measure.id > measure.id,
            Measure.kind.in_(rules.OF_THE_TEXT),
            Measure.id.not_in(undone),
        )
        .order_by(Measure.id)
        .limit(1)
    ).first()


def withheld_by(measure_id: int) -> Withheld | None:
    return db.session.scalars(select(Withheld).where(Withheld.measure_id == measure_id)).first()


def _cut_anew(comment: Comment, gaps: Sequence[Span]) -> None:
    """The parts of a comment whose words have just become fewer."""
    for part, stretches in _parts(comment):
        for one in stretches:
            start, end = rules.moved(one.start, gaps), rules.moved(one.end, gaps)
            one.start, one.end = start, end if end > start else start + len(rules.GAP)
        _write(part, _joined(comment.source, stretches), None)


def _widen(comment: Comment | None, left: str, source: str) -> None:
    """Let the stretches of a comment's parts count in ``source``, of which ``left`` was left. A
    text that was hidden as a whole has kept them."""
    if comment is None or rules.GAP not in left:
        return
    try:
        gaps = rules.gaps(source, left)
    except Invalid:
        return
    for _part, stretches in _parts(comment):
        for one in stretches:
            one.start, one.end = rules.moved_back(one.start, gaps), rules.moved_back(one.end, gaps)


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
