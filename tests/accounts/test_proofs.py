"""The proof of work: for its purpose, in its time, once; and what becomes of an account without."""

from __future__ import annotations

import base64
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import altcha
import pytest
from flask import Flask
from sqlalchemy import func, select

from charta.accounts import proofs
from charta.accounts.models import Person, SpentChallenge
from charta.accounts.proofs import Purpose
from charta.accounts.sweeping import sweep
from charta.core.database import db, transaction
from config import Settings
from tests.support.accounts import NOON, StoppedClock, mailed_path, mails
from tests.support.cast import PASSWORD
from tests.support.hashing import quick_hashing
from tests.support.proofs import TASKS, a_proof, prove, solution, solved
from tests.support.visitor import Visitor

__all__ = ["quick_hashing"]

SIGN_UP = "/konto/anlegen/"
NEW = {"name": "Neele Neu", "email": "neele@example.org", "password": PASSWORD}

plain = Settings(environment="testing", secret_key="s" * 40, proof_tries=4)


def a_task(purpose: Purpose = "guest", settings: Settings = plain) -> dict[str, Any]:
    return proofs.task(NOON, settings, purpose)


def opened(payload: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(base64.b64decode(payload))
    return found


def closed(payload: Any) -> str:
    return base64.b64encode(json.dumps(payload).encode()).decode()


def test_a_solution_proves_work_for_its_purpose_and_time() -> None:
    solution = solved(a_task())
    proof = proofs.read(NOON, plain, "guest", solution)
    assert proof is not None
    assert proof.expires_at == NOON + proofs.LASTS
    last = NOON + proofs.LASTS - timedelta(seconds=1)
    assert proofs.read(last, plain, "guest", solution) == proof
    assert proofs.read(NOON + proofs.LASTS, plain, "guest", solution) is None
    assert proofs.read(NOON, plain, "sign_up", solution) is None
    other = replace(plain, secret_key="t" * 40)
    assert proofs.read(NOON, other, "guest", solution) is None


def test_the_work_is_what_was_asked_for() -> None:
    for tries in (1, 2, 10):
        settings = replace(plain, proof_tries=tries)
        for _turn in range(5):
            counter = opened(solved(a_task(settings=settings)))["solution"]["counter"]
            assert tries // 2 <= counter <= tries // 2 + tries


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("parameters", {"cost": 1}),
        ("parameters", {"cost": float(proofs.ROUNDS)}),
        ("parameters", {"keyLength": 32.0}),
        ("parameters", {"keyPrefix": ""}),
        ("parameters", {"keyPrefix": "0"}),
        ("parameters", {"algorithm": "SHA-256"}),
        ("parameters", {"data": {"until": 2**31}}),
        ("parameters", {"data": None}),
        ("parameters", {"nonce": "00" * 16}),
        ("parameters", {"nonce": 7}),
        ("parameters", {"expiresAt": 1}),
        ("solution", {"counter": 10**6}),
        ("solution", {"counter": -1}),
        ("solution", {"counter": "1"}),
        ("solution", {"derivedKey": "00" * 32}),
        ("solution", {"derivedKey": None}),
    ],
)
def test_a_forged_one_proves_nothing(part: str, change: dict[str, object]) -> None:
    payload = opened(solved(a_task()))
    holder = payload["challenge"]["parameters"] if part == "parameters" else payload["solution"]
    holder.update(change)
    assert proofs.read(NOON, plain, "guest", closed(payload)) is None


def test_a_task_of_ones_own_proves_nothing() -> None:
    made = altcha.create_challenge(proofs.ALGORITHM, 1, counter=0, hmac_secret="mine")
    assert proofs.read(NOON, plain, "guest", solved(made.to_dict())) is None
    unsigned = altcha.create_challenge(proofs.ALGORITHM, 1, counter=0)
    assert proofs.read(NOON, plain, "guest", solved(unsigned.to_dict())) is None


@pytest.mark.parametrize(
    "nonsense",
    [
        "",
        "?",
        "ä",
        closed([]),
        closed({"challenge": {}}),
        closed({"challenge": [], "solution": 1}),
        closed("[" * 2_000),
        base64.b64encode(b"[" * 2_900).decode(),
        "A" * 4_001,
    ],
)
def test_nonsense_is_no_proof(nonsense: str) -> None:
    assert proofs.read(NOON, plain, "guest", nonsense) is None


def test_a_proof_is_spent_once_and_forgotten_when_it_could_prove_nothing(app: Flask) -> None:
    with app.app_context():
        proof = a_proof(NOON)
        with transaction():
            assert proofs.spend(proof)
        with transaction():
            assert not proofs.spend(proof)
            assert not proofs.spend(None)
        sweep(proof.expires_at - timedelta(seconds=1))
        assert db.session.scalar(select(func.count()).select_from(SpentChallenge)) == 1
        sweep(proof.expires_at)
        assert db.session.scalar(select(func.count()).select_from(SpentChallenge)) == 0


def test_twenty_at_once_spend_one_proof_once(app: Flask) -> None:
    proof = a_proof(NOON)

    def spend(_turn: int) -> bool:
        with app.app_context():
            try:
                with transaction():
                    return proofs.spend(proof)
            finally:
                db.session.remove()

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(spend, range(20))) == 1


@pytest.mark.parametrize("path", TASKS.values())
def test_a_task_is_new_each_time_and_leaves_nothing(visitor: Visitor, path: str) -> None:
    first, second = visitor.client.get(path), visitor.client.get(path)
    assert first.json != second.json
    for answer in (first, second):
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in answer.headers
        assert answer.json is not None
        assert set(answer.json) == {"parameters", "signature"}


def unproven(app: Flask, email: str = NEW["email"]) -> bool:
    with app.app_context():
        return db.session.scalars(select(Person.unproven).where(Person.email == email)).one()


def sign_up(visitor: Visitor, clock: StoppedClock, **more: str) -> None:
    page = prove(visitor.open(SIGN_UP), "sign_up")
    clock.forward(seconds=3)
    assert (
        page.press("Konto anlegen", **{**NEW, **more}).heading == "Bitte sehen Sie in Ihr Postfach"
    )


def test_who_signs_up_with_a_proof_is_proven(
    app: Flask, visitor: Visitor, clock: StoppedClock
) -> None:
    sign_up(visitor, clock)
    assert not unproven(app)


@pytest.mark.parametrize(
    "sign",
    [{"altcha": ""}, {"altcha": "x"}, {"website": "https://spam.example"}, {"began": "1.1"}],
)
def test_without_one_the_account_is_made_and_says_so(
    app: Flask, visitor: Visitor, clock: StoppedClock, sign: dict[str, str]
) -> None:
    assert "Das Konto bekommen Sie auch so." in visitor.open(SIGN_UP).text
    sign_up(visitor, clock, **sign)
    assert unproven(app)
    visitor.open(mailed_path(app)).press("Adresse bestätigen")


def test_faster_than_anybody_reads_proves_nothing(
    app: Flask, visitor: Visitor, clock: StoppedClock
) -> None:
    prove(visitor.open(SIGN_UP), "sign_up").press("Konto anlegen", **NEW)
    assert unproven(app)


def test_a_proof_for_something_else_is_none(
    app: Flask, visitor: Visitor, clock: StoppedClock
) -> None:
    sign_up(visitor, clock, altcha=solution(visitor.client, "guest"))
    assert unproven(app)


def test_one_proof_makes_one_account(app: Flask, visitor: Visitor, clock: StoppedClock) -> None:
    proof = solution(visitor.client, "sign_up")
    sign_up(visitor, clock, altcha=proof)
    sign_up(visitor, clock, altcha=proof)
    assert not unproven(app), "the same form sent twice is still the same person's"
    sign_up(visitor, clock, altcha=proof, email="andere@example.org")
    assert unproven(app, "andere@example.org")
    sign_up(visitor, clock, email="andere@example.org")
    assert not unproven(app, "andere@example.org")


def test_a_hall_of_eighty_signs_up_in_five_minutes(
    app: Flask, clock: StoppedClock, quick_hashing: None
) -> None:
    for number in range(80):
        sign_up(Visitor(app.test_client()), clock, email=f"n{number}@saal.example")
    with app.app_context():
        assert db.session.scalar(select(func.count()).where(~Person.unproven)) == 80
    assert len(mails(app)) == 80
