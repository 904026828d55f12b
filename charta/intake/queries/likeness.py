"""What else in a round says the same as an Eingabe, whatever way it came. Only pointed out."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from charta.consultation.models import Comment
from charta.core.database import db
from charta.intake.models import Excerpt, Intake
from charta.text.similarity import alike

MOST_COMPARED = 2_000
"""Comments looked at, the newest; all together take about half a second."""

MOST_INTAKES = 200
LONGEST_COMPARED = 2_500
"""Characters of an Eingabe that are compared, its first."""

MOST_SHOWN = 5
SHOWN = 200


@dataclass(frozen=True)
class Lookalike:
    """A contribution that may be the same, and why: the words both have."""

    key: str
    number: int
    is_intake: bool
    beginning: str
    percent: int
    words: tuple[str, ...]


def lookalikes(round_id: int, text: str, *, intake_id: int | None = None) -> list[Lookalike]:
    """Contributions of a round that say the same as ``text``, the most similar first; without
    the Eingabe ``intake_id`` and what it became. Two queries."""
    there: dict[int, tuple[int, str]] = {}
    said = (
        select(Comment.id, Comment.number, Comment.source)
        .where(Comment.round_id == round_id)
        .order_by(Comment.id.desc())
        .limit(MOST_COMPARED)
    )
    received = (
        select(Intake.id, Intake.number, Intake.source)
        .where(Intake.round_id == round_id, Intake.id != (intake_id or 0))
        .order_by(Intake.id.desc())
        .limit(MOST_INTAKES)
    )
    # what an Eingabe became is named by the Eingabe itself
    said = said.where(Comment.id.not_in(select(Excerpt.comment_id)))
    for id_, number, source in db.session.execute(said):
        there[id_] = (number, source)
    for id_, number, source in db.session.execute(received):
        there[-id_] = (number, source[:LONGEST_COMPARED])
    texts = {id_: source for id_, (_number, source) in there.items()}
    return [
        _lookalike(one.id < 0, *there[one.id], one.similarity, one.words)
        for one in alike(text[:LONGEST_COMPARED], texts, MOST_SHOWN)
    ]


def _lookalike(
    is_intake: bool, number: int, source: str, similarity: float, words: tuple[str, ...]
) -> Lookalike:
    beginning = " ".join(source[: 4 * SHOWN].split())
    if len(beginning) > SHOWN:
        beginning = beginning[:SHOWN].rpartition(" ")[0] + " …"
    key = f"{'E' if is_intake else 'S'}-{number}"
    return Lookalike(key, number, is_intake, beginning, round(100 * similarity), words)
