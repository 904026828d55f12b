"""What somebody has said, and what was answered, as what the site holds about a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from flask_babel import force_locale, format_date
from flask_babel import gettext as _
from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import joinedload

from charta.accounts.belongings import Holder, Leaving, Section, stays
from charta.charters.models import Charter
from charta.consultation import words
from charta.consultation.models import (
    Adoption,
    Answered,
    Comment,
    Reopening,
    Response,
    Round,
    Suggestion,
)
from charta.core.database import db
from charta.core.i18n import DEFAULT, LOCALES
from charta.receipts import queries as receipts
from charta.text.markdown import render_comment

OF_RECORD = "der Beitrag bleibt Teil des Verfahrens, als „gelöschtes Konto“"
OF_THE_CITY = "wer für die Stadt gehandelt hat, bleibt als Nummer nachvollziehbar"
FROZEN = "unveränderlich wie die Antwort, zu der es gehört"


def forget(leaving: Leaving) -> None:
    """On request what was said in rounds that are still open: a line with the day stands in its
    place, so that answers, replies and the count of contributions keep what they refer to. Words
    that have become part of the charter stay there."""
    if not leaving.texts:
        return
    mine = said_in_open_rounds(leaving)
    source = stub(leaving.at)
    db.session.execute(
        update(Comment)
        .where(Comment.id.in_(mine))
        .values(source=source, html=render_comment(source).html)
    )
    adopted = select(Adoption.comment_id)
    db.session.execute(
        delete(Suggestion).where(
            Suggestion.comment_id.in_(mine), Suggestion.comment_id.not_in(adopted)
        )
    )


def said_in_open_rounds(leaving: Leaving) -> Select[int]:
    """The comments whose words may still be taken back."""
    return (
        select(Comment.id)
        .join(Round, Round.id == Comment.round_id)
        .where(
            Comment.author_id == leaving.person_id,
            Round.opens_at <= leaving.at,
            Round.closes_at > leaving.at,
        )
    )


def stub(at: datetime) -> str:
    """What everybody reads in place of words that were taken back; contributions are German."""
    with force_locale(LOCALES[DEFAULT]):
        day = format_date(at, "long")
        return str(_("Dieser Text wurde am %(day)s auf Wunsch der Person gelöscht.", day=day))


def tell(person_id: int) -> Iterator[Section]:
    """Contributions with their receipts, answers, and what one has said of answers. Five
    queries."""
    comments = _comments(person_id)
    names = {one.id: one.name for one in db.session.scalars(select(Charter))} if comments else {}
    codes = receipts.codes("comments", [one.id for one in comments]) if comments else {}
    yield Section(
        "contributions",
        _("Stellungnahmen und Erwiderungen"),
        [
            ("key", _("Kennung")),
            ("charter", _("Charta")),
            ("round", _("Beteiligung")),
            ("document", _("Zu")),
            ("at", _("Gesendet")),
            ("reply", _("Erwiderung")),
            ("passage", _("Stelle")),
            ("text", _("Text")),
            ("suggestion", _("Vorschlag")),
            ("receipt", _("Beleg")),
        ],
        [
            (
                one.key,
                names[one.charter_id],
                one.round.title,
                one.document.key,
                one.created_at,
                one.parent_id is not None,
                one.passage.exact if one.passage else None,
                one.source,
                one.suggestion.wording if one.suggestion else None,
                codes.get(one.id),
            )
            for one in comments
        ],
    )
    yield _answers(person_id)
    yield _reopenings(person_id)


def _comments(person_id: int) -> Sequence[Comment]:
    return db.session.scalars(
        select(Comment)
        .where(Comment.author_id == person_id)
        .options(
            joinedload(Comment.round),
            joinedload(Comment.document),
            joinedload(Comment.passage),
            joinedload(Comment.suggestion),
        )
        .order_by(Comment.id)
    ).all()


def _answers(person_id: int) -> Section:
    rows = db.session.execute(
        select(Comment.number, Response)
        .join(Answered, Answered.comment_id == Comment.id)
        .join(Response, Response.id == Answered.response_id)
        .where(Comment.author_id == person_id)
        .order_by(Comment.id, Response.id)
    ).all()
    return Section(
        "answers",
        _("Antworten der Stadt"),
        [
            ("key", _("Zu")),
            ("disposition", _("Ergebnis")),
            ("at", _("Veröffentlicht")),
            ("text", _("Text")),
        ],
        [
            (f"S-{number}", words.disposition(one.disposition), one.answered_at, one.source)
            for number, one in rows
        ],
    )


def _reopenings(person_id: int) -> Section:
    rows = db.session.execute(
        select(Comment.number, Reopening)
        .join(Reopening, Reopening.comment_id == Comment.id)
        .where(Reopening.person_id == person_id)
        .order_by(Reopening.id)
    ).all()
    return Section(
        "reopenings",
        _("„Meine ist anders“"),
        [("key", _("Zu")), ("at", _("Gesendet")), ("text", _("Text"))],
        [(f"S-{number}", one.reopened_at, one.source) for number, one in rows],
    )


HOLDER = Holder(
    (
        *stays(OF_RECORD, comments=("author_id",)),
        *stays(FROZEN, reopenings=("person_id",)),
        *stays(
            OF_THE_CITY,
            rounds=("created_by_id",),
            adoptions=("adopted_by_id",),
            placements=("decided_by_id",),
            responses=("answered_by_id",),
        ),
    ),
    forget=forget,
    tell=tell,
)
