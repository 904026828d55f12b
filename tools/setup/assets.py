"""The few files of other projects that the browser gets, copied to where Flask serves them, and
the fonts of our papers, which need other formats and all the signs there are.

Each project's licence travels with its files. Git ignores the folder.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from tools.places import PAPER_FONTS, ROOT, VENDOR

MODULES = ROOT / "node_modules"

FONTS = tuple(
    f"fira-sans-{subset}-{weight}-{style}.woff2"
    for subset in ("latin", "latin-ext")
    for weight, style in (("400", "normal"), ("400", "italic"), ("600", "normal"))
)

FILES = {
    "@kern-ux/native": {
        "dist/kern.min.css": "kern/kern.min.css",
        "LICENSE.md": "kern/LICENSE.md",
    },
    "@fontsource/fira-sans": {
        **{f"files/{font}": f"fira-sans/{font}" for font in FONTS},
        "LICENSE": "fira-sans/LICENSE",
    },
    "htmx.org": {
        "dist/htmx.min.js": "htmx/htmx.min.js",
        "LICENSE": "htmx/LICENSE",
    },
}

PAPER_FILES = {
    "@expo-google-fonts/fira-sans": {
        "400Regular/FiraSans_400Regular.ttf": "FiraSans-Regular.ttf",
        "400Regular_Italic/FiraSans_400Regular_Italic.ttf": "FiraSans-Italic.ttf",
        "600SemiBold/FiraSans_600SemiBold.ttf": "FiraSans-SemiBold.ttf",
        "LICENSE_FONT": "FiraSans.LICENSE",
    },
    "@expo-google-fonts/noto-emoji": {
        "400Regular/NotoEmoji_400Regular.ttf": "NotoEmoji-Regular.ttf",
        "LICENSE_FONT": "NotoEmoji.LICENSE",
    },
    "dejavu-fonts-ttf": {
        "ttf/DejaVuSans.ttf": "DejaVuSans.ttf",
        "LICENSE": "DejaVuSans.LICENSE",
    },
}


def copy() -> None:
    """Fill both folders anew, so that nothing of an older version stays behind."""
    _copy(FILES, VENDOR)
    _copy(PAPER_FILES, PAPER_FONTS)


def _copy(packages: dict[str, dict[str, str]], folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for package, files in packages.items():
        for source, target in files.items():
            destination = folder / target
            destination.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(MODULES / package / source, destination)
