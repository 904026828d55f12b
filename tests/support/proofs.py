"""What a browser with scripts does for a form: work for it, quickly, since tests ask for little."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

import altcha
from flask.testing import FlaskClient

from charta.accounts.proofs import Proof
from tests.support.visitor import Visit

TASKS = {"sign_up": "/konto/aufgabe/konto/", "guest": "/konto/aufgabe/stellungnahme/"}


def a_proof(now: datetime) -> Proof:
    """A proof that nobody has used yet."""
    return Proof(secrets.token_hex(32), now + timedelta(minutes=20))


def solved(task: dict[str, Any]) -> str:
    """The solution of a task, as a form carries it."""
    challenge = altcha.Challenge.from_dict(task)
    solution = altcha.solve_challenge(challenge)
    assert solution is not None
    return altcha.Payload(challenge, solution).to_base64()


def solution(client: FlaskClient, purpose: str) -> str:
    """Fetch a task and solve it."""
    answer = client.get(TASKS[purpose])
    assert answer.status_code == 200
    assert answer.json is not None
    return solved(answer.json)


def prove(page: Visit, purpose: str) -> Visit:
    """Solve a task for the form of a page."""
    for box in page.root.all("input"):
        if box["name"] == "altcha":
            box.attributes["value"] = solution(page.visitor.client, purpose)
    return page
