"""The tests that the evidence names must have run, not only be there.

When the whole suite ends, each of them must have passed and none of its variants been left out.
Those that have not are named, and where everything is required (``make test``, CI) the suite has
failed. Of a part of the suite nothing can be said, so nothing is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import pytest

from tests.support.complete import everything_required
from tools.evidence import named_tests


@dataclass
class Outcomes:
    """Which tests have passed, in any of their variants, and which have not, in any of them."""

    passed: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=set)
    missing: list[str] = field(default_factory=list)
    judged: bool = False


OUTCOMES = pytest.StashKey[Outcomes]()


def not_run(named: Iterable[str], passed: set[str], others: set[str]) -> list[str]:
    """Those of ``named`` that have not passed, or not in every variant; of a file all tests."""

    def holds(name: str) -> bool:
        if "::" in name:
            return name in passed - others
        in_file = {test for test in passed | others if test.startswith(f"{name}::")}
        return bool(in_file) and not in_file & others

    return sorted(name for name in named if not holds(name))


def is_whole(config: pytest.Config) -> bool:
    """Whether the whole suite was asked for: no place, no choice, nothing left out."""
    choices = (
        "keyword", "markexpr", "deselect", "ignore", "ignore_glob", "lf", "stepwise", "collectonly"
    )  # fmt: skip
    chosen = any(getattr(config.option, name, None) for name in choices)
    return config.args_source is pytest.Config.ArgsSource.TESTPATHS and not chosen


def pytest_configure(config: pytest.Config) -> None:
    config.stash[OUTCOMES] = Outcomes()
    config.pluginmanager.register(_Listener(config.stash[OUTCOMES]), "evidence-listener")


class _Listener:
    """Hears of every test, also of those that other processes have run."""

    def __init__(self, outcomes: Outcomes) -> None:
        self.outcomes = outcomes

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        name = report.nodeid.partition("[")[0]
        if not report.passed:
            self.outcomes.others.add(name)
        elif report.when == "call":
            self.outcomes.passed.add(name)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    outcomes = session.config.stash[OUTCOMES]
    stopped = session.shouldfail or session.shouldstop
    if hasattr(session.config, "workerinput") or stopped or not is_whole(session.config):
        return
    outcomes.judged = True
    outcomes.missing = not_run(named_tests(), outcomes.passed, outcomes.others)
    succeeded = session.exitstatus == pytest.ExitCode.OK
    if outcomes.missing and succeeded and everything_required():
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    outcomes = config.stash[OUTCOMES]
    if outcomes.missing:
        terminalreporter.section("Evidence that did not run or pass", sep="=", red=True, bold=True)
        for name in outcomes.missing:
            terminalreporter.line(name)
    elif outcomes.judged:
        terminalreporter.line(f"All {len(named_tests())} tests that the evidence names have run.")
