"""A short soak on each engine, and the judge over it: it finds what is not as it was confirmed."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.support.cast import a_city
from tests.support.complete import cannot_run
from tests.support.consultation import a_comment, a_round
from tests.support.drafting import a_clause
from tests.support.postgresql import NoPostgreSQL
from tools.soak.__main__ import soak
from tools.soak.ground import broken
from tools.soak.writers import Sent

KILLS, SECONDS = 4, 8


def test_what_was_confirmed_outlives_kills(engine_name: str) -> None:
    try:
        result = soak(engine_name, kills=KILLS, seconds=SECONDS)
    except NoPostgreSQL as problem:
        cannot_run(f"PostgreSQL: {problem}")
    assert result.faults == []
    assert result.kills.total() > 0
    assert result.confirmed > 0


@pytest.mark.one_engine
def test_the_judge_misses_what_is_not_there(app: Flask, database_url: str) -> None:
    with app.app_context():
        city = a_city()
        clause = a_clause(city)
        found = a_round(city)
        for number in (1, 2, 3):
            a_comment(city, found, clause, source=f"Text {number}", submission=f"form-{number}")
        a_comment(city, found, clause, source="Text 3", submission="form-4")
    sent = [
        Sent("form-1", "Text 1", number=1),
        Sent("form-2", "Text 2", number=7),
        Sent("form-3", "Text 3"),
        Sent("form-5", "Text 5", number=5),
        Sent("form-6", "Text 6"),
    ]
    assert sorted(broken(database_url, sent)) == [
        "confirmed as S-5, but there is None: Text 5",
        "confirmed as S-7, but there is (2, 'Text 2'): Text 2",
        "nobody has sent form-4",
        "there 2 times: Text 3",
    ]
