"""What waits at the weighing desk: who says the same, a comment that is split, a department's
advice, who sees to what, and answers that are being written. One answer for several is out, and
somebody says that it misses theirs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from charta.consultation import services as consultation
from charta.consultation.models import Comment, Round
from charta.consultation.queries import comments_by_numbers
from charta.demo.stage import Stage, read
from charta.text.similarity import groups
from charta.weighing import services
from charta.weighing.queries.groups import open_proposals, texts_to_group
from charta.weighing.services.groups import replace_proposals
from charta.weighing.services.handling import assign, set_due


def weigh(stage: Stage, found: Round) -> None:
    """Let people say the same, confirm one group, leave the other proposed; split and ask."""
    content = read("weighing")
    alike = [_comment(stage, found, given, number) for number, given in enumerate(content["alike"])]
    split = _comment(stage, found, content["long"], len(alike))
    _split(stage, split, content["long"]["parts"])
    moment = stage.days_ago(1, hour=13)
    replace_proposals(moment, found, groups(texts_to_group(found.id)))
    largest = open_proposals(found.id)[0]
    services.confirm_group(
        stage.actor("redaktion"),
        moment + timedelta(minutes=5),
        largest,
        title=content["title"],
        members=largest.comment_ids,
    )
    _advise(stage, alike[0], content["advice"])
    _share(stage, found, alike)
    _write(stage, alike, content)
    _answer_together(stage, found, content["together"], len(alike) + 1)


def _comment(stage: Stage, found: Round, given: dict[str, Any], number: int) -> Comment:
    return consultation.post_comment(
        stage.actor(given["by"]),
        stage.days_ago(given["days_ago"], hour=12) + timedelta(minutes=9 * number),
        found,
        stage.documents[given["on"]],
        source=given["text"],
        submission=f"demo-weighing-{number}",
    )


def _split(stage: Stage, comment: Comment, parts: list[dict[str, str]]) -> None:
    for part in parts:
        start = comment.source.index(part["from"])
        end = comment.source.index(part["to"]) + len(part["to"])
        consultation.take_part(
            stage.actor("redaktion"),
            stage.days_ago(1, hour=12),
            comment,
            stage.documents[part["on"]],
            stretches=[(start, end)],
        )


def _advise(stage: Stage, comment: Comment, given: dict[str, Any]) -> None:
    asked_at = stage.days_ago(1, hour=14)
    code = given["department"]
    [asked] = services.ask(
        stage.actor("redaktion"),
        asked_at,
        [comment],
        [stage.departments[code]],
        question=given["question"],
        due_on=(asked_at + timedelta(days=given["due_in_days"])).date(),
    )
    services.give_advice(
        stage.actor(stage.reviewers[code]),
        asked_at + timedelta(hours=1),
        asked,
        source=given["answer"],
        based_on=None,
    )


def _share(stage: Stage, found: Round, said: list[Comment]) -> None:
    """Two editors share them; one of them should have an answer since yesterday."""
    editor, moment = stage.actor("redaktion"), stage.days_ago(1, hour=16)
    assign(editor, moment, found, said[:3], editor.person_id)
    assign(editor, moment, found, said[3:], stage.actor("redaktion2").person_id)
    set_due(editor, moment, found, said[3:4], moment.date())


def _write(stage: Stage, said: Sequence[Comment], content: dict[str, Any]) -> None:
    """Keep words for answers; the answer to the group waits for its release, another is begun."""
    editor, moment = stage.actor("redaktion"), stage.days_ago(1, hour=17)
    for given in content["modules"]:
        services.create_text_module(editor, moment, said[0].charter_id, **given)
    said = comments_by_numbers(said[0].charter_id, [comment.number for comment in said])
    disposition, source = content["finished"]
    words = services.Words(disposition, source, department_id=_advised(stage, content))
    services.save_draft(editor, moment, said[:3], words, finish=True)
    begun = services.Words(source=content["begun"])
    services.save_draft(stage.actor("redaktion2"), moment, said[3:4], begun)


def _answer_together(stage: Stage, found: Round, given: dict[str, Any], number: int) -> None:
    """Release one answer for several; the author of the last one says that it misses theirs."""
    said = [
        _comment(stage, found, {"by": by, "text": text, **given}, number + place)
        for place, (by, text) in enumerate(given["said"])
    ]
    disposition, source = given["answer"]
    consultation.answer(
        stage.actor("freigabe"),
        stage.days_ago(1, hour=18),
        comments_by_numbers(found.charter_id, [comment.number for comment in said]),
        disposition=disposition,
        source=source,
        written_by=stage.actor("redaktion").person_id,
    )
    by, _text = given["said"][-1]
    consultation.reopen(
        stage.actor(by), stage.days_ago(1, hour=20), said[-1], source=given["differs"]
    )


def _advised(stage: Stage, content: dict[str, Any]) -> int:
    """The department whose advice the answer to the group rests on."""
    found = stage.departments[content["advice"]["department"]]
    return found.id
