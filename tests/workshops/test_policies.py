"""Who may what with workshops, as a table."""

from __future__ import annotations

import pytest
from flask import Flask

from charta.charters.models import Charter
from charta.core.actors import ANYBODY, OPERATOR
from charta.core.database import db
from charta.workshops.policies import may_run, reads_workshops, runs_workshops
from tests.support.cast import Cast, a_city


@pytest.mark.parametrize(
    ("name", "runs", "reads"),
    [
        ("facilitator", True, True),
        ("admin", True, True),
        ("operator", True, True),
        ("editor", False, True),
        ("reviewer", False, False),
        ("approver", False, False),
        ("citizen", False, False),
        ("nobody", False, False),
        ("stranger", False, False),
    ],
)
def test_who_runs_and_reads(app: Flask, city: Cast, name: str, runs: bool, reads: bool) -> None:
    with app.app_context():
        other = a_city("greifswald", "Greifswald")
        charter = db.session.get_one(Charter, city.charter_id)
        special = {"nobody": ANYBODY, "operator": OPERATOR, "stranger": other.facilitator}
        actor = special.get(name) or city.actors[name]
        assert may_run(actor, charter.id) is runs
        assert runs_workshops(actor, charter) is runs
        assert reads_workshops(actor, charter) is reads


def test_outside_a_charter_nobody_does(city: Cast) -> None:
    assert not runs_workshops(OPERATOR, None)
    assert not reads_workshops(OPERATOR, None)
