"""From ideas to clauses, and from wording to wording."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from charta.demo.stage import Stage, berlin, read
from charta.drafting import queries, services
from charta.feasibility import queries as feasibility_queries
from charta.feasibility import services as feasibility

FIRST_DRAFT = berlin("2023-01-16T09:00")
SECOND_DRAFT = berlin("2023-06-05T09:00")
FIRST_REVIEW = berlin("2023-07-03T09:00")
SECOND_REVIEW = berlin("2024-01-15T09:00")


def clauses() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each clause of the file with the key it gets."""
    for section in read("clauses")["sections"]:
        for place, clause in enumerate(section["clauses"], start=1):
            yield f"{section['theme']}-{place}", clause


def write_sections(stage: Stage) -> None:
    moment = FIRST_DRAFT
    for given in read("clauses")["sections"]:
        moment += timedelta(minutes=20)
        section = services.create_section(
            stage.actor("redaktion"),
            moment,
            stage.charter,
            theme=stage.themes[given["theme"]],
            title=given["title"],
            source=given["text"],
            note="Erster Entwurf nach der Regionalkonferenz",
        )
        stage.documents[section.key] = section
        stage.documents[given["theme"]] = section


def write_clauses(stage: Stage, conference: int) -> None:
    """Make clauses of the ideas whose first one came from this conference."""
    moment = FIRST_DRAFT if conference == 1 else SECOND_DRAFT
    for key, given in clauses():
        if not given["ideas"][0].startswith(f"{conference}."):
            continue
        moment += timedelta(hours=3)
        own = [idea for idea in given["ideas"] if idea.startswith(f"{conference}.")]
        clause = services.promote_to_new_clause(
            stage.actor("redaktion"),
            moment,
            [stage.ideas[idea] for idea in own],
            section=stage.documents[key.split("-")[0]],
            title=given["title"],
            source=given["text"],
            reason=given["reason"],
        )
        stage.documents[clause.key] = clause
    if conference == 2:
        _attach_later_ideas(stage, moment)


def _attach_later_ideas(stage: Stage, moment: datetime) -> None:
    """Ideas of the second conference that fit a clause of the first."""
    pairs = [(entry["idea"], entry["clause"], entry["reason"]) for entry in _attached()]
    pairs += [
        (idea, key, given["reason"])
        for key, given in clauses()
        for idea in given["ideas"][1:]
        if idea.startswith("2.") and given["ideas"][0].startswith("1.")
    ]
    for idea, key, reason in pairs:
        moment += timedelta(minutes=30)
        services.attach_to_clause(
            stage.actor("redaktion2"),
            moment,
            [stage.ideas[idea]],
            clause=stage.documents[key],
            reason=reason,
        )


def _attached() -> list[dict[str, str]]:
    attached: list[dict[str, str]] = read("decisions")["attached"]
    return attached


def shelve_ideas(stage: Stage) -> None:
    moment = SECOND_DRAFT + timedelta(days=5)
    for idea, reason in read("decisions")["shelved"].items():
        moment += timedelta(minutes=15)
        services.shelve(stage.actor("redaktion"), moment, stage.ideas[idea], reason=reason)


def revise(stage: Stage, name: str, moment: datetime, editor: str = "redaktion") -> None:
    """Save the wordings of one stage."""
    for key, given in clauses():
        for later in given.get("later", ()):
            if later["stage"] != name:
                continue
            moment += timedelta(minutes=40)
            document = stage.documents[key]
            services.save_revision(
                stage.actor(editor),
                moment,
                document,
                base_number=queries.current_revision(document.id).number,
                title=given["title"],
                source=later["text"],
                note=later["note"],
            )


def ask_departments(stage: Stage) -> None:
    moment = SECOND_DRAFT + timedelta(days=10)
    for key, given in clauses():
        asked = [stage.departments[verdict[0]] for verdict in given.get("verdicts", ())]
        if asked:
            moment += timedelta(minutes=5)
            feasibility.request_review(
                stage.actor("redaktion"), moment, stage.documents[key], asked
            )


def judge(stage: Stage, moment: datetime, after: str | None = None) -> None:
    """Let the departments give their verdicts: all of them, or again those on clauses that were
    reworded in the stage ``after`` and looked at again."""
    for key, given in clauses():
        if after is not None and not _judged_again(given, after):
            continue
        for code, verdict, reason, *conditions in given.get("verdicts", ()):
            moment += timedelta(minutes=25)
            document = stage.documents[key]
            feasibility.assess(
                stage.actor(stage.reviewers[code]),
                moment,
                document,
                department=stage.departments[code],
                verdict=verdict,
                reason=reason,
                conditions=conditions[0] if conditions else "",
                base_number=queries.current_revision(document.id).number,
            )


def _judged_again(given: dict[str, Any], name: str) -> bool:
    return any(
        later["stage"] == name and later.get("again", False) for later in given.get("later", ())
    )


def release_verdicts(stage: Stage, moment: datetime) -> None:
    """Release what waits, as an approver does."""
    waiting = feasibility_queries.unreleased(stage.charter.id, limit=500)
    for assessment in [item.assessment for item in waiting]:
        moment += timedelta(minutes=1)
        feasibility.release_verdict(stage.actor("freigabe"), moment, assessment)
