"""``make messages``: gather the German texts of the screens and bring the catalogues up to date.

Places, dates and names of tools are left out, so that a changed catalogue shows changed words
only.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from tools.places import PYTHON, ROOT, TRANSLATIONS

LANGUAGES = ("en",)
KEYWORDS = ("_l", "lazy_gettext", "lazy_ngettext:1,2", "lazy_pgettext:1c,2")
COMMENT = "--header-comment=# The texts of Charta's screens."
NOISE = (
    '"Project-Id-Version:',
    '"Report-Msgid-Bugs-To:',
    '"POT-Creation-Date:',
    '"PO-Revision-Date:',
    '"Last-Translator:',
    '"Language-Team:',
    '"Generated-By:',
)
WIDTH = "--width=100"


def pybabel(command: str, *arguments: str | Path) -> None:
    program = PYTHON.with_name("pybabel")
    subprocess.run([program, "--quiet", command, *arguments], cwd=ROOT, check=True)


def gather(template: Path) -> None:
    """Write every text that code and pages mark for translation into ``template``."""
    options = (COMMENT, "--mapping=pyproject.toml", "--no-location", "--sort-output", WIDTH)
    keywords = [f"--keyword={keyword}" for keyword in KEYWORDS]
    pybabel("extract", *options, *keywords, "--output", template, "charta", "templates")


def catalogue(language: str) -> Path:
    return TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "messages.pot"
        gather(template)
        for language in LANGUAGES:
            file = catalogue(language)
            known = file.exists()
            where = ("--input-file", template, "--output-dir", TRANSLATIONS, "--locale", language)
            ways = ("--ignore-obsolete", "--no-fuzzy-matching", WIDTH) if known else (WIDTH,)
            pybabel("update" if known else "init", *where, *ways)
            file.write_text(_without_noise(file.read_text()))


def _without_noise(text: str) -> str:
    lines = text.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(NOISE))


if __name__ == "__main__":
    main()
