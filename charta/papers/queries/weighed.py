"""All that is weighed in a round, comments and ideas, in the order of its texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from charta.consultation.models import Round
from charta.papers.queries.contributions import PAGE, Progress, comment_rows, comments_in_order
from charta.papers.queries.ideas import idea_rows, ideas_in_order
from charta.papers.rows import WeighingRow
from charta.weighing.standing import Source


class Weighed(NamedTuple):
    """A contribution by its number alone, so that even a hundred thousand are few megabytes."""

    source: Source
    id: int


def weighed(found: Round, now: datetime) -> list[Weighed]:
    """The contributions clause by clause, comments before ideas; then the ideas that no clause
    of the round's release has taken up. Two queries."""
    placed = [
        ((False, position, "", Source.COMMENTS, id_), Weighed(Source.COMMENTS, id_))
        for id_, position in comments_in_order(found)
    ]
    placed += [
        (
            (position is None, position or 0, _late(position, key), Source.IDEAS, id_),
            Weighed(Source.IDEAS, id_),
        )
        for id_, position, key in ideas_in_order(found, now)
    ]
    return [one for _place, one in sorted(placed)]


def _late(position: int | None, key: str | None) -> str:
    """Without a place, by the key of the clause; without a clause, behind all keys."""
    return "" if position is not None else key or "~"


def weighing_rows(
    found: Round, wanted: Sequence[Weighed], *, now: datetime, named: bool, progress: Progress
) -> Iterator[WeighingRow]:
    """A row for each of the contributions, in their order. Two queries a page, three more where
    there are ideas."""
    for start in range(0, len(wanted), PAGE):
        page = wanted[start : start + PAGE]
        comments = [one.id for one in page if one.source is Source.COMMENTS]
        ideas = [one.id for one in page if one.source is Source.IDEAS]
        rows: dict[tuple[Source, int], WeighingRow] = {}
        if comments:
            read = comment_rows(found, comments, named=named)
            rows |= {(Source.COMMENTS, id_): row for id_, row in read.items()}
        if ideas:
            told = idea_rows(found, ideas, now=now, named=named)
            rows |= {(Source.IDEAS, id_): row for id_, row in told.items()}
        progress(start)
        yield from (rows[one] for one in page if one in rows)
