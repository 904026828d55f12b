"""Which of the chosen comments an action changes: values in, values out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from charta.weighing.choosing import Action, Candidate, Intent, Reason, fingerprint, select
from charta.weighing.standing import State

ME, HER = 1, 2
FREE = Candidate(id=1, number=1, author_id=9, state=State.OPEN)
DAY = date(2026, 4, 1)

CASES: list[tuple[Candidate, Intent, Reason | None]] = [
    (FREE, Intent(Action.ASSIGN, ME), None),
    (FREE, Intent(Action.ASSIGN, ME, assignee_id=HER, decided=True), None),
    (FREE, Intent(Action.ASSIGN, ME, assignee_id=9, decided=True), Reason.OWN),
    (FREE, Intent(Action.ASSIGN, ME, assignee_id=None, decided=True), Reason.SAME),
    (
        replace(FREE, assignee_id=HER),
        Intent(Action.ASSIGN, ME, assignee_id=HER, decided=True),
        Reason.SAME,
    ),
    (replace(FREE, due_on=DAY), Intent(Action.DUE, ME, due_on=DAY, decided=True), Reason.SAME),
    (replace(FREE, due_on=DAY), Intent(Action.DUE, ME, due_on=None, decided=True), None),
    (FREE, Intent(Action.ANSWER, ME), None),
    (FREE, Intent(Action.ANSWER, 9), Reason.OWN),
    (replace(FREE, draft="1-1"), Intent(Action.ANSWER, ME), Reason.DRAFTED),
    (replace(FREE, draft="1-1"), Intent(Action.ASK, ME), None),
    (replace(FREE, group=3), Intent(Action.GROUP, ME), Reason.GROUPED),
    (FREE, Intent(Action.GROUP, ME), None),
]


@pytest.mark.parametrize(("one", "intent", "reason"), CASES)
def test_what_is_left_out_and_why(one: Candidate, intent: Intent, reason: Reason | None) -> None:
    found = select([one], intent)
    assert found.changed == ([] if reason else [one])
    assert found.left_out == ({reason: [one]} if reason else {})
    assert found.total == 1


@pytest.mark.parametrize("action", Action)
def test_what_is_released_is_never_changed(action: Action) -> None:
    released = replace(FREE, state=State.RELEASED)
    assert select([released], Intent(action, ME)).left_out == {Reason.RELEASED: [released]}


@pytest.mark.parametrize(
    "change",
    [
        {"state": State.DRAFTED},
        {"assignee_id": HER},
        {"due_on": DAY},
        {"draft": "1-1"},
        {"group": 1},
        {"id": 5},
    ],
)
def test_the_fingerprint_notices_every_change(change: dict[str, object]) -> None:
    intent = Intent(Action.ANSWER, ME)
    other = replace(FREE, id=2, number=2)
    before = fingerprint([FREE, other], intent)
    assert before == fingerprint([other, FREE], intent)
    assert before != fingerprint([replace(FREE, **change), other], intent)  # type: ignore[arg-type]
    assert before != fingerprint([FREE], intent)
    assert before != fingerprint([FREE, other], replace(intent, assignee_id=HER))
