"""Consultations, answers, and the council's decision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from charta.consultation import queries, services
from charta.consultation.models import Comment, Round
from charta.demo import travelling
from charta.demo.stage import Stage, berlin, read
from charta.drafting import queries as drafting
from charta.drafting.models import Document
from charta.releases import services as releases
from charta.releases.models import Release
from charta.releases.rules import Kind
from charta.text.spans import Span
from charta.weighing.services.waivers import waive

Said = Sequence[tuple[dict[str, Any], Comment]]

DECISION_PREPARED = berlin("2024-02-12T11:00")
PUBLISHED = berlin("2024-03-22T08:00")


def announce(
    stage: Stage,
    name: str,
    *,
    fixed_at: datetime,
    opens_at: datetime,
    closes_at: datetime,
    answer_by: date,
) -> Round:
    """Fix a consultation draft and announce its round."""
    given = read("rounds")[name]
    editor = stage.actor("redaktion")
    release = releases.prepare(
        editor, fixed_at, stage.charter, kind=Kind.CONSULTATION, title=f"Entwurf: {given['title']}"
    )
    travelling.carry(stage, release, fixed_at + timedelta(minutes=1))
    return services.announce_round(
        editor,
        fixed_at + timedelta(hours=1),
        release,
        title=given["title"],
        introduction=given["introduction"],
        opens_at=opens_at,
        closes_at=closes_at,
        answer_by=answer_by,
    )


def comment(stage: Stage, found: Round, name: str) -> Said:
    """Let people speak, one a day, and reply to each other."""
    said = []
    for number, given in enumerate(read("rounds")[name]["comments"]):
        moment = found.opens_at + timedelta(days=given["day"], hours=2, minutes=7 * number)
        document = stage.documents[given["on"]]
        written = services.post_comment(
            stage.actor(given["by"]),
            moment,
            found,
            document,
            source=given["text"],
            submission=f"demo-{name}-{number}",
            passage=_passage(document, given.get("passage")),
            wording=given.get("wording"),
        )
        said.append((given, written))
        if "reply" in given:
            by, text = given["reply"]
            services.post_comment(
                stage.actor(by),
                moment + timedelta(hours=5),
                found,
                document,
                source=text,
                submission=f"demo-{name}-{number}-reply",
                parent=written,
            )
    return said


def _passage(document: Document, words: str | None) -> Span | None:
    """Where the words stand in the newest text, the one the round has just been opened on."""
    if words is None:
        return None
    start = drafting.current_revision(document.id).plain.index(words)
    return start, start + len(words)


def take_over(stage: Stage, said: Said, moment: datetime) -> None:
    """Take the suggestions over that the file says were, as they were made."""
    for given, written in said:
        if given.get("taken_over"):
            comment, _none = queries.suggestion_by_number(stage.charter.id, written.number)
            current = drafting.current_revision(comment.document_id)
            services.adopt_suggestion(
                stage.actor("redaktion2"), moment, comment, base_number=current.number
            )


def answer(stage: Stage, said: Said, moment: datetime) -> None:
    """Answer what the file has an answer for; some led to the wording written since."""
    for given, written in said:
        if "answer" not in given:
            continue
        moment += timedelta(minutes=35)
        disposition, text, *led = given["answer"]
        document = stage.documents[given["on"]]
        revision = drafting.current_revision(document.id) if led else None
        loaded = queries.comments_by_numbers(stage.charter.id, [written.number])
        services.answer(
            stage.actor("freigabe"),
            moment,
            loaded,
            disposition=disposition,
            source=text,
            revision=revision,
            written_by=stage.actor("redaktion2").person_id,
        )


def correct(stage: Stage, said: Said, moment: datetime) -> None:
    """Replace the answers that the file has a later one for."""
    for given, written in said:
        if "corrected" in given:
            disposition, text = given["corrected"]
            newest, *_earlier = queries.answers_to([written.id], now=moment)[written.id]
            services.correct_answer(
                stage.actor("freigabe"),
                moment,
                newest.response,
                disposition=disposition,
                source=text,
                written_by=stage.actor("redaktion2").person_id,
            )


def publish(stage: Stage) -> Release:
    """The editor prepares the edition; the approver says why some ideas still wait, and publishes
    what the council decided."""
    decision = read("decisions")["decision"]
    edition = releases.prepare(
        stage.actor("redaktion"),
        DECISION_PREPARED,
        stage.charter,
        kind=Kind.EDITION,
        title=decision["title"],
    )
    travelling.carry(stage, edition, DECISION_PREPARED + timedelta(minutes=1))
    waive(
        stage.actor("freigabe"),
        DECISION_PREPARED + timedelta(days=1),
        edition,
        source=decision["waiver"],
    )
    releases.publish_edition(
        stage.actor("freigabe"),
        PUBLISHED,
        edition,
        decided_on=decision["decided_on"],
        decision_number=decision["number"],
        decision_link=decision["link"],
    )
    return edition
