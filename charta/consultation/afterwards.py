"""What later stages do when a comment is reopened or split. They register here; consultation knows
none of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Flask, current_app

from charta.consultation.models import Comment
from charta.core.actors import Actor

REOPENED = "charta.comment_reopened"
SPLIT = "charta.comment_split"

Listener = Callable[[Actor, datetime, Comment], None]
"""Runs in the transaction of the change, and may refuse it by raising."""


def on_reopened(app: Flask, listener: Listener) -> None:
    """Call ``listener`` for every comment whose author has reopened it."""
    app.extensions.setdefault(REOPENED, []).append(listener)


def on_split(app: Flask, listener: Listener) -> None:
    """Call ``listener`` for every comment of which a part is taken."""
    app.extensions.setdefault(SPLIT, []).append(listener)


def tell_reopened(actor: Actor, now: datetime, comment: Comment) -> None:
    _tell(REOPENED, actor, now, comment)


def tell_split(actor: Actor, now: datetime, comment: Comment) -> None:
    _tell(SPLIT, actor, now, comment)


def _tell(event: str, actor: Actor, now: datetime, comment: Comment) -> None:
    listeners: list[Listener] = current_app.extensions.get(event, [])
    for listener in listeners:
        listener(actor, now, comment)
