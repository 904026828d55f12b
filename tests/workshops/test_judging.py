"""The verdict on each row, as a table."""

from __future__ import annotations

import pytest

from charta.sheets.judging import State
from charta.workshops.judging import Known, Reason, judge
from charta.workshops.rules import LONGEST_IDEA, Channel, fingerprint
from charta.workshops.sheets import Row
from charta.workshops.wording import explanation

KNOWN = Known(
    themes={"mob": 1, "nachhaltige mobilität": 1, "bil": 2},
    groups={"politik": 7},
    tables={3: (30, 2)},
    ideas={fingerprint("Mehr Bänke", 1): 12},
)


@pytest.mark.parametrize(
    ("row", "theme", "group", "table", "channel"),
    [
        (Row(2, "a", "MOB"), 1, None, None, Channel.IMPORT),
        (Row(2, "a", " nachhaltige  MOBILITÄT "), 1, None, None, Channel.IMPORT),
        (Row(2, "a", "Bil", "POLITIK", "", "Papier"), 2, 7, None, Channel.PAPER),
        (Row(2, "a", table="3"), 2, None, 30, Channel.IMPORT),
        (Row(2, "a", table="Tisch 3", channel="Tisch"), 2, None, 30, Channel.TABLE),
        (Row(2, "a", "MOB", table="Tisch Nr. 3", channel="online"), 1, None, 30, Channel.WEB),
    ],
)
def test_rows_that_are_taken(
    row: Row, theme: int, group: int | None, table: int | None, channel: Channel
) -> None:
    (verdict,) = judge([row], KNOWN)
    assert verdict.state is State.TAKEN
    assert explanation(verdict) == ""
    found = verdict.candidate
    assert found is not None
    assert (found.theme_id, found.group_id, found.table_id) == (theme, group, table)
    assert found.channel is channel


@pytest.mark.parametrize(
    ("row", "reason", "words"),
    [
        (Row(2, "", "MOB"), Reason.NO_TEXT, "Die Idee fehlt."),
        (Row(2, "#NAME?", "MOB"), Reason.ERROR_VALUE, "Fehlerwert #NAME?"),
        (Row(2, "x" * (LONGEST_IDEA + 1), "MOB"), Reason.TEXT_TOO_LONG, "2001 Zeichen"),
        (Row(2, "a\x07b", "MOB"), Reason.CONTROL_CHARACTER, "Steuerzeichen"),
        (Row(2, "a\u202eb", "MOB"), Reason.WRITING_DIRECTION, "Schreibrichtung"),
        (Row(2, "a"), Reason.NO_THEME, "Das Handlungsfeld fehlt."),
        (Row(2, "a", "Kunst"), Reason.UNKNOWN_THEME, "„Kunst“"),
        (Row(2, "a", "MOB", "Adel"), Reason.UNKNOWN_GROUP, "„Adel“"),
        (Row(2, "a", table="4"), Reason.UNKNOWN_TABLE, "„4“"),
        (Row(2, "a", table="²"), Reason.UNKNOWN_TABLE, "„²“"),
        (Row(2, "a", "MOB", channel="Rohrpost"), Reason.UNKNOWN_CHANNEL, "„Rohrpost“"),
    ],
)
def test_rows_that_are_faulty(row: Row, reason: Reason, words: str) -> None:
    (verdict,) = judge([row], KNOWN)
    assert (verdict.state, verdict.reason) == (State.FAULTY, reason)
    assert words in explanation(verdict)
    assert verdict.candidate is None


def test_the_same_wording_is_found_in_the_file_and_in_the_workshop() -> None:
    rows = [
        Row(2, "mehr  BÄNKE", "MOB"),
        Row(3, "Mehr Bänke", "BIL"),
        Row(4, "Neues", "MOB"),
        Row(6, " neues", "mob"),
        Row(7, "Mehr Ba\u0308nke", "MOB"),
    ]
    verdicts = judge(rows, KNOWN)
    assert [verdict.state.value for verdict in verdicts] == [
        *("duplicate", "taken", "taken", "duplicate", "duplicate")
    ]
    assert explanation(verdicts[0]) == "Steht schon als Idee I-12 bei der Veranstaltung."
    assert explanation(verdicts[3]) == "Steht schon in Zeile 4."


def test_a_faulty_row_does_not_make_a_later_one_a_duplicate() -> None:
    verdicts = judge([Row(2, "Neu", "MOB", "Adel"), Row(3, "Neu", "MOB")], KNOWN)
    assert [verdict.state.value for verdict in verdicts] == ["faulty", "taken"]
