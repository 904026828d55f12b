"""A backup that is made while people write is one moment, not several."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from zipfile import ZipFile

from flask import Flask
from sqlalchemy import func, select

from charta.backup.reading import opened
from charta.backup.restoring import verify
from charta.backup.writing import create
from charta.consultation.models import Comment, Round
from charta.core.clock import now
from charta.core.database import db
from charta.drafting.models import Document
from tests.backup.conftest import SECRET
from tests.support.cast import Cast
from tests.support.consultation import a_comment, a_round
from tests.support.drafting import a_clause

TIMES = 5


def post_until(app: Flask, city: Cast, ids: tuple[int, int], over: threading.Event) -> None:
    with app.app_context():
        found, clause = db.session.get_one(Round, ids[0]), db.session.get_one(Document, ids[1])
        while not over.is_set():
            a_comment(city, found, clause)


def comments() -> int:
    db.session.rollback()
    count = db.session.scalar(select(func.count()).select_from(Comment)) or 0
    db.session.rollback()
    return count


def lines(archive: ZipFile, table: str) -> list[list[object]]:
    return [json.loads(line) for line in archive.read(f"tables/{table}.jsonl").splitlines()]


def test_it_is_one_moment(app: Flask, city: Cast, tmp_path: Path) -> None:
    with app.app_context():
        clause = a_clause(city)
        ids = a_round(city).id, clause.id
        for _ in range(100):
            a_comment(city, db.session.get_one(Round, ids[0]), clause)
        over = threading.Event()
        writer = threading.Thread(target=post_until, args=(app, city, ids, over))
        writer.start()
        try:
            counts = []
            for number in range(TIMES):
                counts.append(comments())
                create(tmp_path / f"{number}.zip", now(), SECRET)
            counts.append(comments())
        finally:
            over.set()
            writer.join()
        assert counts == sorted(set(counts)), "somebody wrote during each of them"
        for number in range(TIMES):
            file = tmp_path / f"{number}.zip"
            with ZipFile(file) as archive:
                said = len(lines(archive, "comments"))
                posted = [e for e in lines(archive, "journal_entries") if "comment.posted" in e]
                assert said == len(posted) == len(lines(archive, "receipts"))
                assert counts[number] <= said <= counts[number + 1]
            with opened(file, SECRET, other_key=False) as backup:
                verify(backup)
