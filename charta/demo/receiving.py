"""What comes by other ways: a letter that is split, a call, and guests who may speak."""

from __future__ import annotations

from typing import Any

from charta.consultation.models import Round
from charta.demo.stage import Stage, read
from charta.intake import queries, rules, services


def let_guests_speak(stage: Stage) -> None:
    """People without an account may comment once they have confirmed their address."""
    moment = stage.days_ago(8)
    services.allow_guests(stage.actor("admin"), moment, stage.charter.id, rules.Mode.CONFIRMED)


def enter(stage: Stage, found: Round) -> None:
    """Enter what came by letter and telephone, and split it."""
    for given in read("intakes")["intakes"]:
        moment = stage.days_ago(given["days_ago"], hour=11)
        entered = services.enter_intake(
            stage.actor("moderation"), moment, found, _entry(given, stage)
        )
        intake = queries.intake_by_number(stage.charter.id, entered.number)
        for part in given["parts"]:
            start = intake.source.index(part["from"])
            end = intake.source.index(part["to"]) + len(part["to"])
            document = stage.documents[part["on"]]
            services.assign(stage.actor("redaktion"), moment, intake, [(start, end)], document)
        if given["finished"]:
            services.finish(stage.actor("redaktion"), moment, intake)


def _entry(given: dict[str, Any], stage: Stage) -> services.Entry:
    return services.Entry(
        channel=given["channel"],
        received_on=stage.days_ago(given["days_ago"]).date(),
        title=given["title"],
        source=given["source"],
        public_name=given.get("public_name", ""),
        sender_name=given["sender_name"],
        sender_address=given.get("sender_address", ""),
        file_name=given.get("file_name", ""),
    )
