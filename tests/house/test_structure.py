"""The house as it was drawn: templates at their place, one door for markup, rooms of one size."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from flask import Flask

from charta.core.access import READING, decision
from config import HOME

CODE = sorted((HOME / "charta").rglob("*.py"))
TEMPLATES = sorted((HOME / "templates").rglob("*.html"))

DOORS = {"charta/core/prose.py", "charta/core/fragments.py", "charta/core/i18n.py"}
"""Where markup may be made of text that is known to be safe: stored prose, what macros have made,
our own words."""

MOST_LINES = 300
SHARED = {"layouts", "components", "errors"}


def local(path: Path) -> str:
    return path.relative_to(HOME).as_posix()


def test_every_route_is_decided_for_reading_and_writing(app: Flask) -> None:
    for found in app.url_map.iter_rules():
        for method in found.methods or ():
            assert callable(decision(app, found.endpoint, method))


def test_no_reading_route_also_writes_by_another_name(app: Flask) -> None:
    for found in app.url_map.iter_rules():
        others = set(found.methods or ()) - READING
        assert others <= {"POST"}, f"{found.endpoint} takes {others}"


def test_a_template_bears_the_name_of_its_endpoint(app: Flask) -> None:
    endpoints = {endpoint.replace(".", "/") for endpoint in app.view_functions}
    rendered = {
        name
        for path in CODE
        for name in re.findall(r'"([a-z_]+/[a-z_]+)\.html"', path.read_text(encoding="utf-8"))
    }
    strangers = {
        name
        for name in (path.relative_to(HOME / "templates").with_suffix("") for path in TEMPLATES)
        if name.parts[0] not in SHARED
        and not name.name.startswith("_")
        and name.as_posix() not in endpoints
        and name.as_posix() not in rendered
    }
    assert not strangers, "templates that no page shows"


def test_markup_is_made_in_one_place() -> None:
    for path in CODE:
        if local(path) not in DOORS:
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"\bMarkup\(|\|\s*safe\b", text), local(path)
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe\b|autoescape\s+false", text), local(path)


def test_nothing_is_inline() -> None:
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", text), path


@pytest.mark.parametrize("path", CODE, ids=local)
def test_rooms_are_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


def test_a_feature_includes_only_its_own_parts() -> None:
    for path in TEMPLATES:
        feature = path.relative_to(HOME / "templates").parts[0]
        text = path.read_text(encoding="utf-8")
        for other in re.findall(r'(?:include|from|import)\s+["\']([a-z_]+)/', text):
            assert other in {feature, *SHARED}, f"{local(path)} takes from {other}"


TAKES = re.compile(r'^\{% from "[^"]+" import (.+?)(?: with context)? %\}\n', re.MULTILINE)


def words_of(path: Path, *within: Path) -> set[str]:
    """The words of a template and of what it includes, without what they take from others."""
    if path in within:
        return set()
    rest = TAKES.sub("", path.read_text(encoding="utf-8"))
    included = [HOME / "templates" / name for name in re.findall(r'include "([^"]+)"', rest)]
    words = set(re.findall(r"\w+", rest))
    return words.union(*(words_of(one, path, *within) for one in included))


def test_a_template_takes_only_what_it_uses() -> None:
    for path in TEMPLATES:
        taken = TAKES.findall(path.read_text(encoding="utf-8"))
        names = {one.split()[-1] for names in taken for one in names.split(",")}
        assert names <= words_of(path), f"{local(path)} takes {names - words_of(path)} in vain"


def test_the_readme_draws_the_house_as_it_is_held() -> None:
    """Every package once, from the ground up, in the order that import-linter holds."""
    contracts = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))
    [layers] = [
        one["layers"] for one in contracts["tool"]["importlinter"]["contracts"] if "layers" in one
    ]
    floors = [re.findall(r"\w+", floor) for floor in reversed(layers)]
    readme = (HOME / "README.md").read_text(encoding="utf-8")
    drawn = readme.partition("\ncharta/\n")[2].partition("\ntemplates/")[0]
    named = re.findall(r"^  (\w+)/", drawn, re.MULTILINE)
    there = {path.parent.name for path in (HOME / "charta").glob("*/__init__.py")}
    assert sorted(named) == sorted(there)
    heights = [next(at for at, floor in enumerate(floors) if name in floor) for name in named]
    assert heights == sorted(heights)
