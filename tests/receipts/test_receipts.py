"""Codes that can be read out, typed and not be guessed, and what they are found by."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from charta.core.database import db, transaction
from charta.receipts import rules, services
from charta.receipts.models import Receipt
from charta.receipts.queries import codes, receipt_by_code
from tests.support.cast import START, Cast
from tests.support.consultation import a_comment, a_round
from tests.support.drafting import a_clause
from tests.support.workshops import a_workshop, an_idea

SECRET = "geheim" * 8


def test_a_code_is_ten_syllables() -> None:
    for number in range(200):
        made = rules.code(SECRET, str(number))
        assert re.fullmatch(r"([bdfghkmnprstwz][aeiou]){2}(-([bdfghkmnprstwz][aeiou]){2}){4}", made)


def test_a_code_hangs_on_nonce_and_secret() -> None:
    assert rules.code(SECRET, "a") == rules.code(SECRET, "a")
    assert rules.code(SECRET, "a") != rules.code(SECRET, "b")
    assert rules.code(SECRET, "a") != rules.code("anders" * 8, "a")


def test_syllables_are_even() -> None:
    """Nothing makes some codes likelier than others."""
    letters = "".join(rules.code(SECRET, str(n)).replace("-", "") for n in range(2_000))
    syllables = [letters[at : at + 2] for at in range(0, len(letters), 2)]
    counts = [syllables.count(one) for one in set(syllables)]
    assert len(counts) == 70
    assert max(counts) < 2 * min(counts)


@pytest.mark.parametrize(
    "typed",
    [
        "mita-bode-kuha-rino-sewa",
        "MITA BODE KUHA RINO SEWA",
        "mitabodekuharinosewa",
        " Mita – Bode—Kuha. Rino-Sewa\n",
        "m1ta-b0de-kuha-r1n0-sewa",
        "mlta-bode-kuha-rlno-sewa",
    ],
)
def test_a_code_is_read_however_it_was_typed(typed: str) -> None:
    assert rules.read(typed) == "mitabodekuharinosewa"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "mita",
        "mita-bode-kuha-rino-sewax",
        "mita-bode-kuha-rino-sexx",
        "ä" * 20,
        "\0",
        "a" * 999,
    ],
)
def test_what_can_be_no_code(typed: str) -> None:
    assert rules.read(typed) is None


def test_a_comment_gets_its_receipt(app: Flask, city: Cast) -> None:
    with app.test_request_context():
        clause = a_clause(city)
        comment = a_comment(city, a_round(city), clause)
        with transaction():
            made = services.issue(START, comment)
            assert services.issue(START, comment) == made
        found = receipt_by_code(made.upper())
        assert found is not None
        assert (found.subject_type, found.subject_id) == ("comments", comment.id)
        assert codes("comments", [comment.id, 99]) == {comment.id: made}
        assert receipt_by_code("mita-bode-kuha-rino-sewa") is None
        assert made not in {found.nonce, found.digest}


def test_missing_receipts_are_given_later(app: Flask, city: Cast) -> None:
    with app.test_request_context(), transaction() as session:
        an_idea(city, a_workshop(city))
        session.execute(delete(Receipt))
    runner = app.test_cli_runner()
    assert "ideas: 1" in runner.invoke(args=["receipts", "issue"]).output
    assert "ideas: 0" in runner.invoke(args=["receipts", "issue"]).output
    with app.app_context():
        assert db.session.scalar(select(func.count(Receipt.id))) == 1
