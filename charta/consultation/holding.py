"""Whether what somebody says is read before it is public, if a later stage wants that;
consultation does not know which one does, nor where it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from flask import Flask, current_app

from charta.consultation.models import Round
from charta.consultation.services.entering import Said
from charta.core.access import current_actor
from charta.core.actors import Actor
from charta.core.errors import Conflict
from charta.drafting.models import Document

NAME = "charta.holding"


class FormUsed(Conflict):
    """This form has said something else before."""


@dataclass(frozen=True)
class Held:
    """What somebody has said and nobody else reads yet; ``why`` is a sentence for its author."""

    why: str


@dataclass(frozen=True)
class Unpublished:
    """Something of one's own that nobody else can read, as it is listed: what it is about, and
    what has become of it. ``refusal`` is empty while it waits."""

    key: str
    title: str
    round_title: str
    html: str
    exact: str | None
    wording: str | None
    is_reply: bool
    sent_at: datetime
    why: str
    refused_at: datetime | None
    refusal: str
    code: str | None


class Holder(Protocol):
    """The later stage."""

    def expected(self, actor: Actor, charter_id: int, now: datetime) -> bool:
        """Whether whatever this person says next is read first."""

    def sent(
        self, actor: Actor, found: Round, document: Document, said: Said, *, submission: str
    ) -> Held | None:
        """What this form has made, if that is held; raises FormUsed when it said something
        else."""

    def keep(
        self,
        actor: Actor,
        now: datetime,
        found: Round,
        document: Document,
        said: Said,
        *,
        submission: str,
    ) -> Held | None:
        """Keep what is to be read first; None for what may be public at once. Raises as
        ``enter_comment`` does, and Conflict when one has sent too much."""

    def unpublished(self, charter_id: int, person_id: int) -> Sequence[Unpublished]:
        """What of somebody's own is not public, the newest first."""


def add_holder(app: Flask, holder: Holder) -> None:
    app.extensions[NAME] = holder


def holder() -> Holder | None:
    found: Holder | None = current_app.extensions.get(NAME)
    return found


def is_expected(charter_id: int, now: datetime) -> bool:
    """Whether whatever the reader of this page says is read before it is public."""
    found, actor = holder(), current_actor()
    return found is not None and actor.signed_in and found.expected(actor, charter_id, now)


def unpublished(charter_id: int, person_id: int) -> Sequence[Unpublished]:
    """What of somebody's own nobody else can read."""
    found = holder()
    return found.unpublished(charter_id, person_id) if found is not None else ()
