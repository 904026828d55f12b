"""Papers that name people, as what the site holds about a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import literal, or_, select

from charta.accounts.belongings import Holder, Leaving, Section, stays
from charta.consultation.models import Comment
from charta.core.database import after_commit, db
from charta.papers.models import Paper
from charta.papers.rules import KEPT
from config import Settings

OF_THE_CITY = "wer Beiträge aus dem Haus genommen hat, bleibt als Nummer nachvollziehbar"
UNFINISHED = ".part"


def forget(leaving: Leaving) -> None:
    """Whatever lies there of rounds the person may be named in, and is read when it is made, has
    to be made anew: with names always, and all of it where words were taken back."""
    papers = db.session.scalars(
        select(Paper)
        .where(Paper.failed_at.is_(None), or_(Paper.named, literal(leaving.texts)))
        .where(or_(Paper.finished_at.is_(None), Paper.finished_at > leaving.at - KEPT))
        .where(or_(Paper.round_id.is_(None), Paper.round_id.in_(_rounds(leaving))))
    ).all()
    for paper in papers:
        paper.finished_at, paper.failed_at = None, leaving.at
        paper.template = None
        paper.failure = _(
            "Diese Unterlage wurde gelöscht, weil jemand verlangt hat, dass seine Daten gelöscht "
            "werden. Bitte bestellen Sie sie neu."
        )
    settings: Settings = current_app.extensions["charta.settings"]
    names = [paper.file for paper in papers]
    if names:
        after_commit(lambda: _remove(settings.paper_folder, names))
    db.session.flush()


def _rounds(leaving: Leaving) -> Sequence[int]:
    """Rounds the person has spoken in; with an address, also all to which letters may have come
    from it (letters name their senders)."""
    said = select(Comment.round_id).where(Comment.author_id == leaving.person_id)
    rounds = set(db.session.scalars(said))
    if leaving.email is not None:
        rounds |= set(db.session.scalars(select(Paper.round_id).where(Paper.kind == "letters")))
    return [number for number in rounds if number is not None]


def _remove(folder: Path, names: Sequence[str]) -> None:
    for name in names:
        (folder / name).unlink(missing_ok=True)
        (folder / (name + UNFINISHED)).unlink(missing_ok=True)


def tell(person_id: int) -> Iterator[Section]:
    """What one has ordered. One query."""
    ordered = db.session.scalars(
        select(Paper).where(Paper.ordered_by_id == person_id).order_by(Paper.id)
    ).all()
    yield Section(
        "papers",
        _("Bestellte Unterlagen"),
        [("kind", _("Art")), ("named", _("mit Namen")), ("at", _("Bestellt"))],
        [(one.kind, one.named, one.ordered_at) for one in ordered],
    )


HOLDER = Holder(stays(OF_THE_CITY, papers=("ordered_by_id",)), forget=forget, tell=tell)
