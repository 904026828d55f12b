"""Reports, decisions and objections with dull defaults, made through the services."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from charta.consultation.models import Comment
from charta.core.actors import ANYBODY, Actor
from charta.core.database import db
from charta.moderation import queries, rules, services
from charta.moderation.models import Case, Measure, Objection, Report
from charta.moderation.rules import Decision, Kind
from charta.workshops.models import Idea
from tests.support.cast import Cast
from tests.support.consultation import DURING
from tests.support.drafting import writing
from tests.support.proofs import a_proof

_numbers = count(1)


def a_report(
    subject: Comment | Idea,
    *,
    by: Actor = ANYBODY,
    ground: str = "rules",
    source: str = "Das beleidigt meine Nachbarin.",
    name: str = "Rita Meldung",
    email: str | None = "rita@meldung.example",
    submission: str | None = None,
    language: str = "de",
    now: datetime = DURING,
    proven: bool = True,
) -> Report:
    """Rita, who has no account, reports a contribution."""
    with writing():
        return services.report(
            by,
            now,
            db.session.merge(subject, load=False),
            services.Filled(ground, source, name, email, good_faith=True),
            submission=submission or f"report-{next(_numbers)}",
            language=language,
            proof=a_proof(now) if proven else None,
        )


def the_case(city: Cast, number: int = 1) -> Case:
    return queries.case_by_number(city.charter_id, number)


def a_decision(
    city: Cast,
    *kinds: Kind,
    number: int = 1,
    by: Actor | None = None,
    now: datetime = DURING,
    turn: int | None = None,
    **more: Any,
) -> list[Measure]:
    """Frieda decides a case; a block lasts a week."""
    given = {
        "provision": "Spielregeln: Wie wir miteinander umgehen",
        "facts": "Der Text setzt eine Person herab.",
        "public": "Der Text beleidigt eine Person.",
        "until": rules.until_day((now + timedelta(days=7)).date()),
    }
    with writing():
        case = the_case(city, number)
        return services.decide(
            by or city.facilitator,
            now,
            case,
            Decision(kinds, **(given | more)),
            turn=case.turn if turn is None else turn,
        )


def an_objection(
    city: Cast,
    measure: Measure,
    *,
    by: Actor | None = None,
    source: str = "Das war eine Frage, keine Beleidigung.",
    code: str = "",
    now: datetime = DURING,
) -> Objection:
    """Carla objects."""
    with writing():
        found, case = queries.measure_by_id(city.charter_id, measure.id)
        return services.object_to(by or city.citizen, now, found, case, source=source, code=code)


def a_hearing(
    city: Cast,
    objection: Objection,
    *,
    upheld: bool,
    by: Actor | None = None,
    answer: str = "Wir haben es noch einmal gelesen.",
    now: datetime = DURING,
) -> Objection:
    """Edda hears it."""
    with writing():
        found, measure, case = queries.objection_by_id(city.charter_id, objection.id)
        return services.hear(
            by or city.editor, now, found, measure, case, upheld=upheld, answer=answer
        )
