"""Programs that read strangers' files and set their words are told no secret."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from charta.intake.documents import pdf
from charta.papers.pdf import typesetting
from charta.papers.pdf.pieces import Piece
from charta.papers.rows import Head

pytestmark = pytest.mark.one_engine

SECRETS = ("CHARTA_SECRET_KEY", "CHARTA_DATABASE_URL", "CHARTA_SMTP_URL", "PGPASSWORD")
TELLING = """
import json, os, sys
names = " ".join(sorted(os.environ))
json.dump({"pages": [names]}, sys.stdout)
sys.stderr.write(names)
sys.exit(STATUS)
"""


@pytest.fixture(autouse=True)
def secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SECRETS:
        monkeypatch.setenv(name, "geheim")


def telling(folder: Path, status: int) -> Path:
    """A program that says what it was started with."""
    program = folder / "telling.py"
    program.write_text(TELLING.replace("STATUS", str(status)), encoding="utf-8")
    return program


def test_who_reads_a_strangers_file(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "READER", telling(tmp_path, 0))
    with app.test_request_context():
        told = pdf.text(b"%PDF-1.7")
    assert "PATH" in told
    assert not any(name in told for name in SECRETS)


def test_who_sets_a_paper(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "PROGRAM", telling(tmp_path, 1))
    head = Head("", "", "", "", date(2026, 5, 4), anonymous=True, language="de")
    with app.test_request_context(), pytest.raises(typesetting.CannotTypeset) as refused:
        typesetting.typeset(head, Piece("portrait"), tmp_path / "paper.pdf", first=1)
    assert "PATH" in str(refused.value)
    assert not any(name in str(refused.value) for name in SECRETS)
