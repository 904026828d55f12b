"""Nothing is left out in silence: what this machine cannot run is said, or fails.

``CHARTA_REQUIRE_ALL=1`` (set by ``make test``) and ``CI=true`` turn it into failures.
"""

from __future__ import annotations

import os
from typing import NoReturn

import pytest

NOT_RUN = "Not run: "


def everything_required() -> bool:
    return os.environ.get("CHARTA_REQUIRE_ALL") == "1" or os.environ.get("CI") == "true"


def cannot_run(reason: str) -> NoReturn:
    """End the test that needs what is missing."""
    if everything_required():
        pytest.fail(f"{NOT_RUN}{reason}", pytrace=False)
    pytest.skip(f"{NOT_RUN}{reason}")


def summarise(reporter: pytest.TerminalReporter) -> None:
    """Write one section on all tests that could not run, grouped by reason."""
    reasons: dict[str, int] = {}
    for report in (*reporter.getreports("skipped"), *reporter.getreports("error")):
        _, found, reason = report.longreprtext.rpartition(NOT_RUN)
        if found:
            reason = reason.strip(" ')\n")
            reasons[reason] = reasons.get(reason, 0) + 1
    if reasons:
        reporter.section("Not everything was run", sep="=", red=True, bold=True)
        for reason, tests in reasons.items():
            reporter.line(f"{tests} tests: {reason}")
