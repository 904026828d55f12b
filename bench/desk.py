"""The weighing table at ten thousand and at a hundred thousand contributions of one round.

Each figure is a whole page through the application, signed in, as an editor asks for it: CPU time
on SQLite, the median of several. The reference is SQLite reading the words of all these comments
once, in the same minute: how many such readings a page costs does not depend on the machine.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from bench import Row
from bench.ground import NOW, prepare
from bench.many import Values, a_comment, write
from charta import create_app
from charta.accounts.models import Person
from charta.accounts.sessions import open_session
from charta.consultation.models import (
    Answered,
    Comment,
    Passage,
    Placement,
    Response,
    Round,
    Suggestion,
)
from charta.core import migrating
from charta.core.database import db, transaction
from charta.intake.models import Excerpt, Intake
from charta.releases.models import Release, ReleaseItem
from charta.weighing.models import Draft, Drafted, Handling
from config import Settings

SIZES = (10_000, 100_000)
TIMES = 7
MOST = 150
"""Milliseconds that the first page may take."""
PEOPLE = 5_000
DISPOSITIONS = ("adopted", "partly_adopted", "not_adopted", "noted")
VERDICTS = ("unchanged", "unchanged", "moved", "reworded", "uncertain")

VIEWS = {
    "first page": "",
    "what is open in a theme": "?stand=offen&thema=TA",
    "by clause and passage": "?sortierung=worte",
    "by author": "?sortierung=person",
    "by state, falling": "?sortierung=stand&richtung=ab",
    "by deadline": "?sortierung=frist",
    "by disposition": "?sortierung=ergebnis",
    "by placement": "?sortierung=stelle",
    "assigned to me": "?wer=ich",
    "overdue": "?frist=ueberfaellig",
    "words that nobody said": "?q=zebrastreifen",
    "an umlaut that nobody said": "?q=Ölmühle",
}


def rows() -> list[Row]:
    """All figures about the table; takes about a minute."""
    found: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="charta-bench-") as folder:
        for size in SIZES:
            found += _at(size, Path(folder) / f"{size}.sqlite3")
    return found


def _at(size: int, path: Path) -> list[Row]:
    settings = Settings.from_environment(
        {
            "CHARTA_ENVIRONMENT": "testing",
            "CHARTA_SECRET_KEY": "only-for-the-bench-and-long-enough-to-be-taken",
            "CHARTA_DATABASE_URL": f"sqlite:///{path}",
            "CHARTA_LOG_LEVEL": "WARNING",
        }
    )
    app = create_app(settings)
    with app.app_context():
        migrating.upgrade(db.engine)
    ground = prepare(app, settings)
    with app.app_context(), transaction():
        _fill(size)
        editor = db.session.scalars(select(Person).where(Person.name == "Editor")).one()
        token = open_session(editor, NOW, settings).token
    reference = _spent(lambda: _read(app))
    figures = [Row(f"reference: reading the words of {size:,} comments", reference, "ms", "")]
    client = app.test_client()
    with client.session_transaction() as stored:
        stored["_user_id"], stored["_fresh"] = token, True
    for name, query in VIEWS.items():
        address = f"/{ground.slug}/schreibtisch/abwaegung/{ground.round_number}/{query}"
        spent = _spent(lambda address=address: _open(client, address))  # type: ignore[misc]
        promise = f"; at most {MOST} ms" if not query else ""
        note = f"{spent / reference:.1f} × the reference{promise}"
        figures.append(Row(f"{name}, {size:,} contributions", spent, "ms", note))
    return figures


def _spent(work: Callable[[], None]) -> float:
    work()
    times = []
    for _ in range(TIMES):
        began = time.process_time()
        work()
        times.append(1000 * (time.process_time() - began))
    return statistics.median(times)


def _read(app: Flask) -> None:
    with app.app_context():
        db.session.scalar(select(func.max(func.length(Comment.source))))


def _open(client: Any, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} was answered with {answer.status}.")


def _fill(size: int) -> None:
    """Let the open round have ``size`` comments by thousands of people: some are suggestions or
    came by letter, all were carried on, a third is answered, a fifth drafted, half assigned."""
    chance = random.Random(size)  # noqa: S311 - the same in each run
    found = db.session.scalars(select(Round)).one()
    texts = db.session.execute(
        select(ReleaseItem.document_id, ReleaseItem.revision_id).where(
            ReleaseItem.release_id == found.release_id
        )
    ).all()
    write(Person, ({"name": f"Person {n}", "created_at": NOW} for n in range(PEOPLE)))
    people = list(db.session.scalars(select(Person.id)))
    begun = db.session.scalar(select(func.max(Comment.id))) or 0
    ids = range(begun + 1, size + 1)
    write(Comment, (a_comment(found, chance, texts, people, one, at=NOW) for one in ids))
    write(Passage, (_passage(chance, one) for one in ids if one % 2))
    write(Suggestion, ({"comment_id": one, "wording": "anders"} for one in ids if not one % 10))
    _answer(found, chance, people, ids)
    _carry(found, chance, ids)
    _enter(found, people, ids)
    chosen = people[:4]
    write(
        Handling,
        (
            {"comment_id": one, "assignee_id": chance.choice(chosen), "due_on": NOW.date()}
            for one in ids
            if one % 2
        ),
    )


def _passage(chance: random.Random, number: int) -> Values:
    start = chance.randrange(200)
    return {"comment_id": number, "exact": "Die Stadt", "prefix": "", "suffix": "", "start": start}


def _answer(found: Round, chance: random.Random, people: list[int], ids: range) -> None:
    """Answers for one to a few comments, and drafts, every second of them finished."""
    answers, drafts = max(1, len(ids) // 7), max(1, len(ids) // 10)
    shared = {"charter_id": found.charter_id, "source": "Weil."}
    said = shared | {"html": "<p>Weil.</p>", "answered_by_id": people[0], "answered_at": NOW}
    write(
        Response,
        (
            said | {"id": one, "disposition": chance.choice(DISPOSITIONS)}
            for one in range(1, answers + 1)
        ),
    )
    write(
        Answered,
        (
            {"response_id": 1 + one % answers, "comment_id": one}
            for one in ids
            if one % 10 in {0, 1, 2}
        ),
    )
    written = shared | {"version": 1, "created_by_id": people[0], "created_at": NOW}
    written |= {"updated_by_id": people[0], "updated_at": NOW}
    write(
        Draft,
        (
            written
            | {
                "id": one,
                "disposition": chance.choice(DISPOSITIONS),
                "finished_at": NOW if one % 2 else None,
            }
            for one in range(1, drafts + 1)
        ),
    )
    write(
        Drafted,
        ({"draft_id": 1 + one % drafts, "comment_id": one} for one in ids if one % 10 in {3, 4}),
    )


def _carry(found: Round, chance: random.Random, ids: range) -> None:
    """A later release, to which all comments have been carried."""
    release = Release(
        charter_id=found.charter_id,
        number=3,
        kind="consultation",
        title="Später",
        note="",
        prepared_by_id=found.created_by_id,
        prepared_at=NOW,
        previous_hash="",
        hash="",
    )
    db.session.add(release)
    db.session.flush()
    shared = {"release_id": release.id, "confidence": 1.0, "reason": "", "decided_at": NOW}
    write(
        Placement,
        (shared | {"comment_id": one, "verdict": chance.choice(VERDICTS)} for one in ids),
    )


def _enter(found: Round, people: list[int], ids: range) -> None:
    """Every twentieth comment came in a letter."""
    shared: Values = {"charter_id": found.charter_id, "round_id": found.id, "channel": "letter"}
    shared |= {"received_on": NOW.date(), "title": "Brief", "source": "Brief", "html": "Brief"}
    shared |= {"file_name": "", "author_id": people[0], "sender_address": "", "sender_email": ""}
    shared |= {"entered_by_id": people[0], "entered_at": NOW}
    shared |= {"finished_at": NOW, "finished_by_id": people[0]}
    letters = [one for one in ids if not one % 20]
    write(
        Intake,
        (
            shared
            | {"id": one, "number": one, "fingerprint": f"{one}", "sender_name": f"Verein {one}"}
            for one in letters
        ),
    )
    write(
        Excerpt,
        ({"intake_id": one, "comment_id": one, "start": 0, "end": 5} for one in letters),
    )
