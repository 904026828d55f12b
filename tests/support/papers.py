"""Papers with dull and with hostile content, and independent programs that read them again."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf

from charta.papers.rows import Head, WeighingRow
from tests.support.complete import cannot_run

DAY = date(2026, 11, 25)
HEAD = Head(
    title="Abwägungstabelle",
    charter="Smart City Charta",
    city="Hansestadt Stralsund",
    round="Beteiligung 1: Zum Entwurf",
    day=DAY,
    anonymous=False,
)
ANONYMOUS = replace(HEAD, anonymous=True)

HOSTILE = (
    '=HYPERLINK("https://x.example";"klick")',
    "+1+1",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "＝1+1",
    "eins\nzwei\n\ndrei\r\nvier",
    "😀 👍🏽 👩‍👩‍👧 مرحبا שלום Привет 你好",
    "a\u202eb\x00\x01c\x7f\ufeff\ufffed\u2066e",
    "x" * 5000,
    "wort " * 1000,
    "<b>fett</b> & \"a\" 'b' <!-- c --> ]]> &amp; &#0;",
    '#import "x" $x$ *b* _k_ \\ @l <l> `c` // k /* */ [a] {b} #panic() = h',
    "{{name}} {{#beitraege}}",
    "q\u0301\u0327\u0e33 \U000e0041\ue000",
    "\u00ad" * 50 + "weich",
)

ROW = WeighingRow(
    key="S-1",
    kind="Stellungnahme",
    channel="über die Seite",
    clause_key="MOB-1",
    clause_title="Sichere Wege",
    theme="Mobilität",
    passage="Kinder sicher zur Schule",
    author="Carla Bürgerin",
    text="Bitte auch Lastenräder.",
    received_on=date(2026, 10, 1),
    disposition="übernommen",
    reason="Das nehmen wir auf.",
    later_wording="Alle sicher zur Schule",
    answered_on=date(2026, 11, 2),
    department="Bauamt",
    placement="geändert",
)


def rows(count: int, *texts: str) -> Iterator[WeighingRow]:
    """So many contributions, ten to a clause, saying the ``texts`` in turn."""
    for number in range(1, count + 1):
        yield replace(
            ROW,
            key=f"S-{number}",
            clause_key=f"MOB-{1 + (number - 1) // 10}",
            text=texts[(number - 1) % len(texts)] if texts else f"Beitrag mit der Nummer {number}.",
        )


def office(file: Path, target: str) -> Path:
    """What LibreOffice makes of a file: everything calculated and laid out anew."""
    program = shutil.which("soffice") or cannot_run("LibreOffice is not installed.")
    out = file.parent / "office"
    profile = f"-env:UserInstallation=file://{file.parent / 'profile'}"
    command = [program, profile, "--headless", "--convert-to", target, "--outdir", str(out)]
    done = subprocess.run([*command, str(file)], capture_output=True, timeout=120, check=False)
    made = out / f"{file.stem}.{target.partition(':')[0]}"
    assert made.is_file(), done.stderr.decode()
    return made


def printed(file: Path) -> str:
    """The words of a PDF in reading order, without hyphens and breaks that only setting made."""
    return " ".join(printed_pages(file)).strip()


def printed_pages(file: Path) -> list[str]:
    """The same page by page; what stands outside a page is not in it."""
    program = shutil.which("pdftotext") or cannot_run("pdftotext is not installed.")
    done = subprocess.run([program, str(file), "-"], capture_output=True, timeout=60, check=True)
    text = done.stdout.decode().replace("\u200b", "").replace("\u00ad\n", "").replace("\u00ad", "")
    return [re.sub(r"\s+", " ", page).strip() for page in text.removesuffix("\f").split("\f")]


def elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """All elements of a PDF's structure, in reading order; each must name its parent."""
    tree: Any = pdf.Root.StructTreeRoot
    waiting: list[tuple[Any, Any]] = [(kid, tree) for kid in reversed(list(_kids(tree)))]
    while waiting:
        element, parent = waiting.pop()
        if not isinstance(element, pikepdf.Dictionary) or "/S" not in element:
            continue
        assert element.P.objgen == parent.objgen
        yield element
        waiting += [(kid, element) for kid in reversed(list(_kids(element)))]


def _kids(element: Any) -> list[Any]:
    found = element.get("/K", [])
    return list(found) if isinstance(found, pikepdf.Array) else [found]
