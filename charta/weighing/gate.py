"""What is held against publishing an edition: contributions without a public answer, and that
more can still come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from charta.core.clock import now
from charta.releases.listeners import Obstacle
from charta.releases.models import Release
from charta.weighing.queries.waivers import Debt, debts, waived


def gate(releases: Sequence[Release]) -> Mapping[int, Obstacle]:
    """An edition waits until its rounds are over and every contribution of them has a released
    answer, or the approver has stated publicly why not."""
    owing = {number: debt for number, debt in debts(releases, now()).items() if debt}
    excused = waived(owing) if owing else set()
    return {
        number: Obstacle(_sentence(debt), "weighing.owed", _("Ansehen, was fehlt"))
        for number, debt in owing.items()
        if number not in excused
    }


def _sentence(debt: Debt) -> str:
    sentences = []
    if debt.running:
        sentences.append(_("Die Beteiligung zu diesem Text ist noch nicht beendet."))
    if debt.unanswered:
        sentences.append(
            ngettext(
                "Ein Beitrag hat noch keine veröffentlichte Antwort.",
                "%(num)s Beiträge haben noch keine veröffentlichte Antwort.",
                debt.unanswered,
            )
        )
    return " ".join(sentences)
