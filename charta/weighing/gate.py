"""What is held against publishing an edition: contributions without a public answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from charta.core.clock import now
from charta.releases.listeners import Obstacle
from charta.releases.models import Release
from charta.weighing.queries.waivers import unanswered, waived


def gate(releases: Sequence[Release]) -> Mapping[int, Obstacle]:
    """An edition waits until every contribution of its rounds has a released answer, or the
    approver has stated publicly why not."""
    owing = {number: count for number, count in unanswered(releases, now()).items() if count}
    excused = waived(owing) if owing else set()
    return {
        number: Obstacle(
            ngettext(
                "Ein Beitrag hat noch keine veröffentlichte Antwort.",
                "%(num)s Beiträge haben noch keine veröffentlichte Antwort.",
                count,
            ),
            "weighing.owed",
            _("Ansehen, was fehlt"),
        )
        for number, count in owing.items()
        if number not in excused
    }
