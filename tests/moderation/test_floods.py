"""Many reports of one contribution: what people have to say is still seen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from charta.moderation import queries
from charta.moderation.rules import Kind
from tests.moderation.conftest import Scene
from tests.moderation.test_pages import CASE, DESK
from tests.support.consultation import DURING
from tests.support.moderation import a_decision, a_report
from tests.support.visitor import Visitor

MOST = "charta.moderation.queries.cases.MOST_SHOWN"
FEW = 3


@pytest.fixture
def flooded(app: Flask, scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """An old report that was answered, five by a program, and one by somebody at last."""
    monkeypatch.setattr(MOST, FEW)
    with app.app_context():
        a_report(scene.comment, source="Die allererste.")
        a_decision(scene.city, Kind.KEPT)
        for number in range(5):
            a_report(
                scene.comment,
                ground="privacy",
                source=f"Flut {number}.",
                name="",
                email=None,
                proven=False,
                now=DURING + timedelta(hours=1),
            )
        a_report(scene.comment, source="Das bin ich!", now=DURING + timedelta(hours=2))
    return scene


def test_no_flood_covers_what_somebody_has_to_say(flooded: Scene, facilitator: Visitor) -> None:
    page = facilitator.open(CASE).text
    places = [page.index(words) for words in ("Das bin ich!", "Die allererste.", "Flut 0.")]
    assert places == sorted(places)
    assert "Flut 1." not in page
    assert "und 4 weitere" in page


def test_all_are_counted_and_answered(app: Flask, flooded: Scene, facilitator: Visitor) -> None:
    assert "7 Meldungen" in facilitator.open(DESK).text
    with app.app_context():
        [line], _following = queries.open_cases(flooded.city.charter_id)
        assert (line.reports, line.grounds) == (7, ("rules", "privacy"))
        assert len(queries.dossier(line.case, DURING).reports) == 7
