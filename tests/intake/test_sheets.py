"""Tables of letters and calls: their columns, and the verdict on each row."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from charta.core.database import db, transaction
from charta.core.errors import Conflict, Invalid
from charta.intake import queries, services
from charta.intake.judging import Known, Reason, judge
from charta.intake.models import Intake, IntakeImport
from charta.intake.sheets import MOST_ROWS, Row, Sheet, kept, read
from charta.intake.wording import explanation
from charta.journal.models import JournalEntry
from charta.sheets.judging import State
from tests.intake.conftest import Setting
from tests.support.consultation import DURING
from tests.support.intake import an_intake
from tests.support.sheets import a_csv, an_xlsx

HEADINGS = (
    *("Text", "Klausel", "Kanal", "Eingangsdatum", "Absender"),
    *("Organisation/öffentlich als", "E-Mail"),
)
ROW = ("Mehr Bänke", "MOB-1", "Brief", "05.03.2026", "Rosa Brief", "", "")
KNOWN = Known({"mob-1": 7}, {}, date(2026, 3, 12))


def a_row(**more: str) -> Row:
    values = {"text": "Mehr Bänke", "channel": "Brief", "received": "05.03.2026"}
    return Row(2, **{**values, **more})


@pytest.mark.parametrize("content", [a_csv(HEADINGS, ROW), an_xlsx(HEADINGS, ROW)])
def test_a_table_is_read_by_its_headings(content: bytes) -> None:
    [row] = read(content).rows
    assert (row.text, row.clause, row.channel, row.received) == ROW[:4]
    assert row.sender == "Rosa Brief"
    assert kept(read(content).as_json()) == read(content)


def test_a_workbook_may_hold_real_dates() -> None:
    content = an_xlsx(HEADINGS, (*ROW[:3], date(2026, 3, 5), *ROW[4:]))
    [verdict] = judge(read(content).rows, KNOWN)
    assert verdict.candidate is not None
    assert verdict.candidate.received_on == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "leer"),
        (a_csv(("Idee", "Kanal"), ("a", "b")), "„Idee“, „Kanal“"),
        (a_csv(HEADINGS), "kein einziger Text"),
        (a_csv(HEADINGS, *[ROW] * (MOST_ROWS + 1)), str(MOST_ROWS)),
        (a_csv(("Text", "Beitrag"), ("a", "b")), "dasselbe"),
    ],
)
def test_tables_that_are_none_are_refused(app: Flask, content: bytes, words: str) -> None:
    with app.test_request_context(), pytest.raises(Invalid) as caught:
        read(content)
    assert words in caught.value.message


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"text": " "}, Reason.NO_TEXT),
        ({"text": "#NAME?"}, Reason.ERROR_VALUE),
        ({"text": "x\x00"}, Reason.CONTROL_CHARACTER),
        ({"text": "x\u202e"}, Reason.WRITING_DIRECTION),
        ({"text": "x" * 5_001, "clause": "MOB-1"}, Reason.TOO_LONG_FOR_ONE),
        ({"text": "x" * 200_001}, Reason.TEXT_TOO_LONG),
        ({"clause": "MOB-9"}, Reason.UNKNOWN_CLAUSE),
        ({"channel": ""}, Reason.NO_CHANNEL),
        ({"channel": "Taube"}, Reason.UNKNOWN_CHANNEL),
        ({"received": ""}, Reason.NO_DATE),
        ({"received": "31.02.2026"}, Reason.UNKNOWN_DATE),
        ({"received": "01.01.1026"}, Reason.UNKNOWN_DATE),
        ({"received": "13.03.2026"}, Reason.FUTURE_DATE),
        ({"email": "keine"}, Reason.UNKNOWN_ADDRESS),
        ({"sender": "x" * 201}, Reason.LINE_TOO_LONG),
        ({"public": "x" * 81}, Reason.LINE_TOO_LONG),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(
    app: Flask, more: dict[str, str], reason: Reason
) -> None:
    with app.test_request_context():
        [verdict] = judge([a_row(**more)], KNOWN)
        assert (verdict.state, verdict.reason) == (State.FAULTY, reason)
        assert explanation(verdict)


def test_a_sound_row_is_taken_with_a_subject_of_its_own() -> None:
    text = "Die Radwege am Hafen sind zu schmal und werden von Lieferwagen verstellt."
    [verdict] = judge([a_row(text=text, clause="mob-1", channel="E-Mail")], KNOWN)
    assert verdict.candidate is not None
    assert verdict.candidate.document_id == 7
    assert verdict.candidate.title.endswith(" …")
    assert len(verdict.candidate.title) <= 62


def test_the_same_row_twice_is_one() -> None:
    rows = [a_row(sender="Rosa"), a_row(sender="ROSA", text="mehr  bänke"), a_row(sender="Anna")]
    states = [verdict.state for verdict in judge(rows, KNOWN)]
    assert states == [State.TAKEN, State.DUPLICATE, State.TAKEN]


def prepare(setting: Setting, sheet: Sheet) -> IntakeImport:
    with transaction():
        found = queries.round_by_number(setting.city.charter_id, 1)
        return services.prepare_import(
            setting.city.editor, DURING, found, file_name="post.csv", sheet=sheet
        )


def take(setting: Setting, prepared: IntakeImport, expected: int) -> int:
    with transaction():
        found = queries.round_by_number(setting.city.charter_id, 1)
        there = queries.import_by_id(found.id, prepared.id, DURING)
        return services.confirm_import(setting.city.editor, DURING, found, there, expected=expected)


def test_a_file_is_taken_once(app: Flask, setting: Setting) -> None:
    sheet = Sheet((a_row(clause="MOB-1"), a_row(text="Anderes"), a_row(text="")))
    with app.test_request_context():
        prepared = prepare(setting, sheet)
        with pytest.raises(Conflict):
            take(setting, prepared, 3)
        assert take(setting, prepared, 2) == 2
        assert take(setting, prepared, 2) == 0
        again = prepare(setting, sheet)
        with pytest.raises(Conflict):
            take(setting, again, 2)
        intakes = db.session.scalars(select(Intake).order_by(Intake.number)).all()
        assert [one.finished_at is None for one in intakes] == [False, True]
        assert {one.file_name for one in intakes} == {"post.csv"}


def test_the_journal_knows_each_letter_and_the_whole_table(app: Flask, setting: Setting) -> None:
    sheet = Sheet((a_row(clause="MOB-1"), a_row(text="Anderes"), a_row(text="")))
    with app.test_request_context():
        an_intake(setting.city, setting.round)
        before = len(db.session.scalars(select(JournalEntry.id)).all())
        take(setting, prepare(setting, sheet), 2)
        entries = db.session.scalars(select(JournalEntry).order_by(JournalEntry.id)).all()[before:]
    assert [entry.action for entry in entries] == [
        "intakes.prepared",
        *("intake.entered", "comment.entered", "intake.finished"),
        "intake.entered",
        "intakes.imported",
    ]
    entered = [one.details["number"] for one in entries if one.action == "intake.entered"]
    assert entered == [2, 3]
    assert entries[-1].details == {"first": 2, "taken": 2, "duplicates": 0, "faulty": 1}


CLI = ("intakes", "import", "--charter", "stralsund", "--round", "1")


def test_the_command_says_what_the_screen_says(
    app: Flask, setting: Setting, tmp_path: object
) -> None:
    file = tmp_path / "post.csv"  # type: ignore[operator]
    file.write_bytes(a_csv(HEADINGS, ROW, ("", *ROW[1:])))
    runner = app.test_cli_runner()
    by = ("--by", "editor@stralsund.example")
    dry = runner.invoke(args=[*CLI, str(file), *by, "--dry-run"])
    assert "1 Eingaben würden übernommen, 0 doppelt, 1 fehlerhaft." in dry.output
    assert "Zeile 3: fehlerhaft. Der Text fehlt." in dry.output
    done = runner.invoke(args=[*CLI, str(file), *by])
    assert (done.exit_code, "1 Eingaben übernommen" in done.output) == (0, True)
    for wrong in ("citizen@stralsund.example", "niemand@stralsund.example"):
        refused = runner.invoke(args=[*CLI, str(file), "--by", wrong])
        assert (refused.exit_code, "darf" in refused.output) == (1, True)
    nowhere = runner.invoke(
        args=["intakes", "import", "--charter", "x", "--round", "9", str(file), *by]
    )
    assert nowhere.exit_code == 1
