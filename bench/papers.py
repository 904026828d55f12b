"""Papers about a round of 10,000 contributions, each with an answer of its own.

Each paper is made by a process of its own, as the worker makes it, from the database to the file;
*memory* is the greatest sum of what this process and those it started held at once.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import Select, insert, select

from bench import Row
from bench.ground import BEGINNING, NOW, Ground, prepare
from charta import create_app
from charta.accounts.models import Person
from charta.charters.models import Charter
from charta.consultation.models import Answered, Comment, Response, Round
from charta.core import migrating
from charta.core.actors import Actor, Grant, Role
from charta.core.database import db, transaction
from charta.drafting.models import Document, Revision
from charta.papers import services
from charta.papers.models import Paper
from charta.papers.rules import FORMATS, OF_A_RELEASE, Format, Kind
from charta.releases.models import Release
from config import HOME, Settings

CONTRIBUTIONS = 10_000
SAID = (
    "<p>Bitte schreiben Sie dazu, <strong>wann</strong> das geschieht und wer es bezahlt. Am "
    "Knieperdamm warten wir seit Jahren auf eine Querung, und niemand konnte uns sagen, woran es "
    "liegt. Das ist die Nummer {number}.</p>"
)
ANSWER = (
    "<p>Der Zeitplan steht jetzt in der Klausel. Über das Geld entscheidet die Bürgerschaft mit "
    "dem Haushalt; wir haben den Hinweis an die Kämmerei weitergegeben ({number}).</p>"
)
GLANCE = 0.02
"""Seconds between two looks at the memory."""


def rows() -> list[Row]:
    """Time and memory of each paper; takes some minutes."""
    with tempfile.TemporaryDirectory(prefix="charta-bench-") as folder:
        environment = {
            "CHARTA_ENVIRONMENT": "testing",
            "CHARTA_SECRET_KEY": "only-for-the-bench-and-long-enough-to-be-taken",
            "CHARTA_DATABASE_URL": f"sqlite:///{Path(folder) / 'papers.sqlite3'}",
            "CHARTA_PAPER_FOLDER": f"{folder}/papers",
            "CHARTA_LOG_LEVEL": "WARNING",
        }
        settings = Settings.from_environment(environment)
        app = create_app(settings)
        with app.app_context():
            migrating.upgrade(db.engine)
        ground = prepare(app, settings, 200)
        _fill(app, ground)
        return [
            row
            for kind in Kind
            for file_format in FORMATS[kind]
            for row in _measured(app, kind, file_format, environment)
        ]


def _measured(
    app: Flask, kind: Kind, file_format: Format, environment: dict[str, str]
) -> list[Row]:
    number = _order(app, kind, file_format)
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("CHARTA_")}
    began, most = time.perf_counter(), 0
    with subprocess.Popen(
        [sys.executable, "-m", "bench.paper", str(number)],
        cwd=HOME,
        env={**inherited, **environment},
    ) as child:
        while child.poll() is None:
            most = max(most, _held(child.pid))
            time.sleep(GLANCE)
    spent = time.perf_counter() - began
    with app.app_context():
        paper = db.session.get_one(Paper, number)
        if paper.finished_at is None or paper.file_size is None:
            raise RuntimeError(f"The paper {kind}, {file_format} was not made.")
        size = paper.file_size
    name = f"{kind}, {file_format}"
    return [
        Row(name, spent, "s", f"{size / 1e6:.1f} MB; at most 60 s"),
        Row(f"{name}, memory", most / 2**20, "MiB", "at most 300"),
    ]


def _held(pid: int, command: bytes = b"") -> int:
    """What a process and those it started hold in memory, in bytes. One that is just being
    started still shares all memory with its parent and is known by the parent's ``command``."""
    place = Path(f"/proc/{pid}")
    try:
        mine = (place / "cmdline").read_bytes()
        children = (place / f"task/{pid}/children").read_text().split()
        pages = int((place / "statm").read_text().split()[1])
    except OSError:  # it has just ended
        return 0
    if mine == command:
        return 0
    below = sum(_held(int(child), mine) for child in children)
    return pages * os.sysconf("SC_PAGE_SIZE") + below


def _order(app: Flask, kind: Kind, file_format: Format) -> int:
    with app.app_context(), transaction() as session:
        charter = session.scalars(select(Charter)).one()
        person = session.scalars(select(Person).where(Person.name == Role.EDITOR.title())).one()
        editor = Actor(person.id, person.name, frozenset({Grant(Role.EDITOR, charter.id)}))
        releases = session.scalars(select(Release).order_by(Release.number)).all()
        of_a_release = kind in OF_A_RELEASE
        paper = services.order_paper(
            editor,
            NOW,
            charter,
            kind=kind,
            file_format=file_format,
            language="de",
            named=True,
            found=None if kind is Kind.SYNOPSIS else session.scalars(_round()).one(),
            old=releases[0] if of_a_release else None,
            new=releases[-1] if of_a_release else None,
        )
        return paper.id


def _round() -> Select[Round]:
    return select(Round).order_by(Round.number.desc()).limit(1)


def _fill(app: Flask, ground: Ground) -> None:
    """Contributions and answers, written past the services: what is measured only reads them."""
    with app.app_context(), transaction() as session:
        found = session.scalars(select(Round).where(Round.number == ground.round_number)).one()
        texts = session.execute(
            select(Document.id, Revision.id)
            .join(Revision, Revision.document_id == Document.id)
            .where(Document.kind == "clause", Revision.number == 1)
        ).all()
        people = _people(CONTRIBUTIONS // 4)
        first = 1 + max(session.scalars(select(Comment.id)), default=0)
        answered = 1 + max(session.scalars(select(Response.id)), default=0)
        numbers = range(CONTRIBUTIONS)
        session.execute(
            insert(Comment),
            [
                {
                    "id": first + number,
                    "charter_id": found.charter_id,
                    "number": 100_000 + number,
                    "round_id": found.id,
                    "document_id": texts[number % len(texts)][0],
                    "revision_id": texts[number % len(texts)][1],
                    "parent_id": None,
                    "author_id": people[number % len(people)],
                    "submission": f"paper-{number}",
                    "source": "",
                    "html": SAID.format(number=number),
                    "created_at": BEGINNING + timedelta(days=3, seconds=number),
                }
                for number in numbers
            ],
        )
        session.execute(
            insert(Response),
            [
                {
                    "id": answered + number,
                    "charter_id": found.charter_id,
                    "disposition": "partly_adopted",
                    "source": "Antwort",
                    "html": ANSWER.format(number=number),
                    "answered_by_id": people[0],
                    "answered_at": NOW,
                }
                for number in numbers
            ],
        )
        session.execute(
            insert(Answered),
            [{"response_id": answered + n, "comment_id": first + n} for n in numbers],
        )


def _people(count: int) -> list[int]:
    session = db.session
    first = 1 + max(session.scalars(select(Person.id)), default=0)
    session.execute(
        insert(Person),
        [
            {
                "id": first + number,
                "email": None,
                "name": f"Stimme {number}",
                "created_at": BEGINNING,
            }
            for number in range(count)
        ],
    )
    return list(range(first, first + count))
