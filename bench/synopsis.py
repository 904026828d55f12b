"""The synopsis of a charter of 20 sections and 500 clauses, with 50 and with 500 of them changed.

*At first* is the first request of a worker, which compares all texts; *afresh* is one that finds
the differences kept but makes the page anew, as after every change; *unchanged since* is what
most readers cost. CPU time of one request without a server around it; the median of several.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from bench import Row
from bench.ground import BEGINNING, TEXT, a_city
from charta import create_app
from charta.charters import services as charters
from charta.charters.models import Charter
from charta.core import migrating
from charta.core.actors import OPERATOR, Actor, Role
from charta.core.database import db, transaction
from charta.drafting import services as drafting
from charta.drafting.models import Document
from charta.drafting.queries import current_revision
from charta.releases import services as releases
from charta.releases.models import Release
from charta.releases.rules import Kind
from charta.site import changes, differences, reading
from config import Settings

SECTIONS, CLAUSES = 20, 500
CHANGED = (50, 500)
ROUNDS = 9


@dataclass(frozen=True)
class Stage:
    """The application on its database, and the addresses of the synopses to measure."""

    app: Flask
    paths: dict[int, list[str]]


def rows() -> list[Row]:
    """All figures about synopses; takes half a minute."""
    with tempfile.TemporaryDirectory(prefix="charta-bench-") as folder:
        settings = Settings.from_environment(
            {
                "CHARTA_ENVIRONMENT": "testing",
                "CHARTA_SECRET_KEY": "only-for-the-bench-and-long-enough-to-be-taken",
                "CHARTA_DATABASE_URL": f"sqlite:///{Path(folder) / 'synopsis.sqlite3'}",
                "CHARTA_LOG_LEVEL": "WARNING",
            }
        )
        stage = _stage(settings)
        return [
            row
            for changed, paths in stage.paths.items()
            for path, name in zip(paths, ("", ", one section's page"), strict=False)
            for row in _measured(stage.app, path, f"{changed} changed of {CLAUSES}{name}")
        ]


def _measured(app: Flask, path: str, name: str) -> list[Row]:
    for kept in (reading._read, changes._overview):
        kept.cache_clear()
    differences._shelf = differences.Shelf(differences.KEPT_CHARACTERS)
    shelf = app.extensions["charta.unchanged"]
    limit, shelf.limit = shelf.limit, 0
    first, size = _get(app, path)
    afresh = statistics.median(_get(app, path)[0] for _ in range(ROUNDS))
    shelf.limit = limit
    _get(app, path)
    unchanged = statistics.median(_get(app, path)[0] for _ in range(ROUNDS))
    return [
        Row(f"{name}, at first", first, "ms", f"{size / 1000:.0f} kB of HTML"),
        Row(f"{name}, afresh", afresh, "ms", ""),
        Row(f"{name}, unchanged since", unchanged, "ms", ""),
    ]


def _get(app: Flask, path: str) -> tuple[float, int]:
    client = app.test_client()
    spent = time.process_time()
    answer = client.get(path)
    used = 1000 * (time.process_time() - spent)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} was answered with {answer.status}.")
    return used, len(answer.data)


def _stage(settings: Settings) -> Stage:
    app = create_app(settings)
    with app.app_context():
        migrating.upgrade(db.engine)
        with transaction():
            charter, people = a_city()
            editor = people[Role.EDITOR]
            clauses = _draft(charter, editor)
            _publish(charter, people)
            for few in CHANGED:
                for number, clause in enumerate(clauses):
                    if number % (CLAUSES // few) == 0:
                        _change(editor, clause, few)
                _publish(charter, people)
    return Stage(
        app,
        {
            50: ["/bank/fassungen/1...2/"],
            500: ["/bank/fassungen/2...3/", "/bank/fassungen/2...3/?abschnitt=A-1"],
        },
    )


def _draft(charter: Charter, editor: Actor) -> list[Document]:
    clauses = []
    for number in range(1, SECTIONS + 1):
        theme = charters.add_theme(
            OPERATOR, BEGINNING, charter, code=f"T{chr(64 + number)}", name=f"Thema {number}"
        )
        section = drafting.create_section(
            editor, BEGINNING, charter, theme=theme, title=f"Abschnitt {number}", source=TEXT
        )
        clauses += [
            drafting.create_clause(
                editor,
                BEGINNING,
                section,
                title=f"Klausel {place} zu {number}",
                source=f"{TEXT}\n\nDas ist die Nummer {place} zu {number}.",
            )
            for place in range(CLAUSES // SECTIONS)
        ]
    return clauses


def _change(editor: Actor, clause: Document, turn: int) -> None:
    drafting.save_revision(
        editor,
        BEGINNING,
        clause,
        base_number=current_revision(clause.id).number,
        title=f"Klausel {clause.key}",
        source=f"{TEXT.replace('Kinder', f'Menschen ({turn})')}\n\nDas ist {clause.key}.",
        note="Für alle Menschen",
    )


def _publish(charter: Charter, people: dict[Role, Actor]) -> Release:
    edition = releases.prepare(
        people[Role.EDITOR], BEGINNING, charter, kind=Kind.EDITION, title="Charta"
    )
    releases.publish_edition(
        people[Role.APPROVER],
        BEGINNING,
        edition,
        decided_on=BEGINNING.date(),
        decision_number="1",
    )
    return edition
