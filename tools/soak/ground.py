"""What is written on, and what must be true of it afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import func, select, text

from charta import create_app
from charta.consultation.models import Comment
from charta.core.database import db, transaction
from charta.journal.models import JournalEntry
from charta.journal.verification import verifiers
from charta.receipts.models import Receipt
from config import Settings
from tests.support.cast import PASSWORD, a_city, a_person
from tests.support.consultation import a_round
from tests.support.drafting import a_clause
from tests.support.engines import migrate
from tools.soak.house import SECRET
from tools.soak.writers import Sent, Writer

PATH = "/stralsund/beteiligung/1/MOB-1/"
PEOPLE = 8


@contextmanager
def opened(url: str) -> Iterator[Flask]:
    """The application on the database at ``url``, its context pushed."""
    app = create_app(Settings(environment="testing", secret_key=SECRET, database_url=url))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def prepare(url: str) -> None:
    """Fill the empty database at ``url``: a city with an open round, and people to write."""
    migrate(url)
    at = datetime.now(UTC)
    with opened(url):
        city = a_city()
        a_clause(city)
        a_round(city, opens_at=at - timedelta(days=1), closes_at=at + timedelta(days=30))
        with transaction():
            for number in range(PEOPLE):
                a_person(_email(number), f"Person {number}")


def people(address: str) -> list[Writer]:
    return [Writer(address, PATH, _email(number), PASSWORD) for number in range(PEOPLE)]


def _email(number: int) -> str:
    return f"person{number}@stralsund.example"


def broken(url: str, sent: Sequence[Sent]) -> list[str]:
    """What is not as it must be; nothing when every promise has been kept."""
    with opened(url):
        return [*_comments(sent), *_receipts(), *_journal(), *_file()]


def _comments(sent: Sequence[Sent]) -> Iterator[str]:
    query = select(Comment.submission, Comment.number, Comment.source)
    rows = db.session.execute(query.order_by(Comment.number)).all()
    there = {submission: (number, source) for submission, number, source in rows}
    known = {form.submission: form for form in sent}
    for source, times in Counter(source for _submission, _number, source in rows).items():
        if times > 1:
            yield f"there {times} times: {source}"
    for submission in there.keys() - known.keys():
        yield f"nobody has sent {submission}"
    for form in sent:
        found = there.get(form.submission)
        if form.number is not None and found != (form.number, form.source):
            yield f"confirmed as S-{form.number}, but there is {found}: {form.source}"
        if form.number is None and found is not None and found[1] != form.source:
            yield f"other words than were sent: {form.source}"
    if [number for _submission, number, _source in rows] != list(range(1, len(rows) + 1)):
        yield "numbers of comments have gaps"


def _receipts() -> Iterator[str]:
    without = (
        select(Comment.number)
        .outerjoin(
            Receipt,
            (Receipt.subject_type == Comment.__tablename__) & (Receipt.subject_id == Comment.id),
        )
        .group_by(Comment.number)
        .having(func.count(Receipt.id) != 1)
    )
    yield from (f"S-{number} has not one receipt" for number in db.session.scalars(without))


def _journal() -> Iterator[str]:
    for verifier in verifiers():
        for found in verifier.find():
            yield f"{verifier.name}: {found.table} {found.row} {found.reason}"
    posted = select(func.count()).where(JournalEntry.action == "comment.posted")
    entries, comments = db.session.scalar(posted), db.session.scalar(select(func.count(Comment.id)))
    if entries != comments:
        yield f"{entries} entries of the journal for {comments} comments"


def _file() -> Iterator[str]:
    if db.engine.dialect.name != "sqlite":
        return
    for pragma in ("integrity_check", "foreign_key_check"):
        for row in db.session.execute(text(f"PRAGMA {pragma}")):
            if tuple(row) != ("ok",):
                yield f"{pragma}: {tuple(row)}"
