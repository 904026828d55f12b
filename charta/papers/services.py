"""Ordering papers; the worker notes how far it is and what came of it."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from charta.charters.models import Charter
from charta.charters.policies import demand
from charta.consultation.models import Round
from charta.core import outbox
from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Conflict, Invalid
from charta.journal.services import record
from charta.papers.models import Paper
from charta.papers.policies import makes_papers
from charta.papers.queries.papers import in_the_making
from charta.papers.rules import (
    MOST_TRIES,
    MOST_WAITING,
    OF_A_RELEASE,
    OF_A_ROUND,
    Format,
    Kind,
    check_format,
    check_releases,
)
from charta.releases.models import Release

MAKE = "make_paper"


def order_paper(
    actor: Actor,
    now: datetime,
    charter: Charter,
    *,
    kind: Kind,
    file_format: Format,
    language: str,
    named: bool = False,
    found: Round | None = None,
    old: Release | None = None,
    new: Release | None = None,
    template: bytes | None = None,
) -> Paper:
    """Order a paper; the worker makes it after the commit. Each order is an entry of the journal:
    who took which contributions out of the house, with or without names.

    Raises NotAllowed, Invalid for what does not fit together, Conflict while too many wait.
    """
    demand(makes_papers(actor, charter))
    check_format(kind, file_format)
    _check_subjects(charter, kind, found, old, new)
    if in_the_making(charter.id) >= MOST_WAITING:
        raise Conflict(_("Es sind schon viele Papiere in Arbeit. Bitte warten Sie etwas."))
    paper = Paper(
        charter_id=charter.id,
        kind=kind,
        format=file_format,
        round_id=found.id if found is not None and kind in OF_A_ROUND else None,
        old_release_id=old.id if old is not None else None,
        new_release_id=new.id if new is not None else None,
        named=named or kind is Kind.LETTERS,
        language=language,
        template=template,
        ordered_by_id=actor.person_id,
        ordered_at=now,
        tries=0,
        done=0,
        total=0,
        failure="",
    )
    db.session.add(paper)
    db.session.flush()
    _note_order(actor, now, paper)
    outbox.put(MAKE, {"paper": paper.id})
    return paper


def _note_order(actor: Actor, now: datetime, paper: Paper) -> None:
    record(
        actor,
        now,
        "paper.ordered",
        paper,
        paper.charter_id,
        kind=paper.kind,
        format=paper.format,
        named=paper.named,
        round=paper.round_id,
        old=paper.old_release_id,
        new=paper.new_release_id,
    )


def _check_subjects(
    charter: Charter, kind: Kind, found: Round | None, old: Release | None, new: Release | None
) -> None:
    if kind in OF_A_ROUND and found is None:
        raise Invalid(_("Bitte wählen Sie eine Beteiligung."), "round")
    if kind in OF_A_RELEASE and new is None:
        raise Invalid(_("Bitte wählen Sie eine Fassung."), "new")
    if kind is Kind.SYNOPSIS and old is None:
        raise Invalid(_("Bitte wählen Sie eine Fassung."), "old")
    for one in (found, old, new):
        if one is not None and one.charter_id != charter.id:
            raise Invalid(_("Das gehört zu einer anderen Charta."))
    check_releases(old.number if old else None, new.number if new else None)


def begin(now: datetime, paper: Paper) -> bool:
    """The worker takes a paper up, perhaps again; False when it has had its tries."""
    if paper.tries >= MOST_TRIES:
        fail(now, paper, "")
        return False
    paper.tries += 1
    paper.started_at = now
    paper.done = 0
    return True


def note_progress(paper: Paper, done: int, total: int) -> None:
    paper.done, paper.total = done, total


def finish(now: datetime, paper: Paper, size: int) -> None:
    """Its file can be fetched from now on."""
    paper.finished_at, paper.file_size = now, size
    paper.done = paper.total
    paper.template = None


def fail(now: datetime, paper: Paper, why: str) -> None:
    """There will be no file."""
    paper.failed_at, paper.failure = now, why
    paper.template = None
