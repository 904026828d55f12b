"""What the worker makes of an order, compared with the database; and a worker that is killed."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from flask import current_app
from sqlalchemy import select

from charta.accounts.models import Person
from charta.accounts.services import erase
from charta.charters.models import Charter
from charta.consultation.models import Comment, Passage, Round
from charta.core import clock, outbox
from charta.core.database import db, transaction
from charta.core.jobs import LOCK
from charta.drafting.models import Document
from charta.papers import background, making, services
from charta.papers.models import Paper
from charta.papers.queries.papers import releases
from charta.papers.queries.weighed import Weighed, weighed, weighing_rows
from charta.papers.rows import WeighingRow
from charta.papers.rules import FORMATS, KEPT, OF_A_RELEASE, Format, Kind, State
from charta.papers.sheets import ABOVE
from tests.papers.test_letters import a_template
from tests.support.cast import Cast
from tests.support.consultation import AFTER, a_comment, an_answer, shown
from tests.support.drafting import a_revision
from tests.support.papers import printed
from tests.support.releases import a_release

pytestmark = pytest.mark.usefixtures("app_context")

NEW = "Alle sollen sicher zur Schule kommen: zu Fuß, mit dem Rad und mit dem Bus."


@pytest.fixture(autouse=True)
def _later(app_context: None) -> None:
    current_app.extensions["charta.clock"] = lambda: AFTER


@pytest.fixture
def said(city: Cast, found: Round, clause: Document) -> list[Comment]:
    """Three comments, two of them answered, and a newer release that has other words."""
    words = shown(found, clause).plain.split(".")[0]
    comments = [
        a_comment(city, found, clause, source="=1+1 **fett**", passage=words),
        a_comment(city, found, clause, source="Von Curt", author=city.second_citizen),
        a_comment(city, found, clause, source="Noch offen"),
    ]
    an_answer(city, comments[:2], disposition="partly_adopted", source="Das *prüfen* wir.")
    a_revision(city, clause, source=NEW)
    a_release(city, now=AFTER)
    return comments


def order(city: Cast, kind: Kind, file_format: Format, found: Round | None, **facts: Any) -> Paper:
    charter = db.session.get_one(Charter, city.charter_id)
    if kind in OF_A_RELEASE:
        newest, oldest = releases(city.charter_id)[0], releases(city.charter_id)[-1]
        facts = {"old": oldest, "new": newest, **facts}
    with transaction():
        return services.order_paper(
            city.editor,
            AFTER,
            charter,
            kind=kind,
            file_format=file_format,
            language=facts.pop("language", "de"),
            found=found,
            **facts,
        )


def made(paper: Paper) -> Path:
    """Let the worker work; gives the file."""
    number = paper.id
    outbox.deliver_due(clock.now())
    done = db.session.get_one(Paper, number, populate_existing=True)
    assert done.state(clock.now()) is State.READY, done.failure
    file = background.folder() / done.file
    assert done.file_size == file.stat().st_size
    assert outbox.pending() == 0
    return file


def read(found: Round, wanted: list[Weighed], *, named: bool) -> list[WeighingRow]:
    return list(weighing_rows(found, wanted, now=AFTER, named=named, progress=lambda _done: None))


def test_the_table_says_what_the_database_says(
    city: Cast, found: Round, said: list[Comment]
) -> None:
    file = made(order(city, Kind.WEIGHING, Format.XLSX, found, named=True))
    sheet = openpyxl.load_workbook(file).worksheets[0]
    labels, *rows = list(sheet.iter_rows(min_row=ABOVE + 1, values_only=True))
    table = [dict(zip(labels, row, strict=True)) for row in rows]
    assert [row["Schlüssel"] for row in table] == [comment.key for comment in said]
    first, second, third = table
    assert first["Wortlaut"] == "=1+1 fett"
    assert first["Stelle"] == db.session.scalars(select(Passage.exact)).one()
    assert first["Klausel"] == "MOB-1"
    assert first["Name"] == "Carla Bürgerin"
    assert second["Name"] == "Curt Bürger"
    assert (first["Entscheidung"], first["Begründung"]) == (
        "teilweise übernommen",
        "Das prüfen wir.",
    )
    assert third["Entscheidung"] is None
    assert str(first["Eingegangen"]) == f"{said[0].created_at:%Y-%m-%d} 00:00:00"
    assert sheet["A2"].value.endswith(AFTER.strftime("%d.%m.%Y"))


def test_where_a_passage_went_is_told(city: Cast, found: Round, said: list[Comment]) -> None:
    rows = read(found, weighed(found, AFTER), named=False)
    assert [row.key for row in rows] == [comment.key for comment in said]
    assert not [row.author for row in rows if row.author]
    assert rows[0].placement in {"geändert", "unsicher", "entfallen"}
    assert rows[1].later_wording == ""


@pytest.mark.parametrize(
    ("kind", "file_format"), [(kind, one) for kind in Kind for one in FORMATS[kind]]
)
def test_every_paper_in_every_format(
    city: Cast, found: Round, said: list[Comment], kind: Kind, file_format: Format
) -> None:
    file = made(order(city, kind, file_format, None if kind is Kind.SYNOPSIS else found))
    if file_format is Format.PDF:
        text = printed(file)
        assert "Hansestadt Stralsund · Smart City Charta" in text
        assert AFTER.strftime("%d.%m.%Y") in text
        assert "Carla" not in text
    elif file_format is Format.DOCX:
        document = docx.Document(str(file))
        whole = "\n".join(one.text for one in document.paragraphs)
        words = whole + "\n".join(
            cell.text for t in document.tables for r in t.rows for cell in r.cells
        )
        expected = {Kind.LETTERS: "Guten Tag Carla Bürgerin,", Kind.SYNOPSIS: "zu Fuß, mit dem Rad"}
        assert expected.get(kind, said[0].key) in words
    if kind is Kind.COUNCIL and file_format is Format.PDF:
        for part in ("Beschlussvorschlag", "Synopse", "Abwägung der Beiträge", "Offene Punkte"):
            assert part in text
        assert "Ein Beitrag ist noch nicht beantwortet: S-3" in text
        assert "teilweise übernommen 2" in text


def test_letters_go_to_those_who_have_answers(
    city: Cast, found: Round, said: list[Comment]
) -> None:
    content = a_template("{{name}}", "{{#beitraege}}", "{{schluessel}}", "{{/beitraege}}")
    file = made(order(city, Kind.LETTERS, Format.DOCX, found, template=content))
    texts = [one.text for one in docx.Document(str(file)).paragraphs if one.text.strip()]
    assert texts == ["Carla Bürgerin", "S-1", "Curt Bürger", "S-2"]
    kept = db.session.scalars(select(Paper.template)).all()
    assert kept == [None]


def test_english_papers_are_english(city: Cast, found: Round, said: list[Comment]) -> None:
    file = made(order(city, Kind.WEIGHING, Format.CSV, found, language="en"))
    labels = file.read_text("utf-8-sig").partition("\n")[0].strip().split(";")
    assert "Schlüssel" not in labels
    assert len(labels) == len(set(labels))
    assert labels[2:4] == ["Channel", "Received"]
    text = printed(made(order(city, Kind.WEIGHING, Format.PDF, found, language="en")))
    assert "Contribution Passage Wording Weighing Today" in text


def test_reading_costs_as_much_for_many_as_for_few(
    city: Cast, found: Round, clause: Document, said: list[Comment]
) -> None:
    pages: list[int] = []
    wanted = weighed(found, AFTER)
    list(weighing_rows(found, wanted * 300, now=AFTER, named=True, progress=pages.append))
    assert pages == [0, 300, 600]


class Killed(BaseException):
    """Like a signal: nothing between may catch it."""


@pytest.fixture
def killed(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """The worker dies in the midst of writing; the function lets the next one live."""
    whole = making.make

    def dies(_order: making.Order, path: Path) -> None:
        path.write_bytes(b"half")
        raise Killed

    monkeypatch.setattr(making, "make", dies)
    return lambda: monkeypatch.setattr(making, "make", whole)


def test_a_killed_worker_leaves_nothing_half_and_the_next_begins_anew(
    city: Cast, found: Round, said: list[Comment], killed: Callable[[], None]
) -> None:
    paper = order(city, Kind.WEIGHING, Format.CSV, found)
    number = paper.id
    with pytest.raises(Killed):
        outbox.deliver_due(clock.now())
    db.session.rollback()
    state = db.session.get_one(Paper, number, populate_existing=True).state(clock.now())
    assert state is State.MAKING
    assert not (background.folder() / f"{number}.csv").exists()
    killed()
    file = made(paper)
    assert "S-1" in file.read_text("utf-8-sig")
    assert [one.name for one in background.folder().iterdir()] == [file.name]


def test_nothing_is_left_of_who_was_erased_while_it_was_made(
    city: Cast,
    found: Round,
    said: list[Comment],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What had been read before is written afterwards, into a file that nobody may have."""
    paper = order(city, Kind.WEIGHING, Format.CSV, found, named=True)
    number, make = paper.id, making.make

    def made_meanwhile(order: making.Order, path: Path) -> None:
        make(order, path)
        content = path.read_bytes()
        assert b"Carla" in content
        with transaction() as session:
            person = session.get_one(Person, city.citizen.person_id)
            erase(city.citizen, AFTER, person, farewell=False)
        path.write_bytes(content)

    monkeypatch.setattr(making, "make", made_meanwhile)
    outbox.deliver_due(clock.now())
    db.session.rollback()
    state = db.session.get_one(Paper, number, populate_existing=True).state(clock.now())
    assert state is State.FAILED
    assert outbox.pending() == 0
    assert list(background.folder().iterdir()) == []


def test_after_three_tries_it_is_given_up(
    city: Cast, found: Round, said: list[Comment], killed: Callable[[], None]
) -> None:
    number = order(city, Kind.WEIGHING, Format.CSV, found).id
    for _try in range(3):
        with pytest.raises(Killed):
            outbox.deliver_due(clock.now())
        db.session.rollback()
    outbox.deliver_due(clock.now())
    assert db.session.get_one(Paper, number, populate_existing=True).failed_at == AFTER
    assert outbox.pending() == 0


def test_a_template_that_cannot_be_filled_says_why(
    city: Cast, found: Round, said: list[Comment]
) -> None:
    number = order(city, Kind.LETTERS, Format.DOCX, found, template=a_template("{{x}}")).id
    outbox.deliver_due(clock.now())
    failed = db.session.get_one(Paper, number, populate_existing=True)
    assert failed.state(clock.now()) is State.FAILED
    assert "{{x}}" in failed.failure
    assert list(background.folder().iterdir()) == []


def test_papers_of_a_round_in_which_nobody_has_spoken_say_so(city: Cast, found: Round) -> None:
    letters = order(city, Kind.LETTERS, Format.DOCX, found).id
    outbox.deliver_due(clock.now())
    failed = db.session.get_one(Paper, letters, populate_existing=True)
    assert "Noch ist kein Beitrag beantwortet" in failed.failure
    assert "Noch ist kein Beitrag eingegangen." in printed(
        made(order(city, Kind.WEIGHING, Format.PDF, found))
    )
    a_release(city, now=AFTER)
    text = printed(made(order(city, Kind.COUNCIL, Format.PDF, found)))
    assert "Noch ist kein Beitrag eingegangen." in text
    assert "Noch hat kein Fachamt ein Urteil freigegeben." in text
    assert "Offene Punkte" in text


def test_files_are_swept_after_a_week(city: Cast, found: Round, said: list[Comment]) -> None:
    file = made(order(city, Kind.WEIGHING, Format.CSV, found))
    old = background.folder() / "999.pdf"
    half = background.folder() / "5.pdf.part"
    lock = background.folder() / LOCK
    for one in (old, half, lock, file):
        one.touch()
        os.utime(one, (AFTER.timestamp(), AFTER.timestamp()))
    background.sweep(AFTER + timedelta(hours=2))
    assert file.exists()
    assert half.exists()
    assert not old.exists()
    background.sweep(AFTER + KEPT - timedelta(seconds=1))
    assert file.exists()
    assert not half.exists()
    background.sweep(AFTER + KEPT)
    assert not file.exists()
    assert lock.exists(), "without it a second worker could be started beside the first"
    paper = db.session.scalars(select(Paper)).one()
    assert paper.state(AFTER + KEPT) is State.GONE


def test_the_day_is_that_of_the_city(city: Cast, found: Round, said: list[Comment]) -> None:
    night = AFTER.replace(hour=23, minute=30)
    current_app.extensions["charta.clock"] = lambda: night
    paper = order(city, Kind.WEIGHING, Format.XLSX, found)
    sheet = openpyxl.load_workbook(made(paper)).worksheets[0]
    tomorrow: date = (night + timedelta(days=1)).date()
    assert sheet["A2"].value.endswith(tomorrow.strftime("%d.%m.%Y"))
