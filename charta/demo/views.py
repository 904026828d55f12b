"""The demonstration's letter box: mails nobody could receive, shown to everybody."""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path

from flask import Blueprint, current_app, render_template

from charta.core.access import allow, anyone
from config import Settings

blueprint = Blueprint("demo", __name__)

NEWEST = 30


@dataclass(frozen=True)
class Mail:
    """One mail as a reader sees it."""

    to: str
    subject: str
    sent: str
    text: str


@blueprint.get("/demo/mails/")
@allow(anyone)
def mails() -> str:
    """The mails the demonstration has sent, the newest first."""
    settings: Settings = current_app.extensions["charta.settings"]
    files = sorted(settings.mail_folder.glob("*.eml"), reverse=True)[:NEWEST]
    return render_template("demo/mails.html", mails=[_read(file) for file in files])


def _read(file: Path) -> Mail:
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    words = message.get_body(("plain",))
    return Mail(
        to=str(message["To"]),
        subject=str(message["Subject"]),
        sent=str(message["Date"]),
        text=words.get_content() if words is not None else "",
    )
