"""Carrying comments to a new release: 2,000 on one clause, and 10,000 of a charter.

Clauses have some 600 words, of which 10 % were deleted, replaced or added for the new release
(fixed seed); three comments in four are on a passage of 5 to 60 words, the others on the whole
text. What is measured is the worker's part, batch by batch with a commit each, on SQLite;
*memory* is by how much the process grew meanwhile.
"""

from __future__ import annotations

import random
import resource
import tempfile
import time
from pathlib import Path

from sqlalchemy import insert

from bench import Row
from bench.ground import BEGINNING, NOW, a_city
from bench.text import EDITED, sample_words
from charta import create_app
from charta.charters import services as charters
from charta.charters.models import Charter
from charta.consultation import services as consultation
from charta.consultation.background import carry_batches
from charta.consultation.models import Comment, Passage, Round
from charta.consultation.queries.carrying import standings
from charta.core import migrating
from charta.core.actors import OPERATOR, Actor, Role
from charta.core.database import db, transaction
from charta.drafting import services as drafting
from charta.drafting.models import Document, Revision
from charta.drafting.queries import current_revision
from charta.releases import services as releases
from charta.releases.models import Release
from charta.releases.rules import Kind
from charta.text.anchors import anchor
from config import Settings

WORDS, PARAGRAPH = 600, 60
CASES = ((1, 2_000), (50, 10_000))
"""Clauses, and comments on them."""


def rows() -> list[Row]:
    """All figures about carrying; takes a minute, most of it for setting the stage."""
    found = []
    for clauses, comments in CASES:
        with tempfile.TemporaryDirectory(prefix="charta-bench-") as folder:
            found += _measured(Path(folder) / "carrying.sqlite3", clauses, comments)
    return found


def _measured(path: Path, clauses: int, comments: int) -> list[Row]:
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
        release = _stage(clauses, comments)
        before = _peak()
        clock, spent = time.monotonic(), time.process_time()
        carry_batches(release)
        clock, spent = time.monotonic() - clock, time.process_time() - spent
        standing = standings([release.id])[release.id]
        if standing.carried != comments:
            raise RuntimeError(f"{standing.carried} of {comments} were carried.")
        name = f"{comments:,} comments on {clauses} clause{'s' if clauses > 1 else ''}"
        note = f"{clock:.1f} s by the clock; {standing.uncertain} uncertain"
        return [
            Row(f"{name}, CPU", spent, "s", note),
            Row(f"{name}, memory", _peak() - before, "MiB", "beyond what setting the stage took"),
        ]


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _stage(clauses: int, comments: int) -> Release:
    """A round on a draft with all its comments, and the next release, not carried to yet."""
    migrating.upgrade(db.engine)
    chance = random.Random(7)  # noqa: S311
    with transaction():
        charter, people = a_city()
        editor = people[Role.EDITOR]
        documents = _draft(charter, editor, clauses)
        found = _round(charter, editor)
        _comment(chance, editor, found, documents, comments)
        for document in documents:
            _edit(chance, editor, document)
        return releases.prepare(editor, NOW, charter, kind=Kind.CONSULTATION, title="Neu")


def _source(words: list[str]) -> str:
    starts = range(0, len(words), PARAGRAPH)
    return "\n\n".join(" ".join(words[start : start + PARAGRAPH]) for start in starts)


def _draft(charter: Charter, editor: Actor, clauses: int) -> list[Document]:
    words = [word for word in sample_words(WORDS * (clauses + 1)) if word.isalpha()]
    theme = charters.add_theme(OPERATOR, BEGINNING, charter, code="TA", name="Thema")
    section = drafting.create_section(
        editor, BEGINNING, charter, theme=theme, title="Abschnitt", source="Einleitung."
    )
    size = len(words) // clauses
    return [
        drafting.create_clause(
            editor,
            BEGINNING,
            section,
            title=f"Klausel {number}",
            source=_source(words[number * size : number * size + min(size, WORDS)]),
        )
        for number in range(clauses)
    ]


def _round(charter: Charter, editor: Actor) -> Round:
    draft = releases.prepare(editor, BEGINNING, charter, kind=Kind.CONSULTATION, title="Entwurf")
    return consultation.announce_round(
        editor,
        BEGINNING,
        draft,
        title="Beteiligung",
        introduction="Sagen Sie Ihre Meinung.",
        opens_at=BEGINNING,
        closes_at=NOW,
    )


def _comment(
    chance: random.Random, author: Actor, found: Round, documents: list[Document], comments: int
) -> None:
    """Rows written directly: posting each would take most of the time."""
    current = {document.id: current_revision(document.id) for document in documents}
    rows, passages = [], []
    for number in range(1, comments + 1):
        document = documents[number % len(documents)]
        revision = current[document.id]
        rows.append(
            {
                "id": number,
                "charter_id": found.charter_id,
                "number": number,
                "round_id": found.id,
                "document_id": document.id,
                "revision_id": revision.id,
                "author_id": author.person_id,
                "submission": f"bank-{number}",
                "source": f"Stellungnahme {number}",
                "html": f"<p>Stellungnahme {number}</p>",
                "created_at": BEGINNING,
            }
        )
        if number % 4:
            passages.append(_passage(chance, number, revision))
    db.session.execute(insert(Comment), rows)
    db.session.execute(insert(Passage), passages)


def _passage(chance: random.Random, comment_id: int, revision: Revision) -> dict[str, object]:
    words = revision.plain.split(" ")
    count = chance.randint(5, 60)
    first = chance.randrange(len(words) - count)
    start = len(" ".join(words[:first])) + (1 if first else 0)
    place = anchor(revision.plain, start, start + len(" ".join(words[first : first + count])))
    return {
        "comment_id": comment_id,
        "exact": place.exact,
        "prefix": place.prefix,
        "suffix": place.suffix,
        "start": place.start,
    }


def _edit(chance: random.Random, editor: Actor, document: Document) -> None:
    current = current_revision(document.id)
    words = current.plain.split()
    new: list[str] = []
    for word in words:
        fate = chance.random() / EDITED
        if fate < 1 / 3:
            continue
        new.append(chance.choice(words) if fate < 2 / 3 else word)
        if 2 / 3 <= fate < 1:
            new.append(chance.choice(words))
    drafting.save_revision(
        editor,
        NOW,
        document,
        base_number=current.number,
        title=current.title,
        source=_source(new),
        note="Überarbeitet",
    )
