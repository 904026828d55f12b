"""What was reported: one contribution is hidden and its author objects, one author is warned, and
one report waits."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from charta.accounts.rules import DEMONSTRATION_DOMAIN
from charta.consultation import services as consultation
from charta.consultation.models import Comment, Round
from charta.core.actors import ANYBODY
from charta.demo.stage import Stage, read
from charta.moderation import queries, services
from charta.moderation.rules import Basis, Decision, Kind


def moderate(stage: Stage, found: Round) -> None:
    """Say, report and decide what the file says, one case after the other."""
    moment = stage.days_ago(1, hour=9)
    for number, given in enumerate(read("moderation")["cases"], start=1):
        said = consultation.post_comment(
            stage.actor(given["by"]),
            moment,
            found,
            stage.documents[given["on"]],
            source=given["text"],
            submission=f"demo-moderation-{number}",
        )
        _report(said, given, number, moment + timedelta(hours=1))
        if "kind" in given:
            _decide(stage, given, number, moment + timedelta(hours=3))
        moment += timedelta(minutes=20)


def _report(said: Comment, given: dict[str, Any], number: int, moment: datetime) -> None:
    reporter = given.get("reporter", "")
    email = f"meldung{number}@{DEMONSTRATION_DOMAIN}" if reporter else None
    services.report(
        ANYBODY,
        moment,
        said,
        services.Filled(given["ground"], given["report"], reporter, email, good_faith=True),
        submission=f"demo-report-{number}",
        language="de",
    )


def _decide(stage: Stage, given: dict[str, Any], number: int, moment: datetime) -> None:
    case = queries.case_by_number(stage.charter.id, number)
    decision = Decision(
        (Kind(given["kind"]),),
        Basis(given["basis"]),
        given["provision"],
        given["facts"],
        given["public"],
    )
    [measure] = services.decide(stage.actor("moderation"), moment, case, decision, turn=case.turn)
    if "objection" in given:
        services.object_to(
            stage.actor(given["by"]),
            moment + timedelta(hours=5),
            measure,
            case,
            source=given["objection"],
        )
