"""Rows by the ten thousand, written past the services."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import insert

from bench.ground import TEXT
from charta.consultation.models import Round
from charta.core.database import Base, db

BATCH = 5_000
WORDS = TEXT.replace("\n\n- ", " ").split()

Values = dict[str, Any]


def write(table: type[Base], values: Iterator[Values]) -> None:
    """Insert rows in batches; inside a transaction."""
    while batch := list(islice(values, BATCH)):
        db.session.execute(insert(table), batch)


def a_comment(
    found: Round,
    chance: random.Random,
    texts: Sequence[Any],
    people: Sequence[int],
    number: int,
    *,
    at: datetime,
) -> Values:
    """Somebody's sixty words on one of the ``texts``, pairs of a document and its revision; the
    keys of these comments begin where those of the ground have long ended."""
    document_id, revision_id = chance.choice(texts)
    source = " ".join(chance.choices(WORDS, k=60))
    return {
        "id": number,
        "number": 10_000 + number,
        "charter_id": found.charter_id,
        "round_id": found.id,
        "document_id": document_id,
        "revision_id": revision_id,
        "author_id": chance.choice(people),
        "submission": f"many-{number}",
        "source": source,
        "html": f"<p>{source}</p>",
        "created_at": at,
    }
