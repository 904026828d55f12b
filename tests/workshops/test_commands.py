"""``flask ideas import`` gives the same verdicts as the screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from charta.core.database import db, transaction
from charta.journal.models import JournalEntry
from charta.workshops.models import Idea
from tests.support.cast import Cast
from tests.support.sheets import HEADINGS, a_csv
from tests.support.workshops import a_workshop

ROWS = (("Mehr Bänke", "MOB", ""), ("mehr bänke", "MOB", ""), ("", "MOB", ""))


@pytest.fixture
def file(app: Flask, city: Cast, tmp_path: Path) -> Path:
    """A table for workshop 1 with one row to take, one duplicate and one that is faulty."""
    with app.app_context(), transaction():
        a_workshop(city)
    path = tmp_path / "ideen.csv"
    path.write_bytes(a_csv(HEADINGS, *ROWS))
    return path


def run(app: Flask, file: Path, *more: str) -> tuple[int, str]:
    arguments = ["ideas", "import", str(file), "--charter", "stralsund", "--workshop", "1", *more]
    result = app.test_cli_runner().invoke(args=arguments)
    return result.exit_code, result.output


def ideas(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(Idea.text)))


def test_it_writes_what_can_be_taken_and_nothing_twice(app: Flask, file: Path) -> None:
    code, output = run(app, file)
    assert code == 0
    assert output.splitlines() == [
        "Zeile 3: doppelt. Steht schon in Zeile 2.",
        "Zeile 4: fehlerhaft. Die Idee fehlt.",
        "1 Ideen übernommen, 1 doppelt, 1 fehlerhaft.",
    ]
    assert ideas(app) == ["Mehr Bänke"]
    code, output = run(app, file)
    assert (code, output.splitlines()[-1]) == (0, "0 Ideen übernommen, 2 doppelt, 1 fehlerhaft.")
    assert ideas(app) == ["Mehr Bänke"]
    with app.app_context():
        entry = db.session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
        assert entry is not None
        assert (entry.action, entry.actor_id) == ("ideas.imported", None)


def test_a_dry_run_only_says_so(app: Flask, file: Path) -> None:
    code, output = run(app, file, "--dry-run")
    assert code == 0
    assert "1 Ideen würden übernommen, 1 doppelt, 1 fehlerhaft." in output
    assert ideas(app) == []


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--workshop", "9"), "Die Veranstaltung 9 der Charta „stralsund“ gibt es nicht."),
        (("--charter", "nirgends"), "der Charta „nirgends“ gibt es nicht."),
    ],
)
def test_an_unknown_place_is_named(
    app: Flask, file: Path, more: tuple[str, ...], words: str
) -> None:
    code, output = run(app, file, *more)
    assert code == 1
    assert words in output


def test_a_file_that_cannot_be_read_is_refused(app: Flask, file: Path) -> None:
    file.write_bytes(b"%PDF-1.4")
    code, output = run(app, file)
    assert code == 1
    assert "Das ist keine Tabelle." in output
    assert run(app, file.with_name("fehlt.csv"))[0] == 2
