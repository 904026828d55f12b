"""Files that reach out or break out when they are read: external entities (CWE-611), and ways out
of an archive (CWE-22).

The known cases are CVE-2017-5992, where a workbook made openpyxl, which reads tables here as well,
fetch what it liked; CVE-2018-19277, where another encoding hid that from PhpSpreadsheet; and
CVE-2018-1002202, one of the "zip slips".
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from config import Settings
from tests.attacks.sending import (
    DOCUMENTS,
    FILES,
    IDEAS,
    LETTERS,
    REFUSED,
    SECRET,
    Parts,
    sent,
    staff,
)
from tests.intake.conftest import setting
from tests.papers.test_letters import changed
from tests.support.visitor import Visitor

__all__ = ["setting", "staff"]

pytestmark = pytest.mark.one_engine


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Path]:
    """A file that nobody may read, in a folder where nothing may appear."""
    place = tmp_path / "draussen"
    place.mkdir()
    (place / "geheim.txt").write_text(SECRET)
    yield place
    assert [one.name for one in place.iterdir()] == ["geheim.txt"]


def reaching(found: str) -> list[str]:
    return [
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{found}">]>',
        f'<!DOCTYPE x SYSTEM "file://{found}">',
        f'<!DOCTYPE x [<!ENTITY % p SYSTEM "file://{found}">%p;]>',
        '<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:1/">]>',
    ]


@pytest.mark.parametrize("page", [DOCUMENTS, IDEAS, LETTERS])
def test_nothing_is_fetched_from_outside(staff: Visitor, page: str, outside: Path) -> None:
    good, part = FILES[page][0](), FILES[page][1]
    for encoding in ("utf-8", "utf-16"):
        for head in reaching(str(outside / "geheim.txt")):

            def change(parts: Parts, head: str = head, encoding: str = encoding) -> None:
                body = parts[part].decode().partition("?>")[2] or parts[part].decode()
                start = body.index(">") + 1
                said = "&e;" if "ENTITY e" in head else ""
                whole = f"{head}{body[:start]}{said}{body[start:]}"
                parts[part] = f'<?xml version="1.0" encoding="{encoding}"?>{whole}'.encode(encoding)

            assert sent(staff, page, changed(good, change)).status_code == REFUSED, head


@pytest.mark.parametrize("page", [DOCUMENTS, IDEAS, LETTERS])
def test_includes_and_style_sheets_are_nothing(staff: Visitor, page: str, outside: Path) -> None:
    good, part = FILES[page][0](), FILES[page][1]
    found = f"file://{outside}/geheim.txt"
    include = f'<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="{found}" parse="text"/>'
    style = f'<?xml-stylesheet type="text/xsl" href="{found}"?>'

    def change(parts: Parts) -> None:
        body = parts[part].decode().partition("?>")[2] or parts[part].decode()
        start = body.index(">") + 1
        parts[part] = f"{style}{body[:start]}{include}{body[start:]}".encode()

    sent(staff, page, changed(good, change))


@pytest.mark.parametrize("page", FILES, ids=["document", "ideas", "letters", "template"])
def test_no_way_leads_out_of_an_archive(
    settings: Settings, staff: Visitor, page: str, outside: Path
) -> None:
    for name in (
        f"..{'/..' * 12}{outside}/ausbruch.txt",
        f"{outside}/ausbruch.txt",
        "../ausbruch.txt",
        "word/../../ausbruch.txt",
        "..\\..\\ausbruch.txt",
        "C:\\ausbruch.txt",
    ):

        def change(parts: Parts, name: str = name) -> None:
            parts[name] = b"ausgebrochen"

        answer = sent(staff, page, changed(FILES[page][0](), change))
        if page == LETTERS:
            assert answer.status_code == REFUSED, "letters would carry it on to everybody"
    here = [settings.paper_folder, settings.paper_folder.parent, Path.cwd(), Path.cwd().parent]
    assert not [one for place in here for one in place.glob("*ausbruch*")]
