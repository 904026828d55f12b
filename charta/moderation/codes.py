"""Codes for who has no account: one for a report, one for a decision that can be objected to.

As with receipts the code itself is not stored but found by its SHA-256. That of a report follows
from the installation's secret and its form's number, so that it can be told again.
"""

from __future__ import annotations

import secrets

from charta.receipts import rules
from charta.receipts.queries import code_of


def of_report(submission: str) -> str:
    """The code with which a reporter finds the report again."""
    return code_of(f"report:{submission}")


def a_new_one() -> str:
    """A code for the author of what was decided about; it goes out by mail and is not kept."""
    return code_of(secrets.token_hex(16))


def digest(code: str) -> str:
    """What a code of ours is found by."""
    letters = rules.read(code)
    assert letters is not None  # noqa: S101 - what we make can be read
    return rules.digest(letters)


def typed(code: str) -> str | None:
    """The same of a code that somebody brings; None when it can be none."""
    letters = rules.read(code)
    return rules.digest(letters) if letters else None
