"""Comments on their way into the next release, and an editor who settles what is uncertain."""

from __future__ import annotations

from datetime import datetime, timedelta

from charta.consultation import services
from charta.consultation.models import Comment, Placement
from charta.consultation.queries import placements as queries
from charta.consultation.rules import Verdict, same_words
from charta.consultation.services.carrying import carry_all
from charta.demo.stage import Stage
from charta.releases.models import Release

FOUND = "Beide Texte gelesen: Die Stelle steht jetzt hier."
GONE = "Beide Texte gelesen: Für diese Stelle gibt es keinen Nachfolger."


def carry(stage: Stage, release: Release, moment: datetime) -> None:
    """Carry all comments to a release and settle what the machine was not sure of."""
    carry_all(moment, release)
    after = None
    while True:
        chosen = queries.Chosen(verdict=Verdict.UNCERTAIN)
        uncertain, after = queries.placements(release, chosen, after=after)
        for placement in uncertain:
            moment += timedelta(minutes=4)
            _settle(stage, release, placement, moment)
        if after is None:
            return


def _settle(stage: Stage, release: Release, placement: Placement, moment: datetime) -> None:
    comment = queries.travelling_comment(stage.charter.id, placement.comment.number)
    assert comment is not None  # noqa: S101 - it has just been carried
    said = _decision(placement, comment)
    editor = stage.actor("redaktion2")
    services.settle(editor, moment, release, comment, said, based_on=placement.id)


def _decision(placement: Placement, comment: Comment) -> services.Settlement:
    """Where the machine suspects it, if it suspects anything."""
    revision, passage = placement.revision, comment.passage
    place = placement.span
    if revision is None or passage is None or place is None:
        return services.Settlement(Verdict.REMOVED, GONE)
    same = same_words(passage.exact, revision.plain[slice(*place)])
    verdict = Verdict.MOVED if same else Verdict.REWORDED
    return services.Settlement(verdict, FOUND, revision, place)
