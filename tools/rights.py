"""``make rights``: write the table of rights into ``SECURITY.md``, from the routes as they are."""

from __future__ import annotations

from flask import Flask

from charta import create_app
from charta.core.rights import as_markdown
from config import Settings
from tools.places import ROOT

BEGIN, END = "<!-- rights: begin -->\n", "<!-- rights: end -->"
DOCUMENT = ROOT / "SECURITY.md"


def application() -> Flask:
    """The application as it runs in production, with the pages of the demonstration."""
    return create_app(Settings.from_environment({"CHARTA_ENVIRONMENT": "testing"}))


def written(document: str, table: str) -> str:
    """``document`` with ``table`` between its two marks."""
    before, rest = document.split(BEGIN)
    _old, after = rest.split(END)
    return f"{before}{BEGIN}\n{table}\n{END}{after}"


if __name__ == "__main__":
    DOCUMENT.write_text(written(DOCUMENT.read_text(), as_markdown(application())))
