"""What the evidence says is complete, names tests that are there, and stands in the documents.

That the named tests have run and passed is looked at when the whole suite ends
(``tests/support/evidence.py``).
"""

from __future__ import annotations

import ast
import csv
import hashlib
import pkgutil
from collections import Counter
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from sqlalchemy import Table

import charta
from charta.core.database import Base
from tests.support.evidence import is_whole, not_run
from tools.evidence import (
    NEEDS,
    SECURITY_DOCUMENT,
    VERDICTS,
    documents,
    named_tests,
    privacy,
    requirements,
)
from tools.places import ROOT

STANDARD = ROOT.parent / "shared" / "corpora" / "asvs" / "asvs-5.0.0.csv"
"""The standard itself, where somebody has put it beside the work tree."""

ALL_IDS = "3765ed9541ee1523694f731f53d3201978aa23cf9cac70481d40476d8a2d1e27"
"""SHA-256 over the ids and levels of all requirements of levels 1 and 2, a line each."""

GRUNDSCHUTZ = {
    "APP.3.1": ("A1", "A4", "A7", "A8", "A9", "A11", "A12", "A14", "A20", "A21", "A22"),
    "CON.10": tuple(f"A{number}" for number in range(1, 19)),
}
"""The requirements of both modules in the edition of 2023, those that were dropped left out."""


def tables() -> list[Table]:
    """Every table, also of a feature that nothing has imported yet."""
    for module in pkgutil.walk_packages(charta.__path__, "charta."):
        if module.name.endswith(".models"):
            import_module(module.name)
    return list(Base.metadata.tables.values())


def digest(ids: list[tuple[str, int]]) -> str:
    lines = "\n".join(f"{number} {level}" for number, level in ids)
    return hashlib.sha256(lines.encode()).hexdigest()


def test_all_requirements_of_levels_one_and_two_are_judged() -> None:
    found = [(one.id, one.level) for one in requirements()]
    assert Counter(level for _id, level in found) == {1: 70, 2: 183}
    assert digest(found) == ALL_IDS
    if STANDARD.is_file():
        with STANDARD.open(encoding="utf-8-sig") as source:
            rows = [(row["req_id"], int(row["L"])) for row in csv.DictReader(source)]
        assert found == [row for row in rows if row[1] < 3]


def test_each_judgement_says_how_and_shows_it() -> None:
    for one in requirements():
        assert one.verdict in VERDICTS, one.id
        assert len(one.how) > 5, one.id
        assert one.how.endswith("."), one.id
        assert "|" not in one.how, one.id
        assert one.tests or one.see, f"{one.id} shows nothing"
        assert [name for name in one.see if not (ROOT / name).exists()] == [], one.id


def test_every_test_that_is_named_is_there() -> None:
    named = named_tests()
    assert len(named) > 150
    files = {name.partition("::")[0] for name in named}
    there = {test for file in files for test in those_in(ROOT / file)} | files
    assert sorted(named - there) == []


def those_in(file: Path) -> set[str]:
    """The tests of a file as pytest names them; none for a file that is not there."""
    if not file.is_file():
        return set()
    name = file.relative_to(ROOT).as_posix()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    found = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found.add(f"{name}::{node.name}")
        elif isinstance(node, ast.ClassDef):
            found |= {
                f"{name}::{node.name}::{part.name}"
                for part in node.body
                if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)
            }
    return {one for one in found if one.rpartition("::")[2].startswith("test_")}


def test_a_test_that_was_left_out_is_missed() -> None:
    named = {"tests/a.py::test_x", "tests/b.py", "tests/c.py::test_y", "tests/d.py"}
    passed = {"tests/a.py::test_x", "tests/b.py::test_1", "tests/b.py::test_2"}
    assert not_run(named, passed, set()) == ["tests/c.py::test_y", "tests/d.py"]
    others = {"tests/b.py::test_2", "tests/a.py::test_x"}  # skipped once, on another engine
    assert not_run(named, passed, others) == sorted(named)


@pytest.mark.parametrize(
    ("source", "option", "whole"),
    [
        ("TESTPATHS", {}, True),
        ("TESTPATHS", {"keyword": "", "lf": False, "deselect": None}, True),
        ("TESTPATHS", {"keyword": "diff"}, False),
        ("TESTPATHS", {"deselect": ["tests/a.py::test_x"]}, False),
        ("TESTPATHS", {"lf": True}, False),
        ("ARGS", {}, False),
    ],
)
def test_of_a_part_nothing_is_said(source: str, option: dict[str, object], whole: bool) -> None:
    where = pytest.Config.ArgsSource[source]
    config = SimpleNamespace(args_source=where, option=SimpleNamespace(**option))
    assert is_whole(cast(pytest.Config, config)) is whole


def test_every_column_is_judged() -> None:
    """Who adds a column says in evidence/privacy.toml whether it is about people, and if it is,
    why, for whom and how long."""
    found = privacy()
    listed = [*found.personal(), *found.others()]
    assert [name for name, times in Counter(listed).items() if times > 1] == []
    columns = {f"{table.name}.{column.name}" for table in tables() for column in table.columns}
    assert columns - set(listed) == set(), "columns nobody has judged"
    assert set(listed) - columns == set(), "columns that do not exist"


def test_who_somebody_is_is_personal() -> None:
    """A column that leads to a person can never be listed as not personal."""
    personal = set(privacy().personal())
    for table in tables():
        for column in table.columns:
            if any(key.column.table.name == "people" for key in column.foreign_keys):
                assert f"{table.name}.{column.name}" in personal


def test_what_is_personal_says_why_and_how_long() -> None:
    found = privacy()
    keys = [one["key"] for one in found.processings]
    for activity in found.processings:
        assert all(activity[name] for name in activity if name != "open"), activity["key"]
    for one in found.fields:
        assert one["processing"] in keys, one["name"]
        assert one["need"] in NEEDS, one["name"]
        assert all(one[name] for name in ("name", "columns", "purpose", "seen", "kept"))
        assert "|" not in f"{one['name']}{one['purpose']}{one['seen']}{one['kept']}"
    assert {one["processing"] for one in found.fields} == set(keys)


def test_the_documents_are_up_to_date() -> None:
    for document, text in documents().items():
        assert document.read_text(encoding="utf-8") == text, "`make evidence` writes it"
    assert SECURITY_DOCUMENT in documents()


@pytest.mark.parametrize("module", GRUNDSCHUTZ)
def test_the_page_on_the_grundschutz_is_complete(module: str) -> None:
    page = (ROOT / "docs" / "grundschutz.md").read_text(encoding="utf-8")
    for number in GRUNDSCHUTZ[module]:
        assert f"| {module}.{number} |" in page, f"{module}.{number}"
    assert page.count(f"| {module}.A") == len(GRUNDSCHUTZ[module])
