"""What axe, the checker of accessibility, finds wrong on a page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from config import HOME

SOURCE = HOME / "node_modules" / "axe-core" / "axe.min.js"

OPTIONS = {
    "resultTypes": ["violations", "incomplete"],
    "runOnly": {
        "type": "tag",
        "values": [
            "wcag2a",
            "wcag2aa",
            "wcag21a",
            "wcag21aa",
            "wcag22a",
            "wcag22aa",
            "best-practice",
        ],
    },
}

UNREADABLE = "equalRatio"
"""axe is unsure about text in the colour of its ground. We are sure that nobody can read it."""


def axe(page: Page) -> list[str]:
    """List what is wrong, one line for each element: the rule, its help and the element.

    The page must be one with scripts: without them axe never answers.
    """
    page.evaluate(Path(SOURCE).read_text())
    found = page.evaluate("options => axe.run(document, options)", OPTIONS)
    incomplete = [
        {**rule, "nodes": [node for node in rule["nodes"] if _unreadable(node)]}
        for rule in found["incomplete"]
        if rule["id"] == "color-contrast"
    ]
    return [
        f"{rule['id']}: {rule['help']}: {node['target']} {node['html']}"
        for rule in (*found["violations"], *incomplete)
        for node in rule["nodes"]
    ]


def _unreadable(node: dict[str, Any]) -> bool:
    return any((check.get("data") or {}).get("messageKey") == UNREADABLE for check in node["any"])
