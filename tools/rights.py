"""``make rights``: write the table of rights into ``SECURITY.md``, from the routes as they are."""

from __future__ import annotations

from flask import Flask

from charta import create_app
from charta.core.rights import as_markdown, rights
from config import Settings
from tools.documents import marks, written
from tools.places import ROOT

BEGIN, END = marks("rights")
BEGIN_OF_TIMES, END_OF_TIMES = marks("times")

BEFORE, DURING, AFTER = TIMES = ("before", "during", "after")
ALWAYS = frozenset(TIMES)
IN_A_ROUND = {
    "consultation.document": {DURING},
    "consultation.passage": {DURING},
    "consultation.suggest": {DURING},
    "consultation.comment": {DURING},
    "consultation.reopen": {DURING, AFTER},
    "intake.guest": {DURING},
    "intake.confirm": {DURING, AFTER},
    "moderation.object_to": {DURING, AFTER},
    "moderation.object_with_code": {DURING, AFTER},
    "moderation.report_comment": {DURING, AFTER},
    "moderation.report_idea": ALWAYS,
    "site.receipt_differs": {DURING, AFTER},
    "site.mark_read": ALWAYS,
}
"""What people outside the administration write in a charter, and in which of a round's times. What
was said in time may be confirmed after it, and an answer may be contradicted whenever it comes."""

DOCUMENT = ROOT / "SECURITY.md"


def application() -> Flask:
    """The application as it runs in production, with the pages of the demonstration."""
    return create_app(Settings.from_environment({"CHARTA_ENVIRONMENT": "testing"}))


def times_as_markdown(app: Flask) -> str:
    """The table of times as it stands in ``SECURITY.md``."""
    lines = [f"| address | {' | '.join(TIMES)} |", f"| --- |{' --- |' * len(TIMES)}"]
    for right in rights(app):
        if right.writes and right.endpoint in IN_A_ROUND:
            times = IN_A_ROUND[right.endpoint]
            marks = " | ".join("●" if time in times else "" for time in TIMES)
            lines.append(f"| `{right.address}` | {marks} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    built = application()
    document = written(DOCUMENT.read_text(), as_markdown(built), BEGIN, END)
    times = times_as_markdown(built)
    DOCUMENT.write_text(written(document, times, BEGIN_OF_TIMES, END_OF_TIMES))
