"""``make evidence``: write how Charta stands to the ASVS into ``SECURITY.md``, and which personal
data it keeps into ``PRIVACY.md``, each from one file in ``evidence/``."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.documents import marks, written
from tools.places import ROOT

ASVS = ROOT / "evidence" / "asvs.toml"
PRIVACY = ROOT / "evidence" / "privacy.toml"

VERDICTS = ("met", "partly", "operator", "not applicable")
"""Wholly; in part, and what is missing is said; by whoever runs it; about nothing that we have."""
NEEDS = {
    "secret": "geheim",
    "confidential": "vertraulich",
    "internal": "intern",
    "public": "öffentlich",
}
"""How much protection data needs, most first, and what PRIVACY.md calls it."""

CHAPTERS = {
    1: "Encoding and sanitization",
    2: "Validation and business logic",
    3: "Web frontend",
    4: "API and web service",
    5: "Files",
    6: "Authentication",
    7: "Sessions",
    8: "Authorization",
    9: "Self-contained tokens",
    10: "OAuth and OpenID Connect",
    11: "Cryptography",
    12: "Secure communication",
    13: "Configuration",
    14: "Data protection",
    15: "Secure coding and architecture",
    16: "Logging and error handling",
    17: "WebRTC",
}


SECURITY_DOCUMENT = ROOT / "SECURITY.md"
PRIVACY_DOCUMENT = ROOT / "PRIVACY.md"


@dataclass(frozen=True)
class Requirement:
    """One requirement of the ASVS 5.0 and how Charta stands to it, in our words."""

    id: str
    level: int
    verdict: str
    how: str
    tests: tuple[str, ...] = ()
    """``tests/…/test_x.py::test_y``, or a whole file, all of whose tests must have run."""
    see: tuple[str, ...] = ()
    """Files of this repository that show it."""

    @property
    def chapter(self) -> int:
        return int(self.id[1:].partition(".")[0])


@dataclass(frozen=True)
class Privacy:
    """What is kept about people: the activities, their fields, and all that is not personal."""

    processings: tuple[dict[str, str], ...]
    fields: tuple[dict[str, Any], ...]
    not_personal: dict[str, list[str]]

    def personal(self) -> list[str]:
        """``table.column`` of each personal column, as often as it is listed."""
        return [column for one in self.fields for column in one["columns"]]

    def others(self) -> list[str]:
        """``table.column`` of each column that is not."""
        return [f"{table}.{name}" for table, names in self.not_personal.items() for name in names]


def requirements() -> tuple[Requirement, ...]:
    """All of them in their order; raises TypeError for an entry with an unknown key."""
    found = tomllib.loads(ASVS.read_text(encoding="utf-8"))
    return tuple(_requirement(number, **values) for number, values in found.items())


def named_tests() -> frozenset[str]:
    """Every test that the evidence names, in ``evidence/`` or in a document beside it."""
    return frozenset(test for one in requirements() for test in one.tests)


def privacy() -> Privacy:
    found = tomllib.loads(PRIVACY.read_text(encoding="utf-8"))
    return Privacy(tuple(found["processing"]), tuple(found["field"]), found["not_personal"])


def _requirement(
    number: str, *, tests: Iterable[str] = (), see: Iterable[str] = (), **values: Any
) -> Requirement:
    return Requirement(number, tests=tuple(tests), see=tuple(see), **values)


def asvs_as_markdown(found: Iterable[Requirement]) -> str:
    """All requirements, a table a chapter, and how many there are of each verdict."""
    chapters: dict[int, list[Requirement]] = {}
    for one in found:
        chapters.setdefault(one.chapter, []).append(one)
    counts = Counter(one.verdict for chapter in chapters.values() for one in chapter)
    parts = [", ".join(f"{counts[verdict]} {verdict}" for verdict in VERDICTS) + "."]
    for number, chapter in chapters.items():
        rows = "\n".join(
            f"| {one.id} | {one.level} | {one.verdict} | {one.how} | {_evidence(one)} |"
            for one in chapter
        )
        head = "| requirement | level | | how | evidence |\n| --- | --- | --- | --- | --- |"
        parts.append(f"### V{number} {CHAPTERS[number]}\n\n{head}\n{rows}")
    return "\n\n".join(parts) + "\n"


def _evidence(one: Requirement) -> str:
    return ", ".join(f"`{name}`" for name in (*one.tests, *one.see))


def processings_as_markdown(found: Privacy) -> str:
    """Each processing activity with what Art. 30 DSGVO asks for."""
    return "\n".join(_processing(found, one) for one in found.processings)


def _processing(found: Privacy, one: dict[str, str]) -> str:
    kinds = "; ".join(each["name"] for each in found.fields if each["processing"] == one["key"])
    rows = {
        "Zweck": one["purpose"],
        "Betroffene": one["people"],
        "Daten": kinds,
        "Rechtsgrundlage": one["basis"],
        "Empfänger": one["recipients"],
        "Übermittlung in Drittländer": "keine",
        "Frist": one["kept"],
        "Noch nicht gebaut": one.get("open", ""),
    }
    lines = [f"| **{name}** | {words} |" for name, words in rows.items() if words]
    return "\n".join([f"### {one['title']}", "", "| | |", "| --- | --- |", *lines, ""])


def fields_as_markdown(found: Privacy) -> str:
    """Each personal column, by activity, and how many columns are not personal."""
    parts = []
    for activity in found.processings:
        head = (
            f"### {activity['title']}\n\n"
            "| Daten | Felder | wozu | wer sie sieht | wie lange | Schutz |\n"
            "| --- | --- | --- | --- | --- | --- |"
        )
        rows = [_field(one) for one in found.fields if one["processing"] == activity["key"]]
        parts.append("\n".join([head, *rows]))
    others = f"Nicht personenbezogen sind {len(found.others())} weitere Spalten; sie stehen in "
    return "\n\n".join([*parts, others + "`evidence/privacy.toml`."]) + "\n"


def _field(one: dict[str, Any]) -> str:
    columns = ", ".join(f"`{column}`" for column in one["columns"])
    words = (one["name"], columns, one["purpose"], one["seen"], one["kept"], NEEDS[one["need"]])
    return f"| {' | '.join(words)} |"


def documents() -> dict[Path, str]:
    """Both documents as they should be, with what stands around their tables as it is."""
    about_people = privacy()
    security = written(
        SECURITY_DOCUMENT.read_text(encoding="utf-8"),
        asvs_as_markdown(requirements()),
        *marks("asvs"),
    )
    page = PRIVACY_DOCUMENT.read_text(encoding="utf-8")
    page = written(page, processings_as_markdown(about_people), *marks("processings"))
    page = written(page, fields_as_markdown(about_people), *marks("fields"))
    return {SECURITY_DOCUMENT: security, PRIVACY_DOCUMENT: page}


if __name__ == "__main__":
    for document, text in documents().items():
        document.write_text(text, encoding="utf-8")
