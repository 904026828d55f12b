"""What all tests share: which engines they run on and the application on each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from config import Settings
from tests.support.applications import Applications
from tests.support.cast import city, settle
from tests.support.complete import cannot_run, summarise
from tests.support.engines import CHOICES, Databases, migrate
from tests.support.postgresql import NoPostgreSQL

__all__ = ["city"]  # a fixture, which is used from here

pytest_plugins = [
    "tests.support.browser",
    "tests.support.evidence",
    "tests.support.visitors",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--engine",
        choices=tuple(CHOICES),
        default="sqlite",
        help="on which database to run the tests that need one",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "one_engine: run on one engine even with --engine=both")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine_name" in metafunc.fixturenames:
        chosen = CHOICES[metafunc.config.getoption("--engine")]
        if metafunc.definition.get_closest_marker("one_engine"):
            chosen = chosen[:1]
        metafunc.parametrize("engine_name", chosen, indirect=True)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    summarise(terminalreporter)


@pytest.fixture
def engine_name(request: pytest.FixtureRequest) -> str:
    """Name the engine the test runs on: ``sqlite`` or ``postgresql``."""
    name: str = request.param
    return name


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """Hold the migrated database of each engine that was asked for."""
    with Databases() as databases:
        yield databases


@pytest.fixture
def database_url(
    request: pytest.FixtureRequest, engine_name: str, databases: Databases
) -> Iterator[str]:
    """Give the address of a migrated database for this test alone; it is empty but for the city,
    if the test asks for that."""
    prepare = settle if "city" in request.fixturenames else migrate
    try:
        copies = databases.on(engine_name, prepare)
    except NoPostgreSQL as problem:
        cannot_run(f"PostgreSQL: {problem}")
    with copies() as url:
        yield url


@pytest.fixture
def settings(database_url: str, base_url: str, tmp_path: Path) -> Settings:
    """Give settings on this test's database; change one with ``dataclasses.replace``."""
    return Settings(
        environment="testing",
        secret_key="only-for-tests-and-long-enough-to-be-accepted",
        database_url=database_url,
        jobs_url=f"sqlite:///{tmp_path / 'jobs.sqlite3'}",
        mail_folder=tmp_path / "mail",
        paper_folder=tmp_path / "papers",
        erasure_list=tmp_path / "erasures.jsonl",
        base_url=base_url,
        proof_tries=1,
    )


@pytest.fixture(scope="session")
def applications() -> Applications:
    """Keep the applications that have been built."""
    return Applications()


@pytest.fixture
def app(settings: Settings, applications: Applications) -> Iterator[Flask]:
    """Give the application on this test's database."""
    with applications.lend(settings) as app:
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Give a visitor who has not signed in."""
    return app.test_client()
