"""The demonstration as a story in order of time, told through the same services as real life."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from charta.core.database import transaction
from charta.demo import beginning, deciding, drafting, moderating, receiving, weighing
from charta.demo.stage import Stage, berlin


def tell(today: datetime, password_hash: str) -> Stage:
    """Load the whole demonstration in one transaction; all of it or nothing."""
    with transaction():
        stage = beginning.found_charter(today, password_hash)
        beginning.hold_workshops(stage)
        _first_draft(stage)
        _first_consultation(stage)
        _edition(stage)
        _second_consultation(stage)
    return stage


def _first_draft(stage: Stage) -> None:
    beginning.open_workshop(stage, 1)
    drafting.write_sections(stage)
    drafting.write_clauses(stage, conference=1)
    beginning.open_workshop(stage, 2)
    drafting.write_clauses(stage, conference=2)
    drafting.shelve_ideas(stage)
    drafting.revise(stage, "second", drafting.SECOND_DRAFT + timedelta(days=7))
    drafting.ask_departments(stage)
    drafting.judge(stage, drafting.FIRST_REVIEW)
    drafting.release_verdicts(stage, berlin("2023-09-04T09:00"))


def _first_consultation(stage: Stage) -> None:
    found = deciding.announce(
        stage,
        "first",
        fixed_at=berlin("2023-09-18T10:00"),
        opens_at=berlin("2023-10-02T08:00"),
        closes_at=berlin("2023-10-31T18:00"),
        answer_by=date(2024, 1, 31),
    )
    said = deciding.comment(stage, found, "first")
    deciding.take_over(stage, said, berlin("2023-11-13T09:00"))
    drafting.revise(stage, "answers", berlin("2023-11-20T09:00"), editor="redaktion2")
    deciding.answer(stage, said, berlin("2023-12-04T09:00"))
    deciding.correct(stage, said, berlin("2024-01-15T09:00"))


def _edition(stage: Stage) -> None:
    drafting.judge(stage, drafting.SECOND_REVIEW, after="answers")
    drafting.release_verdicts(stage, berlin("2024-02-01T09:00"))
    deciding.publish(stage)


def _second_consultation(stage: Stage) -> None:
    drafting.revise(stage, "since", stage.days_ago(45))
    drafting.judge(stage, stage.days_ago(30), after="since")
    drafting.release_verdicts(stage, stage.days_ago(25))
    found = deciding.announce(
        stage,
        "second",
        fixed_at=stage.days_ago(9),
        opens_at=stage.days_ago(7, hour=8),
        closes_at=stage.days_ago(-21, hour=18),
        answer_by=(stage.today + timedelta(days=80)).date(),
    )
    said = deciding.comment(stage, found, "second")
    drafting.revise(stage, "draft", stage.days_ago(2))
    deciding.answer(stage, said, stage.days_ago(1))
    receiving.let_guests_speak(stage)
    receiving.enter(stage, found)
    weighing.weigh(stage, found)
    moderating.moderate(stage, found)
    beginning.invite(stage)
