"""The demonstration: complete, proven, and impossible anywhere else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Literal

import pytest
from flask import Flask
from sqlalchemy import func, select

from charta.accounts import retention
from charta.accounts.models import Person
from charta.accounts.rules import DEMONSTRATION_DOMAIN
from charta.charters.models import Charter
from charta.consultation.models import (
    Adoption,
    Answered,
    Comment,
    Part,
    Passage,
    Placement,
    Reopening,
    Response,
    Round,
    Suggestion,
)
from charta.core.database import db
from charta.drafting.models import Document, Promotion, Revision, Shelving
from charta.feasibility.models import Assessment
from charta.intake.models import Excerpt, Intake
from charta.journal.verification import verifiers
from charta.moderation.models import Measure, Objection, Report, Withheld
from charta.releases.models import Release
from charta.weighing.models import Advice, Grouped, GroupProposal, Handling
from charta.workshops.models import Idea, Workshop
from config import Settings
from tests.support.applications import Applications
from tests.support.cast import PASSWORD
from tests.support.demonstration import TODAY, database_url, today  # noqa: F401
from tests.support.visitor import Visitor


def count(model: type[object]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_the_whole_chain_is_there(app: Flask) -> None:
    with app.app_context():
        assert count(Workshop) == 2
        assert count(Idea) == 60
        assert count(Release) == 3
        assert count(Round) == 2
        assert count(Promotion) >= 40
        assert count(Shelving) == 5
        assert count(Revision) >= 50
        assert count(Comment) == 43
        assert (count(Report), count(Measure), count(Objection), count(Withheld)) == (3, 2, 1, 1)
        assert (count(Part), count(Grouped), count(GroupProposal), count(Advice)) == (2, 3, 2, 1)
        assert count(Handling) == 5
        assert count(Answered) == 23
        corrected = select(func.count()).where(Response.replaces_id.is_not(None))
        assert (db.session.scalar(corrected), count(Reopening)) == (1, 1)
        assert (count(Intake), count(Excerpt)) == (2, 3)
        assert (count(Passage), count(Suggestion), count(Adoption)) == (10, 4, 1)
        verdicts_on_places = set(db.session.scalars(select(Placement.verdict)))
        assert {"unchanged", "reworded", "uncertain"} <= verdicts_on_places
        kinds = dict(
            db.session.execute(select(Document.kind, func.count()).group_by(Document.kind)).all()
        )
        assert kinds == {"section": 6, "clause": 28}
        verdicts = set(db.session.scalars(select(Assessment.verdict)))
        assert verdicts == {"feasible", "conditional", "not_feasible"}


def test_nothing_in_it_is_broken(app: Flask) -> None:
    with app.app_context():
        for verifier in verifiers():
            assert list(verifier.find()) == []
            assert verifier.count() > 0
    result = app.test_cli_runner().invoke(args=["journal", "verify"])
    assert result.exit_code == 0, result.output


def test_its_people_outlive_the_nights(app: Flask) -> None:
    """Their accounts began in 2022: they must not be taken for people who have left."""
    app.extensions["charta.clock"] = lambda: TODAY
    with app.test_request_context():
        alive = select(func.count()).where(Person.email.is_not(None))
        before = db.session.scalar(alive) or 0
        for days in (1, 40):
            done = retention.carry_out(TODAY + timedelta(days=days))
            assert done["inactive_warnings"] == done["inactive_accounts"] == 0
        assert db.session.scalar(alive) == before > 10


def test_loading_it_again_keeps_the_data(
    app: Flask, settings: Settings, applications: Applications
) -> None:
    with applications.lend(replace(settings, environment="demonstration")) as demonstration:
        result = demonstration.test_cli_runner().invoke(args=["demo", "load"])
    assert result.exit_code == 0
    assert "schon geladen" in result.output
    with app.app_context():
        assert count(Charter) == 1


@pytest.mark.parametrize("command", ["load", "people"])
def test_it_is_impossible_elsewhere(app: Flask, command: str) -> None:
    result = app.test_cli_runner().invoke(args=["demo", command])
    assert result.exit_code != 0
    assert "CHARTA_ENVIRONMENT=demonstration" in result.output


def test_its_letter_box_is_not_there_in_production(
    settings: Settings, applications: Applications
) -> None:
    in_production = replace(
        settings,
        environment="production",
        base_url="https://charta.example",
        smtp_url="smtp://mail.example",
    )
    with applications.lend(in_production) as production:
        client = production.test_client()
        assert client.get("/demo/mails/", base_url="https://charta.example").status_code == 404


@pytest.mark.parametrize(("environment", "status"), [("demonstration", 303), ("testing", 422)])
def test_its_people_can_sign_in_nowhere_else(
    settings: Settings,
    applications: Applications,
    environment: Literal["demonstration", "testing"],
    status: int,
) -> None:
    with applications.lend(replace(settings, environment=environment)) as app:
        visitor = Visitor(app.test_client())
        address = f"redaktion@{DEMONSTRATION_DOMAIN}"
        answer = visitor.post("/konto/anmelden/", email=address, password=PASSWORD)
    assert answer.status_code == status
