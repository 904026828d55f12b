"""An audit that could not see is no clean one. The answers are recorded, no source is asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tools import audit, sbom
from tools.audit import Ask, Outcome, Packages, Said, judge_npm, judge_python, report

KNOWN: Packages = frozenset({("jinja2", "2.10")})
LOCKED: Packages = frozenset({("flask", "3.1.2"), ("nh3", "0.3.0")})

VULNERABLE = {
    "name": "jinja2",
    "version": "2.10",
    "vulns": [{"id": "PYSEC-2019-217", "fix_versions": ["2.10.1"], "aliases": ["CVE-2019-10906"]}],
}
REFUSED = {
    "message": "405 Method Not Allowed - POST /-/npm/v1/security/advisories/bulk",
    "statusCode": 405,
    "error": {"summary": "", "detail": ""},
}


def pip(*dependencies: Mapping[str, object]) -> Said:
    return Said(0, json.dumps({"dependencies": dependencies, "fixes": []}))


def clean(name: str, version: str) -> dict[str, object]:
    return {"name": name, "version": version, "vulns": []}


def skipped(name: str) -> dict[str, object]:
    return {"name": name, "skip_reason": "Dependency not found and could not be audited"}


def answering(control: Said, rest: Said) -> Ask:
    return lambda lock, _packages: rest if lock else control


def outcome(control: Said, rest: Said, locked: Packages = LOCKED) -> Outcome:
    asked = answering(control, rest)
    (found,) = audit.audit({"requirements.txt": locked}, KNOWN, asked, judge_python)
    return found


CLEAN = pip(clean("flask", "3.1.2"), clean("nh3", "0.3.0"))
AWAKE = pip(VULNERABLE)


def test_a_clean_lock(capsys: pytest.CaptureFixture[str]) -> None:
    found = outcome(AWAKE, CLEAN)
    assert report([found]) == 0
    assert "2 of 2 packages audited" in capsys.readouterr().out


def test_a_known_vulnerability_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    found = outcome(AWAKE, AWAKE, KNOWN)
    assert report([found]) == 1
    told = capsys.readouterr().out
    assert "VULNERABLE jinja2 2.10: PYSEC-2019-217, mended in 2.10.1" in told
    assert "1 known to be vulnerable" in told


@pytest.mark.parametrize(
    ("control", "rest", "word"),
    [
        (pip(skipped("jinja2")), CLEAN, "does not know jinja2 2.10"),
        (pip(clean("jinja2", "2.10")), CLEAN, "does not tell that jinja2 2.10 is vulnerable"),
        (Said(1, "", "WARNING: …\nERROR: Could not connect\n"), CLEAN, "Could not connect"),
        (Said(2, ""), CLEAN, "ended with 2"),
        (AWAKE, Said(1, "", "timed out after 600 seconds"), "timed out"),
        (AWAKE, Said(0, "[]"), "ended with 0"),
        (AWAKE, pip(), "does not know flask 3.1.2, nh3 0.3.0"),
        (AWAKE, pip(clean("flask", "3.1.2"), skipped("nh3")), "does not know nh3 0.3.0"),
        (AWAKE, pip(clean("flask", "3.1.1"), clean("nh3", "0.3.0")), "does not know flask 3.1.2"),
    ],
)
def test_a_source_that_did_not_answer_for_all(
    control: Said, rest: Said, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report([outcome(AWAKE, CLEAN), outcome(control, rest)]) == 1
    told = capsys.readouterr().out
    assert word in told
    assert "says nothing about requirements.txt" in told


def test_nothing_to_audit_is_no_audit() -> None:
    assert report([]) == 1
    assert report([outcome(AWAKE, CLEAN, frozenset())]) == 1


def test_many_unknown_packages_are_counted() -> None:
    many = frozenset((f"name{number}", "1") for number in range(9))
    assert "and 4 more" in outcome(AWAKE, pip(), many).trouble


NPM: Packages = frozenset({("koa", "2.15.3"), ("depd", "1.1.2"), ("depd", "2.0.0")})
KOA = {
    "name": "koa",
    "via": [
        {"url": "https://advisories.example/GHSA-593f", "severity": "high", "range": "<2.15.4"},
        "depd",
    ],
}


@pytest.mark.parametrize(
    ("said", "good", "line"),
    [
        (Said(0, json.dumps({"auditReportVersion": 2, "vulnerabilities": {}})), True, "3 of 3"),
        (Said(1, json.dumps({"vulnerabilities": {"koa": KOA}})), False, "koa 2.15.3: GHSA-593f"),
        (Said(1, json.dumps(REFUSED)), False, "NOT AUDITED: 405 Method Not Allowed"),
        (Said(127, "", "No such file or directory: 'npm'"), False, "NOT AUDITED: No such file"),
    ],
)
def test_npm(said: Said, good: bool, line: str) -> None:
    found = judge_npm("package-lock.json", NPM, said)
    assert found.good is good
    assert line in "\n".join(found.lines())


def test_every_package_of_the_locks_is_asked_about() -> None:
    lock = "Flask==3.1.2 \\\n    --hash=sha256:1\ncolorama==0.4.6 ; sys_platform == 'win32' \\\n"
    assert audit.python_packages(lock) == {("flask", "3.1.2"), ("colorama", "0.4.6")}
    paths = ("", "node_modules/a", "node_modules/a/node_modules/@b/c", "node_modules/@b/c")
    packages = {path: {"version": str(place)} for place, path in enumerate(paths)}
    assert audit.npm_packages({"packages": packages}) == {("a", "1"), ("@b/c", "2"), ("@b/c", "3")}


def a_bom(*parts: str, root: str = "root") -> dict[str, object]:
    return {
        "metadata": {"component": {"bom-ref": root}},
        "components": [{"bom-ref": part} for part in parts],
        "dependencies": [{"ref": root, "dependsOn": list(parts)}],
    }


def test_the_list_of_parts_names_both_kinds() -> None:
    made = sbom.joined(a_bom("flask"), a_bom("htmx", "kern", root="npm"))
    assert [part["bom-ref"] for part in made["components"]] == ["flask", "htmx", "kern"]
    graph = {one["ref"]: one["dependsOn"] for one in made["dependencies"]}
    assert graph == {"root": ["flask", "htmx", "kern"], "flask": [], "htmx": [], "kern": []}


@pytest.mark.parametrize(("parts", "locked"), [((), 0), ((), 1), (("a",), 2), (("a", "b"), 1)])
def test_an_incomplete_list_of_parts_is_none(parts: tuple[str, ...], locked: int) -> None:
    with pytest.raises(sbom.Incomplete, match=f"of {locked} npm packages"):
        sbom.check("npm", a_bom(*parts), locked)


@pytest.mark.parametrize("made", [audit.ask_python, audit.ask_npm])
def test_a_missing_program_is_said(
    made: Callable[[str, Packages], Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "PYTHON", Path("/nowhere/python"))
    monkeypatch.setattr(audit, "with_npm", lambda: {"PATH": "/nowhere"})
    said = made("", frozenset({("koa", "2.15.3")}))
    assert said.code == 1
    assert "No such file" in said.reason()
