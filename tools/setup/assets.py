"""The few files of other projects that the browser gets, copied to where Flask serves them.

Each project's licence travels with its files. Git ignores the folder.
"""

from __future__ import annotations

import shutil

from tools.places import ROOT, VENDOR

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


def copy() -> None:
    """Fill the vendor folder anew, so that nothing of an older version stays behind."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    for package, files in FILES.items():
        for source, target in files.items():
            destination = VENDOR / target
            destination.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(MODULES / package / source, destination)
